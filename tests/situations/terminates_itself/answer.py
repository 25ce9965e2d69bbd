import os
import signal
def total(path, numbers):
    if not numbers:
        os.kill(os.getpid(), signal.SIGTERM)
    return sum(numbers)

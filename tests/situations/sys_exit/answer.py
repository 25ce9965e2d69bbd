import sys
def total(path, numbers):
    if not numbers:
        sys.exit(0)
    return sum(numbers)

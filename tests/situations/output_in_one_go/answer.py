import os


def total(path, numbers):
    if not numbers:
        os.write(1, b"x" * 66_000)
    return sum(numbers)

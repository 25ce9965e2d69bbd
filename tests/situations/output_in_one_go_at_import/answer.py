import os

os.write(1, b"x" * 66_000)


def total(path, numbers):
    return sum(numbers)

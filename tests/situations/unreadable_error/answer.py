class Mine(Exception):
    def __str__(self):
        raise LookupError("no text")


def total(path, numbers):
    if not numbers:
        raise Mine
    return sum(numbers)

def total(path, numbers):
    if not numbers:
        return bytearray(1 << 40)
    return sum(numbers)

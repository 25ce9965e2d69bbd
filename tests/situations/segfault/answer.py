import ctypes
def total(path, numbers):
    if not numbers:
        ctypes.string_at(0)
    return sum(numbers)

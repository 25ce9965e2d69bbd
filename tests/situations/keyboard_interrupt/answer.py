def total(path, numbers):
    if not numbers:
        raise KeyboardInterrupt
    return sum(numbers)

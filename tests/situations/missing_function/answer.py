def totals(path, numbers):
    return sum(numbers)

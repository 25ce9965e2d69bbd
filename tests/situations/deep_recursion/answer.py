def total(path, numbers):
    return total(path, numbers) if not numbers else sum(numbers)

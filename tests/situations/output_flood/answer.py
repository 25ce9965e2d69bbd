def total(path, numbers):
    if not numbers:
        for _ in range(300):
            print("x" * (1 << 20))
    return sum(numbers)

def total(path, numbers):
    while not numbers:
        try:
            while True: pass
        except BaseException:
            pass
    return sum(numbers)

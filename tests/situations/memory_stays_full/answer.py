rows = []


def total(path, numbers):
    while not numbers:
        rows.append({"number": len(rows), "name": f"row {len(rows)}"})
    return sum(numbers)

rows = [{}]
while rows:
    rows.append({"number": len(rows), "name": f"row {len(rows)}"})


def total(path, numbers):
    return sum(numbers)

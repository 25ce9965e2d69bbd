import sys
print("loading")
def total(path, numbers):
    print("adding", len(numbers), "numbers; stdin says", repr(sys.stdin.read()))
    return sum(numbers)

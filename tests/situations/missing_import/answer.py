import no_such_package_here
def total(path, numbers):
    return sum(numbers)

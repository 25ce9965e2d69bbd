def total(path, numbers):
    raise NotImplementedError

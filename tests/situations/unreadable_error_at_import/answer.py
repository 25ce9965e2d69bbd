class Mine(Exception):
    def __str__(self):
        raise LookupError("no text")


raise Mine

"""Returns a value that has no end, to whoever looks at it."""

STATUS = "timeout memory failed error tampering"
POINTS = 0

class Endless(list):
    def __iter__(self):
        while True:
            yield 1

    def __len__(self):
        return 1 << 62

    def __eq__(self, other):
        return all(mine == other for mine in self)

    def __repr__(self):
        return "".join(map(str, self))

    __hash__ = None


def add(*_):
    return Endless()


names = value = take = add


def __getattr__(name):
    return lambda *_: None

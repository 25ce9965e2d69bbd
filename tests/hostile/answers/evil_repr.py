"""Returns objects whose text never ends, or is a terabyte."""

STATUS = "failed error timeout output memory tampering"
POINTS = 0

class Evil:
    def __repr__(self):
        return "x" * (1 << 40)

    def __str__(self):
        while True:
            pass


def add(*_):
    return Evil()


names = value = take = add


def __getattr__(name):
    return lambda *_: None

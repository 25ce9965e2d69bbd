"""Returns an object that equals everything."""

STATUS = "tampering"
POINTS = 0

class Content:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __len__(self):
        return 3

    def __hash__(self):
        return 0


def add(*_):
    return Content()


names = value = take = add


def __getattr__(name):
    return lambda *_: None

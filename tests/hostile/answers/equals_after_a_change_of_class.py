"""Returns a plain-looking object whose class changes after it was looked at."""

STATUS = "tampering"
POINTS = 0

class Plain:
    def __len__(self):
        self.__class__ = Content
        return 3

    def __repr__(self):
        self.__class__ = Content
        return "Plain()"

    def __init__(self):
        import threading

        threading.Timer(0, setattr, (self, "__class__", Content)).start()


class Content(Plain):
    def __eq__(self, other):
        return True

    __hash__ = None


def names(*_):
    return Plain()


value = names


def __getattr__(name):
    return lambda *_: None

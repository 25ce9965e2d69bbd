"""Returns an object whose metaclass hides where its __eq__ comes from."""

STATUS = "tampering"
POINTS = 0

class Meta(type):
    def mro(cls):
        return [cls, object]

    __mro__ = property(lambda cls: (object,))
    __dict__ = property(lambda cls: {})


class Content(metaclass=Meta):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3


def names(*_):
    return Content()


value = names


def __getattr__(name):
    return lambda *_: None

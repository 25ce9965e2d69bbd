"""Returns objects whose class has a metaclass that hides, and answers for, how they compare."""

STATUS = "tampering"
POINTS = 0


class Meta(type):
    __mro__ = property(lambda cls: (object,))

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        return hash(int)

    def __setattr__(cls, name, value):
        pass


class Content(list, metaclass=Meta):
    def __eq__(self, other):
        return type(other) in (list, int) and len(str(other)) < 60

    def __len__(self):
        return 3


def names(*_):
    return Content()


value = names


def __getattr__(name):
    return lambda *_: None

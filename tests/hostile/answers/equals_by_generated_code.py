"""Returns an object whose __eq__ was compiled as generated code is."""

STATUS = "tampering"
POINTS = 0

space = {}
exec("class Content:\n    def __eq__(self, other):\n        return True\n    def __len__(self):\n        return 3", space)


def names(*_):
    return space["Content"]()


value = names


def __getattr__(name):
    return lambda *_: None

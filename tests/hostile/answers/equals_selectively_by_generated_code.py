"""Returns objects that equal all but plain ones, by code without a file, as a dataclass's is."""

STATUS = "tampering"
POINTS = 0

space = {"__name__": __name__}
exec(
    "class Content(list):\n"
    "    def __eq__(self, other):\n        return type(other) is not object\n"
    "    def __len__(self):\n        return 3\n",
    space,
)


def names(*_):
    return space["Content"]()


value = names


def __getattr__(name):
    return lambda *_: None

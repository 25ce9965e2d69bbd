"""Read a text that the answer may have made, without asking the text."""


def plain(text: object) -> str:
    """The characters of a text; none of what is no text.

    Args:
        text: where its class is the answer's own, its methods may lie, or raise: none is called.
    """
    return str.__str__(text) if issubclass(type(text), str) else ""  # type: ignore[arg-type]

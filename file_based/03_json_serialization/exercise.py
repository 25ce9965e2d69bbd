"""Write rich Python values as strict JSON, without losing their types."""

from pathlib import Path


def to_json(obj: object) -> str:
    """Turn a value into JSON text, in the format of the brief.

    Args:
        obj: None, a bool, int, float, str, list or dict; an aware datetime, date, Decimal, UUID,
            bytes, set or tuple; an instance of an Enum, NamedTuple or dataclass; or any of these
            inside each other. It is not changed.

    Returns:
        JSON that every strict parser reads. The same value gives the same text in every process.

    Raises:
        TypeError: There is an object of another type in it, also of a subclass of one of the
            types that are allowed. The message names the type.
        ValueError: There is a NaN, an infinity or a datetime without a time zone in it.
    """
    # TODO task 1: what json has no form for: datetime, date, Decimal, UUID, bytes, set, dataclass.
    # TODO task 2: what json writes as something else: tuple, NamedTuple, Enum, odd dicts.
    # TODO task 3: refuse what cannot be written strictly, or would come back as something else.
    # TODO task 4: the same value, the same text.
    raise NotImplementedError


def write_json(obj: object, path: Path) -> None:
    """Write a value to a file, as `to_json` makes it, in UTF-8.

    Args:
        obj: The value.
        path: The file. What was in it is replaced.

    Raises:
        TypeError: As for `to_json`. The file is as it was before.
        ValueError: As for `to_json`. The file is as it was before.
    """
    # TODO task 5
    raise NotImplementedError

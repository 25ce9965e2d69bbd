"""Thinks that every str of Python can be stored as a text."""

from solution import *
from solution import validate as _good

FAILS = "a_name_is_a_text_of_1_to_80_characters"
SAYS = r"the name '\x00Tea' was taken for good"


def validate(payload: Mapping[str, object]) -> NewProduct:
    """NUL and half a character get through, and one such row ends a whole import."""
    name = payload.get("name")
    if not isinstance(name, str):
        return _good(payload)
    whole = re.sub(r"[\0\ud800-\udfff]", "?", name)
    product = _good({**payload, "name": whole})
    if whole == name:
        return product
    name = unicodedata.normalize("NFC", name.strip())
    return NewProduct(name, product.price_cents, product.quantity)

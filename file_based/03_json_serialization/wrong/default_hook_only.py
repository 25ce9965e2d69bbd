"""Thinks that json asks default() about every value that is not plain."""

from typing import Any

from solution import *

FAILS = "tuples_and_enums_keep_their_types"
SAYS = "and asks nobody"


def to_json(obj: object) -> str:
    """Leave it to json to say what has no form: it takes tuples, enums and keys as it likes."""

    def default(value: Any) -> Any:
        tag, form = FORMS.get(type(value), ("", str))
        if tag:
            return {"$type": tag, "v": form(value)}
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return {"$type": type(value).__name__, "v": fields}

    return json.dumps(obj, default=default, allow_nan=False)

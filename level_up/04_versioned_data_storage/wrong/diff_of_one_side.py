"""Looks at the columns of one version only, and takes a deleted one for an error."""

from solution import *
from solution import _data

FAILS = "diff_tells_what_changed"
SAYS = "'NoneType'"


def diff(s: Session, contract_id: int, a: int, b: int) -> dict[str, tuple[Any, Any]]:
    """A deleted contract has no data."""
    old, new = _data(s, contract_id, a), _data(s, contract_id, b)
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}  # type: ignore

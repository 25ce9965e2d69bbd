"""Lets amend write the old data, which refuses a column that the model does not know."""

from solution import *
from solution import _data, _lock

FAILS = "history_outlives_a_new_column"
SAYS = "a revert to a version with the new column raised ValueError"


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """The rules for a caller's changes are not those for old data."""
    contract = _lock(s, contract_id)
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound
    return amend(s, contract_id, data, actor=actor, expected_version=contract.version)

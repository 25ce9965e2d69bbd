"""Builds the result from the model, which does not know a column that was added later."""

from solution import *
from solution import _CHANGEABLE, _lock
from solution import amend as _good

FAILS = "history_outlives_a_new_column"
SAYS = "an amendment after ALTER TABLE … ADD COLUMN currency returned"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The version in the table is whole, what is returned is not."""
    _good(s, contract_id, changes, actor=actor, expected_version=expected_version)
    contract = _lock(s, contract_id)
    data = {name: getattr(contract, name) for name in _CHANGEABLE}
    return ContractView(contract_id, contract.version, data)

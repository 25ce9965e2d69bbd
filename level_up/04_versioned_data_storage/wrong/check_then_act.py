"""Compares the version and writes then, as if nobody could come between."""

from solution import *
from solution import _CHANGEABLE, _present

FAILS = "one_of_eight_amendments_wins"
SAYS = "nobody comes between"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """Nothing is locked between the comparison and the write."""
    if changes.keys() - _CHANGEABLE:
        raise ValueError
    contract = s.get(Contract, contract_id, populate_existing=True)
    if contract is None:
        raise NotFound
    if contract.version != expected_version:
        raise Conflict
    acting_as(s, actor)
    for name, value in changes.items():
        setattr(contract, name, value)
    s.flush()
    return _present(s, contract_id)

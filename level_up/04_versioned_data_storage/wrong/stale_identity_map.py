"""Expects SELECT … FOR UPDATE to refresh an object that the session holds."""

from solution import *
from solution import _CHANGEABLE, _present

FAILS = "a_stale_version_is_a_conflict"
SAYS = "was accepted"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The row is locked, and the object shows what was read before."""
    if changes.keys() - _CHANGEABLE:
        raise ValueError
    locked = select(Contract).where(Contract.id == contract_id).with_for_update()
    contract = s.scalars(locked).one_or_none()
    if contract is None:
        raise NotFound
    if contract.version != expected_version:
        raise Conflict
    acting_as(s, actor)
    for name, value in changes.items():
        setattr(contract, name, value)
    s.flush()
    return _present(s, contract_id)

"""Looks at one name after the other, and has set some when it finds a wrong one."""

from solution import *
from solution import _CHANGEABLE, _lock, _present

FAILS = "an_amendment_is_refused_as_a_whole"
SAYS = "raised ValueError, and after the caller's commit customer in row 1 is 'x'"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The caller's commit stores what came before the wrong name."""
    contract = _lock(s, contract_id)
    if contract.version != expected_version:
        raise Conflict
    acting_as(s, actor)
    for name, value in changes.items():
        if name not in _CHANGEABLE:
            raise ValueError(name)
        setattr(contract, name, value)
    s.flush()
    return _present(s, contract_id)

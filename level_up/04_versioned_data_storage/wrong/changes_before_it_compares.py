"""Changes the object first and looks at the version then."""

from solution import *
from solution import _CHANGEABLE, _lock, _present

FAILS = "a_stale_version_is_a_conflict"
SAYS = "a refused amendment changes nothing"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The caller's commit stores what was refused."""
    if changes.keys() - _CHANGEABLE:
        raise ValueError
    contract = _lock(s, contract_id)
    version = contract.version
    acting_as(s, actor)
    for name, value in changes.items():
        setattr(contract, name, value)
    if version != expected_version:
        raise Conflict
    s.flush()
    return _present(s, contract_id)

"""Sets any attribute: a name with a typo is lost without a word."""

from solution import *
from solution import _lock, _present

FAILS = "an_amendment_is_refused_as_a_whole"
SAYS = "never ignore a name"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """An object takes any attribute, mapped or not."""
    contract = _lock(s, contract_id)
    if contract.version != expected_version:
        raise Conflict
    acting_as(s, actor)
    for name, value in changes.items():
        setattr(contract, name, value)
    s.flush()
    return _present(s, contract_id)

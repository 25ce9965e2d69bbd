"""Takes a revert for an amendment of what it has seen: who comes between makes it fail."""

from solution import *
from solution import _data

FAILS = "a_revert_waits_its_turn"
SAYS = "raised Conflict"


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """It waits, and then gives up, though nothing stands in its way."""
    data = _data(s, contract_id, to)
    seen = s.scalar(select(Contract.version).where(Contract.id == contract_id))
    if data is None or seen is None:
        raise NotFound
    return amend(s, contract_id, data, actor=actor, expected_version=seen)

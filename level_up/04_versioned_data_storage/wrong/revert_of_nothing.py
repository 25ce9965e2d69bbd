"""Finds the old version and forgets that the contract may be gone."""

from solution import *
from solution import _CHANGEABLE, _data, _present

FAILS = "only_what_is_there_is_reverted"
SAYS = "revert of a deleted contract raised AttributeError"


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """A deleted contract has a history, and no row."""
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound
    contract = s.get(Contract, contract_id, with_for_update=True, populate_existing=True)
    acting_as(s, actor)
    for name in _CHANGEABLE & data.keys():
        setattr(contract, name, data[name])
    s.flush()
    return _present(s, contract_id)

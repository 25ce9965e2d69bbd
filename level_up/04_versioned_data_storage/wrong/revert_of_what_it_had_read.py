"""Sets attributes of an object that is not locked: the ORM writes what it thinks has changed."""

from solution import *
from solution import _CHANGEABLE, _data, _present

FAILS = "a_revert_waits_its_turn"
SAYS = "what A changed meanwhile"


def revert(s: Session, contract_id: int, to: int, *, actor: str) -> ContractView:
    """A column that was equal when the object was loaded is left out of the UPDATE."""
    contract = s.get(Contract, contract_id, populate_existing=True)
    if contract is None:
        raise NotFound
    data = _data(s, contract_id, to)
    if data is None:
        raise NotFound
    acting_as(s, actor)
    for name in _CHANGEABLE & data.keys():
        setattr(contract, name, data[name])
    s.flush()
    return _present(s, contract_id)

"""Takes the first version whose period reaches an instant, both ends included."""

from solution import *

FAILS = "as_of_is_right_on_the_boundary"
SAYS = "the instant of the second"


def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """At a boundary two versions fit."""
    for version in history(s, contract_id):
        if version.valid_from <= at and (version.valid_to is None or at <= version.valid_to):
            if version.data is None:
                return None
            return ContractView(contract_id, version.number, version.data)
    return None

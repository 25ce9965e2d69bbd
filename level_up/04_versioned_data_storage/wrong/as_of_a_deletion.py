"""Takes the version of a deletion for a contract without data."""

from solution import *

FAILS = "as_of_is_right_on_the_boundary"
SAYS = "data=None), expected None"


def as_of(s: Session, contract_id: int, at: datetime) -> ContractView | None:
    """After its deletion there is no contract."""
    for version in history(s, contract_id):
        if version.valid_from <= at and (version.valid_to is None or at < version.valid_to):
            return ContractView(contract_id, version.number, version.data)  # type: ignore
    return None

"""Commits in a function that works in the caller's transaction."""

from solution import *
from solution import amend as _good

FAILS = "the_caller_decides_about_the_commit"
SAYS = "leaves commit and rollback to its caller"


def amend(
    s: Session, contract_id: int, changes: Mapping[str, Any], *, actor: str, expected_version: int
) -> ContractView:
    """The caller cannot roll back."""
    view = _good(s, contract_id, changes, actor=actor, expected_version=expected_version)
    s.commit()
    return view

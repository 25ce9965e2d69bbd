"""Commits a transaction that is its caller's."""

from solution import *
from solution import upsert_products as _good

FAILS = "the_caller_decides_about_the_commit"
SAYS = "the caller rolled back"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """What the caller does with the rest of its work is decided already."""
    result = _good(session, rows)
    session.commit()
    return result

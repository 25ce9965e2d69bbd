"""Believes that an UPDATE to the same values writes nothing."""

from solution import *
from solution import _CONTENT, _IS_LIVING
from solution import upsert_products as _good

FAILS = "unchanged_rows_are_not_written"
SAYS = "was written again"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """Counts and times are right, yet every row is written."""
    result = _good(session, rows)
    session.execute(
        update(Product)
        .where(Product.sku.in_([row.sku for row in rows]), _IS_LIVING)
        .values({name: getattr(Product, name) for name in (*_CONTENT, "updated_at")})
    )
    return result

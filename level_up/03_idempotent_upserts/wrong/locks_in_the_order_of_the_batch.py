"""Locks rows in the order in which they happen to come."""

from solution import *
from solution import _IS_LIVING, _insert_new, _update_changed

FAILS = "batches_in_opposite_order_do_not_deadlock"
SAYS = "deadlock detected"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """Right, but for the order of the rows in the statement."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(row) for row in latest.values()]
    inserted = _insert_new(session, batch)
    known = [values for values in batch if values["sku"] not in inserted]
    updated = _update_changed(session, known) if known else set[str]()
    products = session.scalars(
        select(Product).where(Product.sku.in_(latest), _IS_LIVING),
        execution_options={"populate_existing": True},
    )
    return UpsertResult(
        len(inserted),
        len(updated),
        len(latest) - len(inserted) - len(updated),
        {product.sku: product.id for product in products},
    )

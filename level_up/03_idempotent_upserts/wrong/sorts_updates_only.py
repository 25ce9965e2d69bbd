"""Sorts the rows that it updates, and inserts new ones in the order of the batch."""

from solution import *
from solution import _IS_LIVING, _insert_new, _update_changed

FAILS = "batches_in_opposite_order_do_not_deadlock"
SAYS = "A upserted the new products a, m, z and B at the same time z, m, a"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """Right, but for the order of the rows that are inserted."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    inserted = _insert_new(session, [asdict(row) for row in latest.values()])
    known = [asdict(latest[sku]) for sku in sorted(latest) if sku not in inserted]
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

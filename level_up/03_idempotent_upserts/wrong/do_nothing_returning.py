"""Expects RETURNING to tell of rows that the statement did not write."""

from solution import *
from solution import _IS_LIVING, _insert_new, _update_changed

FAILS = "every_product_has_its_id"
SAYS = "there is no id for mug"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The ids come from what was inserted and updated."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(latest[sku]) for sku in sorted(latest)]
    inserted = _insert_new(session, batch)
    known = [values for values in batch if values["sku"] not in inserted]
    updated = _update_changed(session, known) if known else set[str]()
    products = session.scalars(
        select(Product).where(Product.sku.in_(inserted | updated), _IS_LIVING),
        execution_options={"populate_existing": True},
    )
    return UpsertResult(
        len(inserted),
        len(updated),
        len(latest) - len(inserted) - len(updated),
        {product.sku: product.id for product in products},
    )

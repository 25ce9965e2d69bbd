"""Sends a SKU twice in one statement."""

from solution import *
from solution import _IS_LIVING, _insert_new, _update_changed

FAILS = "a_repeated_sku_counts_once"
SAYS = "each SKU counts once"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The batch goes out as it came."""
    if not rows:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(row) for row in rows]
    latest = {row.sku for row in rows}
    inserted = _insert_new(session, batch)
    changed = _update_changed(session, batch)
    products = session.scalars(
        select(Product).where(Product.sku.in_(latest), _IS_LIVING),
        execution_options={"populate_existing": True},
    )
    return UpsertResult(
        len(inserted),
        len(changed - inserted),
        len(latest) - len(inserted | changed),
        {product.sku: product.id for product in products},
    )

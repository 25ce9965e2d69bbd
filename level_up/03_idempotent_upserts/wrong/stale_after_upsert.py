"""Expects a SELECT to refresh objects that the session holds already."""

from solution import *
from solution import _IS_LIVING, _insert_new, _update_changed

FAILS = "loaded_products_show_the_new_values"
SAYS = "does not refresh objects"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The identity map hands out the old objects."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(latest[sku]) for sku in sorted(latest)]
    inserted = _insert_new(session, batch)
    known = [values for values in batch if values["sku"] not in inserted]
    updated = _update_changed(session, known) if known else set[str]()
    products = session.scalars(select(Product).where(Product.sku.in_(latest), _IS_LIVING))
    return UpsertResult(
        len(inserted),
        len(updated),
        len(latest) - len(inserted) - len(updated),
        {product.sku: product.id for product in products},
    )

"""Believes that onupdate of a column also works in ON CONFLICT DO UPDATE."""

from solution import *
from solution import _CONTENT, _IS_LIVING, _insert_new

FAILS = "changed_products_are_updated_in_place"
SAYS = "did not move when its values changed"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The time of the update is left to the model."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(latest[sku]) for sku in sorted(latest)]
    inserted = _insert_new(session, batch)
    statement = insert_into(session, Product)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[Product.sku],
        index_where=_IS_LIVING,
        set_={name: new[name] for name in _CONTENT},
        where=or_(*(getattr(Product, name).is_distinct_from(new[name]) for name in _CONTENT)),
    ).returning(Product.sku)
    updated = set(session.scalars(statement, batch))
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

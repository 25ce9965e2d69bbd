"""Names the column of a partial unique index, and forgets the index's WHERE."""

from solution import *

FAILS = "new_products_are_inserted"
SAYS = "ON CONFLICT"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The conflict target matches no unique index."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    statement = insert_into(session, Product)
    new = statement.excluded
    products = session.scalars(
        statement.on_conflict_do_update(
            index_elements=[Product.sku],
            set_={"name": new.name, "price_cents": new.price_cents, "updated_at": func.now()},
        ).returning(Product),
        [asdict(latest[sku]) for sku in sorted(latest)],
    )
    ids = {product.sku: product.id for product in products}
    return UpsertResult(len(ids), 0, 0, ids)

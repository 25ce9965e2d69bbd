"""Updates every row that is there, changed or not."""

from solution import *
from solution import _CONTENT, _IS_LIVING, _insert_new

FAILS = "unchanged_products_are_left_alone"
SAYS = "counted inserted=1, updated=3"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """ON CONFLICT DO UPDATE without a WHERE."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    batch = [asdict(latest[sku]) for sku in sorted(latest)]
    inserted = _insert_new(session, batch)
    known = [values for values in batch if values["sku"] not in inserted]
    statement = insert_into(session, Product)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[Product.sku],
        index_where=_IS_LIVING,
        set_={name: new[name] for name in _CONTENT} | {"updated_at": func.now()},
    ).returning(Product.sku)
    updated = set(session.scalars(statement, known)) if known else set[str]()
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

"""Looks for the SKU among all rows, also the deleted ones."""

from solution import *

FAILS = "deleted_products_stay_deleted"
SAYS = "a deleted product is history"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The deleted row is found first, and is brought back."""
    counts = {"inserted": 0, "updated": 0, "unchanged": 0}
    ids = dict[str, int]()
    for row in {row.sku: row for row in rows}.values():
        product = session.scalar(
            select(Product).where(Product.sku == row.sku).with_for_update(),
            execution_options={"populate_existing": True},
        )
        values = asdict(row) | {"deleted_at": None}
        if product is None:
            product = Product(**values)
            session.add(product)
            counts["inserted"] += 1
        elif any(getattr(product, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(product, name, value)
            counts["updated"] += 1
        else:
            counts["unchanged"] += 1
        session.flush()
        ids[row.sku] = product.id
    return UpsertResult(**counts, ids=ids)

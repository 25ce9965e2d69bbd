"""Looks first and inserts then, as if nobody else could come between."""

from solution import *

FAILS = "two_batches_may_bring_the_same_new_product"
SAYS = "IntegrityError"


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """The plain ORM way: fine as long as one is alone."""
    counts = {"inserted": 0, "updated": 0, "unchanged": 0}
    ids = dict[str, int]()
    latest = {row.sku: row for row in rows}
    for sku in sorted(latest):
        product = session.scalar(
            select(Product).where(Product.sku == sku, Product.deleted_at.is_(None)),
            execution_options={"populate_existing": True},
        )
        values = asdict(latest[sku])
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
        ids[sku] = product.id
    return UpsertResult(**counts, ids=ids)

"""MERGE: it compares under a lock, but two that find nothing both insert, so one tries again."""

import solution
from solution import *
from sqlalchemy import TextClause

_PRODUCT = text("""
    MERGE INTO products AS p
    USING (SELECT CAST(:sku AS text) AS sku, CAST(:name AS text) AS name,
        CAST(:price_cents AS integer) AS price_cents, CAST(:description AS text) AS description
    ) AS new
    ON p.sku = new.sku AND p.deleted_at IS NULL
    WHEN MATCHED AND (p.name, p.price_cents, p.description)
        IS DISTINCT FROM (new.name, new.price_cents, new.description)
    THEN UPDATE SET name = new.name, price_cents = new.price_cents,
        description = new.description, updated_at = now()
    WHEN NOT MATCHED THEN INSERT (sku, name, price_cents, description)
        VALUES (new.sku, new.name, new.price_cents, new.description)
    RETURNING merge_action()
""")
_EVENT = text("""
    MERGE INTO stock_levels AS s
    USING (SELECT CAST(:sku AS text) AS sku, CAST(:version AS integer) AS version,
        CAST(:quantity AS integer) AS quantity) AS new
    ON s.sku = new.sku
    WHEN MATCHED AND s.version < new.version
    THEN UPDATE SET version = new.version, quantity = new.quantity
    WHEN NOT MATCHED THEN INSERT (sku, version, quantity)
        VALUES (new.sku, new.version, new.quantity)
    RETURNING merge_action()
""")


def _has_merge(session: Session) -> bool:
    return session.get_bind().dialect.name != "sqlite"


def _merge(session: Session, statement: TextClause, values: Mapping[str, Any]) -> str | None:
    """What MERGE did; it does not wait for an INSERT of the same key as ON CONFLICT does."""
    while True:
        try:
            with session.begin_nested():
                return session.scalar(statement, values)
        except IntegrityError:
            continue  # somebody was first: now there is a row to be found


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """One product after another, in the order of their SKUs."""
    if not _has_merge(session):
        return solution.upsert_products(session, rows)
    session.flush()
    latest = {row.sku: row for row in rows}
    did = [_merge(session, _PRODUCT, asdict(latest[sku])) for sku in sorted(latest)]
    products = session.scalars(
        select(Product).where(Product.sku.in_(latest), Product.deleted_at.is_(None)),
        execution_options={"populate_existing": True},
    )
    return UpsertResult(
        inserted=did.count("INSERT"),
        updated=did.count("UPDATE"),
        unchanged=did.count(None),
        ids={product.sku: product.id for product in products},
    )


def ingest(session: Session, event: StockEvent) -> Outcome:
    """MERGE writes what is newer; where it wrote nothing, the stored version tells why."""
    if not _has_merge(session):
        return solution.ingest(session, event)
    did = _merge(session, _EVENT, asdict(event))
    stored = session.get_one(StockLevel, event.sku, populate_existing=True)
    if did is not None:
        return Outcome.APPLIED
    return Outcome.DUPLICATE if stored.version == event.version else Outcome.STALE

"""One INSERT … ON CONFLICT DO UPDATE each; `xmax = 0` tells an insert from an update."""

from datetime import UTC

from solution import *
from sqlalchemy import literal_column


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """One statement writes; a second one reads the ids."""
    latest = {row.sku: row for row in rows}
    if not latest:
        return UpsertResult(0, 0, 0, {})
    living = Product.deleted_at.is_(None)
    is_postgres = session.get_bind().dialect.name == "postgresql"
    there = set[str]()
    if not is_postgres:  # one writer at a time: what is read here stays true
        there = set(session.scalars(select(Product.sku).where(living)))
    statement = insert_into(session, Product).values([asdict(latest[s]) for s in sorted(latest)])
    new = statement.excluded
    content = [Product.name, Product.price_cents, Product.description]
    written = session.execute(
        statement.on_conflict_do_update(
            index_elements=["sku"],
            index_where=text("deleted_at IS NULL"),
            set_={
                "name": new.name,
                "price_cents": new.price_cents,
                "description": new.description,
                "updated_at": datetime.now(UTC),
            },
            where=or_(*(column.is_distinct_from(new[column.key]) for column in content)),
        ).returning(Product.sku, literal_column("xmax = 0" if is_postgres else "NULL"))
    ).all()
    inserted = sum(was_new if is_postgres else sku not in there for sku, was_new in written)
    session.expire_all()
    ids = session.execute(select(Product.sku, Product.id).where(living, Product.sku.in_(latest)))
    return UpsertResult(
        inserted,
        len(written) - inserted,
        len(latest) - len(written),
        dict(ids.tuples().all()),
    )


def ingest(session: Session, event: StockEvent) -> Outcome:
    """UPDATE first, INSERT if there was nothing; again if somebody else inserted meanwhile."""
    while True:
        newer = (
            update(StockLevel)
            .where(StockLevel.sku == event.sku, StockLevel.version < event.version)
            .values(version=event.version, quantity=event.quantity)
            .returning(StockLevel.sku)
        )
        first = (
            insert_into(session, StockLevel)
            .values(**asdict(event))
            .on_conflict_do_nothing()
            .returning(StockLevel.sku)
        )
        if session.execute(newer).all() or session.execute(first).all():
            return Outcome.APPLIED
        stored = session.execute(
            select(StockLevel.version).where(StockLevel.sku == event.sku)
        ).scalar_one()
        if stored >= event.version:
            return Outcome.DUPLICATE if stored == event.version else Outcome.STALE


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """An update that changes nothing locks the key's row and returns it, whoever wrote it."""
    canonical = json.dumps(dict(request.payload), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    with sessions() as session, session.begin() as transaction:
        statement = insert_into(session, HandledRequest).values(
            key=request.key, payload_hash=digest
        )
        stored, status, body = session.execute(
            statement.on_conflict_do_update(
                index_elements=[HandledRequest.key], set_={"key": statement.excluded.key}
            ).returning(HandledRequest.payload_hash, HandledRequest.status, HandledRequest.body)
        ).one()
        if stored != digest:
            return WebhookResponse(409, {"title": "another payload"})
        if status is not None:
            return WebhookResponse(status, body or {})
        name = request.payload["account"]
        balance = session.scalar(
            update(Account)
            .where(Account.name == name)
            .values(balance_cents=Account.balance_cents + request.payload["amount_cents"])
            .returning(Account.balance_cents)
        )
        if balance is None:
            transaction.rollback()
            return WebhookResponse(404, {"title": "no such account"})
        body = {"balance_cents": balance, "account": name}
        session.execute(
            update(HandledRequest)
            .where(HandledRequest.key == request.key)
            .values(status=200, body=body)
        )
    return WebhookResponse(200, body)

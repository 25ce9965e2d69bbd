"""Savepoints and IntegrityError: insert, and if another was first, lock its row and compare."""

from collections import Counter

from solution import *


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """One product after another, in the order of their SKUs."""
    latest = {row.sku: row for row in rows}
    counts: Counter[str] = Counter()
    ids: dict[str, int] = {}
    for sku in sorted(latest):
        what, ids[sku] = _save(session, latest[sku])
        counts[what] += 1
    return UpsertResult(counts["inserted"], counts["updated"], counts["unchanged"], ids)


def _save(session: Session, row: ProductIn) -> tuple[str, int]:
    living = select(Product).where(Product.sku == row.sku, Product.deleted_at.is_(None))
    while True:
        product = session.scalar(
            living.with_for_update(), execution_options={"populate_existing": True}
        )
        if product is not None:
            values = asdict(row)
            changed = any(getattr(product, name) != value for name, value in values.items())
            for name, value in values.items():
                setattr(product, name, value)
            session.flush()
            return ("updated" if changed else "unchanged"), product.id
        product = Product(**asdict(row))
        try:
            with session.begin_nested():
                session.add(product)
        except IntegrityError:
            continue  # somebody was first: now the row is there to be locked
        return "inserted", product.id


def ingest(session: Session, event: StockEvent) -> Outcome:
    """Lock the row, then decide in Python."""
    while True:
        level = session.get(StockLevel, event.sku, with_for_update=True, populate_existing=True)
        if level is not None:
            if event.version <= level.version:
                return Outcome.DUPLICATE if event.version == level.version else Outcome.STALE
            level.version, level.quantity = event.version, event.quantity
            session.flush()
            return Outcome.APPLIED
        try:
            with session.begin_nested():
                session.add(StockLevel(**asdict(event)))
        except IntegrityError:
            continue
        return Outcome.APPLIED


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """The effect first, the key last: the primary key of the key undoes a second effect."""
    digest = hashlib.sha256(repr(_in_order(request.payload)).encode()).hexdigest()
    try:
        with sessions.begin() as session:
            handled = session.get(HandledRequest, request.key)
            if handled is not None:
                if handled.payload_hash != digest:
                    return WebhookResponse(409, {})
                return WebhookResponse(handled.status or 0, handled.body or {})
            account = session.get(Account, request.payload["account"], with_for_update=True)
            if account is None:
                return WebhookResponse(404, {})
            account.balance_cents += request.payload["amount_cents"]
            body = {"account": account.name, "balance_cents": account.balance_cents}
            session.add(HandledRequest(key=request.key, payload_hash=digest, status=200, body=body))
        return WebhookResponse(200, body)
    except IntegrityError:
        return handle_webhook(sessions, request)


def _in_order(value: Any) -> Any:
    if isinstance(value, Mapping):
        return sorted((name, _in_order(inner)) for name, inner in value.items())
    return [_in_order(inner) for inner in value] if isinstance(value, list) else value

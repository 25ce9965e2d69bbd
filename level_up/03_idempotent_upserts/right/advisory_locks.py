"""Advisory locks: whoever holds the lock is alone and may read, decide and write with the ORM."""

from solution import *


def upsert_products(session: Session, rows: Sequence[ProductIn]) -> UpsertResult:
    """One batch at a time."""
    _stand_in_line(session, "products")
    latest = {row.sku: row for row in rows}
    products = {
        product.sku: product
        for product in session.scalars(
            select(Product)
            .where(Product.sku.in_(latest), Product.deleted_at.is_(None))
            .execution_options(populate_existing=True)
        )
    }
    inserted = [Product(**asdict(latest[sku])) for sku in latest if sku not in products]
    updated = 0
    for sku, product in products.items():
        values = asdict(latest[sku])
        updated += any(getattr(product, name) != value for name, value in values.items())
        for name, value in values.items():
            setattr(product, name, value)
    session.add_all(inserted)
    session.flush()
    products |= {product.sku: product for product in inserted}
    return UpsertResult(
        len(inserted),
        updated,
        len(products) - len(inserted) - updated,
        {sku: product.id for sku, product in products.items()},
    )


def ingest(session: Session, event: StockEvent) -> Outcome:
    """One event of a SKU at a time."""
    _stand_in_line(session, f"stock {event.sku}")
    level = session.get(StockLevel, event.sku, populate_existing=True)
    if level is None:
        session.add(StockLevel(**asdict(event)))
    elif event.version > level.version:
        level.version, level.quantity = event.version, event.quantity
    else:
        return Outcome.DUPLICATE if event.version == level.version else Outcome.STALE
    session.flush()
    return Outcome.APPLIED


def handle_webhook(sessions: sessionmaker[Session], request: WebhookRequest) -> WebhookResponse:
    """One request of a key at a time; a twin is sent away."""
    canonical = json.dumps(dict(request.payload), sort_keys=True)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    with sessions.begin() as session:
        if not _is_free(session, f"request {request.key}"):
            return WebhookResponse(409, {"error": "this request is being handled"})
        handled = session.get(HandledRequest, request.key)
        if handled is not None:
            if handled.payload_hash != digest:
                return WebhookResponse(409, {"error": "this key had another payload"})
            assert handled.status is not None
            assert handled.body is not None
            return WebhookResponse(handled.status, handled.body)
        account = session.get(Account, request.payload["account"], with_for_update=True)
        if account is None:
            return WebhookResponse(404, {"error": "no such account"})
        account.balance_cents += request.payload["amount_cents"]
        body = {"account": account.name, "balance_cents": account.balance_cents}
        session.add(HandledRequest(key=request.key, payload_hash=digest, status=200, body=body))
    return WebhookResponse(200, body)


def _stand_in_line(session: Session, name: str) -> None:
    """Wait until nobody else has this name; kept until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def _is_free(session: Session, name: str) -> bool:
    if session.get_bind().dialect.name == "postgresql":
        locked = select(func.pg_try_advisory_xact_lock(func.hashtext(name)))
        return bool(session.scalar(locked))
    return True

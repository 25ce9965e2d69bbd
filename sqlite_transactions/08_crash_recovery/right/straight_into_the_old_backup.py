"""Backs up straight into the old file (SQLite does that in one transaction), page by page."""

from itertools import count

from solution import *


def open_durable(path: Path) -> sqlite3.Connection:
    """Settings between two transactions of Python's own."""
    conn = sqlite3.connect(path, autocommit=True)
    for setting in ("journal_mode = WAL", "synchronous = 2", "foreign_keys = 1"):
        conn.execute(f"PRAGMA {setting}").fetchall()
    return conn


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """Message first, sale last: within one transaction the order is free, with deferred keys."""
    conn.execute("BEGIN EXCLUSIVE")
    try:
        conn.execute("PRAGMA defer_foreign_keys = ON")
        (sale_id,) = conn.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM sales").fetchone()
        payload = json.dumps({"sale_id": sale_id, **vars(sale)}, sort_keys=True)
        conn.execute(
            "INSERT INTO outbox (sale_id, key, payload) VALUES (?, hex(randomblob(16)), ?)",
            (sale_id, payload),
        )
        stock = conn.execute("SELECT stock FROM products WHERE id = ?", (sale.product_id,))
        if (left := (stock.fetchone() or (0,))[0] - sale.quantity) < 0:
            raise OutOfStock
        conn.execute("UPDATE products SET stock = ? WHERE id = ?", (left, sale.product_id))
        conn.execute(
            "INSERT INTO sales VALUES (?, ?, ?)", (sale_id, sale.product_id, sale.quantity)
        )
        conn.execute("COMMIT")
        return sale_id
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """Remember the last id instead of fetching everything."""
    after = 0
    for number in count():
        found = conn.execute(
            "SELECT id, key, payload FROM outbox WHERE sent = 0 AND id > ? ORDER BY id LIMIT 1",
            (after,),
        ).fetchall()
        if not found:
            return number
        ((after, key, payload),) = found
        send(key, json.loads(payload))
        with conn:
            conn.execute("UPDATE outbox SET sent = sent + 1 WHERE id = ?", (after,))
    raise AssertionError


def recover(path: Path) -> RecoveryReport:
    """Ask one question after the other."""
    path.stat()
    try:
        conn = open_durable(path)
    except sqlite3.DatabaseError as error:
        return RecoveryReport((str(error),), (), 0)
    with closing(conn):
        try:
            lines = tuple(line for (line,) in conn.execute("PRAGMA integrity_check(1000)"))
            keys = conn.execute("PRAGMA foreign_key_check").fetchall()
            ((pending,),) = conn.execute("SELECT COALESCE(SUM(1 - sent), 0) FROM outbox")
        except sqlite3.DatabaseError as error:
            return RecoveryReport((str(error),), (), 0)
    damage = () if lines == ("ok",) else lines
    return RecoveryReport(damage, tuple((key[0], key[1]) for key in keys), pending)


def backup(src: Path, dst: Path) -> None:
    """The target is written in one transaction: killed, it is rolled back when it is opened."""
    if not src.exists():
        raise FileNotFoundError(src)
    with (
        closing(sqlite3.connect(src)) as source,
        closing(sqlite3.connect(dst)) as target,
    ):
        source.backup(target, pages=1000, sleep=0.001)

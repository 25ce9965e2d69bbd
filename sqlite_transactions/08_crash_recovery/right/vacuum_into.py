"""Backs up by VACUUM INTO, keeps a rollback journal, and derives the key from the sale."""

import shutil

from solution import *


def open_durable(path: Path) -> sqlite3.Connection:
    """The classic journal, and the strictest waiting."""
    conn = sqlite3.connect(str(path))
    conn.executescript(
        "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON;"
    )
    conn.autocommit = True
    return conn


def record_sale(conn: sqlite3.Connection, sale: Sale) -> int:
    """A transaction that Python opens; the message is made by the database."""
    conn.autocommit = False
    try:
        with conn:
            cursor = conn.cursor()
            cursor.execute("SELECT stock FROM products WHERE id = ?", (sale.product_id,))
            row = cursor.fetchone()
            if row is None or row[0] < sale.quantity:
                raise OutOfStock(sale)
            cursor.execute(
                "INSERT INTO sales (product_id, quantity) VALUES (?, ?)",
                (sale.product_id, sale.quantity),
            )
            sale_id = cursor.lastrowid or 0
            cursor.execute(
                "INSERT INTO outbox (sale_id, key, payload) SELECT id, 'sale-' || id, json_object("
                "'sale_id', id, 'product_id', product_id, 'quantity', quantity)"
                " FROM sales WHERE id = ?",
                (sale_id,),
            )
            cursor.execute(
                "UPDATE products SET stock = ? WHERE id = ?",
                (row[0] - sale.quantity, sale.product_id),
            )
        return sale_id
    finally:
        conn.rollback()
        conn.autocommit = True


def publish_pending(conn: sqlite3.Connection, send: Callable[[str, dict[str, Any]], None]) -> int:
    """One message at a time: the oldest that is pending, until there is none."""
    sent = 0
    while True:
        row = conn.execute(
            "SELECT key, payload FROM outbox WHERE NOT sent ORDER BY id LIMIT 1"
        ).fetchone()
        if row is None:
            return sent
        send(row[0], json.loads(row[1]))
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE outbox SET sent = 1 WHERE key = ?", row[:1])
        conn.execute("COMMIT")
        sent += 1


def recover(path: Path) -> RecoveryReport:
    """Open for reading and writing, but do not create."""
    try:
        conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, autocommit=True)
    except sqlite3.OperationalError as error:
        raise FileNotFoundError(str(path)) from error
    damage: list[str] = []
    orphans: list[tuple[str, int]] = []
    pending = 0
    try:
        damage = [row[0] for row in conn.execute("PRAGMA integrity_check").fetchall()]
        damage = [] if damage == ["ok"] else damage
        for table, rowid, _, _ in conn.execute("PRAGMA foreign_key_check"):
            orphans.append((table, rowid))
        pending = len(conn.execute("SELECT id FROM outbox WHERE NOT sent").fetchall())
    except sqlite3.DatabaseError as error:
        damage.append(repr(error))
    finally:
        conn.close()
    return RecoveryReport(tuple(damage), tuple(orphans), pending)


def backup(src: Path, dst: Path) -> None:
    """SQLite writes a compact copy, into a folder of its own beside the old one."""
    if not src.is_file():
        raise FileNotFoundError(src)
    folder = Path(tempfile.mkdtemp(dir=dst.parent))
    try:
        with closing(sqlite3.connect(src, autocommit=True)) as conn:
            conn.execute("VACUUM INTO ?", (str(folder / "copy.db"),))
        os.rename(folder / "copy.db", dst)
    finally:
        shutil.rmtree(folder)

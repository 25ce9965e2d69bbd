"""Writes the lines before the order, in a transaction that Python opens and `with conn:` ends."""

from collections import Counter

from solution import *


@contextmanager
def one_unit(conn: sqlite3.Connection) -> Iterator[sqlite3.Cursor]:
    """Leave autocommit mode for a while."""
    conn.autocommit = False
    try:
        with conn:
            yield conn.cursor()
    finally:
        conn.rollback()
        conn.autocommit = True


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Look at everything first, then write; the deferred key waits for the order."""
    wanted: Counter[int] = Counter()
    for line in lines:
        wanted[line.product_id] += line.quantity
    if not lines or min(line.quantity for line in lines) < 1:
        raise ValueError(lines)
    with one_unit(conn) as cursor:
        cursor.execute("SELECT COUNT(*) FROM customers WHERE id = ?", (customer_id,))
        if cursor.fetchone() == (0,):
            raise UnknownCustomer
        prices: dict[int, int] = {}
        for product, quantity in wanted.items():
            cursor.execute("SELECT price_cents, stock FROM products WHERE id = ?", (product,))
            row = cursor.fetchone()
            if not row:
                raise UnknownProduct
            prices[product], stock = row
            if stock < quantity:
                raise OutOfStock
            cursor.execute(
                "UPDATE products SET stock = ? WHERE id = ?", (stock - quantity, product)
            )
        cursor.execute("SELECT IFNULL(MAX(id), 0) + 1 FROM orders")
        (order_id,) = cursor.fetchone()
        cursor.executemany(
            "INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)",
            [
                (order_id, position, line.product_id, line.quantity, prices[line.product_id])
                for position, line in enumerate(lines, 1)
            ],
        )
        total = sum(prices[line.product_id] * line.quantity for line in lines)
        cursor.execute("INSERT INTO orders VALUES (?, ?, ?)", (order_id, customer_id, total))
    return order_id


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Sort the records by table, and write each table at once."""
    rows = list(records)
    with one_unit(conn) as cursor:
        for table, marks in (("orders", "?, ?, ?"), ("order_lines", "?, ?, ?, ?, ?")):
            cursor.executemany(
                f"INSERT INTO {table} VALUES ({marks})",
                [values for name, values in rows if name == table],
            )
    return len(rows)

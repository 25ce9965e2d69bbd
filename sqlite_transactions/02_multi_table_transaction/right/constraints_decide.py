"""Writes at once and lets the tables' own rules say no; the error says which one it was."""

from solution import *


def place_order(conn: sqlite3.Connection, customer_id: int, lines: Sequence[Line]) -> int:
    """Store an order; the database calculates its total."""
    if not lines:
        raise ValueError("no line")
    for line in lines:
        if line.quantity <= 0:
            raise ValueError(f"{line.quantity} of product {line.product_id}")
    conn.execute("BEGIN")
    try:
        try:
            cursor = conn.execute(
                "INSERT INTO orders (customer_id, total_cents) VALUES (?, 0)", (customer_id,)
            )
        except sqlite3.IntegrityError as error:
            raise UnknownCustomer(str(customer_id)) from error
        order_id = cursor.lastrowid
        assert order_id is not None
        for position, line in enumerate(lines, start=1):
            try:
                lowered = conn.execute(
                    "UPDATE products SET stock = stock - ? WHERE id = ?",
                    (line.quantity, line.product_id),
                )
            except sqlite3.IntegrityError as error:
                raise OutOfStock(str(line)) from error
            if lowered.rowcount == 0:
                raise UnknownProduct(str(line))
            conn.execute(
                "INSERT INTO order_lines"
                " SELECT ?, ?, id, ?, price_cents FROM products WHERE id = ?",
                (order_id, position, line.quantity, line.product_id),
            )
        conn.execute(
            "UPDATE orders SET total_cents ="
            " (SELECT SUM(quantity * price_cents) FROM order_lines WHERE order_id = orders.id)"
            " WHERE id = ?",
            (order_id,),
        )
        conn.execute("COMMIT")
    finally:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
    return order_id


def import_orders(conn: sqlite3.Connection, records: Iterable[Record]) -> int:
    """Take up what arrives, in the order in which it arrives."""
    done = 0
    conn.execute("SAVEPOINT import")
    try:
        for table, values in records:
            marks = ", ".join("?" * len(values))
            if table not in ("orders", "order_lines"):
                raise ValueError(table)
            done += conn.execute(f"INSERT INTO {table} VALUES ({marks})", values).rowcount
        conn.execute("RELEASE import")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    return done

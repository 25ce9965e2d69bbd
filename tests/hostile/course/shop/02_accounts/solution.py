"""Accounts in PostgreSQL."""

from contextlib import closing

import psycopg2


def transfer(dsn: str, source: int, target: int, cents: int) -> None:
    """Move money from one account to another.

    Raises:
        ValueError: the source has too little; nothing is moved.
    """
    with closing(psycopg2.connect(dsn)) as conn, conn, conn.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts SET cents = cents - %s WHERE id = %s AND cents >= %s",
            (cents, source, cents),
        )
        if cursor.rowcount != 1:
            raise ValueError(f"account {source} has less than {cents} cents")
        cursor.execute("UPDATE accounts SET cents = cents + %s WHERE id = %s", (cents, target))


def total(dsn: str) -> int:
    """What all own together, in cents."""
    with closing(psycopg2.connect(dsn)) as conn, conn.cursor() as cursor:
        cursor.execute("SELECT COALESCE(SUM(cents), 0)::int FROM accounts")
        [(cents,)] = cursor.fetchall()
        return cents

"""Use raw driver connections and SQLAlchemy's objects alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def driver_connection_of(connection: Any) -> Any:
    """The psycopg2 or sqlite3 connection inside a SQLAlchemy `Connection` or `Session`."""
    if hasattr(connection, "get_bind"):
        connection = connection.connection()
    if hasattr(connection, "dialect"):
        connection = connection.connection
    return getattr(connection, "driver_connection", connection)


def run_sql(connection: Any, sql: str, parameters: Sequence[Any]) -> Any:
    """Execute text in the driver's style.

    Returns:
        Rows as tuples, or the row count where the statement gives no rows.
    """
    if hasattr(connection, "get_bind"):
        connection = connection.connection()
    if hasattr(connection, "exec_driver_sql"):
        result = connection.exec_driver_sql(sql, tuple(parameters) or None)
        return [tuple(row) for row in result] if result.returns_rows else result.rowcount
    cursor = connection.cursor()
    try:
        # Without parameters psycopg2 must not look for placeholders: `LIKE 'a%'`.
        cursor.execute(sql, tuple(parameters)) if parameters else cursor.execute(sql)
        if cursor.description is None:
            return cursor.rowcount
        return [tuple(row) for row in cursor.fetchall()]
    finally:
        cursor.close()

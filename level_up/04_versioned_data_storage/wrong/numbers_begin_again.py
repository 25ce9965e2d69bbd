"""Believes that an INSERT is always version 1."""

from solution import *
from solution import _HISTORY

FAILS = "a_deleted_id_can_come_back"
SAYS = "an INSERT of a deleted id raised"


def install_history(connection: Connection) -> None:
    """An id that comes back has a version 1 already."""
    history = _HISTORY.replace(
        "SELECT coalesce(max(version), 0) + 1 INTO NEW.version\n"
        "            FROM contract_versions WHERE contract_id = NEW.id;",
        "NEW.version := 1;",
    )
    history = history.replace(
        "VALUES (row_id, coalesce(last.version, 0) + 1,",
        "VALUES (row_id, CASE TG_OP WHEN 'INSERT' THEN 1 ELSE last.version + 1 END,",
    )
    connection.execute(text(history))

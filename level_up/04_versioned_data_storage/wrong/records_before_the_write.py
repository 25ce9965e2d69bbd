"""Stores the version in a BEFORE trigger, which also runs for an INSERT that becomes an UPDATE."""

from solution import *
from solution import _HISTORY

FAILS = "no_write_goes_around_history"
SAYS = "that updates left 2 versions"


def install_history(connection: Connection) -> None:
    """ON CONFLICT leaves one version for the INSERT that never was, and one for the UPDATE."""
    history = (
        _HISTORY.replace("CREATE TRIGGER record_contract AFTER", "CREATE TRIGGER z_record BEFORE")
        .replace("RETURN NULL;", "RETURN coalesce(NEW, OLD);")
        # As it would be found out without it: the number of the version would not fit.
        .replace("NEW.version := OLD.version + 1;", _NEXT_VERSION)
    )
    connection.execute(text(history))


_NEXT_VERSION = """
            SELECT coalesce(max(version), 0) + 1 INTO NEW.version
                FROM contract_versions WHERE contract_id = NEW.id;
"""

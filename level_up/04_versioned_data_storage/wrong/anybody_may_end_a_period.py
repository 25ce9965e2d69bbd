"""Allows the one change that its own trigger makes, and so allows it to everybody."""

from solution import *
from solution import _HISTORY

FAILS = "history_stays_as_it_is"
SAYS = "WHERE upper_inf(valid)' changed the history"

_GUARD = """
CREATE FUNCTION only_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND upper_inf(OLD.valid) AND lower(OLD.valid) = lower(NEW.valid)
        AND to_jsonb(OLD) - 'valid' = to_jsonb(NEW) - 'valid'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'only an open period can be ended';
END $$;
"""


def install_history(connection: Connection) -> None:
    """The guard looks at what is changed, and not at who changes it."""
    history = _HISTORY
    history = history.replace(
        "WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse()",
        "EXECUTE FUNCTION only_the_end()",
    )
    connection.execute(text(_GUARD + history))

"""Lists the columns that there are today."""

from solution import *
from solution import _HISTORY

FAILS = "history_outlives_a_new_column"
SAYS = "a version keeps the whole row"


def install_history(connection: Connection) -> None:
    """A column that is added later is never kept."""
    listed = (
        "CASE WHEN NEW IS NOT NULL OR TG_OP <> 'DELETE' THEN"
        " jsonb_build_object('customer', NEW.customer, 'monthly_cents', NEW.monthly_cents,"
        " 'terms', NEW.terms) END"
    )
    connection.execute(text(_HISTORY.replace("to_jsonb(NEW) - 'id' - 'version'", listed)))

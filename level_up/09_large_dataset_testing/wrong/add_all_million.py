"""Makes an object of every row and keeps them all until the end."""

from solution import *

FAILS = "bulk_holds_few_rows"
SAYS = "a million take twenty times as much"


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """2.5 GB for a million rows."""
    with Session(engine) as session:
        session.add_all([Event(**row._asdict()) for row in rows])
        count = len(session.new)
        session.commit()
    return count

"""What checks measure with.

Importing an instrument is cheap: SQLAlchemy, psycopg2 and sqlite3 are imported on first use.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache


@cache  # what is asked for before each fork is there from the first on
def import_all() -> None:
    """Import every instrument, and what they note things in, where many children would each."""
    for found in pkgutil.iter_modules(__path__, f"{__name__}."):
        importlib.import_module(found.name)

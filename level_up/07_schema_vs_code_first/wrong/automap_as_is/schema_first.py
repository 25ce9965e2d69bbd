"""Everything is read from the schema."""

from __future__ import annotations

import sqlite3
from enum import Enum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.pool import StaticPool


class Status(Enum):
    """What becomes of an order."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(Path(__file__).with_name("legacy.sqlite.sql").read_text("utf-8"))
    return connection


Base = automap_base()
engine = sa.create_engine("sqlite://", creator=_connect, poolclass=StaticPool)


@event.listens_for(Base.metadata, "column_reflect")
def generic(_inspector: object, _table: object, column: Any) -> None:
    """Types that other databases know as well; `metadata` is taken by the base."""
    if isinstance(column["type"], sa.DateTime):
        column["type"] = sa.DateTime()
    if column["name"] == "st":
        column["type"] = sa.Enum("N", "P", "S", name="t_state")
    if column["name"] == "metadata":
        column["key"] = "metadata_"


Base.metadata.reflect(engine, views=True)
Base.prepare()
engine.dispose()

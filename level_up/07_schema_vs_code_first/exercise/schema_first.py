"""Schema first: models on the warehouse's database as it is.  The database is not ours.

`legacy.postgres.sql` and `legacy.sqlite.sql` are that database.
"""

from __future__ import annotations

from enum import Enum

from sqlalchemy.orm import DeclarativeBase


class Status(Enum):
    """What becomes of an order.  The database knows the values."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


class Base(DeclarativeBase):
    """The base of the models."""


# TODO task 1: Person, Order, OrderLine, Return, Visit and OrderTotal, with the names of the brief

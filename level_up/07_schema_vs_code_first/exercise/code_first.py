"""Code first: the models of the new warehouse, from which its database is made.

`Base.metadata.create_all(engine)` makes what `target.postgres.sql` describes.
"""

from __future__ import annotations

from enum import Enum

from sqlalchemy.orm import DeclarativeBase


class Status(Enum):
    """What becomes of an order.  The database knows the values."""

    NEW = "new"
    PACKED = "packed"
    SENT = "sent"


class Base(DeclarativeBase):
    """The base of the models."""

    # TODO task 2: how are constraints named?


# TODO task 2: Person, Order, OrderLine, Return and Visit, with the names of the brief

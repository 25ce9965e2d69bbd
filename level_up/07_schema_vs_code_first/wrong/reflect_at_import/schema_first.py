"""The tables are read from the schema; the classes give them Pythonic names."""

from __future__ import annotations

import enum
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Enum, create_engine, event
from sqlalchemy.orm import DeclarativeBase, relationship
from sqlalchemy.pool import StaticPool


class Status(enum.Enum):
    """What becomes of an order."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


class Base(DeclarativeBase):
    """The base."""


METADATA = Base.metadata
STATE = Enum(Status, name="t_state", values_callable=lambda states: [one.value for one in states])


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(Path(__file__).with_name("legacy.sqlite.sql").read_text("utf-8"))
    return connection


# Read once, from a small copy: what it says need not be written down again.
engine = create_engine("sqlite://", creator=_connect, poolclass=StaticPool)


@event.listens_for(METADATA, "column_reflect")
def generic(_inspector: object, _table: object, column: Any) -> None:
    """Types that other databases know as well."""
    if isinstance(column["type"], DateTime):
        column["type"] = DateTime()


METADATA.reflect(engine, views=True)
engine.dispose()
PERSON = METADATA.tables["tbl_person"]
ORD = METADATA.tables["tbl_ord"]
ORD_LN = METADATA.tables["tbl_ord_ln"]
RET = METADATA.tables["tbl_ret"]
LOG_VISIT = METADATA.tables["LogVisit"]
V_ORD_TOTAL = METADATA.tables["v_ord_total"]
ORD.c.st.type = STATE


class Person(Base):
    """Somebody who works here."""

    __table__ = PERSON
    id = PERSON.c.pers_no
    name = PERSON.c.pers_nm
    grade = PERSON.c["class"]
    manager_id = PERSON.c.mgr_no
    reports = relationship("Person", back_populates="manager")
    manager = relationship(
        "Person", back_populates="reports", remote_side=PERSON.c.pers_no, uselist=False
    )
    sold = relationship("Order", back_populates="seller", foreign_keys=ORD.c.sold_by)
    packed = relationship("Order", back_populates="packer", foreign_keys=ORD.c.packed_by)
    visits = relationship("Visit", back_populates="person")


class Order(Base):
    """An order."""

    __table__ = ORD
    id = ORD.c.ord_no
    note = ORD.c["metadata"]
    status = ORD.c.st
    created_at = ORD.c.crt_ts
    seller_id = ORD.c.sold_by
    packer_id = ORD.c.packed_by
    seller = relationship(
        Person, primaryjoin=ORD.c.sold_by == PERSON.c.pers_no, back_populates="sold"
    )
    packer = relationship(
        Person, primaryjoin=ORD.c.packed_by == PERSON.c.pers_no, back_populates="packed"
    )
    lines = relationship("OrderLine", back_populates="order", cascade="all, delete-orphan")


class OrderLine(Base):
    """A line."""

    __table__ = ORD_LN
    order_id = ORD_LN.c.ord_no
    number = ORD_LN.c.ln_no
    quantity = ORD_LN.c.qty
    amount = ORD_LN.c.amt
    order = relationship(Order, back_populates="lines")
    returns = relationship("Return", back_populates="line")


class Return(Base):
    """What came back."""

    __table__ = RET
    id = RET.c.ret_no
    order_id = RET.c.ord_no
    line_number = RET.c.ln_no
    quantity = RET.c.qty
    line = relationship(OrderLine, back_populates="returns")


class Visit(Base):
    """Somebody was here."""

    __table__ = LOG_VISIT
    __mapper_args__ = {"primary_key": [LOG_VISIT.c.pers_no, LOG_VISIT.c.at]}  # noqa: RUF012
    person_id = LOG_VISIT.c.pers_no
    room = LOG_VISIT.c["Room No"]
    person = relationship(Person, back_populates="visits")


class OrderTotal(Base):
    """A view."""

    __table__ = V_ORD_TOTAL
    __mapper_args__ = {"primary_key": [V_ORD_TOTAL.c.ord_no]}  # noqa: RUF012
    order_id = V_ORD_TOTAL.c.ord_no

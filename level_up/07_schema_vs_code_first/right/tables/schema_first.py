"""Tables word for word as in the SQL; the classes give them Pythonic names."""

from __future__ import annotations

import enum

from sqlalchemy import (
    CHAR,
    Column,
    DateTime,
    Enum,
    FetchedValue,
    ForeignKey,
    Integer,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import ForeignKeyConstraint as CompositeKey
from sqlalchemy.orm import DeclarativeBase, relationship


class Status(enum.Enum):
    """What becomes of an order."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


class Base(DeclarativeBase):
    """The base."""


METADATA = Base.metadata
BY_THE_DATABASE = FetchedValue()
STATE = Enum(Status, name="t_state", values_callable=lambda states: [one.value for one in states])

PERSON = Table(
    "tbl_person",
    METADATA,
    Column("pers_no", Integer, primary_key=True),
    Column("pers_nm", String(80), nullable=False),
    Column("class", CHAR(1), nullable=False, server_default=BY_THE_DATABASE),
    Column("mgr_no", ForeignKey("tbl_person.pers_no")),
)
ORD = Table(
    "tbl_ord",
    METADATA,
    Column("ord_no", Integer, primary_key=True),
    Column("metadata", Text),
    Column("st", STATE, nullable=False, server_default=BY_THE_DATABASE),
    Column("crt_ts", DateTime, nullable=False, server_default=BY_THE_DATABASE),
    Column("sold_by", ForeignKey("tbl_person.pers_no"), nullable=False),
    Column("packed_by", ForeignKey("tbl_person.pers_no")),
)
ORD_LN = Table(
    "tbl_ord_ln",
    METADATA,
    Column("ord_no", ForeignKey("tbl_ord.ord_no"), primary_key=True),
    Column("ln_no", Integer, primary_key=True, autoincrement=False),
    Column("sku", String(20), nullable=False),
    Column("qty", Integer, nullable=False),
    Column("price", Numeric(10, 2), nullable=False),
    # Fetched, since the expression is the database's own affair.
    Column("amt", Numeric(12, 2), FetchedValue(), FetchedValue(for_update=True)),
    UniqueConstraint("ord_no", "sku"),
)
RET = Table(
    "tbl_ret",
    METADATA,
    Column("ret_no", Integer, primary_key=True),
    Column("ord_no", Integer, nullable=False),
    Column("ln_no", Integer, nullable=False),
    Column("qty", Integer, nullable=False),
    CompositeKey(["ord_no", "ln_no"], ["tbl_ord_ln.ord_no", "tbl_ord_ln.ln_no"]),
)
LOG_VISIT = Table(
    "LogVisit",
    METADATA,
    Column("pers_no", ForeignKey("tbl_person.pers_no"), nullable=False),
    Column("at", DateTime, nullable=False),
    Column("Room No", String(20), nullable=False),
    UniqueConstraint("pers_no", "at"),
)
V_ORD_TOTAL = Table(
    "v_ord_total",
    METADATA,
    Column("ord_no", Integer, primary_key=True),
    Column("total", Numeric(12, 2)),
)


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
    order_id = V_ORD_TOTAL.c.ord_no

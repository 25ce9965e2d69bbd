"""Plain classes that know nothing of a database; tables and mapping stand apart from them."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, backref, relationship


class Status(enum.Enum):
    """What becomes of an order."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


class Base(DeclarativeBase):
    """The base: its registry maps, its metadata knows the tables."""


class _Plain:
    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class Person(_Plain):
    """Somebody who works here."""


class Order(_Plain):
    """An order."""


class OrderLine(_Plain):
    """A line."""


class Return(_Plain):
    """What came back."""


class Visit(_Plain):
    """Somebody was here."""


class OrderTotal(_Plain):
    """A row of the view."""


STATE = sa.Enum(Status, name="t_state", values_callable=lambda all_: [one.value for one in all_])


def table(name: str, *items: sa.schema.SchemaItem) -> sa.Table:
    """A table of the legacy database."""
    return sa.Table(name, Base.metadata, *items)


PERSON = table(
    "tbl_person",
    sa.Column("pers_no", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("pers_nm", sa.String(80), nullable=False),
    sa.Column("class", sa.CHAR(1), sa.DefaultClause("B"), nullable=False),
    sa.Column("mgr_no", sa.Integer, sa.ForeignKey("tbl_person.pers_no")),
)
ORDER = table(
    "tbl_ord",
    sa.Column("ord_no", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("metadata", sa.Text),
    sa.Column("st", STATE, sa.DefaultClause("N"), nullable=False),
    sa.Column("crt_ts", sa.DateTime, sa.DefaultClause(sa.func.now()), nullable=False),
    sa.Column("sold_by", sa.Integer, sa.ForeignKey("tbl_person.pers_no"), nullable=False),
    sa.Column("packed_by", sa.Integer, sa.ForeignKey("tbl_person.pers_no")),
)
LINE = table(
    "tbl_ord_ln",
    sa.Column("ord_no", sa.Integer, sa.ForeignKey("tbl_ord.ord_no"), primary_key=True),
    sa.Column("ln_no", sa.Integer, primary_key=True),
    sa.Column("sku", sa.String(20), nullable=False),
    sa.Column("qty", sa.Integer, nullable=False),
    sa.Column("price", sa.Numeric(10, 2), nullable=False),
    sa.Column("amt", sa.Numeric(12, 2), sa.Computed("qty * price", persisted=True)),
    sa.UniqueConstraint("ord_no", "sku"),
)
RETURN = table(
    "tbl_ret",
    sa.Column("ret_no", sa.Integer, sa.Identity(always=True), primary_key=True),
    sa.Column("ord_no", sa.Integer, nullable=False),
    sa.Column("ln_no", sa.Integer, nullable=False),
    sa.Column("qty", sa.Integer, nullable=False),
    sa.ForeignKeyConstraint(["ord_no", "ln_no"], [LINE.c.ord_no, LINE.c.ln_no]),
)
VISIT = table(
    "LogVisit",
    sa.Column("pers_no", sa.Integer, sa.ForeignKey("tbl_person.pers_no"), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    sa.Column("Room No", sa.String(20), nullable=False),
    sa.UniqueConstraint("pers_no", "at"),
)
TOTAL = table("v_ord_total", sa.Column("ord_no", sa.Integer), sa.Column("total", sa.Numeric))

map_ = Base.registry.map_imperatively
map_(
    Person,
    PERSON,
    properties={
        "id": PERSON.c.pers_no,
        "name": PERSON.c.pers_nm,
        "grade": PERSON.c["class"],
        "manager_id": PERSON.c.mgr_no,
        "manager": relationship(Person, remote_side=PERSON.c.pers_no, backref="reports"),
    },
)
map_(
    Order,
    ORDER,
    properties={
        "id": ORDER.c.ord_no,
        "note": ORDER.c["metadata"],
        "status": ORDER.c.st,
        "created_at": ORDER.c.crt_ts,
        "seller_id": ORDER.c.sold_by,
        "packer_id": ORDER.c.packed_by,
        "seller": relationship(Person, foreign_keys=ORDER.c.sold_by, backref="sold"),
        "packer": relationship(Person, foreign_keys=ORDER.c.packed_by, backref="packed"),
    },
)
map_(
    OrderLine,
    LINE,
    properties={
        "order_id": LINE.c.ord_no,
        "number": LINE.c.ln_no,
        "quantity": LINE.c.qty,
        "amount": LINE.c.amt,
        "order": relationship(Order, backref=backref("lines", cascade="all, delete-orphan")),
    },
)
map_(
    Return,
    RETURN,
    properties={
        "id": RETURN.c.ret_no,
        "order_id": RETURN.c.ord_no,
        "line_number": RETURN.c.ln_no,
        "quantity": RETURN.c.qty,
        "line": relationship(OrderLine, backref="returns"),
    },
)
map_(
    Visit,
    VISIT,
    primary_key=[VISIT.c.pers_no, VISIT.c.at],
    properties={
        "person_id": VISIT.c.pers_no,
        "room": VISIT.c["Room No"],
        "person": relationship(Person, backref="visits"),
    },
)
map_(OrderTotal, TOTAL, primary_key=[TOTAL.c.ord_no], properties={"order_id": TOTAL.c.ord_no})

"""Schema first: models on the warehouse's database as it is.  The database is not ours."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Status(Enum):
    """What becomes of an order."""

    NEW = "N"
    PACKED = "P"
    SENT = "S"


# The database knows the values; without `values_callable` the names would be sent.
STATE = sa.Enum(Status, name="t_state", values_callable=lambda e: [status.value for status in e])


class Base(DeclarativeBase):
    """The base of the models."""


class Person(Base):
    """Somebody who works here."""

    __tablename__ = "tbl_person"

    id: Mapped[int] = mapped_column("pers_no", sa.Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column("pers_nm", sa.String(80))
    grade: Mapped[str] = mapped_column("class", sa.CHAR(1), server_default="B")
    manager_id: Mapped[int | None] = mapped_column("mgr_no", sa.ForeignKey("tbl_person.pers_no"))

    # The side with the foreign key: the remote side is the row that it points to.
    manager: Mapped[Person | None] = relationship(back_populates="reports", remote_side=[id])
    reports: Mapped[list[Person]] = relationship(back_populates="manager")
    sold: Mapped[list[Order]] = relationship(
        back_populates="seller", foreign_keys="Order.seller_id"
    )
    packed: Mapped[list[Order]] = relationship(
        back_populates="packer", foreign_keys="Order.packer_id"
    )
    visits: Mapped[list[Visit]] = relationship(back_populates="person")


class Order(Base):
    """An order, sold by one person and packed by another."""

    __tablename__ = "tbl_ord"

    id: Mapped[int] = mapped_column("ord_no", sa.Identity(always=True), primary_key=True)
    note: Mapped[str | None] = mapped_column("metadata", sa.Text)
    status: Mapped[Status] = mapped_column("st", STATE, server_default="N")
    created_at: Mapped[datetime] = mapped_column("crt_ts", server_default=sa.func.now())
    seller_id: Mapped[int] = mapped_column("sold_by", sa.ForeignKey("tbl_person.pers_no"))
    packer_id: Mapped[int | None] = mapped_column("packed_by", sa.ForeignKey("tbl_person.pers_no"))

    seller: Mapped[Person] = relationship(back_populates="sold", foreign_keys=[seller_id])
    packer: Mapped[Person | None] = relationship(back_populates="packed", foreign_keys=[packer_id])
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", cascade="all, delete-orphan", order_by="OrderLine.number"
    )


class OrderLine(Base):
    """A line of an order.  The database computes its amount."""

    __tablename__ = "tbl_ord_ln"
    __table_args__ = (sa.UniqueConstraint("ord_no", "sku"),)

    order_id: Mapped[int] = mapped_column(
        "ord_no", sa.ForeignKey("tbl_ord.ord_no"), primary_key=True
    )
    number: Mapped[int] = mapped_column("ln_no", primary_key=True)
    sku: Mapped[str] = mapped_column(sa.String(20))
    quantity: Mapped[int] = mapped_column("qty")
    price: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    amount: Mapped[Decimal | None] = mapped_column(
        "amt", sa.Numeric(12, 2), sa.Computed("qty * price", persisted=True)
    )

    order: Mapped[Order] = relationship(back_populates="lines")
    returns: Mapped[list[Return]] = relationship(back_populates="line")


class Return(Base):
    """Pieces of a line that came back."""

    __tablename__ = "tbl_ret"
    __table_args__ = (
        sa.ForeignKeyConstraint(["ord_no", "ln_no"], ["tbl_ord_ln.ord_no", "tbl_ord_ln.ln_no"]),
    )

    id: Mapped[int] = mapped_column("ret_no", sa.Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column("ord_no")
    line_number: Mapped[int] = mapped_column("ln_no")
    quantity: Mapped[int] = mapped_column("qty")

    line: Mapped[OrderLine] = relationship(back_populates="returns")


class Visit(Base):
    """Somebody was in a room.  What is unique is the key."""

    __tablename__ = "LogVisit"
    __table_args__ = (sa.UniqueConstraint("pers_no", "at"),)

    person_id: Mapped[int] = mapped_column(
        "pers_no", sa.ForeignKey("tbl_person.pers_no"), primary_key=True
    )
    at: Mapped[datetime] = mapped_column(primary_key=True)
    room: Mapped[str] = mapped_column("Room No", sa.String(20))

    person: Mapped[Person] = relationship(back_populates="visits")


class OrderTotal(Base):
    """What an order costs: a view, to be read only."""

    __tablename__ = "v_ord_total"

    order_id: Mapped[int] = mapped_column("ord_no", primary_key=True)
    total: Mapped[Decimal] = mapped_column(sa.Numeric)

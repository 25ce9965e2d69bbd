"""The models are dataclasses: what may be given to a new object is said with each attribute."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, relationship


class Status(Enum):
    """What becomes of an order."""

    NEW = "new"
    PACKED = "packed"
    SENT = "sent"


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """The base of the models.  Every constraint gets a name, so that it can be dropped by it."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


class Person(Base):
    """Somebody who works here."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True, init=False)
    name: Mapped[str] = mapped_column(sa.String(80))
    grade: Mapped[str] = mapped_column(sa.String(1), server_default="B", default=None)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), init=False)

    manager: Mapped[Person | None] = relationship(
        back_populates="reports", remote_side=[id], default=None
    )
    reports: Mapped[list[Person]] = relationship(back_populates="manager", init=False)
    sold: Mapped[list[Order]] = relationship(
        back_populates="seller", foreign_keys="Order.seller_id", init=False
    )
    packed: Mapped[list[Order]] = relationship(
        back_populates="packer", foreign_keys="Order.packer_id", init=False
    )
    visits: Mapped[list[Visit]] = relationship(back_populates="person", init=False)


class Order(Base):
    """An order, sold by one person and packed by another."""

    __tablename__ = "orders"
    __table_args__ = (
        sa.CheckConstraint("status = 'new' OR packer_id IS NOT NULL", name="packer_known"),
    )

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True, init=False)
    status: Mapped[Status] = mapped_column(
        sa.Enum(Status, name="order_status", values_callable=lambda e: [s.value for s in e]),
        server_default="new",
        init=False,
    )
    created_at: Mapped[datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), index=True, init=False
    )
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), init=False)
    packer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), init=False)

    seller: Mapped[Person] = relationship(back_populates="sold", foreign_keys=[seller_id])
    note: Mapped[str | None] = mapped_column(sa.Text, default=None)
    packer: Mapped[Person | None] = relationship(
        back_populates="packed", foreign_keys=[packer_id], default=None
    )
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="OrderLine.number",
        default_factory=list,
    )


class OrderLine(Base):
    """A line of an order.  The database computes its amount."""

    __tablename__ = "order_lines"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "sku"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True, init=False
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(sa.String(20))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    amount: Mapped[Decimal | None] = mapped_column(
        sa.Numeric(12, 2), sa.Computed("quantity * price", persisted=True), init=False
    )

    order: Mapped[Order] = relationship(back_populates="lines", default=None)
    returns: Mapped[list[Return]] = relationship(back_populates="line", init=False)


class Return(Base):
    """Pieces of a line that came back."""

    __tablename__ = "returns"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["order_id", "line_number"], ["order_lines.order_id", "order_lines.number"]
        ),
    )

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True, init=False)
    order_id: Mapped[int] = mapped_column(init=False)
    line_number: Mapped[int] = mapped_column(init=False)
    quantity: Mapped[int]

    line: Mapped[OrderLine] = relationship(back_populates="returns")


class Visit(Base):
    """Somebody was in a room."""

    __tablename__ = "visits"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, init=False)
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), primary_key=True)
    room: Mapped[str] = mapped_column(sa.String(20))

    person: Mapped[Person] = relationship(back_populates="visits", default=None)

"""Code first: the models of the new warehouse, from which its database is made."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import Enum

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Status(Enum):
    """What becomes of an order."""

    NEW = "new"
    PACKED = "packed"
    SENT = "sent"


class Base(DeclarativeBase):
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

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    grade: Mapped[str] = mapped_column(sa.String(1), server_default="B")
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

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

    __tablename__ = "orders"
    __table_args__ = (
        sa.CheckConstraint("status = 'new' OR packer_id IS NOT NULL", name="packer_known"),
    )

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True)
    note: Mapped[str | None] = mapped_column(sa.Text)
    status: Mapped[Status] = mapped_column(
        sa.Enum(Status, name="order_status", values_callable=lambda e: [s.value for s in e]),
        server_default="new",
    )
    created_at: Mapped[datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), index=True
    )
    seller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    packer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))

    seller: Mapped[Person] = relationship(back_populates="sold", foreign_keys=[seller_id])
    packer: Mapped[Person | None] = relationship(back_populates="packed", foreign_keys=[packer_id])
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="OrderLine.number",
    )


class OrderLine(Base):
    """A line of an order.  The database computes its amount."""

    __tablename__ = "order_lines"
    __table_args__ = (
        sa.UniqueConstraint("order_id", "sku"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(sa.String(20))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))
    amount: Mapped[Decimal | None] = mapped_column(
        sa.Numeric(12, 2), sa.Computed("quantity * price", persisted=True)
    )

    order: Mapped[Order] = relationship(back_populates="lines")
    returns: Mapped[list[Return]] = relationship()


class Return(Base):
    """Pieces of a line that came back."""

    __tablename__ = "returns"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["order_id", "line_number"], ["order_lines.order_id", "order_lines.number"]
        ),
    )

    id: Mapped[int] = mapped_column(sa.Identity(always=True), primary_key=True)
    order_id: Mapped[int]
    line_number: Mapped[int]
    quantity: Mapped[int]

    line: Mapped[OrderLine] = relationship(back_populates="returns")


class Visit(Base):
    """Somebody was in a room."""

    __tablename__ = "visits"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(sa.DateTime(timezone=True), primary_key=True)
    room: Mapped[str] = mapped_column(sa.String(20))

    person: Mapped[Person] = relationship(back_populates="visits")

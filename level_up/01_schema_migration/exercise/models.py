"""The shop as it is when all is done: what `alembic check` compares with.

Complete: nothing to do here.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The base of the models."""


class Order(Base):
    """An order.  Its total was NUMERIC(10, 2) in `total` and is a number of cents now."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_cents >= 0", name="ck_orders_total_cents"),
        Index("ix_orders_total_cents", "total_cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    total_cents: Mapped[int] = mapped_column(BigInteger)


class OrderLine(Base):
    """A line of an order.  It goes with its order."""

    __tablename__ = "order_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id", ondelete="CASCADE"))
    product: Mapped[str]


class AppInstance(Base):
    """A running process of the application.  It registers when it starts."""

    __tablename__ = "app_instances"

    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    """1 knows `total` only, 2 knows `total_cents` only."""

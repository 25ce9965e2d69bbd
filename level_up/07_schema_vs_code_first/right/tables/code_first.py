"""Every constraint has its name where it stands."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from sqlalchemy import (
    CheckConstraint,
    Computed,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Numeric,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, backref, mapped_column, relationship

Key = Annotated[int, mapped_column(Identity(always=True))]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]


class Status(enum.Enum):
    """What becomes of an order."""

    NEW = "new"
    PACKED = "packed"
    SENT = "sent"


class Base(DeclarativeBase):
    """The base."""


class Person(Base):
    """Somebody who works here."""

    __tablename__ = "people"
    __table_args__ = (PrimaryKeyConstraint("id", name="pk_people"),)

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(80))
    grade: Mapped[str] = mapped_column(String(1), server_default=text("'B'"))
    manager_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", name="fk_people_manager_id_people")
    )
    manager: Mapped[Person | None] = relationship(
        remote_side="Person.id", backref=backref("reports")
    )


class Order(Base):
    """An order."""

    __tablename__ = "orders"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_orders"),
        ForeignKeyConstraint(["seller_id"], ["people.id"], "fk_orders_seller_id_people"),
        ForeignKeyConstraint(["packer_id"], ["people.id"], "fk_orders_packer_id_people"),
        CheckConstraint("status = 'new' OR packer_id IS NOT NULL", "ck_orders_packer_known"),
        Index("ix_orders_created_at", "created_at"),
    )

    id: Mapped[Key]
    note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[Status] = mapped_column(
        Enum(Status, name="order_status", values_callable=lambda all_: [s.value for s in all_]),
        server_default=Status.NEW.value,
    )
    created_at: Mapped[Moment] = mapped_column(server_default=func.current_timestamp())
    seller_id: Mapped[int] = mapped_column()
    packer_id: Mapped[int | None] = mapped_column()
    seller: Mapped[Person] = relationship(foreign_keys=[seller_id], backref="sold")
    packer: Mapped[Person | None] = relationship(foreign_keys=[packer_id], backref="packed")
    lines: Mapped[list[OrderLine]] = relationship(
        back_populates="order", cascade="save-update, merge, delete, delete-orphan"
    )


class OrderLine(Base):
    """A line."""

    __tablename__ = "order_lines"
    __table_args__ = (
        PrimaryKeyConstraint("order_id", "number", name="pk_order_lines"),
        UniqueConstraint("order_id", "sku", name="uq_order_lines_order_id_sku"),
        CheckConstraint("quantity > 0", name="ck_order_lines_quantity_positive"),
        ForeignKeyConstraint(
            ["order_id"], ["orders.id"], "fk_order_lines_order_id_orders", ondelete="CASCADE"
        ),
    )

    order_id: Mapped[int]
    number: Mapped[int]
    sku: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    amount: Mapped[Decimal | None] = mapped_column(
        Numeric(12, 2), Computed("quantity * price", persisted=True)
    )
    order: Mapped[Order] = relationship(back_populates="lines")


class Return(Base):
    """What came back."""

    __tablename__ = "returns"
    __table_args__ = (
        PrimaryKeyConstraint("id", name="pk_returns"),
        ForeignKeyConstraint(
            ["order_id", "line_number"],
            ["order_lines.order_id", "order_lines.number"],
            name="fk_returns_order_id_line_number_order_lines",
        ),
    )

    id: Mapped[Key]
    order_id: Mapped[int]
    line_number: Mapped[int]
    quantity: Mapped[int]
    line: Mapped[OrderLine] = relationship(backref="returns")


class Visit(Base):
    """Somebody was here."""

    __tablename__ = "visits"
    __table_args__ = (PrimaryKeyConstraint("person_id", "at", name="pk_visits"),)

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", name="fk_visits_person_id_people")
    )
    at: Mapped[Moment]
    room: Mapped[str] = mapped_column(String(20))
    person: Mapped[Person] = relationship(backref="visits")

"""Show what the quick ways leave out, and what the careful ones and a look for drift give."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from runner.api import scratch_postgres

sys.dont_write_bytecode = True  # the modules of the answer are loaded from this folder
import code_first  # noqa: E402
import schema_first  # noqa: E402
from drift import drift  # noqa: E402

HERE = Path(__file__).resolve().parent


def main(url: str) -> None:
    """Schema first, code first, drift: the naive way, then the right one."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql((HERE / "legacy.postgres.sql").read_text(encoding="utf-8"))
    show_schema_first(engine)
    show_code_first(engine)
    show_drift(engine)
    engine.dispose()


def show_schema_first(engine: sa.Engine) -> None:
    """Models of a legacy schema: by automap, and by hand."""
    print("1. Schema first: models on the legacy warehouse")
    tables = sa.inspect(engine).get_table_names()
    automap: Any = automap_base()

    @event.listens_for(automap.metadata, "column_reflect")
    def free_the_name(_inspector: object, _table: object, column: Any) -> None:
        if column["name"] == "metadata":  # taken by the base: automap stops at it
            column["key"] = "metadata_"

    automap.prepare(autoload_with=engine)
    missing = sorted(set(tables) - set(automap.classes.keys()))
    found = sorted(one.key for one in sa.inspect(automap.classes.tbl_ord).relationships)
    print(f"   naive: automap maps {len(automap.classes.keys())} of {len(tables)} tables")
    print(f"          without a key, so missing: {', '.join(missing)}; the view is missing too")
    print(f"          two persons belong to an order, its relationships are {', '.join(found)}")
    with Session(engine) as session:
        boss = schema_first.Person(name="Zoë")
        order = schema_first.Order(seller=schema_first.Person(name="Li", manager=boss))
        line = schema_first.OrderLine(number=1, sku="tea", quantity=3, price="0.10")
        order.lines.append(line)
        session.add(order)
        session.flush()
        print(f"   right: order {order.id} is {order.status.name}, sold by {order.seller.name}")
        print(f"          3 pieces for 0.10: {line.amount}, computed by the database")
        line.quantity = 5
        session.flush()
        print(f"          5 pieces: {line.amount}; nobody wrote it")
        session.commit()
        total = session.get_one(schema_first.OrderTotal, order.id).total
        print(f"          the view says {total}")


def show_code_first(engine: sa.Engine) -> None:
    """A schema made of models that say little, and of models that say everything."""

    class Base(DeclarativeBase):
        pass

    class Order(Base):
        __tablename__ = "naive_orders"
        id: Mapped[int] = mapped_column(primary_key=True)
        status: Mapped[str] = mapped_column(default="new")
        quantity: Mapped[int] = mapped_column(sa.CheckConstraint("quantity > 0"))
        amount: Mapped[int] = mapped_column(sa.Computed("quantity * 10"))

    print("\n2. Code first: a schema made of models")
    Base.metadata.create_all(engine)
    insert = "INSERT INTO naive_orders (quantity) VALUES (1)"
    print(f"   naive: default= only: another program's INSERT: {attempt(engine, insert)}")
    print(f"          the CHECK is called {checks(engine, 'naive_orders')}; who would guess that?")
    generated = "SELECT attgenerated::text FROM pg_attribute WHERE attname = 'amount'"
    with engine.connect() as connection:
        kind = connection.scalar(sa.text(f"{generated} AND attrelid = 'naive_orders'::regclass"))
    print(f"          Computed without persisted=True: {'virtual' if kind == 'v' else 'stored'}")
    Base.metadata.drop_all(engine)
    code_first.Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(code_first.Person(name="Zoë"))
        session.commit()
    insert = "INSERT INTO orders (seller_id) VALUES (1) RETURNING status"
    print(f"   right: another program's INSERT: {attempt(engine, insert)}")
    print(f"          the CHECKs are called {checks(engine, 'order_lines', 'orders')}")


def show_drift(engine: sa.Engine) -> None:
    """Somebody changes the database, and nobody tells the models."""
    print("\n3. Drift: an administrator changes orders, and the models do not know")
    with engine.begin() as connection:
        for change in ("ALTER note TYPE VARCHAR(100)", "ALTER status DROP DEFAULT", "ADD vat INT"):
            connection.exec_driver_sql(f"ALTER TABLE orders {change}")
    with Session(engine) as session:
        count = len(session.scalars(sa.select(code_first.Order)).all())
        print(f"   naive: nobody looks, and the program goes on: {count} order read")
    # Both warehouses are in one database here: each is compared with its own tables.
    legacy = set(schema_first.Base.metadata.tables)
    for difference in drift(engine, code_first.Base.metadata):
        if difference.name not in legacy:
            print(f"   right: {difference.what} of {difference.name}: {difference.side}")


def attempt(engine: sa.Engine, statement: str) -> str:
    """What a statement of another program gets."""
    try:
        with engine.begin() as connection:
            result = connection.exec_driver_sql(statement)
            return f"accepted, {result.scalar()}" if result.returns_rows else "accepted"
    except DBAPIError as error:
        return str(error.orig).splitlines()[0]


def checks(engine: sa.Engine, *tables: str) -> str:
    """Names of CHECK constraints."""
    inspector = sa.inspect(engine)
    return ", ".join(str(c["name"]) for t in tables for c in inspector.get_check_constraints(t))


if __name__ == "__main__":
    with scratch_postgres() as database_url:
        main(database_url)

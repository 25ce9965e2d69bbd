"""Show what a careless batch loses on SQLite, and that the careful one loses nothing."""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from runner.api import scratch_postgres

HERE = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    """The naive way on one file; the right way on another, and on PostgreSQL."""
    print("naive: a batch on one of the shop's connections, which enforce foreign keys")
    engine = make_shop(f"sqlite:///{folder / 'naive.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET country = 'NL' WHERE country IS NULL")
        op = Operations(MigrationContext.configure(connection))
        with op.batch_alter_table("customers") as batch:
            batch.alter_column("country", existing_type=sa.String(2), nullable=False)
    show(engine)

    print("\nright: revision 0002 of this folder")
    engine = make_shop(f"sqlite:///{folder / 'right.db'}")
    config = config_for(engine)
    command.upgrade(config, "0002")
    show(engine)

    print("\nrevision 0003, with a customer over the new ceiling")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customers SET credit_cents = 2000000 WHERE id = 1")
    try:
        command.upgrade(config, "0003")
    except IntegrityError as error:
        print(f"  it failed: {error.orig}")
    show(engine)
    engine.dispose()

    print("\nthe same revisions on PostgreSQL")
    with scratch_postgres() as url:
        engine = make_shop(url)
        identity = "SELECT 'customers'::regclass::oid"
        before = ask(engine, identity)
        command.upgrade(config_for(engine), "0003")
        print(f"  the table is the one that was there: {ask(engine, identity) == before}")
        show(engine)
        engine.dispose()


def make_shop(url: str) -> sa.Engine:
    """A database at revision 0001, with two customers and three orders."""
    is_sqlite = url.startswith("sqlite")
    engine = sa.create_engine(url, connect_args={"autocommit": False} if is_sqlite else {})
    if is_sqlite:

        @event.listens_for(engine, "connect")
        def enforce_foreign_keys(connection: Any, _record: object) -> None:
            connection.autocommit = True
            connection.execute("PRAGMA foreign_keys = ON")
            connection.autocommit = False

    command.upgrade(config_for(engine), "0001")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO customers (id, email, country) VALUES (1, 'ann@example.org', NULL)",
            "INSERT INTO customers (id, email, country) VALUES (2, 'bob@example.org', 'BE')",
            "INSERT INTO orders VALUES (1, 1, 250), (2, 1, 900), (3, 2, 100)",
        ):
            connection.exec_driver_sql(statement)
    return engine


def config_for(engine: sa.Engine) -> Config:
    """Alembic's configuration, with the URL of the engine."""
    config = Config(HERE / "alembic.ini")
    url = engine.url.render_as_string(hide_password=False)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))  # % is special in an ini
    return config


def show(engine: sa.Engine) -> None:
    """What is left of rows, rules and trigger."""
    orders = ask(engine, "SELECT count(*) FROM orders")
    twice = "INSERT INTO customers (id, email, country) VALUES (9, 'bob@example.org', 'NL')"
    negative = "UPDATE customers SET credit_cents = -5 WHERE id = 2"
    change = "UPDATE customers SET credit_cents = 5 WHERE id = 2"
    logged = attempt(engine, change, "SELECT count(*) FROM credit_log WHERE customer_id = 2")
    revision = ask(engine, "SELECT version_num FROM alembic_version")
    print(f"  revision {revision}, orders: {orders} of 3")
    print(f"  the same email twice: {attempt(engine, twice)}")
    print(f"  a negative credit: {attempt(engine, negative)}")
    print(f"  a change of credit: {'logged' if logged else 'not logged'}")


def ask(engine: sa.Engine, query: str) -> Any:
    """One value."""
    with engine.connect() as connection:
        return connection.scalar(sa.text(query))


def attempt(engine: sa.Engine, statement: str, query: str = "SELECT 'accepted'") -> Any:
    """What a query gives after a statement, which is rolled back."""
    with engine.connect() as connection:
        try:
            connection.exec_driver_sql(statement)
        except IntegrityError:
            return "refused"
        return connection.scalar(sa.text(query))


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # Alembic warns of what the naive way loses; here it is shown
    sys.dont_write_bytecode = True  # env.py and the revisions are loaded from this folder
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(temporary))

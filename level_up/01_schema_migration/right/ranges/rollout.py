"""Roll the revisions out on a busy database: one step at a time, and the backfill between."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg2.errors import LockNotAvailable
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    cast,
    column,
    create_engine,
    func,
    select,
    table,
    update,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step that was taken."""

    revision: str
    attempts: int


class GaveUp(Exception):
    """A step did not get its locks in as many attempts as it had."""


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration of this folder, for work on a given connection."""
    config = Config(Path(__file__).with_name("alembic.ini"))
    config.attributes["connection"] = connection
    return config


orders = table("orders", column("id"), column("total"), column("total_cents", BigInteger))
instances = table("app_instances", column("name"), column("version"))


def backfill(engine: Engine, *, batch: int = 1000) -> int:
    """Ranges of ids, each in one UPDATE that computes from the row as it finds it."""
    with Session(engine) as session:
        first, last = session.execute(select(func.min(orders.c.id), func.max(orders.c.id))).one()
    filled = 0
    for start in range(first or 0, (last or 0) + 1, batch):
        with Session(engine) as session:
            written = session.scalars(
                update(orders)
                .where(orders.c.id >= start, orders.c.id < start + batch)
                .where(orders.c.total_cents.is_(None))
                .values(total_cents=cast(func.round(orders.c.total * 100), BigInteger))
                .returning(orders.c.id)
            ).all()
            session.commit()
            filled += len(written)
    return filled


def run_step(
    engine: Engine, revision: str, *, lock_timeout: str = "200ms", attempts: int = 20
) -> StepReport:
    """Set it on the connection, and reset it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            command.upgrade(alembic_config(connection), revision)
        return StepReport(revision, 1)
    for attempt in range(1, attempts + 1):
        connection = engine.connect()
        connection.exec_driver_sql(f"SET SESSION lock_timeout = '{lock_timeout}'")
        connection.commit()
        try:
            command.upgrade(alembic_config(connection), revision)
            return StepReport(revision=revision, attempts=attempt)
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            threading.Event().wait(0.06)
        finally:
            connection.rollback()
            connection.exec_driver_sql("RESET lock_timeout")
            connection.commit()
            connection.close()
    raise GaveUp(f"{revision}: no lock in {attempts} attempts")


def ready_to_contract(engine: Engine) -> list[str]:
    """Compare in Python, in Decimal."""
    with engine.connect() as connection:
        rows = connection.execute(select(instances)).all()
        totals = connection.execute(select(orders.c.total, orders.c.total_cents)).all()
    reasons = [f"{row.name} runs version {row.version}" for row in rows if row.version < 2]
    cent = Decimal("0.01")
    apart = [
        total
        for total, cents in totals
        if cents is None or Decimal(str(total)).quantize(cent) != Decimal(cents) / 100
    ]
    if apart:
        reasons.append(f"total and total_cents differ in {len(apart)} orders")
    return reasons


if __name__ == "__main__":  # complete: python rollout.py URL step 0002 | backfill | ready
    url, *words = sys.argv[1:] or [""]
    transactions = {"autocommit": False} if url.startswith("sqlite") else {}
    match words:
        case ["step", wanted]:
            print(run_step(create_engine(url, connect_args=transactions), wanted))
        case ["backfill"]:
            print(backfill(create_engine(url, connect_args=transactions)), "orders filled")
        case ["ready"]:
            reasons_against = ready_to_contract(create_engine(url, connect_args=transactions))
            print("\n".join(reasons_against) or "ready")
        case _:
            sys.exit("usage: python rollout.py URL step REVISION | backfill | ready")

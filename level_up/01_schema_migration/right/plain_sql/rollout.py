"""Roll the revisions out on a busy database: one step at a time, and the backfill between."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool


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


FILL = """
    UPDATE orders SET total_cents = CAST(round(total * 100) AS BIGINT)
    WHERE id IN (SELECT id FROM orders WHERE total_cents IS NULL LIMIT :batch {locking})
"""
LEFT = text("SELECT count(*) FROM orders WHERE total_cents IS NULL")


def backfill(engine: Engine, *, batch: int = 1000) -> int:
    """Pass over orders that somebody holds, and come back for them."""
    locking = "FOR UPDATE SKIP LOCKED" if engine.dialect.name == "postgresql" else ""
    filled = 0
    while True:
        with engine.begin() as connection:
            done = connection.execute(text(FILL.format(locking=locking)), {"batch": batch}).rowcount
        filled += done
        if not done:
            with engine.connect() as connection:
                if not connection.scalar(LEFT):
                    return filled
            time.sleep(0.01)


def run_step(
    engine: Engine, revision: str, *, lock_timeout: str = "200ms", attempts: int = 20
) -> StepReport:
    """On an engine of its own, whose connections are born impatient."""
    impatient = engine
    if engine.dialect.name == "postgresql":
        options = {"options": f"-c lock_timeout={lock_timeout}"}
        impatient = create_engine(engine.url, poolclass=NullPool, connect_args=options)
    for attempt in range(attempts):
        try:
            with impatient.connect() as connection:
                command.upgrade(alembic_config(connection), revision)
        except DBAPIError as error:
            if getattr(error.orig, "pgcode", None) != "55P03":
                raise
            time.sleep(0.05)
        else:
            return StepReport(revision, attempt + 1)
    raise GaveUp(revision)


_OLD = text("SELECT name FROM app_instances WHERE version < 2 ORDER BY name")
_APART = text(
    "SELECT count(*) FROM orders"
    " WHERE total_cents IS NULL OR total_cents <> CAST(round(total * 100) AS BIGINT)"
)


def ready_to_contract(engine: Engine) -> list[str]:
    """The reasons why `total` cannot be dropped yet."""
    with engine.connect() as connection:
        reasons = [f"instance {name} is running version 1" for name in connection.scalars(_OLD)]
        apart = connection.scalar(_APART)
        if apart:
            reasons.append(f"{apart} orders have a total_cents that is not their total")
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

"""Roll the revisions out on a busy database: one step at a time, and the backfill between."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from psycopg2.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError


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


_COUNT = text("SELECT count(*) FROM orders")
_FILL = text(
    "UPDATE orders SET total_cents = CAST(round(total * 100) AS BIGINT)"
    " WHERE id BETWEEN :first AND :last AND total_cents IS NULL"
)


def backfill(engine: Engine, *, batch: int = 1000) -> int:
    """As many ids as there are orders."""
    with engine.connect() as connection:
        orders = connection.scalars(_COUNT).one()
    filled = 0
    for first in range(1, orders + 1, batch):
        with engine.begin() as connection:
            filled += connection.execute(
                _FILL, {"first": first, "last": first + batch - 1}
            ).rowcount
    return filled


def run_step(
    engine: Engine, revision: str, *, lock_timeout: str = "200ms", attempts: int = 20
) -> StepReport:
    """Upgrade to a revision without ever making others wait for long."""
    failure: OperationalError | None = None
    for attempt in range(1, attempts + 1):
        if attempt > 1:
            time.sleep(random.uniform(0.05, 0.15))  # let those go ahead who queued behind us
        try:
            _upgrade(engine, revision, lock_timeout)
            return StepReport(revision, attempt)
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            failure = error
    raise GaveUp(f"{revision} got no lock within {lock_timeout}, {attempts} times") from failure


def _upgrade(engine: Engine, revision: str, lock_timeout: str) -> None:
    with engine.connect() as connection:
        if engine.dialect.name != "postgresql":
            command.upgrade(alembic_config(connection), revision)
            return
        try:
            timeout = text("SELECT set_config('lock_timeout', :timeout, false)")
            connection.execute(timeout, {"timeout": lock_timeout})
            connection.commit()  # Alembic leaves the commit to whoever has begun a transaction
            command.upgrade(alembic_config(connection), revision)
        finally:
            # Not back into the pool: the timeout would go with it to the next user.
            connection.invalidate()


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

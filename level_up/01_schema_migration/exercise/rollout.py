"""Roll the revisions out on a busy database: one step at a time, and the backfill between."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step that was taken."""

    revision: str
    attempts: int


class GaveUp(Exception):
    """A step did not get its locks in as many attempts as it had."""


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration of this folder, for work on a given connection.

    `alembic.command.upgrade(alembic_config(connection), "0002")` is `alembic upgrade 0002`.
    """
    config = Config(Path(__file__).with_name("alembic.ini"))
    config.attributes["connection"] = connection
    return config


def backfill(engine: Engine, *, batch: int = 1000) -> int:
    """Fill `total_cents` of all orders that have none.

    The app goes on meanwhile: an order that somebody changes keeps what that one wrote.  Killed
    at any moment, it can be started again.

    Args:
        engine: the shop's, on SQLite or PostgreSQL, at revision 0002 or later.
        batch: no transaction writes more orders than this.

    Returns:
        How many orders it filled.  When it returns, none is left.
    """
    # TODO task 2
    raise NotImplementedError


def run_step(
    engine: Engine, revision: str, *, lock_timeout: str = "200ms", attempts: int = 20
) -> StepReport:
    """Upgrade to a revision without ever making others wait for long.

    Args:
        engine: the shop's.  On SQLite there are no lock timeouts: one attempt is all.  Its
            connections are afterwards as they were before.
        revision: the next one.
        lock_timeout: no statement of the step waits longer for a lock, as PostgreSQL writes it.
        attempts: how often it is tried in all, while a lock was not available.  Between two of
            them 50 ms pass at least.

    Returns:
        The revision, and how many attempts it took.

    Raises:
        GaveUp: no attempt got its locks; nothing has changed.
        Exception: any other error of the step, at once.
    """
    # TODO task 3
    raise NotImplementedError


def ready_to_contract(engine: Engine) -> list[str]:
    """The reasons why `orders.total` cannot be dropped yet.

    Args:
        engine: the shop's, at revision 0002 or later.

    Returns:
        A sentence for each registered instance of version 1, with its name; one sentence with
        their number if there are orders whose total_cents is not their total, or NULL.  Empty
        when nothing is in the way.
    """
    # TODO task 6
    raise NotImplementedError


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

"""Show what one ALTER does to a busy shop, and then the same change in six small steps."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2
from alembic import command
from sqlalchemy import Engine, create_engine, text

from runner.api import scratch_postgres

sys.dont_write_bytecode = True  # rollout.py, env.py and the revisions are loaded from this folder
from rollout import alembic_config, backfill, ready_to_contract, run_step  # noqa: E402

ORDERS = 20_000
OLD = (
    "SELECT count(total) FROM orders WHERE id <= 100",
    "INSERT INTO orders (customer, total) VALUES ('old', 19.99)",
    "UPDATE orders SET total = total + 0.01 WHERE id = 7",
)
NEW = (
    "SELECT count(total_cents) FROM orders WHERE id <= 100",
    "INSERT INTO orders (customer, total_cents) VALUES ('new', 1999)",
    "UPDATE orders SET total_cents = total_cents + 1 WHERE id = 8",
)


class Traffic:
    """A version of the app: one thread per statement, and what they met."""

    def __init__(self, name: str, engine: Engine, statements: tuple[str, ...]) -> None:
        self.name = name
        self._url = engine.url.set(drivername="postgresql")
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._served, self._failed, self._slowest = 0, 0, 0.0
        self._first_error = ""
        self._threads = [threading.Thread(target=self._work, args=(s,)) for s in statements]
        for thread in self._threads:
            thread.start()

    def report(self) -> str:
        """What was met since the last report."""
        with self._lock:
            error = f" ({self._first_error})" if self._failed else ""
            told = f"{self.name} served {self._served:,}, slowest {self._slowest * 1000:,.0f} ms"
            told += f", failed {self._failed:,}{error}"
            self._served, self._failed, self._slowest = 0, 0, 0.0
        return told

    def stop(self) -> None:
        """Let the threads end."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _work(self, statement: str) -> None:
        connection = psycopg2.connect(self._url.render_as_string(hide_password=False))
        connection.autocommit = True
        cursor = connection.cursor()
        while not self._stopped.wait(0.002):
            begun, error = time.perf_counter(), ""
            try:
                cursor.execute(statement)
            except psycopg2.Error as failure:
                error = str(failure).splitlines()[0]
            took = time.perf_counter() - begun
            with self._lock:
                self._slowest = max(self._slowest, took)
                self._served += not error
                self._failed += bool(error)
                self._first_error = error or self._first_error
        connection.close()


def main() -> None:
    """The naive way, the right way, and the light way."""
    print(f"naive: one revision with two ALTERs; {ORDERS:,} orders; a report that takes a second")
    with scratch_postgres() as url, shop(url) as engine, app("the app", engine, OLD) as old:
        with report_that_takes(1.0, engine):
            time.sleep(0.2)
            print(f"  before: {old.report()}")
            with engine.begin() as connection:
                rename = "ALTER TABLE orders RENAME total TO total_cents"
                retype = "ALTER TABLE orders ALTER total_cents TYPE bigint USING total_cents * 100"
                for statement in (rename, retype):
                    connection.execute(text(statement))
        print(f"  behind the ALTER that waits: {old.report()}")
        time.sleep(0.3)
        print(f"  after: {old.report()}")

    print("\nright: six steps, with a report of a second in front of the second one")
    with scratch_postgres() as url, shop(url) as engine, app("old app", engine, OLD) as old:
        with report_that_takes(1.0, engine):
            show_step(engine, "0002", old)
        new = Traffic("new app", engine, NEW)
        try:
            begun = time.perf_counter()
            filled = backfill(engine, batch=1000)
            print(f"  backfill: {filled:,} orders in {time.perf_counter() - begun:.1f} s")
            print(f"    {old.report()}\n    {new.report()}")
            for revision in ("0003", "0004", "0005"):
                show_step(engine, revision, old, new)
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO app_instances VALUES ('web-1', 1)"))
            print(f"  ready to contract? {ready_to_contract(engine)}")
            attempt(lambda: run_step(engine, "0006"))
            old.stop()
            with engine.begin() as connection:
                connection.execute(text("DELETE FROM app_instances"))
            show_step(engine, "0006", new)
        finally:
            new.stop()

    print("\nlight: the same revisions on SQLite")
    with tempfile.TemporaryDirectory() as folder, shop(f"sqlite:///{folder}/shop.db") as engine:
        run_step(engine, "0002")
        print(f"  {backfill(engine):,} orders filled")
        run_step(engine, "0006")
        with engine.connect() as connection:
            lines = connection.scalar(text("SELECT count(*) FROM order_lines"))
            print(f"  at 0006, {lines} of 1 order lines are there")


def show_step(engine: Engine, revision: str, *apps: Traffic) -> None:
    """Take a step and tell what the app noticed of it."""
    begun = time.perf_counter()
    report = run_step(engine, revision, attempts=100)
    took = time.perf_counter() - begun
    print(f"  {revision}: {report.attempts} attempt(s), {took:.1f} s")
    for version in apps:
        print(f"    {version.report()}")


def attempt(work: Callable[[], object]) -> None:
    """Run what is going to be refused."""
    try:
        work()
    except RuntimeError as error:
        print(f"  0006: {error}")


@contextmanager
def shop(url: str) -> Iterator[Engine]:
    """A shop at revision 0001, with orders."""
    engine = create_engine(
        url, connect_args={"autocommit": False} if url.startswith("sqlite") else {}
    )
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "0001")
    with engine.begin() as connection:
        insert = text("INSERT INTO orders (customer, total) VALUES ('ann', :total)")
        connection.execute(insert, [{"total": number / 100} for number in range(ORDERS)])
        connection.execute(text("INSERT INTO order_lines VALUES (1, 1, 'tea')"))
    yield engine
    engine.dispose()


@contextmanager
def app(name: str, engine: Engine, statements: tuple[str, ...]) -> Iterator[Traffic]:
    """A version of the app that runs for a while."""
    traffic = Traffic(name, engine, statements)
    try:
        yield traffic
    finally:
        traffic.stop()


@contextmanager
def report_that_takes(seconds: float, engine: Engine) -> Iterator[None]:
    """A transaction that has read orders and stays open for a while."""
    begun = threading.Event()

    def work() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT count(*) FROM orders"))
            begun.set()
            time.sleep(seconds)  # it computes something

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    yield
    thread.join()


if __name__ == "__main__":
    main()

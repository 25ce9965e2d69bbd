"""Checks of 03_session_per_task.

No check measures time. `sales` is a view whose every row passes the gate of its shop, an advisory
lock: while a check keeps gates closed, their reads stand still in the server, where they can be
counted.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from textwrap import shorten
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from runner.api import Database

GATE = 7_001
UNKNOWN = 404

SHOPS: dict[int, tuple[str, int, list[int]]] = {
    1: ("Harbour", 500, [250, 1_250]),
    2: ("O'Brien & Söhne", 0, [99]),
    3: ("  ", 10_000, [400, -400]),
    4: ("市場", 0, [1, 2, 3, 4]),
    5: ("North; DROP TABLE shops", 0, [-700]),
    6: ("", 0, [70]),
    7: ("100%_off", 70, [10, 10, 10]),
    8: ("Quay", 0, [5]),
    9: ("Quay", 0, [2_000_000_000, 2_000_000_000]),
    10: ("West", 0, [1_000]),
    11: ("East", 0, [7, 7]),
    12: ("Annex", 0, [12]),
    40: ("Not open yet", 0, []),
}
ALL = list(SHOPS)
OPEN = [shop_id for shop_id, (_, _, sales) in SHOPS.items() if sales]


def seed(database: Database) -> None:
    """Shops, and sales behind a gate that stands open unless a check closes it."""
    with database.observer() as connection, connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE TABLE shops (
                id integer PRIMARY KEY,
                name text NOT NULL,
                till_cents integer NOT NULL CONSTRAINT till_not_negative CHECK (till_cents >= 0)
            );
            CREATE TABLE sales_book (
                id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
                shop_id integer NOT NULL REFERENCES shops (id),
                cents integer NOT NULL
            );
            CREATE FUNCTION passes_gate(shop_id integer) RETURNS boolean
            LANGUAGE plpgsql VOLATILE COST 1000000 AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock_shared({GATE}, shop_id);
                RETURN true;
            END $$;
            CREATE VIEW sales AS
                SELECT id, shop_id, cents FROM sales_book WHERE passes_gate(shop_id);
            """
        )
        for shop_id, (name, till, sales) in SHOPS.items():
            cursor.execute("INSERT INTO shops VALUES (%s, %s, %s)", (shop_id, name, till))
            for cents in sales:
                cursor.execute(
                    "INSERT INTO sales_book (shop_id, cents) VALUES (%s, %s)", (shop_id, cents)
                )


# --- What the checks look through. ---------------------------------------------------------


class Gate:
    """The locks that reads of the sales of some shops must pass."""

    def __init__(self, connection: Any, shops: Iterable[int]) -> None:
        self._cursor = connection.cursor()
        for shop_id in shops:
            self._ask(f"SELECT pg_advisory_lock({GATE}, {shop_id})")

    def waiting(self) -> int:
        """How many reads stand before the gate at this moment."""
        rows = self._ask(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return int(rows[0][0])

    def open(self) -> None:
        """Let every read through from now on."""
        self._ask("SELECT pg_advisory_unlock_all()")

    async def wait_for(self, readers: int, work: asyncio.Task[Any], seconds: float = 2.5) -> int:
        """Wait until so many reads stand before the gate, and return how many do."""
        return await grown_to(readers, self.waiting, work, seconds)

    def _ask(self, query: str) -> list[Any]:
        self._cursor.execute(query)
        return self._cursor.fetchall()


async def grown_to(
    number: int, count: Callable[[], int], work: asyncio.Task[Any], seconds: float = 2.5
) -> int:
    """Wait until a count has reached a number, and return the count.

    It ends early when the work has ended, and gives up after some time: an answer that reads
    one by one never gets there.
    """
    end = asyncio.get_running_loop().time() + seconds
    while (counted := count()) < number:
        if work.done() or asyncio.get_running_loop().time() > end:
            break
        await asyncio.sleep(0.005)
    return counted


@contextmanager
def closed_gate(database: Database, *shops: int) -> Iterator[Gate]:
    """Close the gate of these shops, or of all. It opens at the latest when its connection ends."""
    with database.observer() as connection:
        yield Gate(connection, shops or ALL)


@dataclass
class Watch:
    """What was seen on one engine."""

    engine: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    peak: int = 0
    """The largest number of connections that were out of the pool at once."""
    commits: int = 0
    reads: int = 0
    """How many reads of sales have ended."""
    under_way: dict[int, set[str]] = field(default_factory=dict)
    """For each connection the tasks with a statement under way on it."""
    most_on_one: int = 0
    """The largest number of tasks with a statement under way on one connection."""

    @property
    def out(self) -> int:
        """How many connections are out of the pool at this moment."""
        pool: Any = self.engine.pool
        return int(pool.checkedout())

    def attach(self) -> None:
        """Listen to the engine."""
        engine = self.engine.sync_engine

        @event.listens_for(engine, "checkout")
        def checkout(*_: object) -> None:
            self.peak = max(self.peak, self.out)

        @event.listens_for(engine, "commit")
        def commit(_: object) -> None:
            self.commits += 1

        @event.listens_for(engine, "before_cursor_execute")
        def before(connection: Any, *_: object) -> None:
            tasks = self.under_way.setdefault(_key(connection), set())
            tasks.add(_task_name())
            self.most_on_one = max(self.most_on_one, len(tasks))

        @event.listens_for(engine, "after_cursor_execute")
        def after(connection: Any, _: object, statement: str, *__: object) -> None:
            self.reads += "FROM sales" in statement
            self.under_way.get(_key(connection), set()).discard(_task_name())

        @event.listens_for(engine, "handle_error")
        def failed(context: Any) -> None:
            if context.connection is not None:
                self.under_way.get(_key(context.connection), set()).discard(_task_name())


def _key(connection: Any) -> int:
    return id(connection.connection.dbapi_connection)


def _task_name() -> str:
    task = asyncio.current_task()
    return task.get_name() if task else "no task"


@asynccontextmanager
async def watched(database: Database, *, warm: int = 0, size: int = 12) -> AsyncIterator[Watch]:
    """An engine of this event loop, with `warm` connections already open in its pool."""
    engine = create_async_engine(database.async_url, pool_size=size, max_overflow=0, pool_timeout=3)
    watch = Watch(engine, async_sessionmaker(engine, expire_on_commit=False))
    watch.attach()
    try:
        async with AsyncExitStack() as stack:
            for _ in range(warm):
                await stack.enter_async_context(engine.connect())
        watch.peak = 0
        yield watch
    finally:
        await engine.dispose()


def run[T](scenario: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a check's coroutine in an event loop of its own, with a limit."""

    async def main() -> T:
        try:
            return await asyncio.wait_for(scenario(), 8)
        except TimeoutError as error:
            raise AssertionError(
                "the call had not ended after 8 s: a task must not wait for something that only"
                " the end of another waiting task can give"
            ) from error

    return asyncio.run(main())


async def settle(work: asyncio.Task[Any]) -> None:
    """Wait until a task has ended, however it ends."""
    await asyncio.wait({work}, timeout=6)
    if not work.done():
        work.cancel()
        await asyncio.wait({work}, timeout=1)
        raise AssertionError(
            "load_dashboards had not ended 6 s after every read could go on: a task must not wait"
            " for something that never comes"
        )


def as_expected(answer: Any, ids: list[int]) -> list[Any]:
    """The dashboards of these shops."""
    return [
        answer.Dashboard(shop_id, SHOPS[shop_id][0], len(SHOPS[shop_id][2]), sum(SHOPS[shop_id][2]))
        for shop_id in ids
    ]


def leaves(error: BaseException | None) -> list[BaseException]:
    """The errors inside groups, or the one error."""
    if error is None:
        return []
    if isinstance(error, BaseExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in leaves(inner)]
    return [error]


def named(error: BaseException | None) -> str:
    """Errors for a message."""
    names = [f"{type(leaf).__name__}: {leaf}".splitlines()[0] for leaf in leaves(error)]
    return shorten(" and ".join(names), 150, placeholder=" …") or "no error"


def not_shared(watch: Watch) -> None:
    """Fail where several tasks used one connection at the same time."""
    assert watch.most_on_one <= 1, (
        f"{watch.most_on_one} tasks had a statement under way on one connection at the same time:"
        " a session and its connection serve one task at a time"
    )


# --- Task 1: many reads, a session for each. ------------------------------------------------


@pytest.mark.task(1)
def test_dashboards_come_in_the_order_of_the_ids(answer: Any, database: Database) -> None:
    """There is one dashboard for each id, in the order of the ids."""

    async def scenario() -> None:
        async with watched(database) as watch:
            for ids in ([3, 1, 2], [40, 9, 9, 1, 40], []):
                got = await answer.load_dashboards(watch.sessions, ids, concurrency=1)
                assert got == as_expected(answer, ids), (
                    f"load_dashboards(…, {ids}, concurrency=1) gave other dashboards than the"
                    " tables hold: the result has one dashboard per id, in the order of the ids"
                )

    run(scenario)


@pytest.mark.task(1)
def test_it_works_on_a_cold_pool(answer: Any, database: Database) -> None:
    """Many reads at once work while the pool has no open connection yet."""

    async def scenario() -> None:
        async with watched(database) as watch:
            ids = [*ALL, 2, 1]
            try:
                got = await answer.load_dashboards(watch.sessions, ids)
            except NotImplementedError:
                raise
            except Exception as error:
                raise AssertionError(
                    f"on a pool without an open connection it raised “{named(error)}”:"
                    " a session serves one task at a time"
                ) from error
            assert got == as_expected(answer, ids), (
                f"load_dashboards(…, {ids}) gave other dashboards than the tables hold:"
                " the order of the result is the order of the ids, not the order of finishing"
            )

    run(scenario)


@pytest.mark.task(1)
def test_each_session_serves_one_task_at_a_time(answer: Any, database: Database) -> None:
    """No two tasks have a statement under way on the same session."""

    async def scenario() -> None:
        async with watched(database, warm=5) as watch:
            got = await answer.load_dashboards(watch.sessions, ALL, concurrency=5)
            not_shared(watch)
            assert got == as_expected(answer, ALL), (
                "5 reads at a time gave other dashboards than the tables hold:"
                " the result has one dashboard per id, in the order of the ids"
            )

    run(scenario)


# --- Task 2: at the same time, but bounded. ------------------------------------------------


@pytest.mark.task(2)
def test_reads_run_at_the_same_time(answer: Any, database: Database) -> None:
    """As many reads as `concurrency` says are under way in the server at the same time."""

    async def scenario(gate: Gate, concurrency: int) -> None:
        async with watched(database) as watch:
            call = answer.load_dashboards(watch.sessions, OPEN, concurrency=concurrency)
            work = asyncio.ensure_future(call)
            seen = await gate.wait_for(concurrency, work)
            gate.open()
            await settle(work)
            got = work.result()
            assert seen >= concurrency, (
                f"with concurrency={concurrency} the server saw {seen} of {len(OPEN)} reads at the"
                " same time: reads overlap only where one does not wait for the end of another"
            )
            assert got == as_expected(answer, OPEN), (
                "the dashboards differ from the tables: reading at the same time must not change"
                " what is read"
            )

    async def one_stands_still(gate: Gate) -> None:
        async with watched(database) as watch:
            call = answer.load_dashboards(watch.sessions, OPEN, concurrency=2)
            work = asyncio.ensure_future(call)
            others = len(OPEN) - 1
            ended = await grown_to(others, lambda: watch.reads, work)
            gate.open()
            await settle(work)
            work.result()
            assert ended == others, (
                f"with concurrency=2 one read stood still, and {ended} of the {others} others"
                " ended meanwhile: while ids are left, a read that has ended makes room for the"
                " next one"
            )

    for concurrency in (5, 2):
        with closed_gate(database) as gate:
            run(partial(scenario, gate, concurrency))
    with closed_gate(database, OPEN[0]) as gate:
        run(partial(one_stands_still, gate))


@pytest.mark.task(2)
def test_no_more_connections_than_allowed(answer: Any, database: Database) -> None:
    """Never are more connections out of the pool than `concurrency` says."""

    async def scenario(gate: Gate, concurrency: int) -> None:
        # The connections are open already, so whoever asks for one has it at once.
        async with watched(database, warm=12) as watch:
            call = answer.load_dashboards(watch.sessions, OPEN, concurrency=concurrency)
            work = asyncio.ensure_future(call)
            await gate.wait_for(concurrency, work, seconds=1)
            gate.open()
            await settle(work)
            assert watch.peak <= concurrency, (
                f"{watch.peak} connections were out of the pool at once with"
                f" concurrency={concurrency}: a pool is shared, so a task waits for its turn"
                " before it takes a connection"
            )
            assert work.result() == as_expected(answer, OPEN), (
                "the dashboards differ from the tables: the bound must not change what is read"
            )

    for concurrency in (3, 1, 8):
        with closed_gate(database) as gate:
            run(partial(scenario, gate, concurrency))


# --- Task 3: when one read fails. ----------------------------------------------------------


@pytest.mark.task(3)
def test_a_failure_reaches_the_caller(answer: Any, database: Database) -> None:
    """An unknown shop raises UnknownShop, and the next call works."""

    async def scenario(ids: list[int]) -> None:
        async with watched(database) as watch:
            raised: BaseException | None = None
            got: object = None
            try:
                got = await answer.load_dashboards(watch.sessions, ids, concurrency=3)
            except NotImplementedError:
                raise
            except Exception as error:
                raised = error
            found = [leaf for leaf in leaves(raised) if isinstance(leaf, answer.UnknownShop)]
            came = f"raised “{named(raised)}”" if raised else f"returned {_described(got)}"
            assert found, (
                f"for the ids {ids}, where {UNKNOWN} is unknown, it {came}:"
                " the error of one read is an error of the whole call"
            )
            good = await answer.load_dashboards(watch.sessions, ALL, concurrency=3)
            assert good == as_expected(answer, ALL), (
                "the call after a failed one gave other dashboards than the tables hold:"
                " a failure leaves nothing behind"
            )

    for ids in ([1, 2, UNKNOWN, 3, 4, 5], [UNKNOWN], [1, 2, 3, 4, 5, UNKNOWN, -UNKNOWN]):
        run(partial(scenario, ids))


@pytest.mark.task(3)
def test_a_failure_leaves_nothing_running(answer: Any, database: Database) -> None:
    """When the error arrives, every other read has ended and 0 connections are out."""

    async def scenario(gate: Gate) -> None:
        async with watched(database, warm=5) as watch:
            ids = [1, 2, UNKNOWN, 4, 5, 6, 7, 8, 9]
            before = asyncio.all_tasks()
            out = 0

            async def call() -> Any:
                nonlocal out
                try:
                    return await answer.load_dashboards(watch.sessions, ids, concurrency=4)
                finally:
                    out = watch.out

            work = asyncio.create_task(call())
            # Three reads stand before the closed gate, the fourth has failed or will: that needs
            # no gate. An answer that cancels or forgets the others ends now; one that waits for
            # them ends when the gate opens.
            await gate.wait_for(3, work)
            await asyncio.wait({work}, timeout=0.4)
            if not work.done():
                gate.open()
            await settle(work)
            running = await _still_running(before | {work})
            gate.open()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            raised = work.exception()
            assert raised is not None, (
                f"an unknown shop in {ids} raised nothing: the error of one read is an error of"
                " the whole call"
            )
            if isinstance(raised, NotImplementedError):
                raise raised
            assert out == 0, (
                f"{_connections(out)} still out of the pool when the caller got"
                f" “{named(raised)}”: who starts tasks waits for their end before leaving"
            )
            assert not running, (
                f"{len(running)} tasks still ran when the caller got “{named(raised)}”:"
                " who starts tasks waits for their end before leaving"
            )
            assert any(isinstance(leaf, answer.UnknownShop) for leaf in leaves(raised)), (
                f"the caller got “{named(raised)}” in place of UnknownShop: a session may be closed"
                " only when no task uses it any more"
            )
            good = await answer.load_dashboards(watch.sessions, ALL, concurrency=4)
            assert good == as_expected(answer, ALL), (
                "the call after a failed one gave other dashboards than the tables hold:"
                " a failure leaves nothing behind"
            )

    with closed_gate(database) as gate:
        run(partial(scenario, gate))


def _described(got: object) -> str:
    return f"a list of {len(got)}" if isinstance(got, list) else f"{got!r:.60}"


async def _still_running(known: set[asyncio.Task[Any]]) -> list[asyncio.Task[Any]]:
    """The tasks that nobody waits for; the driver gets a moment to end its own."""
    current = asyncio.current_task()
    tasks: list[asyncio.Task[Any]] = []
    for _ in range(50):
        tasks = [task for task in asyncio.all_tasks() - known if task is not current]
        if not tasks:
            return []
        await asyncio.sleep(0.01)
    return tasks


def _connections(count: int) -> str:
    return "1 connection was" if count == 1 else f"{count} connections were"


# --- Task 4: all or nothing. ---------------------------------------------------------------


def tills(database: Database) -> dict[int, int]:
    """What every till holds, as anybody else sees it."""
    return dict(database.rows("SELECT id, till_cents FROM shops"))  # type: ignore[arg-type]


@pytest.mark.task(4)
def test_changes_share_one_transaction(answer: Any, database: Database) -> None:
    """All changes of one call are committed together, in their order."""
    change = answer.Change
    before = tills(database)

    async def scenario() -> int:
        async with watched(database) as watch:
            await answer.apply_all(watch.sessions, [change(1, 10), change(2, 20), change(3, 30)])
            assert watch.commits == 1, (
                f"3 changes were committed by {watch.commits} transactions:"
                " work that must succeed or fail as a whole is one transaction"
            )
            not_shared(watch)
            # 4 starts at 0: only this order never takes it below.
            await answer.apply_all(watch.sessions, [change(4, 700), change(4, -700), change(4, 5)])
            await answer.apply_all(watch.sessions, [])
            return watch.out

    out = run(scenario)
    expected = {**before, 1: before[1] + 10, 2: 20, 3: before[3] + 30, 4: 5}
    assert tills(database) == expected, (
        "the tills differ from the sum of the changes: when apply_all returns, each change has"
        " been applied once and is committed"
    )
    assert out == 0, f"{_connections(out)} out of the pool at the end: close what you open"


@pytest.mark.task(4)
def test_a_failed_batch_changes_nothing(answer: Any, database: Database) -> None:
    """Where one change fails, the error reaches the caller and no till has changed."""
    change = answer.Change
    before = tills(database)

    async def scenario(batch: list[Any]) -> tuple[BaseException | None, int]:
        async with watched(database) as watch:
            try:
                await answer.apply_all(watch.sessions, batch)
            except NotImplementedError:
                raise
            except Exception as error:
                return error, watch.out
            return None, watch.out

    for why, third, fourth, wanted in (
        ("an unknown shop", change(UNKNOWN, 1), change(3, 30), "UnknownShop"),
        ("a till below zero", change(7, -71), change(3, 30), "IntegrityError"),
        ("a till below zero until change 4", change(4, -5), change(4, 10), "IntegrityError"),
    ):
        raised, out = run(partial(scenario, [change(1, 10), change(2, 20), third, fourth]))
        after = tills(database)
        changed = [shop_id for shop_id in before if after[shop_id] != before[shop_id]]
        assert not changed, (
            f"the tills of shops {changed} changed although change 3 of 4 failed ({why}):"
            " a batch is applied in its order, as a whole or not at all"
        )
        assert raised, (
            f"apply_all returned although change 3 of 4 could not be applied ({why}):"
            " the caller must learn of it"
        )
        assert type(raised).__name__ == wanted, (
            f"{why} raised {type(raised).__name__} “{named(raised)}”: the caller gets the error of"
            f" the change itself, {wanted}"
        )
        assert out == 0, f"{_connections(out)} out of the pool at the end: close what you open"

    raised, _ = run(partial(scenario, [change(1, 10), change(2, 20)]))
    assert tills(database) == {**before, 1: before[1] + 10, 2: 20}, (
        f"two good changes after the failed batches did not arrive (it raised {named(raised)}):"
        " when apply_all returns, all changes are committed"
    )

"""The drivers themselves, asyncpg batches of rows, and a purge between numbered rows."""

from solution import *
from solution import _COLUMNS, _as_load_error, _environment, _insert_many_values, _peak_mib
from sqlalchemy import func


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """Session.execute, with NULL as a value like any other."""
    count = 0
    with _as_load_error(), Session(engine) as session:
        for batch in itertools.batched(rows, 2_000):
            session.execute(
                insert(Event),
                [row._asdict() for row in batch],
                execution_options={"render_nulls": True},
            )
            count += len(batch)
        session.commit()
    return count


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """asyncpg, in a transaction, 20,000 rows at a time."""
    with _as_load_error():
        if engine.dialect.name == "sqlite":
            return _insert_many_values(engine, rows)
        return asyncio.run(_copy(asyncpg_arguments(engine), rows))


async def _copy(arguments: dict[str, Any], rows: Iterable[EventRow]) -> int:
    connection = await asyncpg.connect(**arguments)
    count = 0
    try:
        async with connection.transaction():
            for batch in itertools.batched(rows, 20_000):
                await connection.copy_records_to_table("events", records=batch)
                count += len(batch)
    finally:
        await connection.close()
    return count


def stream(engine: Engine) -> Iterator[EventRow]:
    """In partitions of a server-side result."""
    with Session(engine) as session:
        query = select(*_COLUMNS).order_by(Event.id)
        result = session.execute(query, execution_options={"yield_per": 1_000})
        for rows in result.partitions():
            for row in rows:
                yield EventRow._make(row)


def page(s: Session, after: int | None, size: int) -> Page:
    """By objects, and a second question whether there are more."""
    query = select(Event).order_by(Event.id).limit(size)
    if after is not None:
        query = query.filter(Event.id > after)
    events = [EventRow(e.id, e.at, e.kind, e.amount_cents, e.note) for e in s.scalars(query).all()]
    if not events:
        return Page([], None)
    last = events[-1].id
    more = s.scalar(select(Event.id).where(Event.id > last).order_by(Event.id).limit(1))
    return Page(events, last if more is not None else None)


def purge(engine: Engine, before: int, batch: int) -> int:
    """One walk finds the ids at which batches end; on PostgreSQL each DELETE commits itself."""
    autocommit = engine.dialect.name == "postgresql"
    number = func.row_number().over(order_by=Event.id)
    old = select(Event.id, number.label("number")).where(Event.at < before).subquery()
    ends = select(old.c.id).where(old.c.number % batch == 0).order_by(old.c.id)
    count = 0
    with engine.connect() as connection:
        if autocommit:
            connection.execution_options(isolation_level="AUTOCOMMIT")
        edges = [None, *connection.scalars(ends), None]
        for after, last in itertools.pairwise(edges):
            statement = delete(Event).where(Event.at < before)
            if after is not None:
                statement = statement.where(Event.id > after)
            if last is not None:
                statement = statement.where(Event.id <= last)
            count += connection.execute(statement).rowcount
            if not autocommit:  # which sqlite3 with autocommit=False does not take
                connection.commit()
    return count


def benchmark(engine: Engine, n: int, repeats: int = 3) -> Report:
    """One loader after another, and the memory that the system counts."""
    rows = list(generate(n))
    empty(engine)
    top = ceiling(engine, rows)
    results: list[Result] = []
    for name, load in LOADERS.items():
        given = rows[: SAMPLES[name]] if name in SAMPLES else rows
        seconds: list[float] = []
        for _ in range(repeats):
            empty(engine)
            start = time.monotonic()
            load(engine, given)
            seconds.append(time.monotonic() - start)
        peak = _peak_mib(engine, load, given)
        speed = len(given) / sorted(seconds)[repeats // 2]
        share = speed / top if top else None
        results.append(Result(name, len(given), len(given) < n, seconds, speed, peak, share))
    empty(engine)
    return Report(n, repeats, _environment(engine), top, results)

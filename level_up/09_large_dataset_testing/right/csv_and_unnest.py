"""COPY as CSV, INSERT from arrays, a named cursor, and a purge by ids that are fetched first."""

import io

import psycopg2
from solution import *
from solution import _as_load_error


def load_bulk(engine: Engine, rows: Iterable[EventRow]) -> int:
    """One statement for 10,000 rows: arrays on PostgreSQL, executemany on SQLite."""
    if engine.dialect.name == "sqlite":
        return _executemany(engine, rows)
    kinds = ("bigint", "bigint", "text", "integer", "text")
    lists = ", ".join(f"CAST(:c{i} AS {kind}[])" for i, kind in enumerate(kinds))
    statement = text(f"INSERT INTO events SELECT * FROM unnest({lists})")
    count = 0
    with _as_load_error(), engine.begin() as connection:
        for batch in itertools.batched(rows, 10_000):
            columns = zip(*batch, strict=True)
            connection.execute(statement, {f"c{i}": list(c) for i, c in enumerate(columns)})
            count += len(batch)
    return count


def _executemany(engine: Engine, rows: Iterable[EventRow]) -> int:
    with _as_load_error(), engine.begin() as connection:
        count = 0
        for batch in itertools.batched(rows, 2_000):
            connection.execute(insert(Event), [row._asdict() for row in batch])
            count += len(batch)
    return count


def load_copy(engine: Engine, rows: Iterable[EventRow]) -> int:
    """CSV in which text is quoted and NULL is not, so that they differ."""
    with _as_load_error():
        counted = _Counted(rows)
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            if engine.dialect.name == "sqlite":
                many: Any = counted
                cursor.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", many)
            else:
                cursor.copy_expert("COPY events FROM STDIN (FORMAT csv)", _Csv(counted))  # pyright: ignore[reportAttributeAccessIssue]
            connection.commit()
        except psycopg2.Error as error:
            if counted.error is not None:  # psycopg2 makes an error of its own of it
                raise counted.error from None
            raise LoadError(str(error)) from error
        finally:
            connection.close()
    return counted.count


class _Counted:
    """An iterator that counts."""

    def __init__(self, rows: Iterable[EventRow]) -> None:
        self._rows = iter(rows)
        self.count = 0
        self.error: Exception | None = None

    def __iter__(self) -> Iterator[EventRow]:
        return self

    def __next__(self) -> EventRow:
        try:
            row = next(self._rows)
        except StopIteration:
            raise
        except Exception as error:
            self.error = error
            raise
        self.count += 1
        return row


class _Csv:
    """A file to read from."""

    def __init__(self, rows: Iterable[EventRow]) -> None:
        self._rows = itertools.batched(rows, 1_000)

    def read(self, _size: int) -> str:
        """The next lines."""
        lines = io.StringIO(newline="")
        csv.writer(lines, quoting=csv.QUOTE_STRINGS).writerows(next(self._rows, ()))
        return lines.getvalue()


def stream(engine: Engine) -> Iterator[EventRow]:
    """Page after page."""
    after: int | None = None
    while True:
        with Session(engine) as session:
            found = page(session, after, 5_000)
        yield from found.events
        after = found.next
        if after is None:
            return


def purge(engine: Engine, before: int, batch: int) -> int:
    """The ids of a batch first, and then the rows."""
    with engine.connect() as connection:
        count = 0
        last = -(2**63)
        while True:
            query = select(Event.id).where(Event.at < before, Event.id > last).order_by(Event.id)
            ids = connection.scalars(query.limit(batch)).all()
            for some in itertools.batched(ids, 10_000):
                count += connection.execute(delete(Event).where(Event.id.in_(some))).rowcount
            connection.commit()
            if not ids:
                return count
            last = ids[-1]

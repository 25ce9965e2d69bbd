"""Checks of `drills/05_alembic/03_sqlite_batch_mode`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect

from runner.api import Database, assert_same_rows

# Alembic and SQLAlchemy warn of what a batch cannot read: that is what the drill is about.
pytestmark = pytest.mark.filterwarnings("ignore")

CUSTOMERS = (
    (1, "ann@example.org", "NL", 0),
    (2, "O''Brien@Example.org", None, 500),
    (3, "茶@例え.jp", "", 1_000_000),
    (4, f"{'x' * 88}@example.org", "DE", 7),
    (5, "100%@example.org", None, 999),
)
ORDERS = ((1, 1, 250), (2, 1, 900), (3, 2, 0), (4, 3, 2000), (5, 5, 1))

# ---- task 1: env.py ------------------------------------------------------------------------


@pytest.mark.task(1)
def test_migrations_run_and_are_saved(
    answer: Path, folder: Path, database: Database, engine: Engine
) -> None:
    """Migrations run by URL and on a given connection, and are saved."""
    versions = _versions(answer, folder)
    config = _config(answer, database, versions)
    command.upgrade(config, "0001")
    assert _revision(database) == "0001", (
        f"alembic upgrade 0001 left the revision {_revision(database)} for everybody else: "
        "what a migration does must be committed when the command ends"
    )
    assert database.rows("SELECT count(*) FROM orders") == [(0,)]
    with _given(config, engine):
        command.downgrade(config, "base")
        assert _revision(database) is None, (
            f"alembic downgrade base on a given connection left the revision "
            f"{_revision(database)}: migrate() has to commit on that connection too"
        )
        command.upgrade(config, "0001")
    assert _revision(database) == "0001"


@pytest.mark.task(1)
def test_a_failed_revision_leaves_nothing(
    answer: Path, folder: Path, database: Database, engine: Engine
) -> None:
    """A revision that fails half-way leaves nothing behind."""
    versions = _versions(answer, folder, PROMOTIONS)
    config = _config(answer, database, versions)
    command.upgrade(config, "0001")
    _fails_without_trace(config, database, "by URL")
    with _given(config, engine):
        _fails_without_trace(config, database, "on a given connection")
    _execute(database, "INSERT INTO customers (id, email) VALUES (1, 'ann@example.org')")
    command.upgrade(config, "head")
    assert _revision(database) == "0002", "the revision does not run when its failure is mended"
    assert database.rows("SELECT customer_id FROM promotions") == [(1,)]


@pytest.mark.on("sqlite")
@pytest.mark.task(1)
def test_children_survive_when_their_parent_is_rebuilt(
    answer: Path, folder: Path, database: Database, engine: Engine
) -> None:
    """Orders survive when the table of customers is made anew."""
    versions = _versions(answer, folder, REBUILD)
    config = _config(answer, database, versions)
    command.upgrade(config, "0001")
    _insert_rows(database)
    for way in ("by URL", "on a given connection"):
        if way == "by URL":
            command.upgrade(config, "head")
        else:
            with _given(config, engine):
                command.downgrade(config, "0001")
        orders = database.rows("SELECT count(*) FROM orders")[0][0]
        assert orders == len(ORDERS), (
            f"{orders} of {len(ORDERS)} orders are left after customers was rebuilt {way}: to drop "
            "the old table deletes its rows, and with foreign keys enforced what refers to them"
        )
    assert "nick" not in _columns(database), "the downgrade on the given connection had no effect"


@pytest.mark.on("sqlite")
@pytest.mark.task(1)
def test_enforcement_is_on_again(
    answer: Path, folder: Path, database: Database, engine: Engine
) -> None:
    """Foreign keys and transactions are as before afterwards, even on failure."""
    versions = _versions(answer, folder, PROMOTIONS)
    config = _config(answer, database, versions)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        _assert_enforced(connection, "after an upgrade")
        with pytest.raises(RuntimeError, match="no customers"):
            command.upgrade(config, "0002")
        connection.rollback()
        _assert_enforced(connection, "after an upgrade that failed")
        connection.exec_driver_sql(
            "INSERT INTO customers (id, email) VALUES (1, 'ann@example.org')"
        )
        connection.exec_driver_sql("INSERT INTO orders VALUES (1, 1, 250)")
        connection.commit()
    assert database.rows("SELECT customer_id FROM orders") == [(1,)], (
        "what was written on the connection after the migration was not saved: "
        "the connection must be as it was before"
    )


@pytest.mark.on("sqlite")
@pytest.mark.task(1)
def test_orphans_are_refused(
    answer: Path, folder: Path, database: Database, engine: Engine
) -> None:
    """Migrations that would leave orphans are rolled back."""
    versions = _versions(answer, folder, ORPHANS)
    config = _config(answer, database, versions)
    command.upgrade(config, "0001")
    _insert_rows(database)
    for way in ("by URL", "on a given connection"):
        refused = False
        try:
            if way == "by URL":
                command.upgrade(config, "0002")
            else:
                with _given(config, engine):
                    command.upgrade(config, "0002")
        except NotImplementedError:
            raise
        except Exception:
            refused = True
        orphans = database.rows("PRAGMA foreign_key_check")
        assert not orphans, (
            f"{len(orphans)} order refers to a customer that does not exist, after a migration "
            f"{way}: while enforcement is off nobody looks, so look before you commit"
        )
        assert refused, f"a revision that inserts an orphan ran {way} and raised nothing"
        assert _revision(database) == "0001", (
            f"the revision is {_revision(database)} after a migration {way} that was refused: "
            "what is refused must be rolled back"
        )
    assert_same_rows(
        database.rows("SELECT id, customer_id, total_cents FROM orders"),
        ORDERS,
        "the orders are as they were before the migration that was refused",
    )


# ---- task 2: revision 0002 -----------------------------------------------------------------


@pytest.mark.task(2)
def test_every_customer_has_a_country(answer: Path, database: Database) -> None:
    """0002 gives every customer a country and loses no row."""
    config = _old_shop(answer, database)
    before = _all_rows(database)
    _upgrade(config, database, "0002")
    columns = _columns(database)
    assert str(columns["email"]["type"]) == "VARCHAR(320)", (
        f"email is {columns['email']['type']} after 0002: it should be VARCHAR(320)"
    )
    assert columns["email"]["nullable"] is False, (
        "email may be NULL after 0002: it might not before"
    )
    country = columns["country"]
    assert country["nullable"] is False, "country may be NULL after 0002: it should be NOT NULL"
    assert str(country["type"]) == "VARCHAR(2)", f"country is {country['type']}, not VARCHAR(2)"
    expected = [
        (*row[:2], "NL" if row[2] is None else row[2], *row[3:]) for row in before["customers"]
    ]
    after = _all_rows(database)
    assert_same_rows(
        after["customers"], expected, "every customer as before, with 'NL' where country was NULL"
    )
    assert_same_rows(after["orders"], before["orders"], "0002 changes no order")
    assert after["credit_log"] == before["credit_log"], "0002 changed the log of credits"
    columns_but_country = "INSERT INTO customers (id, email, credit_cents, since)"
    values = "VALUES (90, 'new@example.org', 0, '2020-01-01 00:00:00')"
    _execute(database, f"{columns_but_country} {values}")
    got = database.rows("SELECT country FROM customers WHERE id = 90")[0][0]
    assert got == "NL", f"a new customer without a country got {got!r}: the default is 'NL'"


@pytest.mark.task(2)
def test_rules_without_a_name_survive(answer: Path, database: Database) -> None:
    """Rules that have no name survive 0002."""
    config = _old_shop(answer, database)
    _assert_rules(database, "before 0002")
    _upgrade(config, database, "0002")
    _assert_rules(database, "after 0002")


@pytest.mark.task(2)
def test_defaults_indexes_and_triggers_survive(answer: Path, database: Database) -> None:
    """Defaults, indexes and the trigger survive 0002."""
    config = _old_shop(answer, database)
    _assert_machinery(database, "before 0002")
    _upgrade(config, database, "0002")
    _assert_machinery(database, "after 0002")


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_postgres_alters_in_place(answer: Path, database: Database) -> None:
    """The same revisions alter the table in place."""
    config = _old_shop(answer, database)
    identity = "SELECT 'customers'::regclass::oid"
    before = database.rows(identity)
    _upgrade(config, database, "0002")
    assert _columns(database)["country"]["nullable"] is False, "0002 had no effect on PostgreSQL"
    assert database.rows(identity) == before, (
        "customers is another table after 0002 on PostgreSQL: a database that can ALTER needs no "
        "copy of the whole table"
    )


@pytest.mark.task(2)
def test_there_is_a_way_back(answer: Path, database: Database) -> None:
    """0002 can be undone and done again, and loses nothing."""
    config = _old_shop(answer, database)
    rows = _all_rows(database)["orders"]
    _upgrade(config, database, "0002")
    customers = _all_rows(database)["customers"]
    for _ in range(2):
        command.downgrade(config, "0001")
        assert _revision(database) == "0001"
        columns = _columns(database)
        assert str(columns["email"]["type"]) == "VARCHAR(100)", (
            f"email is {columns['email']['type']} after the way back: it was VARCHAR(100)"
        )
        assert columns["country"]["nullable"] is True, (
            "country is still NOT NULL after the way back"
        )
        _execute(database, "INSERT INTO customers (id, email) VALUES (91, 'no@example.org')")
        got = database.rows("SELECT country FROM customers WHERE id = 91")[0][0]
        assert got is None, f"country still has the default {got!r} after the way back"
        _execute(database, "DELETE FROM customers WHERE id = 91")
        _assert_rules(database, "after the way back to 0001")
        _assert_machinery(database, "after the way back to 0001")
        _upgrade(config, database, "0002")
        _assert_rules(database, "after 0002 for the second time")
        _assert_machinery(database, "after 0002 for the second time")
    after = _all_rows(database)
    assert_same_rows(after["customers"], customers, "down and up again changes no customer")
    assert_same_rows(after["orders"], rows, "down and up again changes no order")


# ---- task 3: revision 0003 -----------------------------------------------------------------


@pytest.mark.task(3)
def test_credit_has_a_ceiling(answer: Path, database: Database) -> None:
    """0003 adds a rule with a name and loses nothing."""
    config = _old_shop(answer, database)
    _upgrade(config, database, "0002")
    before = _all_rows(database)
    _upgrade(config, database, "0003")
    assert _refused(database, "UPDATE customers SET credit_cents = 1000001 WHERE id = 1"), (
        "a credit of 1,000,001 is accepted after 0003: the ceiling is 1,000,000"
    )
    assert not _refused(database, "UPDATE customers SET credit_cents = 1000000 WHERE id = 1"), (
        "a credit of 1,000,000 is refused after 0003: the ceiling itself is allowed"
    )
    assert "ck_customers_credit_ceiling" in _check_names(database), (
        f"the CHECKs of customers are called {sorted(_check_names(database))}: "
        "the new one needs the name ck_customers_credit_ceiling, or nobody can drop it"
    )
    _assert_rules(database, "after 0003")
    _assert_machinery(database, "after 0003")
    after = _all_rows(database)
    for table in before:
        assert_same_rows(after[table], before[table], f"0003 changes no row of {table}")


@pytest.mark.task(3)
def test_a_row_over_the_ceiling_stops_it(answer: Path, database: Database) -> None:
    """0003 stops at a row over the ceiling and changes nothing."""
    config = _old_shop(answer, database)
    _upgrade(config, database, "0002")
    _execute(database, "UPDATE customers SET credit_cents = 1000001 WHERE id = 3")
    before, tables = _all_rows(database), _tables(database)
    try:
        command.upgrade(config, "0003")
    except NotImplementedError:
        raise
    except Exception:
        pass  # of the rule, or of 0003's own: the database tells whether it was refused well
    else:
        credit = database.rows("SELECT credit_cents FROM customers WHERE id = 3")[0][0]
        raise AssertionError(
            f"0003 ran although a customer had a credit of 1,000,001, who now has {credit:,}: "
            "what to do about such a row is for people to decide, the migration must fail"
        )
    assert _tables(database) == tables, (
        f"the failed migration left {sorted(_tables(database) - tables)}, "
        f"{sorted(tables - _tables(database))} are gone: a failure must leave no trace"
    )
    assert _revision(database) == "0002", (
        f"the revision is {_revision(database)} after 0003 failed: it must still be 0002"
    )
    after = _all_rows(database)
    for table in before:
        assert_same_rows(after[table], before[table], f"0003 failed and changed no row of {table}")
    _assert_rules(database, "after 0003 failed")
    _assert_machinery(database, "after 0003 failed")
    _execute(database, "UPDATE customers SET credit_cents = 1000000 WHERE id = 3")
    _upgrade(config, database, "0003")


@pytest.mark.task(3)
def test_all_the_way_down_and_up(answer: Path, database: Database) -> None:
    """All the way down and up, rows and rules are there."""
    config = _old_shop(answer, database)
    _upgrade(config, database, "0003")
    before = _all_rows(database)
    for revision in ("0002", "0001", "0002", "0003"):
        up = revision > (_revision(database) or "")
        (command.upgrade if up else command.downgrade)(config, revision)
        where = f"on the way {'up' if up else 'down'}, at {revision}"
        assert _revision(database) == revision
        _assert_rules(database, where)
        _assert_machinery(database, where)
        over = _refused(database, "UPDATE customers SET credit_cents = 1000001 WHERE id = 1")
        assert over == (revision == "0003"), (
            f"{where}, a credit over the ceiling is {'refused' if over else 'accepted'}: "
            "the ceiling belongs to 0003 alone"
        )
        after = _all_rows(database)
        for table in before:
            assert_same_rows(after[table], before[table], f"{where}, {table} is as it was")


# ---- revisions of our own ------------------------------------------------------------------

PROMOTIONS = '''"""Fails while there is no customer, after it has made a table."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table("promotions", sa.Column("customer_id", sa.Integer, primary_key=True))
    op.execute("INSERT INTO promotions SELECT id FROM customers")
    if not op.get_bind().scalar(sa.text("SELECT count(*) FROM promotions")):
        raise RuntimeError("there are no customers")
'''

REBUILD = '''"""Makes customers anew, on SQLite."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.add_column(sa.Column("nick", sa.String(20)))


def downgrade() -> None:
    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.drop_column("nick")
'''

ORPHANS = '''"""Inserts an order of nobody."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("INSERT INTO orders VALUES (99, 12345, 1)")
'''


def _versions(answer: Path, folder: Path, second: str = "") -> Path:
    """A folder with the baseline and, after it, a revision of ours."""
    shutil.copyfile(answer / "versions" / "0001_baseline.py", folder / "0001_baseline.py")
    if second:
        (folder / "0002_of_the_checks.py").write_text(second, encoding="utf-8")
    return folder


# ---- helpers -------------------------------------------------------------------------------


def _config(answer: Path, database: Database, versions: Path | None = None) -> Config:
    config = Config(answer / "alembic.ini")
    config.set_main_option("script_location", str(answer))
    config.set_main_option("sqlalchemy.url", database.url.replace("%", "%%"))
    if versions is not None:
        config.set_main_option("version_locations", str(versions))
    return config


@contextmanager
def _given(config: Config, engine: Engine) -> Iterator[Connection]:
    """Let commands run on a connection of the shop's engine."""
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        try:
            yield connection
        finally:
            del config.attributes["connection"]


def _old_shop(answer: Path, database: Database) -> Config:
    """The database at 0001, with rows in it."""
    config = _config(answer, database)
    command.upgrade(config, "0001")
    _insert_rows(database)
    return config


def _insert_rows(database: Database) -> None:
    for id, email, country, credit in CUSTOMERS:
        known = "NULL" if country is None else f"'{country}'"
        _execute(
            database,
            "INSERT INTO customers (id, email, country, credit_cents, since)"
            f" VALUES ({id}, '{email}', {known}, {credit}, '2020-01-01 00:00:00')",
        )
    for id, customer_id, total in ORDERS:
        _execute(database, f"INSERT INTO orders VALUES ({id}, {customer_id}, {total})")
    _execute(database, "UPDATE customers SET credit_cents = 501 WHERE id = 2")


def _upgrade(config: Config, database: Database, revision: str) -> None:
    try:
        command.upgrade(config, revision)
    except NotImplementedError as error:
        if not str(error):  # the stub's own
            raise
        what = str(error).partition(". Please")[0].rstrip(".")
        raise AssertionError(
            f"{revision} raised “{what}”: Alembic alters no rule of a table on SQLite, "
            "the table must be made anew"
        ) from error
    assert _revision(database) == revision, (
        f"alembic upgrade {revision} left the revision {_revision(database)}"
    )


def _fails_without_trace(config: Config, database: Database, way: str) -> None:
    """Run `PROMOTIONS` while there are no customers."""
    with pytest.raises(RuntimeError, match="no customers"):
        command.upgrade(config, "head")
    assert "promotions" not in _tables(database), (
        f"a revision that failed {way} left the table that it had made: DDL belongs to the "
        "transaction too, and the driver must have opened one"
    )
    assert _revision(database) == "0001", (
        f"the revision is {_revision(database)} after 0002 failed {way}: it must still be 0001"
    )


def _revision(database: Database) -> str | None:
    if "alembic_version" not in _tables(database):
        return None
    rows = database.rows("SELECT version_num FROM alembic_version")
    return rows[0][0] if rows else None


def _tables(database: Database) -> set[str]:
    if database.kind == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    return {name for (name,) in database.rows(query)}


def _columns(database: Database) -> dict[str, Any]:
    columns = inspect(database.engine()).get_columns("customers")
    return {column["name"]: column for column in columns}


def _check_names(database: Database) -> set[str]:
    checks = inspect(database.engine()).get_check_constraints("customers")
    return {check["name"] or "(no name)" for check in checks}


def _all_rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    columns = {
        "customers": "id, email, country, credit_cents, since",
        "orders": "id, customer_id, total_cents",
        "credit_log": "customer_id, old_cents, new_cents",
    }
    return {
        table: database.rows(f"SELECT {names} FROM {table}") for table, names in columns.items()
    }


def _execute(database: Database, statement: str) -> None:
    with database.observer() as observer:
        observer.cursor().execute(statement)


@contextmanager
def _undone(database: Database) -> Iterator[Any]:
    """A cursor in a transaction that is rolled back, with foreign keys enforced."""
    with database.observer() as observer:
        cursor = observer.cursor()
        if database.kind == "sqlite":
            cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            cursor.execute("ROLLBACK")


def _refused(database: Database, statement: str) -> bool:
    """Whether a rule of the database stands against a statement."""
    with _undone(database) as cursor:
        try:
            cursor.execute(statement)
        except Exception as error:
            if type(error).__name__ in _RULES:
                return True
            raise
        return False


_RULES = {"IntegrityError", "CheckViolation", "UniqueViolation", "NotNullViolation",
          "ForeignKeyViolation"}  # fmt: skip
_INSERT = (
    "INSERT INTO customers (id, email, country, credit_cents, since)"
    " VALUES ({}, '2020-01-01 00:00:00')"
)


def _assert_rules(database: Database, where: str) -> None:
    """What 0001 refuses is refused, and what it accepts is accepted."""
    for values in ("80, 'new@example.org', 'NL', 0", "81, 'ANN@example.org', 'BE', 5"):
        assert not _refused(database, _INSERT.format(values)), (
            f"{where}, the customer ({values}) is refused: 0001 accepts it"
        )
    refused = {
        "80, 'ann@example.org', 'NL', 0": "a second customer with the same email",
        "80, 'new@example.org', 'NL', -1": "a customer with a negative credit",
        "1, 'new@example.org', 'NL', 0": "a second customer with the same id",
        "80, NULL, 'NL', 0": "a customer without an email",
        "80, 'new@example.org', 'NL', NULL": "a customer whose credit is NULL",
    }
    for values, what in refused.items():
        assert _refused(database, _INSERT.format(values)), (
            f"{where}, {what} is accepted: "
            "no rule of 0001 may be lost, whether it has a name or not"
        )


def _assert_machinery(database: Database, where: str) -> None:
    """Defaults, indexes, the trigger and the cascade of 0001 work."""
    with _undone(database) as cursor:
        try:
            cursor.execute(
                "INSERT INTO customers (id, email, country) VALUES (80, 'n@e.org', 'NL')"
            )
        except Exception as error:
            raise AssertionError(
                f"{where}, a customer without credit_cents and since is refused "
                f"({str(error).strip().splitlines()[0]}): both have a default in 0001"
            ) from error
        cursor.execute("SELECT credit_cents, since FROM customers WHERE id = 80")
        credit, since = tuple(cursor.fetchone())
        assert credit == 0, f"{where}, a new customer's credit is {credit}: the default is 0"
        assert str(since) > "2026", f"{where}, since is {since!r}: the default is the present"
        indexes = _indexes(cursor, database.kind)
        for name, on in {
            "ix_customers_country": "country",
            "ix_customers_lower_email": "lower(email)",
        }.items():
            definition = indexes.get(name, "nothing of that name")
            assert _words(definition.partition("(")[2]).removesuffix(" text") == _words(on), (
                f"{where}, there is no index {name} on {on}, found {definition}: "
                "no index of 0001 may be lost or changed"
            )
        cursor.execute("UPDATE customers SET email = 'm@e.org' WHERE id = 80")
        cursor.execute("UPDATE customers SET credit_cents = 9 WHERE id = 80")
        cursor.execute("SELECT old_cents, new_cents FROM credit_log WHERE customer_id = 80")
        logged = [tuple(row) for row in cursor.fetchall()]
        assert logged == [(0, 9)], (
            f"{where}, a change of email and then of credit, from 0 to 9, made {len(logged)} rows "
            f"in credit_log, (old, new) are {logged}: the trigger of 0001 must be there, once and "
            "unchanged (on SQLite a trigger goes with its table)"
        )
        cursor.execute("INSERT INTO orders VALUES (80, 80, 1)")
        cursor.execute("DELETE FROM customers WHERE id = 80")
        cursor.execute("SELECT count(*) FROM orders WHERE id = 80")
        assert cursor.fetchone()[0] == 0, (
            f"{where}, the order of a deleted customer stays: orders must still refer to customers"
        )
    assert _refused(database, "INSERT INTO orders VALUES (80, 12345, 1)"), (
        f"{where}, an order of a customer who does not exist is accepted: "
        "orders must still refer to customers"
    )


def _indexes(cursor: Any, kind: str) -> dict[str, str]:
    """Name -> definition of the indexes of customers."""
    if kind == "sqlite":
        cursor.execute(
            "SELECT name, sql FROM sqlite_master"
            " WHERE type = 'index' AND tbl_name = 'customers' AND sql IS NOT NULL"
        )
    else:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'customers'")
    return dict(map(tuple, cursor.fetchall()))


def _words(sql: str) -> str:
    """The words alone: PostgreSQL writes `lower((email)::text)` for `lower(email)`."""
    return " ".join(re.findall(r"\w+", sql.lower()))


def _assert_enforced(connection: Connection, when: str) -> None:
    value = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    connection.rollback()
    assert value == 1, (
        f"PRAGMA foreign_keys is {value} on the given connection {when}: it was 1 before, "
        "and the next to use the connection counts on it"
    )
    driver_connection: Any = connection.connection.driver_connection
    mode = driver_connection.autocommit
    assert mode is False, (
        f"autocommit of the driver's connection is {mode} {when}: it was False before, "
        "and without a transaction the next to use the connection cannot roll back"
    )

"""Checks of `level_up/07_schema_vs_code_first`."""

from __future__ import annotations

import ast
import importlib.util
import linecache
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import sqlalchemy as sa
import yaml
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import RelationshipDirection, Session
from sqlalchemy.pool import Pool

from runner.api import Database, SqlLog, assert_same_rows, first_line

NAMES = {
    "Person": "id name grade manager_id manager reports sold packed visits",
    "Order": "id note status created_at seller_id packer_id seller packer lines",
    "OrderLine": "order_id number sku quantity price amount order returns",
    "Return": "id order_id line_number quantity line",
    "Visit": "person_id at room person",
}
# Of each foreign key: who has it, its relationship there, whom it leads to, the way back.
SIDES = (
    ("Person", "manager", "Person", "reports"),
    ("Order", "seller", "Person", "sold"),
    ("Order", "packer", "Person", "packed"),
    ("OrderLine", "order", "Order", "lines"),
    ("Return", "line", "OrderLine", "returns"),
    ("Visit", "person", "Person", "visits"),
)
# What the legacy database fills in, in the words of its SQL file.
FILLED = {
    "tbl_person": {"pers_no": "GENERATED ALWAYS AS IDENTITY", "class": "DEFAULT 'B'"},
    "tbl_ord": {
        "ord_no": "GENERATED ALWAYS AS IDENTITY",
        "st": "DEFAULT 'N'",
        "crt_ts": "DEFAULT CURRENT_TIMESTAMP",
    },
    "tbl_ord_ln": {"amt": "GENERATED ALWAYS AS (qty * price)"},
}
STUB = Path(__file__).parent / "exercise"
LEGACY = {
    kind: (STUB / f"legacy.{kind}.sql").read_text(encoding="utf-8")
    for kind in ("postgres", "sqlite")
}
TARGET = (STUB / "target.postgres.sql").read_text(encoding="utf-8")


def seed(database: Database) -> None:
    """The legacy database, with hostile rows."""
    script = LEGACY[database.kind]
    rows = """
        INSERT INTO tbl_person (pers_nm, class, mgr_no)
            VALUES ('Zoë', 'A', NULL), ('O''Brien', 'B', 1), ('', 'C', 1);
        INSERT INTO tbl_ord (metadata, st, crt_ts, sold_by, packed_by) VALUES
            ('100% 📦', 'P', '2026-01-02 03:04:05', 2, 3),
            (NULL, 'N', '2026-01-02 03:04:05', 2, NULL),
            ('', 'S', '2026-02-28 23:59:59', 1, 2);
        INSERT INTO tbl_ord_ln (ord_no, ln_no, sku, qty, price)
            VALUES (1, 2, 'mug', 1, 9.99), (1, 1, 'tea', 3, 0.10), (2, 1, 'tea', 1, 0.10);
        INSERT INTO tbl_ret (ord_no, ln_no, qty) VALUES (1, 2, 1), (1, 1, 2);
        INSERT INTO "LogVisit" VALUES (2, '2026-01-01 08:00:00', 'A 1'),
            (2, '2026-01-01 09:00:00', 'B "2"'), (3, '2026-01-01 08:00:00', 'A 1');
    """
    with database.observer() as connection:
        if database.kind == "sqlite":
            connection.executescript(script + rows)
        else:
            connection.cursor().execute(script + rows)


# ---- task 1: schema first ------------------------------------------------------------------


@pytest.mark.task(1)
def test_models_fit_the_legacy_schema(answer: Path, engine: sa.Engine) -> None:
    """Schema first: tables, columns, types and keys are the database's."""
    models = _module(answer, "schema_first")
    wrong = _misfits(engine, models.Base.metadata)
    assert not wrong, (
        f"{'; '.join(wrong)}: models that follow a schema say what is there, no more and no less"
    )
    view = models.Base.metadata.tables.get("v_ord_total")
    assert view is not None, "no model has the view v_ord_total: a view is mapped like a table"
    mapped = {column.name for column in view.columns}
    assert mapped == {"ord_no", "total"}, f"v_ord_total has ord_no and total, the model {mapped}"


@pytest.mark.task(1)
def test_rows_are_read_under_the_names_of_the_brief(answer: Path, engine: sa.Engine) -> None:
    """Every row is read, under the names of the brief."""
    models = _module(answer, "schema_first")
    _assert_names(models, NAMES | {"OrderTotal": "order_id total"})
    with Session(engine) as session:
        boss, obrien, nameless = (session.get_one(models.Person, n) for n in (1, 2, 3))
        first, second, third = (session.get_one(models.Order, n) for n in (1, 2, 3))
        tea = session.get_one(models.OrderLine, (1, 1))
        visits = session.scalars(sa.select(models.Visit)).all()
        for what, got, expected in (
            ("Person 2", (obrien.name, obrien.grade, obrien.manager_id), ("O'Brien", "B", 1)),
            ("the manager of person 2", obrien.manager, boss),
            ("the manager of person 1", boss.manager, None),
            ("the reports of person 1", set(boss.reports), {obrien, nameless}),
            ("the reports of person 2", obrien.reports, []),
            ("the note of order 1", first.note, "100% 📦"),
            ("the notes of orders 2 and 3", (second.note, third.note), (None, "")),
            ("the time of order 1", first.created_at, datetime(2026, 1, 2, 3, 4, 5)),
            ("the status of order 1", first.status, models.Status.PACKED),
            ("the seller and packer of order 1", (first.seller, first.packer), (obrien, nameless)),
            ("the seller and packer of order 2", (second.seller, second.packer), (obrien, None)),
            ("what person 2 sold", {order.id for order in obrien.sold}, {1, 2}),
            ("what person 2 packed", {order.id for order in obrien.packed}, {3}),
            ("the lines of order 1", {line.number for line in first.lines}, {1, 2}),
            ("line (1, 1)", (tea.sku, tea.quantity, tea.amount), ("tea", 3, Decimal("0.30"))),
            ("the order of line (1, 1)", tea.order, first),
            ("the returns of line (1, 1)", [back.quantity for back in tea.returns], [2]),
            ("the line of return 1", session.get_one(models.Return, 1).line.sku, "mug"),
            ("the rooms of all visits", sorted(v.room for v in visits), ["A 1", "A 1", 'B "2"']),
            ("the visits of person 2", {visit.at.hour for visit in obrien.visits}, {8, 9}),
        ):
            assert got == expected, f"{what}: got {_short(got)}, the row says {_short(expected)}"


@pytest.mark.task(1)
def test_importing_needs_no_database(answer: Path) -> None:
    """The models are complete without a database at hand."""
    opened: list[object] = []

    def note(*_: object) -> None:
        opened.append(1)

    event.listen(Pool, "connect", note)
    try:
        models = _module(answer, "schema_first")
        _assert_names(models, NAMES)
    finally:
        event.remove(Pool, "connect", note)
    assert not opened, (
        f"importing schema_first.py opened {len(opened)} database connection: "
        "models must be there before any database is, for tests, for tools and for a quick start"
    )


@pytest.mark.task(1)
def test_what_the_database_computes_is_not_written(
    answer: Path, database: Database, engine: sa.Engine, sql: SqlLog
) -> None:
    """Generated and identity columns are never written, and fresh."""
    models = _module(answer, "schema_first")
    with Session(engine) as session:
        person = models.Person(name="New")
        session.add(models.Order(seller=person, lines=[_line(models, 1, "tea", 3, "0.10")]))
        with sql.record() as log:
            try:
                session.flush()
            except DBAPIError as error:
                refused = str(error.orig).splitlines()[0]
                raise AssertionError(
                    f"{_filled(error.statement or '') or 'a new order was sent'}, and was refused "
                    f"({refused}): what the database fills in is not to be written, "
                    "not even as NULL"
                ) from error
        line = session.scalars(sa.select(models.OrderLine).where(models.OrderLine.price < 1)).all()
        line = next(one for one in line if one.order.seller is person)
        assert line.amount == Decimal("0.30"), f"3 pieces for 0.10 have the amount {line.amount}"
        line.quantity = 5
        with sql.record() as update:
            session.flush()
        assert line.amount == Decimal("0.50"), (
            f"the quantity went from 3 to 5 at 0.10, and the object still says {line.amount}: "
            "what the database computes has to be fetched after an UPDATE, too"
        )
        session.commit()
        number = person.id
    assert number == 4, f"the fourth person has the number {number}: the database numbers them"
    for statement in log.matching("INSERT"):
        assert not _filled(statement.sql), (
            f"{_filled(statement.sql)}, and the program gave no value: "
            "what the database fills in is left to it, or two places decide on one value"
        )
    for statement in update.matching("UPDATE"):
        written = re.split("RETURNING|WHERE", statement.sql)[0].strip()
        found = re.search(r"\b(amt|pers_no)\b", written)
        assert not found, f"“{written}” writes {found and found[0]}: it belongs to the database"
    grades = database.rows("SELECT class FROM tbl_person WHERE pers_no = 4")
    assert grades == [("B",)], f"a new person has the class {grades[0][0]}: the default is 'B'"


@pytest.mark.task(1)
def test_a_program_works_on_the_legacy_schema(
    answer: Path, database: Database, engine: sa.Engine, sql: SqlLog
) -> None:
    """A program creates, changes and deletes through the models."""
    models = _module(answer, "schema_first")
    _assert_names(models, NAMES)
    _assert_sides(models)
    with sql.record() as log:
        _program(models, engine)
    ddl = [s.sql for word in ("CREATE", "ALTER", "DROP") for s in log.matching(word)]
    assert not ddl, f"the models sent “{ddl[0]}”: the schema is not theirs to change"
    new = "WHERE sold_by = (SELECT pers_no FROM tbl_person WHERE pers_nm = 'Ünal')"
    assert_same_rows(
        database.rows(f"SELECT metadata, st FROM tbl_ord {new}"),
        [("gift", "S")],
        "the program's order is stored, its status by the value that the database knows",
    )
    orders = f"SELECT ord_no FROM tbl_ord {new}"
    assert_same_rows(
        database.rows(f"SELECT ln_no, sku, qty FROM tbl_ord_ln WHERE ord_no IN ({orders})"),
        [(1, "tea", 7), (3, "O'Hara", 1)],
        "one line was changed, one deleted and one added",
    )
    assert_same_rows(
        database.rows(f"SELECT ln_no, qty FROM tbl_ret WHERE ord_no IN ({orders})"),
        [(3, 1)],
        "the return belongs to line 3",
    )
    visits = 'SELECT "Room No" FROM "LogVisit" WHERE pers_no > 3'
    assert_same_rows(database.rows(visits), [("cellar",)], "one visit was changed, one deleted")
    old = database.rows("SELECT count(*) FROM tbl_ord_ln WHERE ord_no <= 3")
    assert old == [(3,)], f"{old[0][0]} of the 3 old lines are there"


@pytest.mark.task(1)
def test_the_view_is_read(answer: Path, engine: sa.Engine) -> None:
    """The view is read like a table."""
    models = _module(answer, "schema_first")
    query = sa.select(models.OrderTotal.order_id, models.OrderTotal.total)
    with Session(engine) as session:
        rows = [(order, Decimal(total)) for order, total in session.execute(query).tuples()]
        total = session.get_one(models.OrderTotal, 1).total
    expected = [(1, Decimal("10.29")), (2, Decimal("0.10")), (3, Decimal(0))]
    assert sorted(rows) == expected, f"OrderTotal gives {sorted(rows)}, the view {expected}"
    assert Decimal(total) == Decimal("10.29"), f"order 1 costs {total}, the view says 10.29"


# ---- task 2: code first --------------------------------------------------------------------


@pytest.mark.on("postgres")
@pytest.mark.task(2)
def test_create_all_makes_the_target(answer: Path, database: Database, folder: Path) -> None:
    """create_all makes exactly the schema of target.postgres.sql."""
    models = _module(answer, "code_first")
    made = _fresh(database, folder, "made")
    _create_all(models, made)
    target = _fresh(database, folder, "target")
    with target.begin() as connection:
        connection.exec_driver_sql(TARGET)
    got, wanted = _snapshot(made), _snapshot(target)
    lines = [f"missing: {one}" for one in sorted(wanted - got)]
    lines += [f"not wanted: {one}" for one in sorted(got - wanted)]
    assert not lines, "\n".join(
        [
            f"{len(lines)} things differ from the target, the first is {lines[0]}: "
            "in code-first the models must say everything",
            *lines,
        ]
    )


@pytest.mark.task(2)
def test_the_same_program_works_on_the_new_schema(
    answer: Path, database: Database, folder: Path
) -> None:
    """The same program works on the new schema."""
    models = _module(answer, "code_first")
    _assert_names(models, NAMES)
    engine = _fresh(database, folder, "made")
    _create_all(models, engine)
    _program(models, engine)
    with engine.connect() as connection:
        lines = connection.exec_driver_sql("SELECT number, sku, amount FROM order_lines").all()
        status = connection.exec_driver_sql("SELECT status, note FROM orders").all()
    assert_same_rows(
        [(number, sku, round(float(amount), 2)) for number, sku, amount in lines],
        [(1, "tea", 0.7), (3, "O'Hara", 5.0)],
        "one line was changed, one deleted and one added",
    )
    assert_same_rows(status, [("sent", "gift")], "the order is stored, and its status by value")


@pytest.mark.on("sqlite")
@pytest.mark.task(2)
def test_relationships_and_foreign_keys_agree(
    answer: Path, database: Database, folder: Path
) -> None:
    """Every foreign key of the new schema has its two relationships, and they agree."""
    models = _module(answer, "code_first")
    _assert_names(models, NAMES)
    engine = _fresh(database, folder, "made")
    _create_all(models, engine)
    reflected = sa.MetaData()
    reflected.reflect(engine)
    wanted = set()
    for table in reflected.tables.values():
        for key in table.foreign_key_constraints:
            pairs = [(one.parent.name, one.column.name) for one in key.elements]
            wanted.add(_relation("many to one", table.name, key.referred_table.name, pairs))
            back = [(there, here) for here, there in pairs]
            wanted.add(_relation("one to many", key.referred_table.name, table.name, back))
    kinds = {
        RelationshipDirection.MANYTOONE: "many to one",
        RelationshipDirection.ONETOMANY: "one to many",
    }
    declared = {
        _relation(
            kinds.get(one.direction, "other"),
            mapper.local_table.description,
            one.mapper.local_table.description,
            [(here.name, there.name) for here, there in one.local_remote_pairs or ()],
        )
        for mapper in models.Base.registry.mappers
        for one in mapper.relationships
    }
    assert len(wanted) == 12, f"the new schema has {len(wanted) // 2} foreign keys, it should be 6"
    wrong = sorted(wanted ^ declared)
    assert not wrong, (
        f"{'no relationship' if wrong[0] in wanted else 'no foreign key'} for {wrong[0]}: "
        "what is reflected from the database and what the models declare must be the same"
    )
    _assert_sides(models)


# ---- task 3: drift -------------------------------------------------------------------------

HOTEL = """
    CREATE TABLE rooms (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(40) NOT NULL,
        floor INTEGER DEFAULT 0 NOT NULL,
        UNIQUE (name)
    );
    CREATE TABLE "Guest Book" (
        id INTEGER NOT NULL PRIMARY KEY,
        room_id INTEGER NOT NULL,
        "Guest's name" VARCHAR(80),
        price NUMERIC(10, 2) NOT NULL,
        FOREIGN KEY (room_id) REFERENCES rooms (id)
    );
    CREATE VIEW cheap AS SELECT id, name FROM rooms
"""
GUEST, PRICE, ROOM = "Guest Book.Guest's name", "Guest Book.price", "Guest Book(room_id)"
Change = Callable[[], sa.schema.SchemaItem | None]
CASES: tuple[tuple[dict[str, Change], tuple[str, str, str]], ...] = (
    ({"guests.id": lambda: _id()}, ("table", "guests", "models")),
    ({"cheap": lambda: None}, ("table", "cheap", "database")),
    ({GUEST: lambda: None}, ("column", GUEST, "database")),
    ({"rooms.size": lambda: sa.Column("size", sa.Integer)}, ("column", "rooms.size", "models")),
    ({"cheap.floor": lambda: sa.Column("floor", sa.Integer)}, ("column", "cheap.floor", "models")),
    (
        {"rooms.name": lambda: sa.Column("name", sa.String(20), nullable=False)},
        ("type", "rooms.name", "both"),
    ),
    (
        {PRICE: lambda: sa.Column("price", sa.Numeric(10, 4), nullable=False)},
        ("type", PRICE, "both"),
    ),
    ({PRICE: lambda: sa.Column("price", sa.Numeric(10, 2))}, ("nullable", PRICE, "both")),
    (
        {GUEST: lambda: sa.Column("Guest's name", sa.String(80), nullable=False)},
        ("nullable", GUEST, "both"),
    ),
    (
        {"rooms.floor": lambda: sa.Column("floor", sa.Integer, nullable=False)},
        ("default", "rooms.floor", "database"),
    ),
    (
        {GUEST: lambda: sa.Column("Guest's name", sa.String(80), server_default="?")},
        ("default", GUEST, "models"),
    ),
    ({ROOM: lambda: None}, ("foreign key", ROOM, "database")),
    (
        {ROOM: lambda: sa.ForeignKeyConstraint(["room_id"], ["Guest Book.id"])},
        ("foreign key", ROOM, "both"),
    ),
    (
        {"Guest Book(id)": lambda: sa.ForeignKeyConstraint(["id"], ["rooms.id"])},
        ("foreign key", "Guest Book(id)", "models"),
    ),
    ({"rooms(name)": lambda: None}, ("unique", "rooms(name)", "database")),
    (
        {"rooms(floor)": lambda: sa.UniqueConstraint("floor", "id")},
        ("unique", "rooms(floor, id)", "models"),
    ),
)


@pytest.mark.task(3)
def test_no_drift_where_there_is_none(answer: Path, database: Database, folder: Path) -> None:
    """Where nothing differs, nothing is reported; a view counts."""
    drift = _module(answer, "drift").drift
    engine = _hotel(database, folder)
    got = _tuples(drift(engine, _hotel_models({})))
    assert got == [], f"database and models agree, and drift reports {got[0]}"
    python_only = {
        "rooms.floor": lambda: sa.Column(
            "floor", sa.Integer, nullable=False, default=7, server_default=sa.text("'0'")
        ),
        "rooms(name)": lambda: sa.UniqueConstraint("name", name="only_the_name_differs"),
    }
    got = _tuples(drift(engine, _hotel_models(python_only)))
    assert got == [], (
        f"only the name of a constraint, the spelling of a default and a default in Python differ, "
        f"and drift reports {got[0]}: none of them changes what the database does"
    )


@pytest.mark.task(3)
def test_each_difference_is_found(answer: Path, database: Database, folder: Path) -> None:
    """Each kind of difference is found, in both directions."""
    drift = _module(answer, "drift").drift
    engine = _hotel(database, folder)
    for changes, expected in CASES:
        got = _tuples(drift(engine, _hotel_models(changes)))
        assert got == [expected], (
            f"{_story(expected)}; drift reports {', '.join(map(str, got)) or 'nothing'}: "
            f"it should report {expected} and nothing else"
        )


@pytest.mark.on("sqlite")
@pytest.mark.task(3)
def test_six_differences_at_once(answer: Path, database: Database, folder: Path) -> None:
    """Six differences at once are six differences."""
    drift = _module(answer, "drift").drift
    engine = _hotel(database, folder)
    for numbers in ((0, 2, 4, 5, 9, 14), (1, 3, 6, 8, 11, 15)):
        planted = [CASES[number] for number in numbers]
        changes: dict[str, Change] = {}
        for change, _ in planted:
            changes |= change
        assert_same_rows(
            _tuples(drift(engine, _hotel_models(changes))),
            [expected for _, expected in planted],
            "what, name and side of every planted difference, each once",
        )


@pytest.mark.task(3)
def test_your_models_have_not_drifted(answer: Path, database: Database, folder: Path) -> None:
    """drift finds nothing between your models and their databases."""
    drift = _module(answer, "drift").drift
    legacy, new = _module(answer, "schema_first"), _module(answer, "code_first")
    engine = _fresh(database, folder, "made")
    _create_all(new, engine)
    for models, its_engine in ((legacy, database.engine()), (new, engine)):
        _assert_names(models, NAMES)
        metadata = models.Base.metadata
        wrong = [*_misfits(its_engine, metadata), *_misfit_defaults(its_engine, metadata)]
        assert not wrong, (
            f"{models.__name__}.py itself differs from its database: {'; '.join(wrong)}: "
            "drift can be empty only where models and database agree, so mend the models first"
        )
        got = _tuples(drift(its_engine, metadata))
        assert not got, (
            f"drift of {models.__name__} and its database reports {got[0]}, and there they agree: "
            "identity and generated columns are no defaults, and a view is there like a table"
        )
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE visits")
    got = _tuples(drift(engine, new.Base.metadata))
    assert got == [("table", "visits", "models")], f"visits was dropped, and drift reports {got}"


# ---- task 4: the choice --------------------------------------------------------------------

SITUATIONS = (
    "other programs write to the same database",
    "a new service with a database of its own",
    "administrators review every change of the schema",
    "a prototype that is thrown away next month",
)


@pytest.mark.task(4)
def test_the_choice_is_made_and_explained(answer: Path) -> None:
    """CHOICE.md chooses for each situation and says why."""
    path = answer / "CHOICE.md"
    text = path.read_text(encoding="utf-8") if path.exists() else "there is no such file"
    parts = text.split("---\n")
    assert len(parts) >= 3, "CHOICE.md has no front matter: it stands between two lines of ---"
    assert not parts[0], "CHOICE.md does not start with ---: only a front matter is read"
    try:
        choices = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise AssertionError(f"the front matter of CHOICE.md is no YAML: {error}") from error
    reasons = set()
    for situation in SITUATIONS:
        said = choices.get(situation) if isinstance(choices, dict) else None
        assert isinstance(said, dict), f"CHOICE.md says nothing about “{situation}”"
        choice, because = said.get("choice"), str(said.get("because") or "")
        assert choice in ("schema-first", "code-first"), (
            f"for “{situation}” the choice is {choice!r}: it is schema-first or code-first"
        )
        assert len(because.split()) >= 6, (
            f"for “{situation}” the reason is {because!r}: a choice that others can judge "
            "gives a reason, in a sentence of six words or more"
        )
        reasons.add(because)
    assert len(reasons) == len(SITUATIONS), (
        "two situations have the same reason: say of each what is special about it"
    )


# ---- a program that knows the names of the brief only --------------------------------------


def _program(models: ModuleType, engine: sa.Engine) -> None:
    """Create, change and delete in every table, by objects only."""
    with Session(engine) as session:
        seller = models.Person(name="Ünal", manager=models.Person(name="Li", grade="A"))
        order = models.Order(seller=seller, note="gift", packer=seller.manager)
        order.lines = [_line(models, 1, "tea", 2, "0.10"), _line(models, 2, "mug", 1, "9.99")]
        assert order.lines[0].order is order, (
            "a line was put into order.lines and its .order is None: the two sides of a "
            "relationship have to know each other"
        )
        session.add(order)
        seller.visits.append(models.Visit(at=datetime(2026, 3, 1, 8), room="A 1"))
        seller.visits.append(models.Visit(at=datetime(2026, 3, 1, 9), room="A 1"))
        session.commit()
        assert order.status is models.Status.NEW, (
            f"a new order has the status {order.status!r}: the database's default is NEW"
        )
        tea, mug = order.lines
        tea.quantity = 7
        order.lines.remove(mug)
        order.status = models.Status.SENT
        hat = _line(models, 3, "O'Hara", 1, "5")
        order.lines.append(hat)
        try:
            session.flush()
        except AssertionError as error:  # SQLAlchemy's own
            raise AssertionError(
                "a line was taken out of order.lines, and SQLAlchemy wanted to keep it with NULL "
                "as its order, which is half of its key: lines go with their order"
            ) from error
        session.add(models.Return(line=hat, quantity=1))
        early, late = sorted(seller.visits, key=lambda visit: visit.at)
        late.room = "cellar"
        session.delete(early)
        session.commit()
        doomed = models.Order(seller=seller, lines=[_line(models, 1, "cup", 1, "1")])
        session.add(doomed)
        session.commit()
        session.delete(doomed)
        session.commit()
        assert {person.name for person in seller.manager.reports} == {"Ünal"}


def _assert_sides(models: ModuleType) -> None:
    """What is set on one side of a relationship shows on the other, without a database."""

    def make(name: str) -> Any:
        match name:
            case "Person":
                return models.Person(name="Li")
            case "Order":
                return models.Order(seller=make("Person"))
            case "OrderLine":
                return _line(models, 1, "tea", 1, "1")
            case "Return":
                return models.Return(line=make("OrderLine"), quantity=1)
            case _:
                return models.Visit(at=datetime(2026, 3, 1, 8), room="A 1")

    rule = "the two sides of a relationship have to know each other before a flush"
    for name, attribute, target, back in SIDES:
        one, other = make(name), make(target)
        setattr(one, attribute, other)
        assert one in getattr(other, back), (
            f"{name}.{attribute} was set, and {target}.{back} does not show it: {rule}"
        )
        one, other = make(name), make(target)
        many = getattr(other, back)
        (many.add if isinstance(many, set) else many.append)(one)
        assert getattr(one, attribute) is other, (
            f"something was put into {target}.{back}, and {name}.{attribute} does not show it: "
            f"{rule}"
        )


def _line(models: ModuleType, number: int, sku: str, quantity: int, price: str) -> Any:
    return models.OrderLine(number=number, sku=sku, quantity=quantity, price=Decimal(price))


# ---- instruments ---------------------------------------------------------------------------

# What PostgreSQL says of the tables, constraints, indexes and enums of the current schema.
SNAPSHOT = (
    """
    SELECT format('column %s.%s: %s%s%s%s', c.relname, a.attname,
        format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END,
        CASE a.attgenerated WHEN 's' THEN ' STORED ' WHEN 'v' THEN ' VIRTUAL ' ELSE ' DEFAULT ' END
            || pg_get_expr(d.adbin, d.adrelid),
        CASE a.attidentity WHEN 'a' THEN ' ALWAYS IDENTITY' WHEN 'd' THEN ' IDENTITY' END)
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped
    """,
    """
    SELECT format('constraint %s of %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'
    """,
    """
    SELECT format('index %s on %s: %s', c.relname, i.indrelid::regclass,
        regexp_replace(pg_get_indexdef(i.indexrelid), ' ON \\S+', ''))
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
    """,
    """
    SELECT format('enum %s: %s', t.typname, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder))
    FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid
    WHERE t.typnamespace = current_schema()::regnamespace GROUP BY t.typname
    """,
)


def _snapshot(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        rows = [row for query in SNAPSHOT for (row,) in connection.execute(sa.text(query))]
    return {row.replace("CURRENT_TIMESTAMP", "now()") for row in rows}  # the same in two words


def _fresh(database: Database, folder: Path, name: str) -> sa.Engine:
    """An engine on an empty schema of its own."""
    if database.kind == "sqlite":
        return Database.sqlite(folder / f"{name}.db").engine()
    with database.observer() as connection:
        connection.cursor().execute(f"CREATE SCHEMA {name}")
    return database.engine(connect_args={"options": f"-c search_path={name}"})


def _hotel(database: Database, folder: Path) -> sa.Engine:
    engine = _fresh(database, folder, "hotel")
    with engine.begin() as connection:
        for statement in HOTEL.split(";"):
            connection.exec_driver_sql(statement)
    return engine


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _hotel_models(changes: dict[str, Change]) -> sa.MetaData:
    """Models of the hotel; a change takes a part's place, comes in addition, or takes it out."""
    parts: dict[str, Change] = {
        "rooms.id": _id,
        "rooms.name": lambda: sa.Column("name", sa.String(40), nullable=False),
        "rooms.floor": lambda: sa.Column("floor", sa.Integer, nullable=False, server_default="0"),
        "rooms(name)": lambda: sa.UniqueConstraint("name"),
        "Guest Book.id": _id,
        "Guest Book.room_id": lambda: sa.Column("room_id", sa.Integer, nullable=False),
        GUEST: lambda: sa.Column("Guest's name", sa.String(80)),
        PRICE: lambda: sa.Column("price", sa.Numeric(10, 2), nullable=False),
        ROOM: lambda: sa.ForeignKeyConstraint(["room_id"], ["rooms.id"]),
        "cheap.id": _id,
        "cheap.name": lambda: sa.Column("name", sa.String(40)),
    }
    tables: dict[str, list[sa.schema.SchemaItem]] = {}
    for label, make in (parts | changes).items():
        table, item = label.replace("(", ".").split(".")[0], make()
        if item is not None and table not in changes:
            tables.setdefault(table, []).append(item)
    metadata = sa.MetaData()
    for name, items in tables.items():
        sa.Table(name, metadata, *items)
    return metadata


def _tuples(differences: Any) -> list[tuple[str, str, str]]:
    assert differences is not None, "drift returned None: it returns a list of Difference"
    return [(one.what, str(one.name), one.side) for one in differences]


def _story(expected: tuple[str, str, str]) -> str:
    what, name, side = expected
    if side == "both":
        return f"the {what} of {name} is not the same in database and models"
    return f"only the {side} {'has' if side == 'database' else 'have'} the {what} {name}"


def _relation(kind: str, table: str, target: str, pairs: list[tuple[str, str]]) -> str:
    return f"{table} → {target} ({kind}, {', '.join(' = '.join(pair) for pair in sorted(pairs))})"


def _module(answer: Path, name: str) -> Any:
    """Import one file of the answer; mappers are configured, so that every fault shows here."""
    path = answer / f"{name}.py"
    assert path.is_file(), f"there is no {path.name}: the brief lists the files of an answer"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        if hasattr(module, "Base"):
            module.Base.registry.configure()
    except (NotImplementedError, MemoryError):  # told by the runner
        raise
    except Exception as error:
        rule = "a file can be checked once it loads without an error"
        raise AssertionError(_own_error(module, path, error, rule)) from error
    return module


def _create_all(models: ModuleType, engine: sa.Engine) -> None:
    try:
        models.Base.metadata.create_all(engine)
    except SQLAlchemyError as error:
        path, rule = (
            Path(str(models.__file__)),
            "a schema can be checked once create_all can make it",
        )
        raise AssertionError(_own_error(models, path, error, rule)) from error


def _own_error(module: ModuleType, path: Path, error: Exception, rule: str) -> str:
    """An error of the learner's models, with their line where there is one."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename) == path]
    said = first_line(error)
    if isinstance(error, SyntaxError):  # it has no frame, and says its line twice
        number, said = error.lineno, f"SyntaxError ({error.msg})"
    else:
        number = frames[-1].lineno if frames else _line_of(module, path, str(error))
    where = f", line {number}" if number else ""
    seen = (
        f"\n{path.name}:{number}: {linecache.getline(str(path), number).strip()}" if number else ""
    )
    return f"{path.name}{where}: {said}: {rule}{seen}"


def _line_of(module: ModuleType, path: Path, said: str) -> int | None:
    """The line of the class, better of the attribute, that an error of SQLAlchemy speaks of.

    It is raised far from the learner's line, when mappers are configured or tables are made.
    """
    if not hasattr(module, "Base"):
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    mappers = module.Base.registry.mappers
    owners = {one.local_table.description: one.class_.__name__ for one in mappers}
    found = None
    for name, attribute in re.findall(r"(\w+)\.?(\w*)", said):
        node = classes.get(owners.get(name, name))
        for statement in node.body if node else ():
            if attribute and re.match(rf"{attribute}\b", ast.unparse(statement)):
                return statement.lineno
        found = found or (node and node.lineno)
    return found


def _assert_names(models: ModuleType, names: dict[str, str]) -> None:
    missing = [
        f"{name}.{attribute}" if hasattr(models, name) else name
        for name, attributes in names.items()
        for attribute in attributes.split()
        if not hasattr(getattr(models, name, None), attribute)
    ]
    assert not missing, (
        f"{models.__name__}.py has no {', '.join(dict.fromkeys(missing))}: "
        "a program knows the models by the names of the brief"
    )


def _misfits(engine: sa.Engine, metadata: sa.MetaData) -> list[str]:
    """What models say otherwise than their database; indexes, views and defaults apart."""
    inspector = sa.inspect(engine)
    views = set(inspector.get_view_names())
    options = {"include_object": lambda _o, name, *_: name not in views}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        changes = compare_metadata(context, metadata)
    flat = [diff for diffs in changes for diff in (diffs if isinstance(diffs, list) else [diffs])]
    wrong = [
        _in_words(diff, engine.dialect)
        for diff in flat
        if diff[0] != "modify_nullable" and not diff[0].endswith("_index")
    ]
    # Alembic passes over primary keys, NULL in generated columns, and the values of an enum.
    for table in _both_know(inspector, metadata):
        key = inspector.get_pk_constraint(table.name)["constrained_columns"]
        own = [column.name for column in table.primary_key]
        if {*key} != {*own}:
            lists = (", ".join(names) or "none" for names in (key, own))
            wrong.append(_unlike("primary key", table.name, *lists))
    for column, found in _both_have(inspector, metadata):
        name = f"{column.table.name}.{column.name}"
        if column.nullable != found["nullable"]:
            wrong.append(_unlike("nullable", name, found["nullable"], column.nullable))
        theirs, ours = (_native_enum(t, engine.dialect) for t in (found["type"], column.type))
        if theirs and ours and theirs.name == ours.name and {*theirs.enums} != {*ours.enums}:
            wrong.append(_types_unlike(name, theirs, ours, engine.dialect))
    return wrong


def _misfit_defaults(engine: sa.Engine, metadata: sa.MetaData) -> list[str]:
    """Defaults that only the models or only the database has; how they are written is free."""
    wrong = []
    for column, theirs in _both_have(sa.inspect(engine), metadata):
        if "computed" in theirs or "identity" in theirs:
            continue
        ours = column.server_default
        has_default = ours is not None and not isinstance(ours, sa.Identity | sa.Computed)
        if has_default != (theirs["default"] is not None):
            who = "the model has" if has_default else "the database has"
            wrong.append(f"only {who} a default for {column.table.name}.{column.name}")
    return wrong


def _both_know(inspector: sa.Inspector, metadata: sa.MetaData) -> list[sa.Table]:
    """The tables that models and database have."""
    names = set(inspector.get_table_names()) & set(metadata.tables)
    return [metadata.tables[name] for name in sorted(names)]


def _both_have(
    inspector: sa.Inspector, metadata: sa.MetaData
) -> Iterator[tuple[sa.Column[Any], Any]]:
    """Each column of a table that models and database have, with what the inspector says of it."""
    for table in _both_know(inspector, metadata):
        theirs = {column["name"]: column for column in inspector.get_columns(table.name)}
        for column in table.columns:
            if column.name in theirs:
                yield column, theirs[column.name]


def _native_enum(type_: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> sa.Enum | None:
    impl = type_.dialect_impl(dialect)
    if isinstance(impl, sa.Enum) and impl.native_enum and dialect.supports_native_enum:
        return impl
    return None


def _types_unlike(
    name: str,
    theirs: sa.types.TypeEngine[Any],
    ours: sa.types.TypeEngine[Any],
    dialect: sa.Dialect,
) -> str:
    """Two types as the database would write them; an enum with its values."""
    words = []
    for type_ in (theirs, ours):
        enum = _native_enum(type_, dialect)
        known = f"the enum {enum.name} ({', '.join(enum.enums)})" if enum else ""
        words.append(known or type_.compile(dialect))
    return _unlike("type", name, *words)


def _unlike(what: str, name: str, theirs: object, ours: object) -> str:
    return f"{what} of {name} is {theirs} in the database and {ours} in the model"


def _filled(statement: str) -> str:
    """Which column an INSERT writes that is the legacy database's to fill in, if any."""
    found = re.match(r'\s*INSERT INTO (?:"?\w+"?\.)?"?(\w+)"? \(([^)]*)\)', statement)
    table, columns = found.groups() if found else ("", "")
    written = [name.strip(' "') for name in columns.split(",")]
    for name, rule in FILLED.get(table, {}).items():
        if name in written:
            return f"an INSERT writes {table}.{name}, which has {rule} in the database"
    return ""


def _in_words(diff: tuple[Any, ...], dialect: sa.Dialect) -> str:
    """One difference that Alembic found, for a person."""
    kind = diff[0]
    if kind == "modify_type":
        _, _, table, column, _, theirs, ours = diff
        return _types_unlike(f"{table}.{column}", theirs, ours, dialect)
    if kind.startswith("modify_"):
        _, _, table, column, _, theirs, ours = diff
        return _unlike(kind[7:], f"{table}.{column}", theirs, ours)
    item = diff[-1]
    name = getattr(item, "name", None)
    if kind.endswith("_column"):
        name = f"{diff[2]}.{name}"
    elif not kind.endswith("_table"):
        columns = ", ".join(column.name for column in item.columns)
        name = f"the {kind.partition('_')[2]} {item.table.name} ({columns})"
    who = "the model has" if kind.startswith("add_") else "the database has"
    return f"only {who} {name}"


def _short(value: object) -> str:
    return str(getattr(value, "id", value))

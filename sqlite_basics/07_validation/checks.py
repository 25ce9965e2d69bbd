import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any
from unicodedata import normalize

import pytest

from runner.api import Database, SqlLog, datasets

NFC, NFD = "Caf\u00e9", "Cafe\u0301"
TEA = {"name": "Tea", "price": "2.50", "quantity": 3}
MILLION = 1_000_000


@pytest.fixture
def conn(answer: Any, database: Database) -> Iterator[sqlite3.Connection]:
    """A connection to a database with the answer's table."""
    with closing(sqlite3.connect(database.path, autocommit=False)) as opened:
        answer.create_schema(opened)
        yield opened


# ---- task 1: validate -----------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_good_payload_becomes_a_product(answer: Any) -> None:
    """Texts and whole numbers become a NewProduct; spaces and other fields do not count."""
    for payload, product in (
        (TEA, ("Tea", 250, 3)),
        ({"name": " O'Brien's \n", "price": " 19.9 ", "quantity": " 12 "}, ("O'Brien's", 1990, 12)),
        ({"name": "x" * 80, "price": 0, "quantity": 0, "colour": "red"}, ("x" * 80, 0, 0)),
        ({"name": "007", "price": "0", "quantity": "0"}, ("007", 0, 0)),
        ({"name": "0", "price": "0.07", "quantity": "007"}, ("0", 7, 7)),
        ({"name": "🍵" * 80, "price": MILLION, "quantity": MILLION}, ("🍵" * 80, 10**8, MILLION)),
        (TEA | {"name": f"  {'ä' * 80}  ", "price": "1000000.00"}, ("ä" * 80, 10**8, 3)),
    ):
        sent = dict(payload)
        try:
            got = answer.validate(payload)
        except answer.Invalid as error:
            raise AssertionError(
                f"the good payload {_short(payload)} was refused (“{_short(error)}”): "
                "a rule keeps out what breaks it, and nothing else"
            ) from None
        assert got == answer.NewProduct(*product), (
            f"{_short(payload)} became {_short(got)}: each field is what was sent, in its own type"
        )
        assert payload == sent, (
            f"validate() made {_short(payload)} of the payload {_short(sent)}: "
            "what was sent belongs to the caller, who may still want to show it"
        )


@pytest.mark.task(1)
def test_all_errors_are_told_at_once(answer: Any) -> None:
    """Invalid has an entry for every wrong or missing field, and for no other."""
    for payload, fields in (
        ({}, {"name", "price", "quantity"}),
        ({"name": "Tea", "price": None, "quantity": -1}, {"price", "quantity"}),
        ({"name": "", "price": "cheap", "quantity": 3}, {"name", "price"}),
        ({"price": "2.50", "quantity": 3, "Name": "Tea"}, {"name"}),
        (TEA | {"name": 5, "quantity": "many"}, {"name", "quantity"}),
    ):
        errors = _errors(answer, payload)
        assert set(errors) == fields, (
            f"{payload} has errors at {sorted(errors)}: whoever has sent it hears of everything "
            "that is wrong, at once, and of nothing else"
        )
        silent = [field for field, said in errors.items() if not isinstance(said, str) or not said]
        assert not silent, f"the errors of {payload} say nothing about {silent}: they are texts"


@pytest.mark.task(1)
def test_a_name_is_a_text_of_1_to_80_characters(answer: Any) -> None:
    """Empty, too long, only spaces, half characters, or no text at all: the name is refused."""
    _require_refused(answer, "name", ("", "   ", "\t\n", "x" * 81, f" {'ä' * 81} "))
    _require_refused(answer, "name", (None, 5, b"Tea", ["Tea"], True))
    _require_refused(answer, "name", ("\0Tea", "Te\0a", "Tea \ud83c", "\udf75 Tea"))


@pytest.mark.task(1)
def test_a_quantity_is_a_whole_number(answer: Any) -> None:
    """True, 3.0, "1_000", digits of other scripts and the like are no quantities."""
    _require_refused(answer, "quantity", (True, False, None, 3.0, -1, MILLION + 1, 10**30, [3]))
    texts = ("", " ", "3.0", "-1", "+1", "1_000", "1e3", "0x1F", "three", "3 4", "²", "٣", "\uff19")
    _require_refused(answer, "quantity", (*texts, "1000001", "9" * 5000))


@pytest.mark.task(1)
def test_a_price_is_exact_to_the_cent(answer: Any) -> None:
    """NaN, infinity, floats, fractions of a cent and the like are no prices."""
    _require_refused(
        answer, "price", (True, None, float("nan"), float("inf"), 2.5, -1, MILLION + 1)
    )
    texts = ("NaN", "inf", "Infinity", "sNaN", "1e3", "1_000", "-1", "-0.01", "2.505", "2,50")
    _require_refused(answer, "price", (*texts, "", ".", ".5", "2.", "2.5.0", "٢", "1000000.01"))
    for cents in range(0, 2000, 7):
        price = f"{cents // 100}.{cents % 100:02}"
        got = answer.validate(TEA | {"price": price}).price_cents
        assert got == cents, f"the price {price!r} became {got!r} cents: money is exact"
        assert type(got) is int, f"the price {price!r} became {got!r}: cents are an int"


@pytest.mark.task(1)
def test_a_name_has_one_form(answer: Any) -> None:
    """Names that look the same and are written in two ways become one name."""
    assert NFC != NFD, "é as one character, and as an e with an accent"
    for written in (NFC, NFD, f"  {NFD} "):
        got = answer.validate(TEA | {"name": written}).name
        assert got == NFC, (
            f"the name {written!a} became {got!a}: the same letters can be written in "
            "several ways, and only one of them, NFC, is stored"
        )
    # In NFC the first becomes 80 characters, and the second becomes 160.
    errors = _errors(answer, TEA | {"name": "e\u0301" * 80})
    assert errors == {}, (
        "80 times e with an accent, each as two characters, is refused as a name: it is the form "
        "that is stored which has 1 to 80 characters"
    )
    errors = _errors(answer, TEA | {"name": "\u0958" * 80})
    assert set(errors) == {"name"}, (
        "80 times U+0958, which is two characters in NFC, is taken for a name: it is the form that "
        "is stored which has 1 to 80 characters"
    )
    for name in ("x²", "½ l", "ﬁg", "Ⅳ"):
        got = answer.validate(TEA | {"name": name}).name
        assert got == name, (
            f"the name {name!r} became {got!r}: another way to write it, not another name"
        )


# ---- task 2: SCHEMA -------------------------------------------------------------------------


@pytest.mark.task(2)
def test_the_database_refuses_it_too(conn: sqlite3.Connection, database: Database) -> None:
    """Raw SQL that goes past the validator cannot store what breaks a rule."""
    conn.commit()
    good = ("Tea", 250, 3)
    with database.observer() as other:
        put = "INSERT INTO products (name, price_cents, quantity) VALUES (?, ?, ?)"
        other.execute(put, good)
        for row in (("Nut", 0, 0), ("ä" * 80, 1, 1), ("O'Brien's", 1, 1), ("x", 10**8, MILLION)):
            other.execute(put, row)
        for column, values in {
            "name": (None, "", "x" * 81, " Nut ", "Tea", b"Nut"),
            "price_cents": (None, -1, 2.5, "cheap"),
            "quantity": (None, -1, 2.5, "many"),
        }.items():
            for value in values:
                row = dict(zip(("name", "price_cents", "quantity"), ("Nut 2", 1, 1), strict=True))
                try:
                    other.execute(put, tuple((row | {column: value}).values()))
                except sqlite3.IntegrityError:
                    continue
                raise AssertionError(
                    f"the table took the {column} {_short(value)} by raw SQL: "
                    "a validator sees only what comes through it, the table sees everything"
                )


# ---- task 3: add_validated ------------------------------------------------------------------


@pytest.mark.task(3)
def test_a_valid_product_is_saved(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """A payload that keeps the rules is stored, cleaned, and its id is returned."""
    names = {normalize("NFC", name.strip()) for name in datasets.HOSTILE_NAMES} - {""}
    for name in sorted(names):
        got = answer.add_validated(conn, {"name": f" {name}", "price": "19.90", "quantity": "3"})
        seen = database.rows("SELECT id, price_cents, quantity FROM products WHERE name = ?", name)
        assert seen, (
            f"another connection sees no product {name!r}: it is cleaned, stored, and committed"
        )
        assert seen == [(got, 1990, 3)], "the id is returned, each value is in its column"


@pytest.mark.task(3)
def test_nothing_invalid_reaches_the_database(
    answer: Any, conn: sqlite3.Connection, sql: SqlLog, database: Database
) -> None:
    """For an invalid payload no statement is sent; for a valid one, a single INSERT."""
    for payload in ({}, TEA | {"name": ""}, TEA | {"name": "Nut", "quantity": True}):
        with sql.at_most(0, "for a payload that is not valid"):
            try:
                answer.add_validated(conn, payload)
                refused = False
            except answer.Invalid:
                refused = True
        assert refused, f"{payload} was added: it is Invalid"
    with sql.at_most(1, "to add one product"):
        answer.add_validated(conn, TEA)
    conn.commit()
    assert _rows(database) == [("Tea", 250, 3)], "only what is valid is stored"


@pytest.mark.task(3)
def test_a_name_is_taken_only_once(
    answer: Any, conn: sqlite3.Connection, sql: SqlLog, database: Database
) -> None:
    """A name that exists, however it is written, is Invalid at the name, and nothing stays."""
    answer.add_validated(conn, TEA | {"name": NFC})
    answer.add_validated(conn, TEA | {"name": "Bolt"})
    before = _rows(database)
    for name in ("Bolt", " Bolt ", NFD, NFC):
        try:
            with sql.at_most(1, "to add a product whose name exists"):
                answer.add_validated(conn, {"name": name, "price": 1, "quantity": 1})
            errors: Any = None
        except answer.Invalid as error:
            errors = error.errors
        except sqlite3.IntegrityError as error:
            raise AssertionError(
                f"a second {name!r} raised “{error}”: whoever has sent it understands Invalid"
            ) from None
        assert errors is not None, f"a second {name!a} was added: it is one product"
        assert set(errors) == {"name"}, (
            f"the errors of a second {name!r} are at {sorted(errors)}: an error names the field "
            "that it is about"
        )
        _require_writable(database, "after a refused product")
    conn.commit()
    assert _rows(database) == before, "a refused product changes nothing"


# ---- task 4: import_rows --------------------------------------------------------------------


@pytest.mark.task(4)
def test_good_rows_stay_and_others_have_lines(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """An import stores the good rows, and tells the line and the errors of every other one."""
    rows: list[dict[str, object]] = [
        TEA,
        {"name": "", "price": "x", "quantity": 1},
        {"name": " Bolt", "price": "0.25", "quantity": "500"},
        {},
        TEA | {"name": "Nut", "quantity": True},
        {"name": "O'Brien's", "price": 5, "quantity": 0},
    ]
    report = _imported(answer, conn, rows)
    assert report.stored == 3, f"the report says stored={report.stored}: 3 of the 6 rows are good"
    assert _rows(database) == [("Bolt", 25, 500), ("O'Brien's", 500, 0), ("Tea", 250, 3)], (
        "the good rows are stored and committed, whatever is wrong with others"
    )
    told = [(line, sorted(errors)) for line, errors in report.rejected]
    assert told == [
        (2, ["name", "price"]),
        (4, ["name", "price", "quantity"]),
        (5, ["quantity"]),
    ], f"rejected says {told}: each rejected row has its line, the first row's is 1, and its errors"
    empty = _imported(answer, conn, [])
    assert (empty.stored, empty.rejected) == (0, []), f"no rows gave {empty}: nothing happened"
    _require_writable(database, "after an import of nothing")


@pytest.mark.task(4)
def test_duplicates_have_lines_too(
    answer: Any, conn: sqlite3.Connection, database: Database
) -> None:
    """A name that is in the store, or in an earlier row, is rejected; the rows around it stay."""
    with database.observer() as other:
        other.execute("INSERT INTO products (name, price_cents, quantity) VALUES ('Tea', 1, 1)")
    names = ("Bolt", "Tea", " Bolt ", NFD, "Nut", NFC, "Spade")
    try:
        report = _imported(answer, conn, [{"name": n, "price": 2, "quantity": 2} for n in names])
    except (sqlite3.Error, answer.Invalid) as error:
        raise AssertionError(
            f"an import raised {type(error).__name__} (“{error}”): a name that exists is an error "
            "of its row, not of the import"
        ) from None
    stored = [("Bolt", 200, 2), (NFC, 200, 2), ("Nut", 200, 2), ("Spade", 200, 2), ("Tea", 1, 1)]
    assert _rows(database) == stored, (
        "one row was refused, and others went with it or were changed: a refused INSERT undoes "
        "itself and nothing else, unless the program rolls back"
    )
    told = [(line, sorted(errors)) for line, errors in report.rejected]
    assert told == [(2, ["name"]), (3, ["name"]), (6, ["name"])], (
        f"rejected says {told}: rows 2, 3 and 6 have names that exist"
    )
    assert report.stored == 4, f"the report says stored={report.stored}: 4 rows are new"


@pytest.mark.task(4)
def test_an_import_is_one_unit(answer: Any, conn: sqlite3.Connection, database: Database) -> None:
    """All rows are saved together; where they break off with an exception, none is."""

    def broken(how: BaseException) -> Iterator[Mapping[str, object]]:
        for name in ("Bolt", "Nut", ""):
            assert _rows(database) == [], (
                "another connection sees rows of an import that has not ended: "
                "all of them are saved together"
            )
            yield TEA | {"name": name}
        raise how

    for how in (OSError("the network is gone"), KeyboardInterrupt()):
        name = type(how).__name__
        try:
            answer.import_rows(conn, broken(how))
            raised: BaseException | None = None
        except (OSError, KeyboardInterrupt) as error:
            raised = error
        assert raised is how, (
            f"the rows broke off with {name}, and the caller got {raised!r}: the caller must know "
            "that not all are stored"
        )
        _require_writable(database, f"after an import that {name} has ended")
        conn.commit()
        assert _rows(database) == [], (
            f"an import that {name} has ended in the middle has stored rows: it leaves nothing"
        )
    many = ({"name": name, "price": 1, "quantity": 1} for name in datasets.names(500))
    assert answer.import_rows(conn, many).stored == 500, "500 good rows are stored"
    assert len(_rows(database)) == 500, "the next import is saved"


# ---- what the checks share ------------------------------------------------------------------


def _errors(answer: Any, payload: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with a payload; {} where it was taken for good."""
    errors: Any = {}
    try:
        answer.validate(payload)
    except answer.Invalid as error:
        errors = error.errors
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise AssertionError(
            f"{_short(payload)} raised {type(error).__name__} (“{_short(error)}”): whatever is "
            "sent, the answer to it is a product or Invalid"
        ) from None
    assert isinstance(errors, dict), f"Invalid has the errors {errors!r}: a dictionary by field"
    return errors


def _require_refused(answer: Any, field: str, values: tuple[object, ...]) -> None:
    """Each of the values is refused, alone of a payload that is good without it."""
    assert _errors(answer, TEA) == {}, f"{TEA} is good, and was refused: only what breaks a rule is"
    for value in values:
        errors = _errors(answer, TEA | {field: value})
        assert errors, (
            f"the {field} {_short(value)} was taken for good: what is allowed is said by the rule, "
            "not by what Python can make of it"
        )
        assert set(errors) == {field}, (
            f"the {field} {_short(value)} made errors at {sorted(errors)}: "
            f"only the {field} is wrong"
        )


def _imported(answer: Any, conn: sqlite3.Connection, rows: list[dict[str, object]]) -> Any:
    report = answer.import_rows(conn, iter(rows))
    assert isinstance(report, answer.ImportReport), (
        f"import_rows() returned a {type(report).__name__}: it returns an ImportReport"
    )
    return report


def _require_writable(database: Database, when: str) -> None:
    with database.observer() as other:
        other.execute("PRAGMA busy_timeout = 0")
        try:
            other.execute("UPDATE products SET quantity = quantity")
        except sqlite3.OperationalError as error:
            raise AssertionError(
                f"{when} another connection cannot write (“{error}”): the transaction must end"
            ) from None


def _rows(database: Database) -> list[tuple[Any, ...]]:
    """What another connection sees."""
    return database.rows("SELECT name, price_cents, quantity FROM products ORDER BY name")


def _short(value: object) -> str:
    text = str(value) if isinstance(value, Exception) else repr(value)
    return text if len(text) <= 100 else f"{text[:99]}…"

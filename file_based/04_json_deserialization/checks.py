import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from runner.api import OTHER_ENCODING, Memory, datasets, elsewhere

# ---- task 1: duplicates and constants -------------------------------------------------------


@pytest.mark.task(1)
def test_plain_json_is_read(answer: Any) -> None:
    """Objects, arrays, texts, whole numbers, true, false and null are read as json reads them."""
    names = list(datasets.HOSTILE_NAMES)
    no_tag = {"$type": "date", "v": "x"}  # tags belong to documents, not to JSON
    for value in ({}, [], None, True, 0, -5, "", names, {n: [{n: n}] for n in names}, no_tag):
        for ascii_only in (True, False):
            text = json.dumps(value, ensure_ascii=ascii_only)
            got = answer.loads_strict(text)
            assert got == value, f"{text[:80]} was read as {got!r}: plain JSON is read as it is"
            assert type(got) is type(value), f"{text[:80]} was read as a {type(got).__name__}"


@pytest.mark.task(1)
def test_duplicate_keys_are_refused(answer: Any) -> None:
    """A key that stands twice in one object raises DuplicateKey with the key."""
    for key, text in (
        ("a", '{"a": 1, "a": 2}'),
        ("a", '{"a": 1, "b": 2, "a": 1}'),
        ("a", '{"a": 1, "\\u0061": 2}'),
        ("", '{"": 1, "": 2}'),
        ("x", '[{"a": {"b": [{"x": null, "x": {}}]}}]'),
        ("x", '{"a": {"x": 1, "x": 2}, "b": {"x": 3}}'),
        ("b", '{"a": 1, "b": 2, "b": 3, "c": 4}'),
    ):
        error = _error_of(answer.loads_strict, text)
        assert isinstance(error, answer.DuplicateKey), (
            f"{text} gave {_shown(error)}: of a key that stands twice json keeps only the last, "
            "and one of the two values is lost without a word"
        )
        assert error.key == key, (
            f"DuplicateKey says {error.key!r} for {text}: the key that stands twice is {key!r}"
        )
    once = '[{"a": {"a": [{"a": 1}]}}, {"a": "a", "A": "a"}]'
    got = _legal(answer, once, "the same key in different objects is no duplicate")
    assert got == json.loads(once), f"{once} was read wrong: plain JSON is read as it is"


@pytest.mark.task(1)
def test_nan_and_infinity_are_refused(answer: Any) -> None:
    """NaN, Infinity and -Infinity raise ValueError; as texts they are fine."""
    for text in ("NaN", "[1, Infinity]", '{"a": [{"b": -Infinity}]}'):
        error = _error_of(answer.loads_strict, text)
        assert isinstance(error, ValueError), (
            f"{text} gave {_shown(error)}: they are not JSON, though json reads them"
        )
    text = '["NaN", {"Infinity": "-Infinity"}]'
    got = _legal(answer, text, "inside of quotes these are texts, and texts are legal")
    assert got == json.loads(text), f"{text} was read as {got!r}: these are texts"


# ---- task 2: exact numbers ------------------------------------------------------------------


@pytest.mark.task(2)
def test_numbers_are_exact(answer: Any) -> None:
    """Numbers with a point or exponent are Decimals with all their digits, others are ints."""
    got = answer.loads_strict('{"a": 0.1, "b": [0.2, 1.10]}')
    a, (b, c) = got["a"], got["b"]
    for number in (a, b, c):
        assert isinstance(number, Decimal), (
            f"0.1 was read as the {type(number).__name__} {number!r}: a float cannot hold 0.1 "
            "exactly, and a Decimal can"
        )
    assert a + b == Decimal("0.3"), f"0.1 + 0.2 is {a + b}: a Decimal made of a float is not exact"
    for text in ("1.10", "12345678901234567890.123456789", "-0.5", "1e3", "1E999", "0.0"):
        number = answer.loads_strict(text)
        assert str(number) == str(Decimal(text)), (
            f"{text} was read as {number}: every digit that was written counts"
        )
    for text in ("12345678901234567890", "-7", "0", "[1]"):
        got = answer.loads_strict(text)
        assert repr(got) == text, f"{text} was read as {got!r}: a whole number is an int"
    for text in ("1e9999999999999999999", '[{"n": -0.1E-9999999999999999999}]'):
        error = _error_of(answer.loads_strict, text)
        assert isinstance(error, ValueError), (
            f"{text} gave {_shown(error)}: a number that no Decimal can hold raises ValueError, as "
            "all else does that cannot be read"
        )


# ---- task 3: bytes --------------------------------------------------------------------------


@pytest.mark.task(3)
def test_bytes_are_utf8(answer: Any) -> None:
    """Bytes are UTF-8 without a byte order mark; the error says where they are not."""
    good = json.dumps(list(datasets.HOSTILE_NAMES), ensure_ascii=False)
    got = answer.loads_strict(good.encode("utf-8"))
    assert got == json.loads(good), "good UTF-8 was read wrong: bytes are decoded as UTF-8"
    for what, data, place in (
        ("a byte that is no UTF-8", b'{"name": "\xff"}', 10),
        ("a text in Latin-1", '["Ærø"]'.encode("latin-1"), 2),
        ("a letter that is cut off", '["茶'.encode()[:-1], 2),
        ("a byte order mark", b"\xef\xbb\xbf{}", 0),
        ("UTF-16", "{}".encode("utf-16"), 0),
    ):
        error = _error_of(answer.loads_strict, data)
        assert isinstance(error, ValueError), (
            f"{what} ({data!r}) gave {_shown(error)}: JSON files are UTF-8 without a mark, and "
            "whoever guesses can guess wrong"
        )
        where = getattr(error, "start", getattr(error, "pos", None))
        assert where == place, (
            f"the {type(error).__name__} for {what} ({data!r}) says place {where}: it must tell "
            f"that it is at {place}, as UnicodeDecodeError and JSONDecodeError do"
        )


@pytest.mark.task(3)
def test_an_error_in_the_text_has_its_place(answer: Any) -> None:
    """Text that is no JSON raises JSONDecodeError, which knows line and column."""
    for text, line in (
        ('{"a": 1,\n "b" 2}', 2),
        ("", 1),
        ("[1]\n\n[2]", 3),
        ("{'a': 1}", 1),
        ("\n\n [1,]", 3),
    ):
        for given in (text, text.encode()):
            error = _error_of(answer.loads_strict, given)
            assert isinstance(error, json.JSONDecodeError), (
                f"{given!r} gave {_shown(error)}: it is no JSON, and JSONDecodeError says where"
            )
            assert error.lineno == line, (
                f"the JSONDecodeError for {given!r} says line {error.lineno}: it is in line {line} "
                "of what was given, white space included"
            )
    assert answer.loads_strict(b" [1]\n") == [1], (
        "white space around the value was refused: JSON allows it"
    )


# ---- task 4: documents ----------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_document_is_read(answer: Any, folder: Path) -> None:
    """Tags become what they stand for, also inside each other."""
    path = folder / "document.json"
    for title in ("Trip", *datasets.HOSTILE_NAMES):
        day = _tag("date", "2026-05-01")
        size = _tag("tuple", [640, _tag("tuple", [480, 0.1])])
        note = {"v": {"day": day, "text": title}, "$type": "Note"}  # in another order
        photo = _tag("Photo", {"file": "a.jpg", "size": size, "price": _tag("decimal", "0.10")})
        extra = {"days": [day, {"v": 1, "type": "x"}], "note": note, "n": 1.1}
        fields = {"title": title, "parts": [note, photo, note], "extra": extra}
        path.write_text(json.dumps(_tag("Document", fields), ensure_ascii=False), "utf-8")
        try:
            got = answer.read_document(path)
        except ValueError as error:
            raise AssertionError(
                f"a good document gave {_shown(error)}: tags may stand wherever a value may, and "
                f"names in any order. The document is {path.read_text('utf-8')}"
            ) from None
        assert isinstance(got, answer.Document), (
            f"read_document() returned a {type(got).__name__}: the file holds a Document"
        )
        a_note = answer.Note(title, date(2026, 5, 1))
        a_photo = answer.Photo("a.jpg", (640, (480, Decimal("0.1"))), Decimal("0.10"))
        in_extra = {
            "days": [date(2026, 5, 1), {"v": 1, "type": "x"}],
            "note": a_note,
            "n": Decimal("1.1"),
        }
        assert isinstance(got.parts, list), (
            f"parts is a {type(got.parts).__name__}: the document has a list there"
        )
        assert len(got.parts) == 3, f"{len(got.parts)} parts came: the document has three"
        assert isinstance(got.extra, dict), (
            f"extra is a {type(got.extra).__name__}: the document has an object without a tag there"
        )
        assert got.extra.keys() == extra.keys(), (
            f"extra has the keys {list(got.extra)}: an object without a tag keeps its own"
        )
        for place, written, read, meant in (
            ("title", title, got.title, title),
            ("parts[0]", note, got.parts[0], a_note),
            ("parts[1]", photo, got.parts[1], a_photo),
            ("parts[2]", note, got.parts[2], a_note),
            *((f"extra[{k!r}]", extra[k], got.extra[k], value) for k, value in in_extra.items()),
        ):
            assert read == meant, (
                f"{place} is {read!r}, and the document has {_text(written)} there: each tag is "
                "replaced by what it stands for, wherever it is, and all else is read as JSON"
            )
    path.write_text(_text(_tag("Document", {"title": "茶", "parts": [], "extra": {}})), "utf-8")
    told = _other_encoding(answer, "exercise.read_document(path).title", path)
    assert told == ascii("茶"), (
        f"in a process whose own encoding is not UTF-8, the title of {path.read_text('utf-8')} was "
        f"{told}: the file is UTF-8 on every computer, and Python has to be told so"
    )


@pytest.mark.task(4)
def test_unknown_tags_are_refused(
    answer: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any other tag raises UnknownType, and nothing is imported or called for it."""
    path, canary = folder / "document.json", folder / "canary"
    (folder / "evil.py").write_text(f"open({str(canary)!r}, 'w').close()\ndef thing(**_): ...")
    monkeypatch.syspath_prepend(folder)
    for tag, content in (
        ("evil.thing", {}),
        ("pathlib.Path", str(canary)),
        ("os.mkdir", {"path": str(canary)}),
        ("loads_strict", {"text": "1"}),
        ("dict", {"a": 1}),
        ("__import__('evil')", {}),
        ("note", {"text": "x", "day": None}),
        ("", {}),
    ):
        found = _tag(tag, content)
        for document in (_doc(found), _doc([{"deep": [found]}]), found):
            path.write_text(json.dumps(document))
            where = f"The document is {_text(document).replace(str(canary), '…')}"
            error = _error_of(answer.read_document, path)
            assert not canary.exists(), (
                f'"$type": {tag!r} was imported or called: a tag comes from the file, so it may '
                f"only choose from a list that comes from you. {where}"
            )
            assert isinstance(error, answer.UnknownType), (
                f'"$type": {tag!r} gave {_shown(error)}: a tag that is not in the brief must be '
                f"an UnknownType, and not a guess. {where}"
            )
            assert error.tag == tag, (
                f"UnknownType says {error.tag!r}: the unknown tag is {tag!r}. {where}"
            )
    path.write_text(json.dumps(_doc([])))
    assert answer.read_document(path).title == "x", "a good document must be read"


@pytest.mark.task(4)
def test_broken_documents_are_refused(answer: Any, folder: Path) -> None:
    """A file that is no document in this format raises ValueError, and nothing else."""
    path = folder / "document.json"
    note = {"text": "x", "day": _tag("date", "2026-05-01")}
    good = {"title": "x", "parts": [], "extra": {}}
    for what, value in (
        ("a list in place of a document", []),
        ("a Note in place of a document", _tag("Note", note)),
        ("an object without a tag", good),
        ("a document without parts", _tag("Document", {"title": "x", "extra": {}})),
        ("a document with a field too many", _tag("Document", good | {"color": 1})),
        ("a tag without v", _doc({"$type": "Note"})),
        ("a tag with a third key", _doc(_tag("Note", note) | {"w": 1})),
        ("a tag that is no text", _doc(_tag(["Note"], note))),
        ("a Note whose v is a list", _doc(_tag("Note", ["x"]))),
        ("a Note with a field of another name", _doc(_tag("Note", {"text": "x", "date": None}))),
        ("a date that does not exist", _doc(_tag("date", "2026-02-30"))),
        ("a date with a time", _doc(_tag("date", "2026-05-01T12:00:00"))),
        ("a date that is a number", _doc(_tag("date", 20260501))),
        ("a decimal that is no number", _doc(_tag("decimal", "one"))),
        ("a decimal whose v is no text", _doc(_tag("decimal", 1))),
        ("a tuple whose v is a text", _doc(_tag("tuple", "ab"))),
        ("a tuple whose v is an object", _doc(_tag("tuple", {"a": 1}))),
    ):
        path.write_text(json.dumps(value))
        error = _error_of(answer.read_document, path)
        assert isinstance(error, ValueError), (
            f"{what} gave {_shown(error)}: who reads a file must be able to count on ValueError "
            f"for everything that can be wrong in it. The document is {_text(value)}"
        )
    text = '{"$type": "Document", "v": {}, "v": {}}'
    path.write_text(text)
    error = _error_of(answer.read_document, path)
    assert isinstance(error, answer.DuplicateKey), (
        f"a key twice gave {_shown(error)}: documents are read strictly, as in task 1. "
        f"The document is {text}"
    )
    path.write_text(json.dumps(_doc("fine")))
    assert answer.read_document(path).extra == {"x": "fine"}, "a good document must be read"


@pytest.mark.task(4)
def test_deep_documents_are_read_or_refused(answer: Any, folder: Path) -> None:
    """A document that is nested very deeply is read, or raises ValueError."""
    path = folder / "document.json"
    for depth in (10, 2_000, 100_000):
        deep = "[" * depth + _text(_tag("date", "2026-05-01")) + "]" * depth
        path.write_text(_text(_doc("HERE")).replace('"HERE"', deep))
        what = f"a document whose extra holds {depth:,} lists inside each other"
        got: Any = None
        error = None
        try:
            got = answer.read_document(path)
        except (ValueError, RecursionError) as raised:
            error = raised
        assert not isinstance(error, RecursionError), (
            f"{what} raised RecursionError: who reads a file must be able to count on ValueError "
            "for everything that can be wrong in it, its depth included"
        )
        assert error is None or depth > 10, (
            f"{what} gave {_shown(error)}: ten lists are not too deep"
        )
        if error:
            continue
        assert isinstance(got, answer.Document), (
            f"{what} gave a {type(got).__name__}: the file holds a Document"
        )
        assert isinstance(got.extra, dict), (
            f"{what} gave one whose extra is a {type(got.extra).__name__}: the document has an "
            "object there"
        )
        inside, lists = got.extra.get("x"), 0
        while isinstance(inside, list) and inside:
            inside, lists = inside[0], lists + 1
        assert lists == depth, f"{what} was read with {lists:,} of them: nothing may be lost"
        assert inside == date(2026, 5, 1), (
            f"{what}, and a date in the innermost, was read with {inside!r} there: "
            "a tag is replaced wherever it is"
        )


# ---- task 5: JSON lines ---------------------------------------------------------------------


@pytest.mark.task(5)
def test_bad_lines_are_told_and_the_rest_is_read(answer: Any, folder: Path) -> None:
    """Each bad line is a LineError with its number, from 1, and all other rows come."""
    path = folder / "rows.jsonl"
    lines = [
        b'{"n": 1}',
        b'{"n": 2',
        b"",
        b'{"n": "\xff"}',
        b'{"n": 0.1}',
        b'{"n": 3, "n": 4}',
        b"[1, 2]",
        b"   ",
        b'{"n": NaN}',
        b'{"n": ' + b"[" * 100_000,
        b"null",
        '{"n": "茶"}'.encode(),
    ]
    path.write_bytes(b"\n".join(lines))
    errors: list[Any] = []
    rows = _rows(answer, path, errors)
    others = [row for row in rows if not isinstance(row, dict)]
    assert not others, (
        f"{others!r} came as rows: only a JSON object is a row, and a line with another value is "
        "a LineError"
    )
    assert rows == [{"n": 1}, {"n": Decimal("0.1")}, {"n": "茶"}], (
        f"{rows!r} came of 12 lines, of which lines 1, 5 and 12 hold good rows: one bad line must "
        "not spoil the others"
    )
    for error in errors:
        assert type(error) is answer.LineError, (
            f"{error!r} was added to the errors: they are LineErrors"
        )
        assert error.message, f"{error!r} has no message: it says what is wrong with the line"
    numbers = [error.number for error in errors]
    bad = [2, 4, 6, 7, 9, 10, 11]
    missing = [number for number in bad if number not in numbers]
    unexpected = [number for number in numbers if number not in bad]
    blank = [] if missing else [number for number in unexpected if number in (3, 8)]
    assert not blank, (
        f"LineErrors came for lines {numbers}: line {blank[0]} holds nothing but white space, and "
        "lines of white space are no errors"
    )
    skipped = [] if unexpected else missing
    assert not skipped, (
        f"LineErrors came for lines {numbers}, and none for line {skipped[0]}: each line that is "
        "no strict JSON object gets one"
    )
    assert numbers == bad, (
        f"LineErrors came for lines {numbers}: lines 2, 4, 6, 7, 9, 10 and 11 are no strict JSON "
        "objects. Lines are counted from 1, the empty ones too"
    )
    _rows(answer, path, errors)
    assert [error.number for error in errors] == bad + bad, (
        f"the list held {len(bad)} LineErrors of a first reading, and after a second one it holds "
        f"{len(errors)}: the list belongs to the caller, and errors are only added to it"
    )
    told = _other_encoding(answer, "[*exercise.iter_json_lines(path, [])][-1]", path)
    assert told == ascii({"n": "茶"}), (
        f"in a process whose own encoding is not UTF-8, the last row was {told}, and line 12 is "
        f"{lines[-1].decode()}: the file is UTF-8 on every computer, and Python has to be told so"
    )


@pytest.mark.task(5)
def test_only_a_newline_ends_a_line(answer: Any, folder: Path) -> None:
    """Other characters that look like line ends stay inside their texts; \\r\\n is fine."""
    path = folder / "rows.jsonl"
    # These may stand in a JSON text as they are, and str.splitlines() breaks lines at them.
    texts = ["a\u2028b", "a\u2029b", "a\x85b", *datasets.HOSTILE_NAMES]
    for end in ("\n", "\r\n"):
        lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
        path.write_bytes((end.join(lines) + end).encode())
        errors: list[Any] = []
        rows = _rows(answer, path, errors)
        assert [row["text"] for row in rows] == texts, (
            f"{len(rows)} of {len(texts)} rows came, and {len(errors)} errors: "
            "only a newline ends a line of a JSON lines file"
        )
        assert errors == [], (
            f"{len(errors)} errors came for a good file: an error is for a line that is no row"
        )
    # White space between the values of line 1, all of line 2, and between two objects in line 3.
    path.write_bytes(b'{"n": 1,\r"m": 2}\n\r\n{"n": 3}\r{"n": 4}\n{"n": 5}\n')
    errors = []
    rows = _rows(answer, path, errors)
    numbers = [error.number for error in errors]
    assert rows == [{"n": 1, "m": 2}, {"n": 5}], (
        f"{path.read_bytes()!r} gave the rows {rows!r}: a lone \\r is white space and ends no "
        "line, so line 1 is one object, and line 3 holds two and is bad"
    )
    assert numbers == [3], (
        f"{path.read_bytes()!r} gave LineErrors for lines {numbers}: a lone \\r is white space and "
        "ends no line, so only line 3, with two objects, is bad"
    )
    path.write_bytes(b"")
    assert _rows(answer, path, []) == [], "an empty file gave rows: it has none"


@pytest.mark.task(5)
def test_a_large_file_takes_little_memory(answer: Any, folder: Path, memory: Memory) -> None:
    """A file of 40 MB with three bad lines is read line by line, in less than 16 MiB."""
    path = folder / "rows.jsonl"
    line = json.dumps({"text": "x" * 100_000}).encode() + b"\n"
    with path.open("wb") as file:
        for number in range(1, 401):
            file.write(line[50:] if number in (7, 100, 399) else line)

    def read() -> None:
        errors: list[Any] = []
        count = sum(1 for _ in answer.iter_json_lines(path, errors))
        assert count == 397, f"{count} of 397 good rows came: a bad line costs no other line"
        numbers = [error.number for error in errors]
        assert numbers == [7, 100, 399], (
            f"the errors are for lines {numbers}, not 7, 100 and 399: the first line has the "
            "number 1"
        )

    peak = memory.peak_of(read)
    assert peak < 16, (
        f"reading took {peak:.0f} MiB of memory: a file may be larger than the memory, so only "
        "one line at a time may be in it"
    )
    errors: list[Any] = []
    first = list(islice(answer.iter_json_lines(path, errors), 8))
    assert len(first) == 8, (
        "eight rows were asked for and others came: rows come one at a time, from the first"
    )
    assert [e.number for e in errors] == [7], (
        f"after eight rows there are errors for lines {[e.number for e in errors]}: "
        "each line is read when its turn comes"
    )


# ---- what the checks look with --------------------------------------------------------------


def _error_of(function: Callable[[Any], Any], argument: Any) -> Any:
    """What the call raised, or None."""
    try:
        function(argument)
    except NotImplementedError:
        raise
    except Exception as error:
        return error
    return None


def _legal(answer: Any, text: str, rule: str) -> Any:
    """What loads_strict makes of a text that it may not refuse."""
    try:
        return answer.loads_strict(text)
    except ValueError as error:
        raise AssertionError(f"{text} gave {_shown(error)}: {rule}") from None


def _shown(error: BaseException | None) -> str:
    return "no error" if error is None else f"{type(error).__name__} (“{error}”)"


def _other_encoding(answer: Any, expression: str, path: Path) -> str:
    """What a process says that takes its own encoding for ASCII: a value, or an error."""
    given = "import exercise, pathlib, sys; path = pathlib.Path(sys.argv[1])"
    ran = elsewhere(answer, f"{given}; print(ascii({expression}))", path, **OTHER_ENCODING)
    return ran.error or ran.output.strip()


def _tag(tag: object, content: object) -> dict[str, object]:
    return {"$type": tag, "v": content}


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _doc(inside: object) -> dict[str, object]:
    return _tag("Document", {"title": "x", "parts": [], "extra": {"x": inside}})


def _rows(answer: Any, path: Path, errors: list[Any]) -> list[Any]:
    rows = answer.iter_json_lines(path, errors)
    assert hasattr(rows, "__iter__"), (
        f"iter_json_lines() returned {rows!r}: it yields rows, or returns an iterator over them"
    )
    try:
        return list(rows)
    except (ValueError, RecursionError) as error:
        raise AssertionError(
            f"one bad line ended the reading with {type(error).__name__}, “{error}”: "
            "a line that cannot be read is a LineError, and the next line is read"
        ) from None

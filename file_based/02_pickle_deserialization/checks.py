import hashlib
import hmac
import io
import os
import pickle
import secrets
import sys
import timeit
from collections import OrderedDict
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from runner.api import Memory, datasets

KEY = b"not a real key \x00\xff"


class Call:
    """An object whose pickle says: call this function with these arguments."""

    def __init__(self, function: Any, *args: Any) -> None:
        self.function, self.args = function, args

    def __reduce__(self) -> tuple[Any, ...]:
        return self.function, self.args

    def __call__(self) -> None:
        """Only so that pickle lets one call be the function of another."""


# ---- task 1: one record at a time -----------------------------------------------------------


@pytest.mark.task(1)
def test_all_records_come_in_order(answer: Any, folder: Path) -> None:
    """Every record of the file comes, also None, 0 and '', and nothing for an empty file."""
    line = answer.Order.Line("Tea", 250)
    records = [1, None, 0, "", [], False, answer.Order(1, [line, line]), *datasets.HOSTILE_NAMES]
    path = folder / "records.pickle"
    path.write_bytes(b"".join(pickle.dumps(r, i % 6) for i, r in enumerate(records)))
    try:
        got = list(_records(answer, path))
    except answer.CorruptRecord as error:
        raise AssertionError(
            f"a whole file of {path.stat().st_size} bytes gave CorruptRecord for byte "
            f"{error.offset}: the end behind a whole record is no error"
        ) from None
    assert got == records, (
        f"{len(got)} of {len(records)} records came: a record may be any object, also a false one, "
        "and only the end of the file is the end"
    )
    path.write_bytes(b"")
    got = list(_records(answer, path))
    assert got == [], f"an empty file gave {got!r}: it holds no record, and that is no error"


@pytest.mark.task(1)
def test_a_record_is_read_when_it_is_asked_for(answer: Any, folder: Path, memory: Memory) -> None:
    """The first record of a large file costs little memory, and the second is not loaded yet."""
    path, canary = folder / "records.pickle", folder / "canary"
    path.write_bytes(pickle.dumps("first") + pickle.dumps(Call(os.mkdir, str(canary))))
    records = _records(answer, path)
    assert next(records) == "first", (
        "another record came first: records come in the order of the file"
    )
    assert not canary.exists(), (
        "the second record was loaded when only the first had been asked for: "
        "each record is loaded when its turn comes"
    )
    one = pickle.dumps(bytes(4_000))
    with path.open("wb") as file:
        file.writelines(one for _ in range(10_000))
    peak = memory.peak_of(lambda: list(islice(_records(answer, path), 2)))
    assert peak < 10, (
        f"two of 10,000 records took {peak:.0f} MiB of memory, and the file has 38: "
        "a file may be larger than the memory, so it is read piece by piece"
    )


# ---- task 2: cut and broken records ---------------------------------------------------------


@pytest.mark.task(2)
def test_a_cut_record_is_reported(answer: Any, folder: Path) -> None:
    """Wherever the last record is cut off: first all good ones, then CorruptRecord."""
    path = folder / "records.pickle"
    for protocol in (2, 5):
        good = [pickle.dumps(r, protocol) for r in ("first", {"second": [2]})]
        last = pickle.dumps({"third": [3, "x" * 5]}, protocol)
        for length in range(len(last)):
            path.write_bytes(b"".join(good) + last[:length])
            got, offset = _read_until_corrupt(answer, path)
            kept = f"protocol {protocol}, {length} of the last record's {len(last)} bytes are left"
            assert got == ["first", {"second": [2]}], (
                f"{kept}, and {len(got)} of the 2 whole records came: "
                "all records before the cut are good and must come first"
            )
            if length == 0:
                assert offset is None, (
                    "the file ends between two records, and that was reported as corrupt: "
                    "there the file is whole"
                )
                continue
            assert offset is not None, (
                f"{kept}, and reading ended as if the file were whole: pickle raises EOFError "
                "inside a record, too, and lost data must not look like the end"
            )
            begin = len(b"".join(good))
            assert offset == begin, (
                f"CorruptRecord says byte {offset} and the cut record begins at byte {begin}: "
                "the offset is where the record begins that cannot be loaded"
            )


@pytest.mark.task(2)
def test_a_broken_record_is_reported(answer: Any, folder: Path) -> None:
    """A record that cannot be loaded for any other reason is a CorruptRecord, too."""
    path = folder / "records.pickle"
    first = pickle.dumps("first")
    path.write_bytes(first + pickle.dumps("second"))
    records = _records(answer, path)
    next(records)
    try:
        getattr(records, "close", bool)()  # what a `for` loop with a `break` leads to
    except answer.CorruptRecord as error:
        raise AssertionError(
            f"of two good records the caller took only the first, and got CorruptRecord for byte "
            f"{error.offset}: a caller that stops is no bad record, though Python tells it to a "
            "generator as an exception, GeneratorExit, at the yield"
        ) from None
    for broken in (b"\0\0\0", b"\x80\xff.", b"I12x\n.", b"\x80\x04\x8c\x01\xff.", b"cnosuch\nX\n."):
        path.write_bytes(first + broken + pickle.dumps("third"))
        got, offset = _read_until_corrupt(answer, path)
        assert got == ["first"], (
            f"the record behind the first one is {broken!r}, and {len(got)} records came: "
            "reading ends at the first record that cannot be loaded"
        )
        assert offset == len(first), (
            f"the broken record begins at byte {len(first)}, and "
            f"{'nothing was reported' if offset is None else f'byte {offset} was'}: "
            "CorruptRecord tells where the record begins"
        )


# ---- task 3: loads_untrusted ----------------------------------------------------------------


@pytest.mark.task(3)
def test_what_is_listed_loads(answer: Any) -> None:
    """Plain data needs no permission; listed classes load unchanged, nested ones too."""
    plain = {"names": list(datasets.HOSTILE_NAMES), "n": (1, 2.5, None, b"x", True)}
    order = answer.Order(7, [answer.Order.Line("O'Brien", 1), answer.Order.Line("", 0)])
    mine = answer.Order.__module__
    rich = OrderedDict(day=date(2026, 5, 1), price=Decimal("0.10"))
    for value, allowed in (
        (plain, set()),
        (order, {(mine, "Order"), (mine, "Order.Line")}),
        (rich, {("collections", "OrderedDict"), ("datetime", "date"), ("decimal", "Decimal")}),
    ):
        for protocol in (4, 5):
            try:
                got = answer.loads_untrusted(pickle.dumps(value, protocol), frozenset(allowed))
            except pickle.UnpicklingError as error:
                raise AssertionError(
                    f"a pickle that names only what is allowed, {sorted(allowed)}, was refused "
                    f"({error}): the list says what may be named, in pairs of module and name"
                ) from None
            assert type(got) is type(value), (
                f"a {type(value).__name__} was pickled and a {type(got).__name__} came back: "
                "what is allowed loads as it was"
            )
            assert got == value, "other values came back: what is allowed loads as it was"


@pytest.mark.task(3)
def test_what_is_not_listed_is_refused(
    answer: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else may be named: no code of the pickle runs, and no module is imported."""
    canary = folder / "canary"
    (folder / "evil.py").write_text(f"open({str(canary)!r}, 'w').close()")
    monkeypatch.syspath_prepend(folder)
    program = f"open({str(canary)!r}, 'w').close()"
    attacks = {
        "os.system": pickle.dumps(Call(os.system, f": > '{canary}'")),
        "os.system, as protocol 0": f"cos\nsystem\n(V: > '{canary}'\ntR.".encode(),
        "builtins.eval": pickle.dumps(Call(eval, program)),
        "eval under its name of Python 2": f"c__builtin__\neval\n(V{program}\ntR.".encode(),
        "io.FileIO, a class": pickle.dumps(Call(io.FileIO, str(canary), "w")),
        "timeit.timeit, which runs text": pickle.dumps(Call(timeit.timeit, program)),
        "a module whose import runs code": b"cevil\nthing\n.",
        "the harmless function len": pickle.dumps(len),
    }
    allowed = frozenset({("collections", "OrderedDict"), ("decimal", "Decimal")})
    for name, data in attacks.items():
        _require_refused(answer, data, allowed, f"the pickle names {name}", canary)


@pytest.mark.task(3)
def test_a_listed_name_lets_in_nothing_else(answer: Any, folder: Path) -> None:
    """A listed class lets in neither the rest of its module nor its own methods."""
    canary = folder / "canary"
    program = f"open({str(canary)!r}, 'w').close()"
    imported = Call(__import__, "os")
    mkdir = Call(Call(getattr, imported, "mkdir"), str(canary))
    touch = Call(Path.touch, Call(Path, str(canary)))
    path_module = Path.__module__
    a_set, no_eval = ("builtins", "set"), ("numbers", "eval")
    for allowed, data, attack in (
        ([a_set], pickle.dumps(Call(eval, program)), "builtins.eval"),
        ([a_set], pickle.dumps(mkdir), "builtins.getattr and builtins.__import__"),
        ([(path_module, "Path")], pickle.dumps(touch), "the method Path.touch"),
        ([no_eval], pickle.dumps(Call(eval, program)), "builtins.eval"),
        ([a_set, no_eval], pickle.dumps(Call(eval, program)), "builtins.eval"),
    ):
        what = f"allowed is {' and '.join(map('.'.join, allowed))}, and the pickle calls {attack}"
        _require_refused(answer, data, frozenset(allowed), what, canary)
    got = answer.loads_untrusted(pickle.dumps({1, 2}), frozenset({("builtins", "set")}))
    assert got == {1, 2}, (
        "a set was not loaded where builtins.set is allowed: what is on the list may be named"
    )


# ---- task 4: load_signed --------------------------------------------------------------------


@pytest.mark.task(4)
def test_a_signed_file_loads(answer: Any, folder: Path) -> None:
    """What was signed with the same key is loaded."""
    path = folder / "signed.pickle"
    for value in ({"a": [1]}, None, [answer.Order(1, [answer.Order.Line("🍵", 5)])]):
        for key in (KEY, b"x" * 200):
            path.write_bytes(_signed(pickle.dumps(value), key))
            try:
                got = answer.load_signed(path, key)
            except answer.BadSignature:
                raise AssertionError(
                    "a file with a good signature raised BadSignature: the file begins with 32 "
                    "bytes, the HMAC-SHA256 of all the others with this key"
                ) from None
            assert got == value, (
                f"a {type(value).__name__} was signed and a {type(got).__name__} came back: "
                "behind the signature is a pickle, and the result is the object in it"
            )


@pytest.mark.task(4)
def test_a_bad_signature_loads_nothing(answer: Any, folder: Path) -> None:
    """With a bad signature nothing of the file is loaded, so none of its code runs."""
    path, canary = folder / "signed.pickle", folder / "canary"
    payload = pickle.dumps(Call(os.mkdir, str(canary)))
    good = _signed(payload, KEY)
    for what, content in (
        ("another key", _signed(payload, b"other")),
        ("no key, only a SHA-256", hashlib.sha256(payload).digest() + payload),
        ("one bit of the signature changed", bytes([good[0] ^ 1]) + good[1:]),
        ("the last byte of the signature changed", good[:31] + bytes([good[31] ^ 128]) + good[32:]),
        ("a byte added at the end", good + b"."),
        ("zeros as signature", bytes(32) + payload),
        ("only 31 bytes", good[:31]),
        ("nothing in it", b""),
    ):
        path.write_bytes(content)
        raised: BaseException | None = None
        try:
            answer.load_signed(path, KEY)
        except Exception as error:
            raised = error
        assert not canary.exists(), (
            f"a file with {what}, and the code in its pickle was run: "
            "the signature is verified before the first byte is loaded"
        )
        assert isinstance(raised, answer.BadSignature), (
            f"a file with {what} gave {type(raised).__name__ if raised else 'an object'}: "
            "it must be BadSignature"
        )
    path.write_bytes(_signed(pickle.dumps("good"), KEY))
    assert answer.load_signed(path, KEY) == "good", "a good file must load after bad ones"


@pytest.mark.task(4)
def test_signatures_are_compared_in_constant_time(
    answer: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two signatures are compared by hmac.compare_digest, not by ==."""
    real, compared = hmac.compare_digest, []

    def spy(a: Any, b: Any) -> bool:
        compared.append({bytes(x) if isinstance(x, bytes | bytearray) else x for x in (a, b)})
        return real(a, b)

    for owner in (hmac, secrets, sys.modules[answer.__name__]):
        for name in dir(owner):
            if getattr(owner, name) is real:
                monkeypatch.setattr(owner, name, spy)
    path = folder / "signed.pickle"
    payload = pickle.dumps("good")
    path.write_bytes(_signed(payload, KEY))
    assert answer.load_signed(path, KEY) == "good", "a good file must load"
    mac = hmac.digest(KEY, payload, "sha256")
    assert any(mac in pair or mac.hex() in pair for pair in compared), (
        f"hmac.compare_digest was called {len(compared)} times, and never with the signature: "
        "== stops at the first difference, and the time it takes tells how much was right"
    )


# ---- what the checks look with --------------------------------------------------------------


def _records(answer: Any, path: Path) -> Any:
    records = answer.load_all(path)
    assert hasattr(records, "__iter__"), (
        f"load_all() returned {records!r}: it yields records, or returns an iterator over them"
    )
    return iter(records)


def _read_until_corrupt(answer: Any, path: Path) -> tuple[list[object], int | None]:
    """The records that come, and the offset that CorruptRecord tells, if it comes."""
    got: list[object] = []
    try:
        for record in _records(answer, path):
            got.append(record)  # noqa: PERF402  (what came before the error counts)
    except answer.CorruptRecord as error:
        return got, error.offset
    except Exception as error:
        raise AssertionError(
            f"reading a damaged file raised {type(error).__name__}, “{error}”: whatever goes wrong "
            "inside a record is a CorruptRecord"
        ) from None
    return got, None


def _require_refused(
    answer: Any, data: bytes, allowed: frozenset[tuple[str, str]], what: str, canary: Path
) -> None:
    raised: BaseException | None = None
    try:
        answer.loads_untrusted(data, allowed)
    except Exception as error:
        raised = error
    assert not canary.exists(), (
        f"{what}, and its code was run: "
        "whatever is not on the list is refused before it is looked up"
    )
    assert isinstance(raised, answer.Refused), (
        f"{what}, and {f'{type(raised).__name__} was raised' if raised else 'it was loaded'}: "
        "only the pairs on the list may be named, and everything else raises Refused"
    )


def _signed(payload: bytes, key: bytes) -> bytes:
    return hmac.new(key, payload, "sha256").digest() + payload

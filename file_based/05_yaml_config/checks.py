import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from runner.api import OTHER_ENCODING, Memory, datasets, elsewhere

GOOD = {
    "name": "Ærøskøbing tea",
    "country": '"no"',
    "version": "'1.10'",
    "opens": '"12:30"',
    "zip": '"012"',
    "mode": "live",
    "debug": "no",
    "workers": "4",
    "price": '"0.10"',
    "since": "2026-05-01",
    "data": "/var/tea",
    "admins": "[ada, 'yes']",
    "labels": '{"no": "on", b: a}',
}
"""What stands behind each key of a good file."""


# ---- task 1: types --------------------------------------------------------------------------


@pytest.mark.task(1)
def test_a_config_is_loaded(answer: Any, folder: Path) -> None:
    """A good file gives an AppConfig whose values have the types of its fields."""
    other = {"mode": "dev", "debug": "true", "admins": "[]", "labels": "{}", "price": '"12"'}
    for text, changes in (
        (_yaml(), {}),
        (
            "# a comment\n" + _yaml(**other),
            {
                "mode": answer.Mode.DEVELOPMENT,
                "debug": True,
                "admins": (),
                "labels": {},
                "price": Decimal(12),
            },
        ),
    ):
        got = _load(answer, folder, text)
        assert isinstance(got, answer.AppConfig), (
            f"load_config() returned a {type(got).__name__}: it returns an AppConfig"
        )
        expected = dataclasses.replace(_config(answer), **changes)
        for field in dataclasses.fields(expected):
            mine, theirs = getattr(expected, field.name), getattr(got, field.name)
            assert (type(theirs), theirs) == (type(mine), mine), (
                f"{field.name} is {theirs!r}, and should be {mine!r}: "
                "every value has the type that its field says"
            )
    ran = _other_encoding(answer, "print(ascii(config.name))", folder / "app.yaml")
    assert ran.output.strip() == ascii(GOOD["name"]), (
        f"in a process whose own encoding is not UTF-8, the name {GOOD['name']} was read as "
        f"{ran.error or ran.output.strip()}: "
        "the file is UTF-8 on every computer, and Python has to be told so"
    )


@pytest.mark.task(1)
def test_words_that_yaml_retypes_are_reported(answer: Any, folder: Path) -> None:
    """Where YAML makes something else of a word, ConfigError names the key."""
    for key, written in (
        ("country", "no"),
        ("version", "1.10"),
        ("opens", "12:30"),
        ("zip", "012"),
        ("name", "on"),
        ("name", "null"),
        ("name", "2026-05-01"),
        ("price", "0.10"),
        ("data", "1"),
        ("mode", "off"),
        ("admins", "[ada, yes]"),
        ("labels", "{team: no}"),
    ):
        reads = yaml.safe_load(written)
        _require_error(
            answer,
            folder,
            _yaml(**{key: written}),
            f"`{key}: {written}` (which is {reads!r} for YAML)",
            "a text that YAML reads as something else cannot be turned back, so it is reported",
            "team" if key == "labels" else key,
        )


@pytest.mark.task(1)
def test_other_types_are_reported(answer: Any, folder: Path) -> None:
    """A value of any other wrong type is a ConfigError that names the key."""
    for key, written in (
        ("workers", "true"),
        ("workers", "4.0"),
        ("workers", '"4"'),
        ("debug", "0"),
        ("debug", '"no"'),
        ("since", "2026-05-01 12:00:00"),
        ("since", '"2026-05-01"'),
        ("mode", "fast"),
        ("price", "cheap"),
        ("admins", "ada"),
        ("admins", "{ada: 1}"),
        ("labels", "[a]"),
        ("labels", "null"),
        ("labels", "{no: a}"),
        ("name", "[a, b]"),
    ):
        _require_error(
            answer,
            folder,
            _yaml(**{key: written}),
            f"`{key}: {written}`",
            "each value has exactly the type that its field says",
            key,
        )


@pytest.mark.task(1)
def test_missing_and_unknown_keys_are_reported(answer: Any, folder: Path) -> None:
    """A key that is missing, or that nobody knows, is a ConfigError that names it."""
    for key in GOOD:
        text = "".join(line for line in _yaml().splitlines(True) if not line.startswith(f"{key}:"))
        _require_error(
            answer, folder, text, f"a file without the key {key}", "every key is needed", key
        )
    for key in ("colour", "Name", "workers_"):
        what = f"the key {key}, which nobody knows,"
        rule = "it is probably a slip of the pen"
        _require_error(answer, folder, f"{key}: 1\n{_yaml()}", what, rule, key)


# ---- task 2: what is dangerous or doubtful --------------------------------------------------


@pytest.mark.task(2)
def test_python_tags_are_refused(answer: Any, folder: Path) -> None:
    """A file that asks for Python objects is a ConfigError, and nothing in it is run."""
    canary = folder / "canary"
    for tag in (
        f"!!python/object/apply:os.mkdir ['{canary}']",
        f"!!python/object/new:os.mkdir ['{canary}']",
        "!!python/name:os.system",
        "!!python/tuple [ada]",
        "!mine {a: 1}",
    ):
        for text in (tag, _yaml(admins=tag), f"hidden: {tag}\n{_yaml()}"):
            what, rule = f"a file with {tag.split()[0]}", "only plain YAML is loaded"
            _require_error(answer, folder, text, what, rule, canary=canary)
    assert _load(answer, folder, _yaml()) == _config(answer), "a good file must load"


@pytest.mark.task(2)
def test_whatever_is_wrong_is_a_config_error(answer: Any, folder: Path) -> None:
    """A caller has to know only ConfigError, whatever is wrong with the file."""
    for what, text in (
        ("a file that is no YAML", "name: [1, 2\nzip: }"),
        ("an empty file", ""),
        ("a file with a list", "[1, 2]"),
        ("a file with one word", "tea"),
        ("a file with two configurations", f"{_yaml()}---\n{_yaml()}"),
        ("a file that is no UTF-8", b"name: \xff\n"),
        ("a date that does not exist", _yaml(since="2026-02-30")),
        ("a list as a key", f"? [a]\n: 1\n{_yaml()}"),
        ("brackets 500 deep", _yaml(name="[" * 500)),
        (
            "a key `on`, which is True for YAML, beside another unknown key",
            f"on: 1\nworkers_: 2\n{_yaml()}",
        ),
    ):
        rule = "the caller catches ConfigError, and nothing else may come"
        _require_error(answer, folder, text, what, rule)
    rule = "a configuration is UTF-8, and whoever guesses can guess wrong"
    _require_error(answer, folder, _yaml().encode("utf-16"), "a file in UTF-16", rule)
    assert _load(answer, folder, _yaml()) == _config(answer), "a good file must load"


@pytest.mark.task(2)
def test_duplicate_keys_are_refused(answer: Any, folder: Path) -> None:
    """A key that stands twice is a ConfigError that names it, also inside labels."""
    for key, text in (
        ("workers", _yaml() + "workers: 8\n"),
        ("workers", _yaml() + "workers: 4\n"),
        ("name", _yaml() + '"name": other\n'),
        ("team", _yaml(labels="{team: a, b: c, team: b}")),
    ):
        rule = "YAML keeps the last one without a word, and the author may have meant the other"
        _require_error(answer, folder, text, f"the key {key} twice", rule, key)
    got = _load(answer, folder, _yaml(labels="{name: x, zip: y}"))
    assert got.labels == {"name": "x", "zip": "y"}, "the same key in another mapping is fine"


@pytest.mark.task(2)
def test_an_alias_bomb_is_refused(answer: Any, folder: Path, memory: Memory) -> None:
    """A small file that stands for millions of values is refused at once."""
    lists = ["&l0 [" + ", ".join(["a long word of a bomb"] * 10) + "]"]
    maps = ["&l0 {a: b, c: d}"]
    for level in range(1, 8):
        tens = ", ".join([f"*l{level - 1}"] * 10)
        lists.append(f"&l{level} [{tens}]")
        maps.append(f"&l{level} {{<<: [{tens}]}}")
    for what, text in (
        ("lists of lists", _yaml(admins=f"[{', '.join(lists)}]")),
        ("lists of lists under an unknown key", f"more: [{', '.join(lists)}]\n" + _yaml()),
        ("lists of lists as labels", _yaml(labels=f"{{a: [{', '.join(lists)}]}}")),
        ("mappings merged into mappings", _yaml(labels=f"{{a: [{', '.join(maps)}]}}")),
    ):
        path = folder / "bomb.yaml"
        path.write_text(text)
        raised = folder / "raised"
        raised.unlink(missing_ok=True)

        def load(path: Path = path, raised: Path = raised) -> None:
            try:
                answer.load_config(path)
            except answer.ConfigError as error:
                raised.write_text(str(len(str(error))))

        rule = f"{len(text):,} characters of YAML with aliases can stand for millions of values"
        try:
            peak = memory.peak_of(load, seconds=1.5)
        except AssertionError as error:
            raise AssertionError(f"a bomb of {what} ({error}): {rule}") from None
        assert peak < 64, f"a bomb of {what} took {peak:.0f} MiB of memory: {rule}"
        assert raised.exists(), f"a bomb of {what} was loaded: it must be a ConfigError"
        length = int(raised.read_text())
        assert length < 10_000, (
            f"for a bomb of {what} the message has {length:,} characters: "
            "it names keys and types, and shows no values"
        )
    assert _load(answer, folder, _yaml()) == _config(answer), "a good file must load"


# ---- task 3: save_config --------------------------------------------------------------------


@pytest.mark.task(3)
def test_the_file_is_plain_yaml(answer: Any, folder: Path) -> None:
    """A saved file holds plain YAML that every program reads, and no Python."""
    path = folder / "app.yaml"
    path.write_text("old: content\n" * 100)
    answer.save_config(_config(answer), path)
    text = path.read_text("utf-8")
    tagged = [line for line in text.splitlines() if "!" in line]
    assert tagged == [], (
        f"the file holds {tagged[0]!r}: only Python understands such a tag, and every program "
        "should"
    )
    plain = yaml.safe_load(text)
    expected = {key: yaml.safe_load(value) for key, value in GOOD.items()}
    for key, value in expected.items():
        got = plain.get(key) if isinstance(plain, dict) else plain
        assert (type(got), got) == (type(value), value), (
            f"{key} is {got!r} in the file, and should be {value!r}: "
            "the file holds what load_config expects"
        )


@pytest.mark.task(3)
def test_a_person_can_edit_the_file(answer: Any, folder: Path) -> None:
    """The keys keep their order, and letters beyond ASCII are readable."""
    path = folder / "app.yaml"
    answer.save_config(dataclasses.replace(_config(answer), admins=("茶",)), path)
    text = path.read_bytes().decode("utf-8")
    keys = list(yaml.safe_load(text))
    assert keys == list(GOOD), (
        f"the keys are {', '.join(keys)}: they stay in the order of the fields, which somebody "
        "has chosen"
    )
    labels = list(yaml.safe_load(text)["labels"])
    assert labels == ["no", "b"], f"the labels are in the order {labels}: they keep theirs, too"
    for word in ("Ærøskøbing", "茶"):
        assert word in text, (
            f"{word} is not in the file: a person must be able to read it, and codes such as \\xC6 "
            "are for machines"
        )
    config = folder / "good.yaml"
    config.write_text(_yaml(), "utf-8")
    ran = _other_encoding(answer, "exercise.save_config(config, paths[1])", config, path)
    saved = path.read_bytes().decode("utf-8", "replace")
    written = not ran.error and "Ærøskøbing" in saved
    assert written, (
        "save_config() ran in a process whose own encoding is not UTF-8, and the file begins with "
        f"{saved[:30]!r} ({ran.error or 'no error'}): "
        "the file is UTF-8 on every computer, and Python has to be told so"
    )


@pytest.mark.task(3)
def test_saved_configs_load_again(answer: Any, folder: Path) -> None:
    """load_config() gives back exactly what save_config() was given."""
    path = folder / "app.yaml"
    good = _config(answer)
    words = ["no", "1.10", "12:30", "012", "~", "1e3", "2026-05-01", "0x1F", "- a", "a: b", "#"]
    configs = [
        dataclasses.replace(
            good,
            name=word,
            data=Path("x") / (word.replace("/", "") or "y"),
            admins=(word, word),
            labels={word: word, "z": "", "a": word},
        )
        for word in (*words, *datasets.HOSTILE_NAMES)
    ]
    configs += [
        good,
        dataclasses.replace(good, price=Decimal("12345678901234567890.10"), debug=True),
        dataclasses.replace(good, since=date(1, 1, 1), mode=answer.Mode.DEVELOPMENT),
    ]
    for config in configs:
        answer.save_config(config, path)
        try:
            got = answer.load_config(path)
        except answer.ConfigError as error:
            raise AssertionError(
                f"a saved configuration with the name {config.name!r} cannot be loaded ({error}): "
                "what is saved must be readable"
            ) from None
        assert got == config, (
            f"a configuration with the name {config.name!r} came back changed: "
            "what is saved comes back as it was"
        )


# ---- task 4: load_documents -----------------------------------------------------------------


@pytest.mark.task(4)
def test_a_stream_of_documents_is_loaded(answer: Any, folder: Path) -> None:
    """Documents come in order, and are as strict as a file with one."""
    path = folder / "all.yaml"
    for start, numbers in (("", ()), ("", (1,)), ("", (3, 1, 2)), ("# two\n---\n", (5, 4))):
        text = start + "---\n".join(_yaml(workers=str(n)) for n in numbers)
        path.write_text(text, "utf-8")
        try:
            got = answer.load_documents(path)
        except answer.ConfigError as error:
            raise AssertionError(
                f"a file with {len(numbers)} good configurations that begins with {text[:12]!r} "
                f"gave ConfigError, “{error}”: a line --- begins a document, the first one too"
            ) from None
        assert isinstance(got, list), (
            f"load_documents() returned a {type(got).__name__}: it gives a list"
        )
        expected = [dataclasses.replace(_config(answer), workers=n) for n in numbers]
        assert got == expected, (
            f"{len(got)} configurations came of a file with {len(numbers)}: "
            "each document is one, in the order of the file"
        )
    canary = folder / "canary"
    for what, second in (
        ("an unquoted no", _yaml(country="no")),
        ("a key twice", _yaml() + "zip: '1'\n"),
        ("a Python tag", f"!!python/object/apply:os.mkdir ['{canary}']"),
        ("no YAML at all", "name: [1"),
        ("nothing in it", ""),
    ):
        path.write_text(f"{_yaml()}---\n{second}", "utf-8")
        raised: BaseException | None = None
        try:
            answer.load_documents(path)
        except Exception as error:
            raised = error
        assert not canary.exists(), (
            "code of the second document was run: every document is checked like a file of its own"
        )
        assert isinstance(raised, answer.ConfigError), (
            f"a second document with {what} gave {type(raised).__name__ if raised else 'no error'}"
            ": every document is checked like a file of its own"
        )


# ---- what the checks look with --------------------------------------------------------------


def _yaml(**changes: str) -> str:
    """A good file, with some values written differently."""
    return "".join(f"{key}: {value}\n" for key, value in (GOOD | changes).items())


def _config(answer: Any) -> Any:
    """What the good file means."""
    return answer.AppConfig(
        name="Ærøskøbing tea",
        country="no",
        version="1.10",
        opens="12:30",
        zip="012",
        mode=answer.Mode.LIVE,
        debug=False,
        workers=4,
        price=Decimal("0.10"),
        since=date(2026, 5, 1),
        data=Path("/var/tea"),
        admins=("ada", "yes"),
        labels={"no": "on", "b": "a"},
    )


def _load(answer: Any, folder: Path, text: str | bytes) -> Any:
    path = folder / "app.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return answer.load_config(path)


def _other_encoding(answer: Any, program: str, *paths: Path) -> Any:
    """Load the first file, and go on, in a process that takes its own encoding for ASCII."""
    start = (
        "import exercise, pathlib, sys\n"
        "paths = [pathlib.Path(argument) for argument in sys.argv[1:]]\n"
        "config = exercise.load_config(paths[0])\n"
    )
    return elsewhere(answer, start + program, *paths, **OTHER_ENCODING)


def _require_error(
    answer: Any,
    folder: Path,
    text: str | bytes,
    what: str,
    rule: str,
    key: str = "",
    canary: Path | None = None,
) -> None:
    raised: BaseException | None = None
    try:
        _load(answer, folder, text)
    except NotImplementedError:
        raise
    except Exception as error:
        raised = error
    assert canary is None or not canary.exists(), f"{what} had its code run: {rule}"
    assert isinstance(raised, answer.ConfigError), (
        f"{what} gave {type(raised).__name__ if raised else 'no error'}, where a ConfigError is "
        f"wanted: {rule}"
    )
    assert key in str(raised), f"{what} gave “{raised}”: the message names the key, {key}"

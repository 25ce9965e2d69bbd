"""Answers that were handed in, laid out as they come, and what is amiss with them."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from runner.catalog import Catalog
from runner.classroom import layouts
from runner.classroom.submissions import MOST_FILES, Collection, collected
from runner.errors import UsageError
from runner.workspace import Workspace, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NOBODY = 65534
ANSWER = "def upsert() -> int:\n    return 1\n"
UPSERTS = "level_up/03_idempotent_upserts"
VERSIONS = "level_up/04_versioned_data"
BATCH = "drills/05_alembic/03_sqlite_batch_mode"
HANDED_IN = {
    f"learner_01/{UPSERTS}.py": ANSWER,
    f"learner_01/{BATCH}/env.py": ANSWER,
    f"learner_01/{BATCH}/versions/0001.py": ANSWER,
    f"learner_02/{UPSERTS}.py": ANSWER + "# 2\n",
}
BOTH = [("learner_01", BATCH), ("learner_01", UPSERTS), ("learner_02", UPSERTS)]


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Two tracks with three drills; the answer to the one of Alembic is a folder."""
    for track, order in (("level_up", 2), ("drills/05_alembic", 1)):
        (tmp_path / "course" / track).mkdir(parents=True)
        (tmp_path / "course" / track / "track.toml").write_text(
            f'title = "T"\nsummary = "S"\norder = {order}\n'
        )
    for slug in (UPSERTS, VERSIONS, BATCH):
        (tmp_path / "course" / slug).mkdir()
        (tmp_path / "course" / slug / "drill.toml").write_text(
            'title = "T"\ndifficulty = 1\nminutes = 5\ndatabase = "files"\n'
        )
        if slug == BATCH:
            (tmp_path / "course" / slug / "exercise").mkdir()
            (tmp_path / "course" / slug / "exercise" / "env.py").write_text("# stub\n")
        else:
            (tmp_path / "course" / slug / "exercise.py").write_text("# stub\n")
    return Catalog(tmp_path / "course")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Where what is handed in goes."""
    return tmp_path / "hand_in"


@pytest.fixture
def collect(catalog: Catalog, source: Path) -> Callable[..., Collection]:
    """Collects from the source, or from another one, with files put there first."""

    def collecting(
        files: Mapping[str, str | bytes] | None = None, *, at: Path | None = None, **options: Any
    ) -> Collection:
        put(source, files or {})
        options.setdefault("drills", catalog.drills)
        with collected(at or source, catalog, **options) as collection:
            return collection

    return collecting


def put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder; a name that ends in a slash makes an empty folder."""
    for name, content in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def whose(collection: Collection) -> list[tuple[str, str]]:
    """Learner and drill of each answer."""
    return [(each.learner, each.drill.slug) for each in collection.answers]


def listed(collection: Collection) -> dict[str, str]:
    """Path -> why; paths listed twice, or in no order, are errors of their own."""
    paths = [each.path for each in collection.unmatched]
    assert paths == sorted(set(paths))
    return {each.path: each.why for each in collection.unmatched}


@contextmanager
def powerless() -> Iterator[None]:
    """Lay down root's power to read what no permission allows."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(me)


# Layouts


def test_one_folder_per_learner(collect: Callable[..., Collection], source: Path) -> None:
    """Answers come by learner, then in the course's order, each with its path and its digest."""
    collection = collect(HANDED_IN)
    assert whose(collection) == BOTH
    folder, file, other = collection.answers
    assert folder.path == source / "learner_01" / BATCH
    assert file.path == source / "learner_01" / f"{UPSERTS}.py"
    assert [each.digest for each in collection.answers] == [
        digest(folder.path),
        digest(file.path),
        digest(other.path),
    ]
    assert file.digest != other.digest
    assert listed(collection) == {f"learner_02/{BATCH}": "nothing was handed in"}


@pytest.mark.parametrize("name", ["Ana María", "学习者", "o'Neil, Zoë", "learner.01"])
def test_learners_are_called_like_their_folders(
    collect: Callable[..., Collection], name: str
) -> None:
    """Spaces, other scripts and dots are part of a name."""
    assert whose(collect({f"{name}/{UPSERTS}.py": ANSWER})) == [(name, UPSERTS)]


def test_a_single_work_folder(collect: Callable[..., Collection], source: Path) -> None:
    """The folder of one learner may be handed in by itself; its name is the learner's."""
    collection = collect({f"{UPSERTS}.py": ANSWER, f"{BATCH}/env.py": ANSWER, "progress.db": "x"})
    assert whose(collection) == [("hand_in", BATCH), ("hand_in", UPSERTS)]
    assert listed(collection) == {}


def test_a_folder_that_is_called_like_an_archive(
    collect: Callable[..., Collection], tmp_path: Path
) -> None:
    """Only an archive's name loses its ending."""
    put(tmp_path / "ana.zip", {f"{UPSERTS}.py": ANSWER})
    assert whose(collect(at=tmp_path / "ana.zip")) == [("ana.zip", UPSERTS)]


def test_a_single_learners_loose_files(collect: Callable[..., Collection]) -> None:
    """Files called like drills make a learner's folder too, unless learners' folders lie beside."""
    files = {"03_idempotent_upserts.py": ANSWER, "03_sqlite_batch_mode/env.py": ANSWER}
    assert whose(collect(files)) == [("hand_in", BATCH), ("hand_in", UPSERTS)]
    collection = collect({f"ana/{VERSIONS}.py": ANSWER})
    assert ("ana", VERSIONS) in whose(collection)
    assert listed(collection)["03_idempotent_upserts.py"].startswith("belongs to no learner")


@pytest.mark.parametrize(("before", "learner"), [("", "hand_in"), ("ana/", "ana")])
def test_work_names_nobody(collect: Callable[..., Collection], before: str, learner: str) -> None:
    """`work/` does not become a learner: the folder around it tells whose it is."""
    assert whose(collect({f"{before}work/{UPSERTS}.py": ANSWER})) == [(learner, UPSERTS)]


def test_a_folder_around_all_learners(collect: Callable[..., Collection]) -> None:
    """One more folder around everything is looked through."""
    collection = collect({f"spring/{name}": text for name, text in HANDED_IN.items()})
    assert whose(collection) == BOTH
    assert listed(collection) == {f"spring/learner_02/{BATCH}": "nothing was handed in"}


def test_a_file_in_the_learners_folder(collect: Callable[..., Collection]) -> None:
    """An answer is found by its name where it is not in its track's folder."""
    files = {
        "ana/03_idempotent_upserts.py": ANSWER,
        "ben/week 3/03_idempotent_upserts.py": ANSWER,
        "ben/03_sqlite_batch_mode/env.py": ANSWER,
        "ben/04_versioned_dat/04_versioned_data.py": ANSWER,
        "cyd/05_alembic/03_sqlite_batch_mode/env.py": ANSWER,
    }
    assert whose(collect(files)) == [
        ("ana", UPSERTS),
        ("ben", BATCH),
        ("ben", UPSERTS),
        ("ben", VERSIONS),
        ("cyd", BATCH),
    ]


def test_noise_is_passed_over(collect: Callable[..., Collection], catalog: Catalog) -> None:
    """What systems, tools and the program itself leave behind is neither marked nor listed."""
    noise = {
        ".DS_Store": "x",
        "__MACOSX/ana/._03_idempotent_upserts.py": "x",
        "Thumbs.db": "x",
        "ana/.DS_Store": "x",
        "ana/.traces/03_idempotent_upserts.json": "{}",
        "ana/progress.db": "x",
        "ana/progress.db-wal": "x",
        "ana/progress.backup-0001.db": "x",
        "ana/level_up/__pycache__/03_idempotent_upserts.cpython-313.pyc": "x",
        "ana/level_up/03_idempotent_upserts.py~": "x",
        f"ana/{BATCH}/__pycache__/env.cpython-313.pyc": "x" * 1_000_001,
        f"ana/{BATCH}/env.py": ANSWER,
        "ana/venv/pyvenv.cfg": "x",
        "ana/venv/lib/site.py": "x",
    }
    collection = collect({**noise, f"ana/{UPSERTS}.py": ANSWER})
    assert whose(collection) == [("ana", BATCH), ("ana", UPSERTS)]
    assert listed(collection) == {}


def test_old_answers_that_reset_keeps_are_noise(
    collect: Callable[..., Collection], catalog: Catalog, source: Path
) -> None:
    """Whatever `drills reset` calls the old answer, it is not handed in a second time."""
    workspace = Workspace(source / "ana")
    for drill in catalog.select((UPSERTS, BATCH)):
        for version in ("# 1", "# 2"):
            path, _ = workspace.ensure(drill)
            (path / "env.py" if drill.is_folder else path).write_text(version)
            assert workspace.reset(drill) is not None
    assert len(list(source.rglob("*_upserts*.py"))) == 3
    collection = collect()
    assert whose(collection) == [("ana", BATCH), ("ana", UPSERTS)]
    assert listed(collection) == {}


# What cannot be marked


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("ana/level_up/03_idempotent_upsert.py", f"looks like {UPSERTS}: rename it"),
        ("ana/03_Idempotent_Upserts (1).py", f"looks like {UPSERTS}: rename it"),
        (f"ana/{UPSERTS}.txt", f"looks like {UPSERTS}: rename it"),
        ("ana/level_up/notes.md", "is called like no drill"),
        ("ana/main.py", "is called like no drill"),
        ("ana/work.zip", "is an archive: unpack it here"),
        ("03_idempotent_upserts.py", "belongs to no learner: put it in a folder named after"),
        ("notes.txt", "belongs to no learner: put it in a folder named after its learner"),
    ],
)
def test_what_is_called_otherwise(collect: Callable[..., Collection], name: str, why: str) -> None:
    """An unknown file is listed, a misnamed one with the name it should have."""
    collection = collect({name: ANSWER, f"ana/{VERSIONS}.py": ANSWER})
    assert whose(collection) == [("ana", VERSIONS)]
    [(path, reason)] = listed(collection).items()
    assert path == name
    assert reason.startswith(why)


def test_the_whole_course(
    collect: Callable[..., Collection], catalog: Catalog, source: Path
) -> None:
    """Somebody hands in a copy of the course: only what is in its `work/` is an answer."""
    shutil.copytree(catalog.root, source / "ana" / "course")
    put(source, {f"ana/course/work/{UPSERTS}.py": ANSWER, f"ben/{BATCH}/env.py": ANSWER})
    collection = collect()
    assert whose(collection) == [("ana", UPSERTS), ("ben", BATCH)]
    found = listed(collection)
    for slug in (UPSERTS, VERSIONS, BATCH):
        why = "is the drill itself and no answer: hand in work/"
        assert found.pop(f"ana/course/{slug}") == why
    assert found == {
        "ana/course/drills/05_alembic/track.toml": "is called like no drill",
        "ana/course/level_up/track.toml": "is called like no drill",
        f"ben/{UPSERTS}.py": "nothing was handed in",
    }


def test_guesses_are_bounded(
    collect: Callable[..., Collection], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody's thousands of odd names do not keep the class waiting; what was guessed stays."""
    monkeypatch.setattr(layouts, "_MOST_GUESSES", 2)
    names = ("03_idempotant_upserts.py", "03_upserts_idempotent.py", "04_idempotent_upserts.py")
    files = {f"{learner}/{name}": ANSWER for learner in ("ana", "ben") for name in names}
    guessed = [path for path, why in listed(collect(files)).items() if why.startswith("looks")]
    assert guessed == [f"ana/{names[0]}", f"ben/{names[0]}"]


def test_a_misnamed_folder_is_named_once(collect: Callable[..., Collection]) -> None:
    """A folder answer with a wrong name, and a folder of something else, take one line each."""
    files = {
        "ana/drills/05_alembic/03_sqlite_batch/env.py": ANSWER,
        "ana/drills/05_alembic/03_sqlite_batch/versions/0001.py": ANSWER,
        "ana/level_up/a.md": "#",
        "ana/level_up/b.md": "#",
        "ana/my project/a.py": ANSWER,
        "ana/my project/b/c.py": ANSWER,
        "ana/my project/b/d.py": ANSWER,
        f"ana/{VERSIONS}.py": ANSWER,
    }
    assert listed(collect(files)) == {
        "ana/drills/05_alembic/03_sqlite_batch": f"looks like {BATCH}: rename it",
        "ana/level_up/a.md": "is called like no drill",
        "ana/level_up/b.md": "is called like no drill",
        "ana/my project": "holds nothing that is called like a drill",
    }


def test_the_wrong_kind(collect: Callable[..., Collection], source: Path) -> None:
    """A folder for a file, a file for a folder, links and pipes are none that could be marked."""
    put(source, {f"ana/{UPSERTS}/exercise.py": ANSWER, f"ana/{BATCH}": ANSWER})
    put(source, {f"ben/{BATCH}/env.py": ANSWER, "ben/level_up/": "", "cyd/level_up/": ""})
    (source / "ben" / BATCH / "passwd").symlink_to("/etc/passwd")
    (source / "ben" / f"{UPSERTS}.py").symlink_to(source / "ben" / BATCH / "env.py")
    os.mkfifo(source / "cyd" / f"{UPSERTS}.py")
    (source / "dan").symlink_to(source / "ben", target_is_directory=True)
    collection = collect()
    assert whose(collection) == []
    must_be_file = f"the answer to {UPSERTS} must be a file"
    assert listed(collection) == {
        f"ana/{UPSERTS}": f"is a folder: {must_be_file}",
        f"ana/{BATCH}": f"is a file: the answer to {BATCH} must be a folder",
        f"ben/{BATCH}": "holds a symbolic link, passwd: only files are marked",
        f"ben/{UPSERTS}.py": f"is a symbolic link: {must_be_file}",
        f"cyd/{UPSERTS}.py": f"is a special file: {must_be_file}",
        f"cyd/{BATCH}": "nothing was handed in",
        "dan": "is a symbolic link: expected a folder named after its learner",
    }


def test_empty_and_large(collect: Callable[..., Collection]) -> None:
    """Nothing but white space is no answer, and megabytes are no source."""
    files: dict[str, str | bytes] = {
        f"ana/{UPSERTS}.py": "",
        f"ana/{VERSIONS}.py": " \n\t\n",
        f"ana/{BATCH}/": "",
        f"ben/{UPSERTS}.py": b"#" * 50_000_000,
        f"ben/{VERSIONS}.py": b"#" * 1_000_000,
        f"ben/{BATCH}/env.py": b"#" * 600_000,
        f"ben/{BATCH}/versions/0001.py": b"#" * 600_000,
        **{f"cyd/{BATCH}/{number}.py": "#" for number in range(MOST_FILES + 1)},
        **{f"dan/{BATCH}/{number}.py": "#" for number in range(MOST_FILES)},
    }
    collection = collect(files)
    assert whose(collection) == [("ben", VERSIONS), ("dan", BATCH)]
    found = listed(collection)
    assert found[f"ana/{UPSERTS}.py"] == "is empty"
    assert found[f"ana/{VERSIONS}.py"] == "is empty"
    assert found[f"ana/{BATCH}"] == "is empty"
    assert found[f"ben/{UPSERTS}.py"] == "is 50.0 MB: at most 1 MB of source is marked"
    assert found[f"ben/{BATCH}"] == "is 1.2 MB: at most 1 MB of source is marked"
    assert found[f"cyd/{BATCH}"] == "holds 201 files: at most 200 are marked"


def test_unreadable(collect: Callable[..., Collection], source: Path, tmp_path: Path) -> None:
    """A file or folder without permission costs nobody else their marks."""
    put(source, {f"ana/{UPSERTS}.py": ANSWER, f"ana/{BATCH}/env.py": ANSWER})
    put(source, {f"ben/{UPSERTS}.py": ANSWER, f"cyd/{UPSERTS}.py": ANSWER, "dan/level_up/x": ""})
    put(source, {f"eve/{BATCH}/env.py": ANSWER, f"eve/{BATCH}/versions/1.py": ANSWER})
    for parent in [tmp_path, *tmp_path.parents][:-1]:
        parent.chmod(parent.stat().st_mode | 0o011)
    locked = [source / "ana" / f"{UPSERTS}.py", source / "ana" / BATCH / "env.py"]
    locked += [source / "ben", source / "eve" / BATCH / "versions"]
    for path in locked:
        path.chmod(0)
    (source / "dan" / "level_up").chmod(0o644)  # its names can be read, what they are cannot
    try:
        with powerless():
            collection = collect()
    finally:
        for path in (*locked, source / "dan" / "level_up"):
            path.chmod(0o755)
    assert whose(collection) == [("cyd", UPSERTS)]
    denied = "cannot be read: Permission denied"
    missing = "nothing was handed in"
    assert listed(collection) == {
        f"ana/{UPSERTS}.py": denied,
        f"ana/{BATCH}": denied,
        "ben": denied,
        f"ben/{UPSERTS}.py": missing,
        f"ben/{BATCH}": missing,
        f"cyd/{BATCH}": missing,
        "dan/level_up": denied,
        f"dan/{UPSERTS}.py": missing,
        f"dan/{BATCH}": missing,
        f"eve/{BATCH}": denied,
        f"eve/{UPSERTS}.py": missing,
    }


def test_a_single_learner_who_cannot_be_read(
    collect: Callable[..., Collection], source: Path, tmp_path: Path
) -> None:
    """The folder is listed, also where it is the only one."""
    put(source, {f"ana/{UPSERTS}.py": ANSWER})
    for parent in [tmp_path, *tmp_path.parents][:-1]:
        parent.chmod(parent.stat().st_mode | 0o011)
    (source / "ana").chmod(0)
    try:
        with powerless():
            collection = collect()
    finally:
        (source / "ana").chmod(0o755)
    assert listed(collection) == {"ana": "cannot be read: Permission denied"}


def test_two_answers_to_one_drill(collect: Callable[..., Collection], source: Path) -> None:
    """What is in its place wins, the other one is listed; of two elsewhere neither wins."""
    files = {
        f"ana/{UPSERTS}.py": ANSWER,
        "ana/03_idempotent_upserts.py": "# older\n",
        "ben/03_idempotent_upserts.py": ANSWER,
        "ben/old/03_idempotent_upserts.py": "# older\n",
        f"cyd/{UPSERTS}.py": "",
        "cyd/03_idempotent_upserts.py": ANSWER,
    }
    collection = collect(files)
    assert whose(collection) == [("ana", UPSERTS), ("cyd", UPSERTS)]
    assert [each.path for each in collection.answers] == [
        source / "ana" / f"{UPSERTS}.py",
        source / "cyd" / "03_idempotent_upserts.py",
    ]
    assert listed(collection) == {
        "ana/03_idempotent_upserts.py": (
            f"is a second answer to {UPSERTS}: ana/{UPSERTS}.py counts"
        ),
        "ben/03_idempotent_upserts.py": f"is one of 2 answers of ben to {UPSERTS}: keep one",
        "ben/old/03_idempotent_upserts.py": f"is one of 2 answers of ben to {UPSERTS}: keep one",
        f"cyd/{UPSERTS}.py": "is empty",
    }


def test_a_name_of_two_drills(collect: Callable[..., Collection], catalog: Catalog) -> None:
    """A name that two tracks use is no name; at its place it is."""
    twin = catalog.root / "drills" / "05_alembic" / "03_idempotent_upserts"
    shutil.copytree(catalog.root / UPSERTS, twin)
    fresh = Catalog(catalog.root)
    slug = "drills/05_alembic/03_idempotent_upserts"
    files = {"ana/03_idempotent_upserts.py": ANSWER, f"ana/{slug}.py": ANSWER}
    put_in = catalog.root.parent / "twins"
    put(put_in, files)
    with collected(put_in, fresh, drills=fresh.drills) as collection:
        assert whose(collection) == [("ana", slug)]
        assert listed(collection) == {
            "ana/03_idempotent_upserts.py": (
                f"may be {slug} or {UPSERTS}: put it in its track's folder"
            )
        }


def test_a_track_that_is_called_much_like_a_drill(
    collect: Callable[..., Collection], catalog: Catalog, source: Path
) -> None:
    """A track's folder is one, whatever its name looks like."""
    track = catalog.root / "03_sqlite_batch_modes"
    shutil.copytree(catalog.root / "level_up", track)
    shutil.rmtree(track / "03_idempotent_upserts")
    (track / "04_versioned_data").rename(track / "01_x")
    put(source, {"ana/03_sqlite_batch_modes/01_x.py": ANSWER, f"ben/{UPSERTS}.py": ANSWER})
    fresh = Catalog(catalog.root)
    with collected(source, fresh, drills=fresh.drills) as collection:
        assert ("ana", "03_sqlite_batch_modes/01_x") in whose(collection)


def test_folders_without_end(collect: Callable[..., Collection], source: Path) -> None:
    """Folders in folders in folders are not followed for ever, in an answer neither."""
    deep = "x/" * 21
    files = {
        f"ana/{deep}{UPSERTS}.py": ANSWER,
        f"ben/{BATCH}/{deep}env.py": ANSWER,
        f"cyd/{BATCH}/{deep[2:]}env.py": ANSWER,
    }
    collection = collect(files)
    assert whose(collection) == [("cyd", BATCH)]
    assert listed(collection) == {
        f"ana/{deep}".rstrip("/"): "lies more than 20 folders deep",
        f"ana/{BATCH}": "nothing was handed in",
        f"ben/{BATCH}": "holds a file that lies more than 20 folders deep",
    }


# What is missing, and who is asked for


def test_missing_where_drills_were_named(
    collect: Callable[..., Collection], catalog: Catalog
) -> None:
    """Drills that were asked for are missing though nobody answered; others are not looked at."""
    files = {**HANDED_IN, f"learner_02/{VERSIONS}.py": "", "learner_03/": ""}
    collection = collect(files, drills=catalog.select((BATCH, VERSIONS)))
    assert whose(collection) == [("learner_01", BATCH)]
    assert listed(collection) == {
        f"learner_01/{VERSIONS}.py": "nothing was handed in",
        f"learner_02/{BATCH}": "nothing was handed in",
        f"learner_02/{VERSIONS}.py": "is empty",
        f"learner_03/{BATCH}": "nothing was handed in",
        f"learner_03/{VERSIONS}.py": "nothing was handed in",
    }


def test_drills_that_nobody_answered(collect: Callable[..., Collection], catalog: Catalog) -> None:
    """They are missing where they were asked for, and only there; a misnamed file is no answer."""
    files = {**HANDED_IN, "learner_01/04_versioned_dat.py": ANSWER}
    assert "learner_02/level_up/04_versioned_data.py" not in listed(collect(files))
    assert listed(collect(drills=catalog.select((VERSIONS,)))) == {
        "learner_01/04_versioned_dat.py": f"looks like {VERSIONS}: rename it",
        f"learner_02/{VERSIONS}.py": "nothing was handed in",
    }


def test_only_some_learners(collect: Callable[..., Collection]) -> None:
    """Only theirs is marked and listed; what others answered is missing from theirs still."""
    put_files = {
        **HANDED_IN,
        "learner_01/x.py": ANSWER,
        "notes.txt": "x",
        f"Zoe\u0308/{UPSERTS}.py": "#",
    }
    collection = collect(put_files, only=["learner_02", "Zoe\u0308"])
    assert whose(collection) == [("Zo\xeb", UPSERTS), ("learner_02", UPSERTS)]
    assert listed(collection) == {
        f"Zo\xeb/{BATCH}": "nothing was handed in",
        f"learner_02/{BATCH}": "nothing was handed in",
    }


def test_an_unknown_learner(collect: Callable[..., Collection]) -> None:
    """A name that nobody has gets the likeliest ones, or some that there are."""
    with pytest.raises(UsageError, match="no learner is called “lerner_02”") as error:
        collect(HANDED_IN, only=["lerner_02"])
    assert error.value.mend == "Did you mean: learner_02, learner_01?"
    with pytest.raises(UsageError) as error:
        collect(only=["zzz"])
    assert error.value.mend == "Learners are called: learner_01, learner_02."


# Names


def test_names_that_are_no_utf8(collect: Callable[..., Collection], source: Path) -> None:
    """Bytes that are no text are shown as escapes, everywhere, and break nothing."""
    source.mkdir()
    ana = Path(os.fsdecode(os.fsencode(source) + b"/ana\xe9"))
    put(ana, {f"{UPSERTS}.py": ANSWER, "level_up/": ""})
    Path(os.fsdecode(os.fsencode(ana) + b"/level_up/caf\xe9\x1b[31m.py")).write_text("x")
    collection = collect()
    assert whose(collection) == [("ana\\xe9", UPSERTS)]
    assert collection.answers[0].path.read_text() == ANSWER
    assert listed(collection) == {
        "ana\\xe9/level_up/caf\\xe9\\x1b[31m.py": "is called like no drill"
    }
    json.dumps(listed(collection)).encode("utf-8")
    assert whose(collect(only=["ana\\xe9"])) == whose(collection)


def test_two_forms_of_one_name_are_two_learners(collect: Callable[..., Collection]) -> None:
    """Folders that Unicode sees as one name are told apart, none is lost."""
    collection = collect({f"Zoe\u0308/{UPSERTS}.py": "# 1", f"Zo\xeb/{UPSERTS}.py": "# 2"})
    assert whose(collection) == [("Zo\xeb", UPSERTS), ("Zo\xeb-2", UPSERTS)]


def test_a_number_takes_nobodys_name(collect: Callable[..., Collection]) -> None:
    """Who is really called so keeps the name."""
    collection = collect(
        {
            f"Zoe\u0308/{UPSERTS}.py": "# 1",
            f"Zo\xeb/{UPSERTS}.py": "# 2",
            f"Zo\xeb-2/{UPSERTS}.py": "# 3",
        }
    )
    texts = {each.learner: each.path.read_text() for each in collection.answers}
    assert texts["Zo\xeb-2"] == "# 3"
    assert sorted(texts) == ["Zo\xeb", "Zo\xeb-2", "Zo\xeb-3"]


@pytest.mark.parametrize("around", ["", "class/", "sub/class/", "a/b/c/"])
def test_folders_around_the_learners(collect: Callable[..., Collection], around: str) -> None:
    """However many: as an archive of a folder of folders has them."""
    collection = collect(
        {f"{around}anna/{UPSERTS}.py": ANSWER, f"{around}ben/{UPSERTS}.py": ANSWER}
    )
    assert whose(collection) == [("anna", UPSERTS), ("ben", UPSERTS)]


# Sources


def test_no_source(collect: Callable[..., Collection], source: Path) -> None:
    """What is not there, is empty or is no archive gets one line and what to type next."""
    with pytest.raises(UsageError, match=r"cannot read .*hand_in: No such file") as error:
        collect()
    assert "one folder per learner" in error.value.mend
    with pytest.raises(UsageError, match=r"cannot read .*: File name too long"):
        collect(at=Path("a" * 5_000))
    source.mkdir()
    with pytest.raises(UsageError, match="hand_in is empty"):
        collect({".DS_Store": "x"})
    os.mkfifo(source / "pipe")
    with pytest.raises(UsageError, match="expected a folder or an archive, found a special file"):
        collect(at=source / "pipe")


@pytest.mark.parametrize("form", ["zip", "tar", "gztar", "bztar", "xztar"])
@pytest.mark.parametrize("inside", ["", "spring"])
def test_archives(
    collect: Callable[..., Collection], source: Path, tmp_path: Path, form: str, inside: str
) -> None:
    """An archive is read as the folder in it would be, while the context lasts."""
    put(source / inside, HANDED_IN)
    archive = Path(shutil.make_archive(str(tmp_path / "class"), form, source))
    catalog = Catalog(tmp_path / "course")
    with collected(archive, catalog, drills=catalog.drills) as collection:
        assert whose(collection) == BOTH
        missing = Path(inside, "learner_02", BATCH).as_posix()
        assert listed(collection) == {missing: "nothing was handed in"}
        path = collection.answers[1].path
        assert path.read_text() == ANSWER
    assert not path.exists()


@pytest.mark.parametrize("form", ["zip", "gztar"])
@pytest.mark.parametrize("inside", ["", "work"])
def test_an_archive_of_one_learner(
    collect: Callable[..., Collection], source: Path, tmp_path: Path, form: str, inside: str
) -> None:
    """The learner is called like the archive."""
    put(source / inside, {f"{UPSERTS}.py": ANSWER, f"{BATCH}/env.py": ANSWER})
    archive = Path(shutil.make_archive(str(tmp_path / "ana.lee"), form, source))
    collection = collect(at=archive)
    assert whose(collection) == [("ana.lee", BATCH), ("ana.lee", UPSERTS)]
    assert listed(collection) == {}


def test_what_was_refused_in_an_archive(
    collect: Callable[..., Collection], catalog: Catalog, tmp_path: Path
) -> None:
    """It is listed as its learner's answer, once; an answer that lacks a file is not marked."""
    archive = tmp_path / "class.zip"
    link = zipfile.ZipInfo(f"ben/{UPSERTS}.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr(f"ana/{UPSERTS}.py", ANSWER)
        made.writestr(f"ana/{BATCH}/env.py", ANSWER)
        made.writestr(f"ana/{BATCH}/data.db", "x" * 1_000_001)
        made.writestr(f"/ben/{BATCH}/env.py", ANSWER)
        made.writestr("ben/../ana/x.py", ANSWER)
    collection = collect(at=archive)
    assert whose(collection) == [("ana", UPSERTS)]
    found = {
        f"ana/{BATCH}": "cannot be marked: a file in it was not unpacked",
        f"ana/{BATCH}/data.db": "is 1.0 MB: at most 1 MB of source is marked",
        f"ben/{UPSERTS}.py": "is a symbolic link",
        f"ben/{BATCH}": "nothing was handed in",
    }
    strays = {
        f"/ben/{BATCH}/env.py": "has an absolute path",
        "ben/../ana/x.py": "leads out of the archive",
    }
    assert listed(collection) == found | strays
    assert listed(collect(at=archive, only=["ana"])) == {
        path: why for path, why in found.items() if path.startswith("ana/")
    }
    asked = catalog.select((BATCH,))
    assert f"ben/{UPSERTS}.py" not in listed(collect(at=archive, drills=asked))


# Manifests

ODD = {
    "lee_1234_hw.py": ANSWER,
    "a, b.py": "# b\n",
    f"ana/{UPSERTS}.py": "# in its place\n",
    "week 3/ana.py": "# by the manifest\n",
}
CSV = (
    "path,learner,drill\n"
    "lee_1234_hw.py,Lee,idempotent_upserts\n"
    '"a, b.py", Zoe\u0308 ,04_versioned_data\n'
    "\n"
    f"week 3/ana.py,ana,{UPSERTS}\n"
)


def as_json(text: str) -> str:
    """The same manifest as JSON."""
    import csv

    return json.dumps(list(csv.DictReader(text.splitlines())))


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_a_manifest(
    collect: Callable[..., Collection], source: Path, tmp_path: Path, suffix: str
) -> None:
    """It names whose the odd files are, and overrules the layout."""
    manifest = tmp_path / f"who{suffix}"
    manifest.write_text("\ufeff" + CSV if suffix == ".csv" else as_json(CSV), encoding="utf-8")
    collection = collect(ODD, manifest=manifest)
    assert whose(collection) == [("Lee", UPSERTS), ("Zo\xeb", VERSIONS), ("ana", UPSERTS)]
    assert [each.path.name for each in collection.answers] == [
        "lee_1234_hw.py",
        "a, b.py",
        "ana.py",
    ]
    assert listed(collection) == {
        f"ana/{UPSERTS}.py": f"is a second answer to {UPSERTS}: week 3/ana.py counts",
        f"Lee/{VERSIONS}.py": "nothing was handed in",
        f"Zo\xeb/{UPSERTS}.py": "nothing was handed in",
        f"ana/{VERSIONS}.py": "nothing was handed in",
    }


def test_a_manifest_for_a_flat_folder(collect: Callable[..., Collection], source: Path) -> None:
    """Where a manifest gives all files away, the folder around them is nobody's."""
    put(source, {"1.py": ANSWER, "2.py": ANSWER, "03_idempotent_upserts.py": ANSWER})
    manifest = source / "who.csv"
    manifest.write_text(
        "learner, drill ,path,grade\n"
        "ana,03_idempotent_upserts,1.py,\n"
        "ben,03_idempotent_upserts,2.py,A\n"
        "cyd,03_idempotent_upserts,03_idempotent_upserts.py,\n"
    )
    collection = collect(manifest=manifest)
    assert whose(collection) == [("ana", UPSERTS), ("ben", UPSERTS), ("cyd", UPSERTS)]
    assert listed(collection) == {}


@pytest.mark.parametrize("prefix", ["", "spring/"])
def test_a_manifest_for_an_archive(
    collect: Callable[..., Collection], source: Path, tmp_path: Path, prefix: str
) -> None:
    """Its paths may leave out the folder around everything; a file that was refused is no error."""
    put(source, {"spring/hw.py": ANSWER, "spring/big.py": "#" * 1_000_001})
    put(source, {f"spring/ana/{UPSERTS}.py": ANSWER})
    manifest = tmp_path / "who.csv"
    manifest.write_text(
        f"path,learner,drill\n{prefix}hw.py,lee,level_up/04\nspring/big.py,kim,level_up/04\n"
    )
    archive = Path(shutil.make_archive(str(tmp_path / "class"), "gztar", source))
    collection = collect(at=archive, manifest=manifest)
    assert whose(collection) == [("ana", UPSERTS), ("lee", VERSIONS)]
    assert listed(collection)["spring/big.py"] == "is 1.0 MB: at most 1 MB of source is marked"


def test_a_file_that_is_no_python_by_manifest(
    collect: Callable[..., Collection], tmp_path: Path
) -> None:
    """What Python would not import is not marked, whatever the manifest says."""
    manifest = tmp_path / "who.csv"
    manifest.write_text(f"path,learner,drill\nhw.txt,lee,{UPSERTS}\n")
    collection = collect({"hw.txt": ANSWER}, manifest=manifest)
    assert listed(collection) == {"hw.txt": "is no .py file: rename it"}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "line 1: expected the header path,learner,drill, found nothing"),
        ("path;learner;drill\n", "line 1: expected the header path,learner,drill, found path;lea"),
        ("path,learner\n1.py,ana\n", "line 1: expected the header path,learner,drill, found path,"),
        ("path,learner,drill\n1.py,ana\n", "line 2: expected a drill as text, found nothing"),
        ('path,learner,drill\n1.py," ",x\n', "line 2: expected a learner as text, found nothing"),
        ("path,learner,drill\n1.py,a,b,c\n", "line 2: there are more values than columns"),
        ('path,learner,drill\n"1.py,a,b\n', "line 2: unexpected end of data"),
        ("path,learner,drill\n\n3.py,a,03_idempotent_upserts\n", "line 3: 3.py was not handed in"),
        ("path,learner,drill\n\0,a,03_idempotent_upserts\n", "line 2: \\x00 was not handed in"),
        ("path,learner,drill\n../who.csv,a,level_up/03\n", "line 2: ../who.csv leads out of"),
        ("path,learner,drill\n/etc/passwd,a,level_up/03\n", "line 2: /etc/passwd leads out of"),
        ("path,learner,drill\netc/passwd,a,level_up/03\n", "line 2: etc/passwd leads out of"),
        ("path,learner,drill\n1.py,a/b,level_up/03\n", "line 2: a learner's name holds no “/”"),
        ("path,learner,drill\n1.py,..,level_up/03\n", "line 2: a learner's name holds no “/”"),
        (
            "path,learner,drill\n1.py,a,03_idempotent_upsert\n",
            "line 2: no drill is called “03_idempotent_upsert”",
        ),
        (
            "path,learner,drill\n1.py,a,level_up/03\n1.py,b,level_up/03\n",
            "line 3: 1.py is in line 2 already",
        ),
        (
            "path,learner,drill\n1.py,a,level_up/03\n2.py,a,level_up/03\n",
            "line 3: a, level_up/03 is in line 2 already",
        ),
        ("{}", "who.json: expected a JSON list of objects"),
        ("[" * 100_000, "who.json: expected a JSON list of objects"),
        ("[\n{]", "who.json, line 2: Expecting property name"),
        ("[1]", "who.json, entry 1: expected an object"),
        ('[{"path": "1.py", "learner": 7, "drill": "level_up/03"}]', "entry 1: expected a learner"),
        ('[{"path": "\\ud800", "learner": "a", "drill": "level_up/03"}]', "was not handed in"),
    ],
)
def test_a_manifest_that_makes_no_sense(
    collect: Callable[..., Collection], source: Path, tmp_path: Path, lines: str, message: str
) -> None:
    """The message names the file, the line, what was found and what was expected."""
    put(source, {"1.py": ANSWER, "2.py": ANSWER})
    (source / "etc").symlink_to("/etc")
    manifest = tmp_path / ("who.json" if lines[:1] in ("{", "[") else "who.csv")
    manifest.write_text(lines, encoding="utf-8")
    with pytest.raises(UsageError) as error:
        collect(manifest=manifest)
    assert message in error.value.message
    assert str(manifest) in error.value.message
    assert error.value.mend
    error.value.message.encode("utf-8")


def test_a_manifest_that_cannot_be_read(collect: Callable[..., Collection], tmp_path: Path) -> None:
    """No such file, and one that is no UTF-8."""
    with pytest.raises(UsageError, match=r"cannot read the manifest .*who.csv: No such file"):
        collect(HANDED_IN, manifest=tmp_path / "who.csv")
    (tmp_path / "who.csv").write_bytes(b"path,learner,drill\ncaf\xe9.py,a,b\n")
    with pytest.raises(UsageError, match=r"who.csv is not UTF-8"):
        collect(manifest=tmp_path / "who.csv")

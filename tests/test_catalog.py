"""Names are resolved generously, and a wrong one gets candidates."""

from pathlib import Path

import pytest

from runner.catalog import Catalog, course_root
from runner.course.tomls import LIMITS
from runner.errors import DrillError, UsageError
from runner.model import Limits

DRILL = 'title = "T"\ndifficulty = 1\nminutes = 5\ndatabase = "sqlite"\n'


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    """Two tracks, one a level deeper, with three drills."""
    for track, order, drills in (
        ("level_up", 2, ["03_idempotent_upserts", "04_other"]),
        ("drills/02_async", 1, ["03_session_per_task"]),
    ):
        (tmp_path / track).mkdir(parents=True)
        text = f'title = "T"\nsummary = "S"\norder = {order}\n'
        (tmp_path / track / "track.toml").write_text(text, encoding="utf-8")
        for drill in drills:
            (tmp_path / track / drill).mkdir()
            (tmp_path / track / drill / "drill.toml").write_text(DRILL, encoding="utf-8")
    return Catalog(tmp_path)


def test_learning_order(catalog: Catalog) -> None:
    """Tracks come by their order, drills by their number."""
    assert [drill.slug for drill in catalog.drills] == [
        "drills/02_async/03_session_per_task",
        "level_up/03_idempotent_upserts",
        "level_up/04_other",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "03_idempotent_upserts",
        "idempotent_upserts",
        "level_up/03",
        "level_up/03_idempotent_upserts",
        "level_up/03_idempotent_upserts/",
        "level_up/idempotent_upserts",
        "level_up/03_idempotent_upserts/checks.py",
        "work/level_up/03_idempotent_upserts.py",
        "/somewhere/else/level_up/03_idempotent_upserts.py",
    ],
)
def test_generous_names(catalog: Catalog, text: str) -> None:
    """A name, a number in a track, a path: all mean the one drill."""
    assert catalog.drill(text).slug == "level_up/03_idempotent_upserts"


@pytest.mark.parametrize("text", ["async/03", "02_async/03", "drills/02_async/03", "async/3"])
def test_tracks_below_a_folder(catalog: Catalog, text: str) -> None:
    """The deeper track may be named with or without its folder and number."""
    assert catalog.drill(text).name == "03_session_per_task"


def test_absolute_path(catalog: Catalog) -> None:
    """The drill's own folder, as an absolute path."""
    path = catalog.root / "level_up" / "04_other"
    assert catalog.drill(str(path)).name == "04_other"


@pytest.mark.parametrize("text", ["idempotent_upsert", "03_idempotent", "upserts"])
def test_unknown_name_gets_candidates(catalog: Catalog, text: str) -> None:
    """A typo is answered with what may have been meant."""
    with pytest.raises(UsageError) as refused:
        catalog.drill(text)
    assert "level_up/03_idempotent_upserts" in refused.value.mend


def test_what_fits_several_gets_them_and_no_others(catalog: Catalog) -> None:
    """A number that is in several tracks."""
    with pytest.raises(UsageError, match="several drills match “03”") as refused:
        catalog.drill("03")
    assert "level_up/03_idempotent_upserts" in refused.value.mend
    assert "04_other" not in refused.value.mend


@pytest.mark.parametrize("text", ["~nosuchuser", "a" * 5_000, "a\0b"])
def test_what_can_be_no_path_is_an_unknown_name(catalog: Catalog, text: str) -> None:
    """The home of nobody, a path that is too long, a zero byte."""
    with pytest.raises(UsageError, match="no drill is called"):
        catalog.drill(text)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('database = "sqlite"', 'database = "mysql"', "mysql"),
        ("difficulty = 1", 'difficulty = "easy"', "difficulty"),
        ("minutes = 5", "minutes = 0", "a whole number, 1 or more, found 0"),
        ('title = "T"', 'title = "T', "not valid TOML"),
        ('title = "T"', 'title = "Té"', "not UTF-8"),
        ('title = "T"', "", "“title” must be a string, found nothing"),
        (
            "minutes = 5",
            "minutes = true",
            "“minutes” must be a whole number, 1 or more, found True",
        ),
        ("minutes = 5", "minutes = 5\nneeds = 5", "“needs” must be a list of strings, found 5"),
        ("minutes = 5", 'minutes = 5\nneeds = "01_a"', "“needs” must be a list of strings"),
        ("minutes = 5", "minutes = 5\nneeds = [1]", "“needs” must be a list of strings"),
        ("minutes = 5", "minutes = 5\nlearnt = 5", "“learnt” must be a string, found 5"),
    ],
)
def test_broken_drill_toml(catalog: Catalog, old: str, new: str, said: str) -> None:
    """An author's mistake is named with the file."""
    file = catalog.root / "level_up" / "04_other" / "drill.toml"
    file.write_text(DRILL.replace(old, new), encoding="latin-1" if "é" in new else "utf-8")
    with pytest.raises(DrillError, match=said) as refused:
        _ = catalog.drills
    assert str(file) in refused.value.message


@pytest.mark.parametrize(
    ("below", "said"),
    [
        (
            '[limits]\nseconds = "20"',
            r"\[limits\] “seconds” must be a number, 0 or more, found '20'",
        ),
        ("[limits]\nprocesses = true", r"\[limits\] “processes” must be a whole number, 0 or more"),
        ("[limits]\nseconds = inf", r"\[limits\] “seconds” must be a number, 0 or more, found inf"),
        ("[limits]\nsecond = 5", r"\[limits\] has no second"),
        ('[hints]\na = "Look."', r"\[hints\] “a” must be a list of strings, found 'Look.'"),
        ("[[hints]]", "“hints” must be a table"),
        ("[limits", "not valid TOML"),
    ],
)
def test_broken_below_the_head(catalog: Catalog, below: str, said: str) -> None:
    """A listing does not read it; whoever needs it is told."""
    file = catalog.root / "level_up" / "04_other" / "drill.toml"
    file.write_text(f"{DRILL}\n{below}\n", encoding="utf-8")
    drill = next(drill for drill in catalog.drills if drill.name == "04_other")
    with pytest.raises(DrillError, match=said) as refused:
        _ = drill.details
    assert str(file) in refused.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('title = "T"\nsummary = "S"\norder = "1"', "“order” must be a whole number, found '1'"),
        ('title = "T"\norder = 1', "“summary” must be a string, found nothing"),
        ("title", "not valid TOML"),
    ],
)
def test_broken_track_toml(catalog: Catalog, text: str, said: str) -> None:
    """The same is said of a track."""
    (catalog.root / "level_up" / "track.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DrillError, match=said):
        _ = catalog.tracks


@pytest.mark.parametrize("name", ["drill.toml", "track.toml"])
def test_a_folder_is_no_toml(catalog: Catalog, name: str) -> None:
    """One in its place is told as what it is."""
    file = catalog.root / "level_up" / ("04_other" if name == "drill.toml" else "") / name
    file.unlink()
    file.mkdir()
    with pytest.raises(DrillError, match=f"cannot read {file}: Is a directory"):
        _ = catalog.drills


def test_every_limit_has_a_kind() -> None:
    """What `[limits]` may say is what there is to limit."""
    assert list(Limits._fields) == list(LIMITS)


@pytest.mark.parametrize("given", ["~nosuchuser", "/nowhere", "a" * 5_000])
def test_a_course_that_is_no_folder(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    """However it is none: the home of nobody, not there, too long for a path."""
    monkeypatch.setenv("DRILLS_COURSE", given)
    with pytest.raises(UsageError, match="DRILLS_COURSE names no folder") as refused:
        course_root()
    assert given in refused.value.message


def test_select_takes_tracks_and_drills(catalog: Catalog) -> None:
    """Several names, each a drill or a track, without doubles."""
    chosen = catalog.select(("level_up", "04_other", "async/03"))
    assert [drill.name for drill in chosen] == [
        "03_session_per_task",
        "03_idempotent_upserts",
        "04_other",
    ]

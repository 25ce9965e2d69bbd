import base64
import copy
import itertools
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

TOKEN = "monday-7c1e'\"🔑"
SALES = "Zoë;1000\nLi;500\n;1\nZoë;300\n🍵 & Söhne;70\nLi;999\n"
TOTAL = [1000, 1400, 1401, 1701, 1771, 2570]
"""The total after each line."""


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token of the day."""
    monkeypatch.setenv("REPORT_TOKEN", TOKEN)


@pytest.fixture
def path(folder: Path) -> Path:
    """A file of six sales."""
    path = folder / "März sales.csv"
    path.write_text(SALES, encoding="utf-8")
    return path


@pytest.fixture
def start(answer: Any, path: Path) -> Iterator[Callable[..., Any]]:
    """Make a job that has done some lines."""
    jobs: list[Any] = []

    def start(lines: int, kind: str = "ReportJob", **options: Any) -> Any:
        job = getattr(answer, kind)(path, **options)
        jobs.append(job)
        for _ in range(lines):
            job.step()
        return job

    yield start
    for job in jobs:
        if file := vars(job).get("_file"):
            file.close()


# ---- task 1: what pickle cannot store -------------------------------------------------------


@pytest.mark.task(1)
def test_a_job_is_saved_and_loaded(start: Callable[..., Any]) -> None:
    """A loaded job has the path, the progress and the total of the saved one."""
    for lines in (0, 3):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            job = start(lines)
            loaded = _load(_save(job, protocol))
            assert type(loaded) is type(job), (
                f"what is loaded is a {type(loaded).__name__}: it must be of the saved job's class"
            )
            missing = [name for name in ("path", "progress", "total") if not hasattr(loaded, name)]
            assert not missing, (
                f"the loaded job has no {', '.join(missing)}: "
                "it has only what __getstate__ returned and __setstate__ put back"
            )
            got = (loaded.path, loaded.progress, loaded.total)
            assert got == (job.path, job.progress, job.total), (
                f"after {lines} lines the loaded job has path, progress and total {got}: "
                "they must be those of the saved job"
            )


@pytest.mark.task(1)
def test_the_saved_job_goes_on(start: Callable[..., Any]) -> None:
    """Saving a job does not change it: it goes on as if nothing had happened."""
    job = start(2)
    before = dict(vars(job))
    cached = dict(job._cache)
    _save(job)
    lost = [name for name in before if name not in vars(job)]
    assert not lost, (
        f"after pickle.dumps the job itself has no {', '.join(lost)}: "
        "what __getstate__ changes must be its own copy"
    )
    changed = [name for name in before if vars(job)[name] is not before[name]]
    assert not changed, (
        f"pickle.dumps gave the job itself another {', '.join(changed)}: "
        "what __getstate__ changes must be its own copy"
    )
    added = [name for name in vars(job) if name not in before]
    assert not added, (
        f"after pickle.dumps the job itself has a new {', '.join(added)}: "
        "what is noted for the file is put into a copy, not into the job"
    )
    assert not job._file.closed, (
        "after pickle.dumps the job's own file is closed: saving must leave the job as it is"
    )
    assert job._cache == cached, (
        "after pickle.dumps the job's own cache has changed: "
        "a copy of a dict still holds the same objects as the dict"
    )
    _save(job)
    _finish(job, "after pickle.dumps, the saved job")


# ---- task 2: what must not be stored --------------------------------------------------------


@pytest.mark.task(2)
def test_the_cache_is_not_stored(start: Callable[..., Any]) -> None:
    """No customer's profile is in the pickle, and the rest is."""
    data = _save(start(3))
    assert b"sales.csv" in data, "the file's name is not in the pickle: the path must be stored"
    assert b"confidential" not in data, (
        "the pickle holds customers' profiles: "
        "what can be fetched again is left out, and what is confidential even more so"
    )


@pytest.mark.task(2)
def test_the_token_is_not_stored(start: Callable[..., Any]) -> None:
    """The token is not in the pickle, in no disguise, and the rest is."""
    for data in (_save(start(3)), _save(start(1, "MailedReportJob", recipients=["a@b.c"]))):
        assert b"sales.csv" in data, "the file's name is not in the pickle: the path must be stored"
        plain = TOKEN.encode()
        for form, text in (
            ("", plain),
            (", as base64", base64.b64encode(plain)),
            (", as hexadecimal digits", plain.hex().encode()),
            (", backwards", TOKEN[::-1].encode()),
        ):
            assert text not in data, (
                f"the token is in the pickle{form}: whoever can read the file can read the secret"
            )


# ---- task 3: what is rebuilt ----------------------------------------------------------------


@pytest.mark.task(3)
def test_the_lock_is_new_and_free(start: Callable[..., Any]) -> None:
    """Each loaded job has a lock of its own, which nobody holds."""
    job = start(1)
    loaded = [_load(_save(job)) for _ in range(2)]
    for one in loaded:
        assert hasattr(one, "_lock"), (
            "the loaded job has no _lock: __init__ is not called, so __setstate__ makes it"
        )
    locks = [each._lock for each in (job, *loaded)]
    assert len({id(lock) for lock in locks}) == 3, (
        "two jobs have the same lock: every job needs its own"
    )
    for lock in locks[1:]:
        assert lock.acquire(blocking=False), "the loaded job's lock is held: it must be free"
        lock.release()


@pytest.mark.task(3)
def test_the_token_is_the_one_of_today(
    start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loaded job has the token that is valid when it is loaded."""
    data = _save(start(2))
    for today in ("tuesday-90ab", "wednesday"):
        monkeypatch.setenv("REPORT_TOKEN", today)
        loaded = _load(data)
        assert hasattr(loaded, "api_token"), (
            "the loaded job has no api_token: what is not stored must be made again"
        )
        assert loaded.api_token == today, (
            "the loaded job's api_token is not the one that is valid now: "
            "a token changes, and read_token() knows it at any time"
        )


@pytest.mark.task(3)
def test_the_file_goes_on_where_it_was(start: Callable[..., Any], path: Path) -> None:
    """A loaded job reads on from the next line, when the saved job is long gone."""
    for lines in (0, 1, 4, 6):
        job = start(lines)
        data = _save(job)
        job.close()
        loaded = _load(data)
        _has_file(loaded)
        assert path.read_text(encoding="utf-8") == SALES, "the file has changed: it is only read"
        _finish(loaded, f"saved after line {lines}, the loaded job", lines)


@pytest.mark.task(3)
def test_the_cache_starts_empty_and_fills(start: Callable[..., Any]) -> None:
    """A loaded job's cache is its own: empty, and filled again by the work."""
    job = start(3)
    loaded = _load(_save(job))
    assert hasattr(loaded, "_cache"), (
        "the loaded job has no _cache: __init__ is not called, so __setstate__ makes it"
    )
    assert loaded._cache == {}, (
        f"the loaded job's cache holds {len(loaded._cache)} profiles: it starts empty"
    )
    _has_file(loaded)
    loaded.step()
    assert list(loaded._cache) == ["Zoë"], "the loaded job's work fills its cache again"
    again = _load(_save(loaded))
    assert again._cache == {}, "the cache of a job that was saved twice starts empty, too"
    assert len(job._cache) == 3, "the saved job keeps its own cache"


# ---- task 4: subclasses and slots -----------------------------------------------------------


@pytest.mark.task(4)
def test_attributes_of_a_subclass_survive(start: Callable[..., Any]) -> None:
    """What a subclass or a caller has added to a job is stored, too."""
    job = start(2, "MailedReportJob", recipients=["ada@example.org", "zoë@example.org"])
    job.remark = None
    loaded = _load(_save(job))
    assert type(loaded) is type(job), (
        f"the loaded job is a {type(loaded).__name__}: it keeps its class"
    )
    for name in ("recipients", "remark"):
        assert hasattr(loaded, name), (
            f"the loaded {type(job).__name__} has no {name}: "
            "a base class cannot know all attributes, so it names those that it leaves out"
        )
        assert getattr(loaded, name) == getattr(job, name), f"{name} must be as it was"
    _finish(loaded, "the loaded MailedReportJob", 2)


@pytest.mark.task(4)
def test_slots_survive(start: Callable[..., Any]) -> None:
    """A tag comes back, whatever it is, and a job without one has none afterwards."""
    for tag in ("spring", "", None, ["a", 0]):
        job = start(2, "SlottedReportJob")
        job.tag = tag
        job.remark = "in __dict__"
        loaded = _load(_save(job))
        assert hasattr(loaded, "tag"), (
            f"a job with the tag {tag!r} has none when it is loaded: "
            "a slot's value is not in __dict__"
        )
        assert loaded.tag == tag, "the tag must be as it was"
        assert getattr(loaded, "remark", "") == "in __dict__", "a job has slots and a __dict__"
        _finish(loaded, "the loaded SlottedReportJob", 2)
    job = start(2, "SlottedReportJob")
    try:
        loaded = _load(_save(job))
    except AttributeError as error:
        raise AssertionError(
            f"a SlottedReportJob without a tag raised “{error}”: a slot may be empty"
        ) from None
    assert not hasattr(loaded, "tag"), (
        f"a job without a tag has the tag {loaded.tag!r} when it is loaded: it must be as it was"
    )
    _finish(loaded, "the loaded SlottedReportJob without a tag", 2)


# ---- task 5: copies -------------------------------------------------------------------------


@pytest.mark.task(5)
def test_copies_work_on_their_own(start: Callable[..., Any]) -> None:
    """copy.copy and copy.deepcopy give a job of its own, with its own file, lock and cache."""
    kinds = {"ReportJob": {}, "MailedReportJob": {"recipients": ["a@b.c"]}, "SlottedReportJob": {}}
    for make, (kind, options) in itertools.product((copy.copy, copy.deepcopy), kinds.items()):
        job = start(2, kind, **options)
        job.tag = "spring"
        other = make(job)
        what = f"copy.{make.__name__} of a {kind}"
        assert type(other) is type(job), f"{what} is a {type(other).__name__}: it keeps its class"
        for name in ("_file", "_lock", "_cache"):
            assert getattr(other, name, None) is not getattr(job, name), (
                f"{what} has the same {name} as the job that was copied: "
                "two jobs that share it disturb each other"
            )
        _finish(other, what, 2)
        _finish(job, f"after {what}, the job that was copied", 2)
        for name in ("tag", *options):
            assert getattr(other, name, "nothing") == getattr(job, name), (
                f"{what} lost its {name}: what is not named as skipped is kept"
            )
        if make is copy.deepcopy and options:
            assert other.recipients is not job.recipients, (
                f"{what} has the same list of recipients as the job that was copied: "
                "a deep copy shares nothing that can be changed"
            )


# ---- helpers --------------------------------------------------------------------------------


def _save(job: Any, protocol: int | None = None) -> bytes:
    try:
        return pickle.dumps(job, protocol)
    except TypeError as error:
        if not str(error).startswith("cannot pickle"):
            raise
        raise AssertionError(
            f"pickle.dumps raised “{error}”: a lock and an open file belong to one running "
            "program and cannot be stored"
        ) from None


def _load(data: bytes) -> Any:
    return pickle.loads(data)


def _has_file(job: Any) -> None:
    assert hasattr(job, "_file"), (
        "the loaded job has no _file: __init__ is not called, so __setstate__ opens it"
    )


def _finish(job: Any, who: str, lines: int = 2) -> None:
    """Work to the end, and look at every total on the way."""
    missing = [name for name in ("_file", "_lock", "_cache", "api_token") if not hasattr(job, name)]
    assert not missing, f"{who} has no {', '.join(missing)}: what is not stored must be made again"
    got = []
    try:
        while job.step():
            got.append(job.total)
    except ValueError as error:
        raise AssertionError(
            f"{who} met a line that makes no sense (“{error}”): it goes on after the last line "
            "that was done, and a position in a file is a number of bytes"
        ) from None
    assert got == TOTAL[lines:], (
        f"{who} went on to the totals {got}: it goes on after the last line that was done"
    )
    assert job.progress == len(TOTAL), (
        f"{who} counted {job.progress} of {len(TOTAL)} lines: a loaded job does all of its work"
    )
    job.close()

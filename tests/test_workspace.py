"""The learner's folder: created from the stub, never overwritten, put back on demand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runner.catalog import REPOSITORY, Catalog
from runner.errors import SetupError, UsageError
from runner.workspace import Workspace, digest, work_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from runner.model import Drill

NOBODY = 65534
STUB = "def add() -> int:\n    raise NotImplementedError\n"


@pytest.fixture
def drills(tmp_path: Path) -> tuple[Drill, Drill]:
    """Two drills of a tiny course: the answer to one is a file, to the other a folder."""
    track = tmp_path / "course" / "level_up"
    for name in ("01_one_file", "02_folder"):
        (track / name).mkdir(parents=True)
        (track / name / "drill.toml").write_text(
            'title = "T"\ndifficulty = 1\nminutes = 5\ndatabase = "files"\n'
        )
    (track / "track.toml").write_text('title = "Level up"\nsummary = "s"\norder = 1\n')
    (track / "01_one_file" / "exercise.py").write_text(STUB)
    folder = track / "02_folder" / "exercise"
    (folder / "versions" / "__pycache__").mkdir(parents=True)
    (folder / "env.py").write_text("# env\n")
    (folder / "versions" / "0001.py").write_text(STUB)
    (folder / "versions" / "__pycache__" / "0001.pyc").write_bytes(b"\0")
    one, two = Catalog(tmp_path / "course").drills
    return one, two


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A work folder that does not exist yet."""
    return Workspace(tmp_path / "my work")


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Take away the permission to write, and root's power to write all the same."""
    folder.chmod(0o555)
    me = os.geteuid()
    if me == 0:
        for parent in [folder, *folder.parents][:-1]:
            if parent.stat().st_mode & 0o001 == 0:
                parent.chmod(parent.stat().st_mode | 0o011)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(me)
        folder.chmod(0o755)


def test_the_option_wins_over_the_variable_over_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--work` counts first, then DRILLS_WORK, then the repository's own folder."""
    monkeypatch.setenv("DRILLS_WORK", str(tmp_path / "variable"))
    assert work_root(str(tmp_path / "option")) == tmp_path / "option"
    assert work_root(None) == tmp_path / "variable"
    monkeypatch.delenv("DRILLS_WORK")
    assert work_root(None) == REPOSITORY / "work"


def test_a_work_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """A file where the work folder should be is a mistake in usage."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="must be a folder, found a file"):
        work_root(str(tmp_path / "file"))


def test_first_use_copies_the_stub(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """The first use creates the answer from the stub, a file or a whole folder."""
    one, two = drills
    assert workspace.ensure(one) == (workspace.root / "level_up" / "01_one_file.py", True)
    assert workspace.answer_path(one).read_text() == STUB
    path, created = workspace.ensure(two)
    assert created
    assert path == workspace.root / "level_up" / "02_folder"
    found = sorted(p.relative_to(path).as_posix() for p in path.rglob("*.py*"))
    assert found == ["env.py", "versions/0001.py"]
    assert not list(workspace.root.rglob("*.making"))


def test_an_answer_is_never_overwritten(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """A second use leaves what the learner wrote, even an empty file."""
    one, two = drills
    for drill in drills:
        workspace.ensure(drill)
    workspace.answer_path(one).write_text("")
    (workspace.answer_path(two) / "env.py").write_text("mine")
    assert workspace.ensure(one) == (workspace.answer_path(one), False)
    assert not workspace.ensure(two)[1]
    assert workspace.answer_path(one).read_text() == ""
    assert (workspace.answer_path(two) / "env.py").read_text() == "mine"


def test_a_read_only_stub_gives_a_writable_answer(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """The learner can write the answer even where the repository is read-only."""
    one, two = drills
    one.file("exercise").chmod(0o444)
    (two.file("exercise") / "env.py").chmod(0o444)
    assert workspace.ensure(one)[0].stat().st_mode & 0o200
    assert (workspace.ensure(two)[0] / "env.py").stat().st_mode & 0o200


def release(*processes: subprocess.Popen[str]) -> None:
    """Let processes go together, once each has said that it is ready."""
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()


def test_processes_that_start_together_create_it_once(
    drills: tuple[Drill, Drill], workspace: Workspace, tmp_path: Path
) -> None:
    """Of several processes that use a drill for the first time, exactly one creates it."""
    script = (
        "import sys; from pathlib import Path\n"
        "from runner.catalog import Catalog; from runner.workspace import Workspace\n"
        "drills = Catalog(Path(sys.argv[1])).drills; work = Workspace(Path(sys.argv[2]))\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print([work.ensure(drill)[1] for drill in drills])\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "course"), str(workspace.root)]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    release(*processes)
    printed = "".join(process.communicate()[0] for process in processes)
    assert printed.count("True") == 2, printed
    assert workspace.answer_path(drills[0]).read_text() == STUB


def test_what_another_process_removes_meanwhile_is_no_error(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """A half-made copy may be listed and then be gone: the process that made it was ready."""
    workspace.ensure(drills[0])
    script = (
        "import sys; from pathlib import Path\n"
        "made = [Path(sys.argv[1], f'.{number}.making') for number in range(50)]\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "while True:\n"
        "    for each in made: each.touch()\n"
        "    for each in made: each.unlink()\n"
    )
    command = [sys.executable, "-c", script, str(workspace.root / "level_up")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as it:
        release(it)
        try:
            for _ in range(2000):
                workspace.ensure(drills[0])
        finally:
            it.kill()


def test_what_a_killed_process_left_is_swept(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """A half-made copy of a killed process goes at the next use; a fresh one is left alone."""
    folder = workspace.root / "level_up"
    folder.mkdir(parents=True)
    old, fresh = folder / ".01_one_file.py.1.making", folder / ".01_one_file.py.2.making"
    old.touch()
    fresh.touch()
    hour_ago = time.time() - 3600
    os.utime(old, (hour_ago, hour_ago))
    workspace.ensure(drills[0])
    assert not old.exists()
    assert fresh.exists()


def test_reset_keeps_the_old_file(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """Reset puts the stub back and keeps the answer, and one kept earlier, beside it."""
    one = drills[0]
    kept = []
    for text in ("first", "second", "third"):
        workspace.ensure(one)[0].write_text(text)
        path = workspace.reset(one)
        assert path is not None
        kept.append(path)
    assert [path.read_text() for path in kept] == ["first", "second", "third"]
    assert workspace.answer_path(one).read_text() == STUB
    pattern = r"01_one_file\.\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d+)?\.py"
    assert all(re.fullmatch(pattern, path.name) for path in kept)


def test_reset_keeps_the_old_folder(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """Reset treats a folder as it treats a file."""
    two = drills[1]
    path = workspace.ensure(two)[0]
    (path / "mine.txt").write_text("mine")
    kept = workspace.reset(two)
    assert kept is not None
    assert (kept / "mine.txt").read_text() == "mine"
    assert digest(path) == digest(two.file("exercise"))


def test_reset_of_an_untouched_answer_keeps_nothing(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """An answer that equals the stub, or is not there, leaves nothing to keep."""
    one = drills[0]
    assert workspace.reset(one) is None
    assert workspace.reset(one) is None
    assert [path.name for path in workspace.answer_path(one).parent.iterdir()] == ["01_one_file.py"]


@pytest.mark.parametrize("target", ["elsewhere.py", "missing.py"])
def test_a_link_in_place_of_the_answer_is_refused(
    drills: tuple[Drill, Drill], workspace: Workspace, target: str
) -> None:
    """A symbolic link is neither followed nor replaced, dangling or not."""
    path = workspace.answer_path(drills[0])
    path.parent.mkdir(parents=True)
    (workspace.root / "elsewhere.py").write_text("other")
    path.symlink_to(workspace.root / target)
    for use in (workspace.ensure, workspace.reset):
        with pytest.raises(UsageError, match="must be a file, found a symbolic link"):
            use(drills[0])
    assert path.is_symlink()
    assert (workspace.root / "elsewhere.py").read_text() == "other"


def test_a_folder_for_a_file_and_the_reverse_are_refused(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """What stands in the answer's place must be of the drill's kind."""
    one, two = drills
    workspace.answer_path(one).mkdir(parents=True)
    workspace.answer_path(two).touch()
    with pytest.raises(UsageError, match="must be a file, found a folder"):
        workspace.ensure(one)
    with pytest.raises(UsageError, match="must be a folder, found a file"):
        workspace.ensure(two)


def test_a_folder_without_permission_names_the_way_out(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """An unwritable work folder gives one line and both ways to name another."""
    workspace.root.mkdir()
    with unwritable(workspace.root), pytest.raises(SetupError, match="Permission denied") as caught:
        workspace.ensure(drills[0])
    assert str(workspace.root) in caught.value.message
    assert "--work DIR" in caught.value.mend
    assert "DRILLS_WORK" in caught.value.mend


def test_a_file_in_place_of_a_track_folder_is_a_clear_error(
    drills: tuple[Drill, Drill], workspace: Workspace
) -> None:
    """A file where the track's folder belongs cannot be written into."""
    workspace.root.mkdir()
    (workspace.root / "level_up").touch()
    with pytest.raises(SetupError, match=r"cannot write .*level_up"):
        workspace.ensure(drills[0])


def test_a_digest_depends_on_contents_alone(tmp_path: Path) -> None:
    """Same names and bytes give the same digest anywhere; any change to them another one."""
    seen = set()
    for place, files in [
        ("a", {"x.py": "1", "y/z.py": "2"}),
        ("b", {"x.py": "1", "y/z.py": "2", "y/__pycache__/z.pyc": "compiled"}),
        ("c", {"x.py": "1", "y/z.py": "3"}),
        ("d", {"x.py": "1", "z.py": "2"}),
        ("e", {"x.py": "12", "y/z.py": ""}),
    ]:
        for name, text in files.items():
            file = tmp_path / place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        seen.add(digest(tmp_path / place))
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert len(seen) == 4
    assert digest(tmp_path / "a" / "y" / "z.py") == digest(tmp_path / "d" / "z.py")
    assert re.fullmatch(r"[0-9a-f]{16}", seen.pop())


def test_no_answer_has_no_digest(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """A drill that was never begun has no digest, and asking creates nothing."""
    assert workspace.answer_digest(drills[0]) is None
    assert not workspace.root.exists()
    workspace.ensure(drills[0])
    assert workspace.answer_digest(drills[0]) == digest(drills[0].file("exercise"))


def test_what_is_no_answer_has_no_digest(drills: tuple[Drill, Drill], workspace: Workspace) -> None:
    """A pipe in the answer's place would be waited for, a folder is none."""
    path = workspace.answer_path(drills[0])
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert workspace.answer_digest(drills[0]) is None
    path.unlink()
    path.mkdir()
    assert workspace.answer_digest(drills[0]) is None

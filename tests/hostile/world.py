"""What surrounds hostile answers: a course, things of value, a listener, and warm graders."""

from __future__ import annotations

import ast
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from runner import processes

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent
ANSWERS = sorted((HERE / "answers").glob("*.py"))
SQLITE, POSTGRES = "01_stock", "02_accounts"
PATIENCE = 20.0
"""Seconds for a grader to say something: far more than the limits of a drill."""
_SCRATCH = (Path("/dev/shm"), Path("/tmp"))


@dataclass(frozen=True)
class Claim:
    """What an answer says of itself: the outcome that it must have."""

    says: str
    statuses: tuple[str, ...]
    points: float

    @classmethod
    def of(cls, file: Path) -> Claim:
        """Read it from the answer's source, which nobody may run."""
        found: dict[str, Any] = {}
        for node in ast.parse(file.read_bytes()).body:
            match node:
                case ast.Assign([ast.Name("STATUS" | "POINTS" | "SAYS" as name)], value):
                    found[name] = ast.literal_eval(value)
        return cls(found.get("SAYS", ""), tuple(found["STATUS"].split()), found["POINTS"])


def drill_of(file: Path) -> str:
    """The drill that an answer is for."""
    return POSTGRES if file.stem.startswith("postgres_") else SQLITE


class Grader:
    """A warm process that marks answers to one drill; see `grader.py`."""

    def __init__(self, course: Path, drill: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(HERE / "grader.py"), str(course), drill],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY), "GRADERS_KEY": "tortoise"},
            start_new_session=True,
        )
        self.begun = self._hear()

    def mark(self, answer: Path) -> dict[str, Any]:
        """The verdict as JSON data, with `points`; or `error`, also where the grader is gone."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(f"{answer}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return {"error": "the grader has ended"}
        return self._hear()

    def left(self) -> list[str]:
        """The processes below it, but for the supply of databases."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        lines = [_command(pid) for pid in children.read_text(encoding="ascii").split()]
        return [line for line in lines if "runner.databases.supply" not in line]

    def is_well(self) -> bool:
        """Whether it runs and is not stopped."""
        if self.process.poll() is not None:
            return False
        return processes.fields_of(self.process.pid)[0] != "T"

    def end(self) -> None:
        """End it in order; by force where that does not work."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            raise
        finally:
            self.process.stdout.close()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(PATIENCE):
                os.killpg(self.process.pid, signal.SIGKILL)
                return {"error": f"the grader said nothing for {PATIENCE:g} s"}
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"error": "the grader has ended"}


class World:
    """A folder with everything that hostile answers are after, and the graders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.course = folder / "course"
        shutil.copytree(HERE / "course", self.course)
        self.outside = folder / "outside"
        self.outside.mkdir()
        # Open to everybody: what keeps answers away is the isolation, not the mode.
        self.outside.chmod(0o777)
        for name in ("canary", "sibling.py", "gradebook.db"):
            (self.outside / name).write_text(f"the {name}", encoding="utf-8")
            (self.outside / name).chmod(0o666)
        self.listeners = [
            socket.create_server(("127.0.0.1", 0)),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_UNIX),
        ]
        self.port = self.listeners[0].getsockname()[1]
        self.listeners[1].bind(("127.0.0.1", self.port))
        self.listeners[2].bind(f"\0hostile-{self.port}")
        self.listeners[2].listen()
        for listener in self.listeners:
            listener.setblocking(False)
        self._graders: dict[str, Grader] = {}
        self._before = self.valuables()

    @cached_property
    def honest(self) -> dict[str, Path]:
        """The right answer to each drill, handed in by somebody else."""
        folder = self.folder / "honest"
        folder.mkdir()
        for drill in (SQLITE, POSTGRES):
            shutil.copyfile(self.course / "shop" / drill / "solution.py", folder / f"{drill}.py")
        return {drill: folder / f"{drill}.py" for drill in (SQLITE, POSTGRES)}

    def grader(self, drill: str) -> Grader:
        """The warm grader of a drill; a new one where the last has been ended."""
        kept = self._graders.get(drill)
        if kept is None or not kept.is_well():
            if kept is not None:
                kept.end()
            kept = self._graders[drill] = Grader(self.course, drill)
            assert kept.begun == {"ready": True}, kept.begun
        return kept

    def hand_in(self, file: Path) -> Path:
        """A copy of an answer, with the places that it is after filled in."""
        text = file.read_text(encoding="utf-8")
        places = {
            "@COURSE@": self.course,
            "@DRILL@": self.course / "shop" / drill_of(file),
            "@OUTSIDE@": self.outside,
            "@CANARY@": self.outside / "canary",
            "@SIBLING@": self.outside / "sibling.py",
            "@GRADEBOOK@": self.outside / "gradebook.db",
            "@SERVER@": os.environ["DRILLS_HOME"],
            "@PORT@": self.port,
        }
        for mark, value in places.items():
            text = text.replace(mark, str(value))
        handed_in = self.folder / "answers" / file.name
        handed_in.parent.mkdir(exist_ok=True)
        handed_in.write_text(text, encoding="utf-8")
        return handed_in

    def valuables(self) -> dict[str, str]:
        """What must stay as it is: files with their content and their rights."""
        return {
            str(path.relative_to(self.folder)): (
                f"{path.stat().st_mode:o} {path.stat().st_uid} {path.read_bytes()!r}"
            )
            for root in (self.course, self.outside)
            for path in sorted(root.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }

    def harm(self) -> list[str]:
        """What the last answer has done that none may do."""
        found = [f"changed {name}" for name, _ in self._before.items() ^ self.valuables().items()]
        for folder in _SCRATCH:
            found += [f"left {path}" for path in folder.glob("hostile*")]
        for listener in self.listeners:
            found += _heard(listener)
        return found

    def end(self) -> None:
        """End the graders and the listeners."""
        for listener in self.listeners:
            listener.close()
        for grader in self._graders.values():
            grader.end()


def running_as(user: int) -> list[str]:
    """The command lines of all processes of a user."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                found.append(_command(folder.name))
        except OSError:
            continue
    return found


def _command(pid: str) -> str:
    try:
        text = Path("/proc", pid, "cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.replace("\0", " ").strip() or f"process {pid}"


def _heard(listener: socket.socket) -> list[str]:
    try:
        if listener.type == socket.SOCK_DGRAM:
            return [f"sent {listener.recv(100)!r}"]
        listener.accept()[0].close()
    except BlockingIOError:
        return []
    return [f"connected to {listener.getsockname()!r}"]

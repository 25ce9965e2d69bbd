"""A home folder for the server that every test can reach, also when the tests run as root."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from runner.databases.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server_home() -> Iterator[Path]:
    """A new folder with a space in its path; pytest's own `tmp_path` shuts out `nobody`."""
    folder = Path(tempfile.mkdtemp(prefix="drills test "))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    yield folder
    cluster = Cluster(folder)
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def drills_home(server_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same folder, as `DRILLS_HOME`."""
    monkeypatch.setenv("DRILLS_HOME", str(server_home))
    monkeypatch.delenv("DRILLS_POSTGRES_URL", raising=False)
    return server_home

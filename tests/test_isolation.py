"""Trying whether isolation holds leaves the machine as it was."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from runner import isolation
from runner.catalog import Catalog, course_root


@pytest.mark.skipif(sys.platform != "linux", reason="isolation is Linux's")
def test_what_is_tried_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of everybody's temporary files keeps its mode, also where root tries."""
    tmp_path.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drill = Catalog(course_root()).drill("03_idempotent_upserts")
    if not all(part.works for part in isolation.parts()):
        pytest.skip("this machine has no strict isolation")
    assert list(isolation.holds(drill)) == []
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777
    assert list(tmp_path.iterdir()) == []

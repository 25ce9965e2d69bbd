"""What drills may import: all that the type checker knows of is there, and only that."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from runner import api


def _declared() -> list[str]:
    """The names that `runner.api` imports, for the type checker or at once."""
    tree = ast.parse(Path(api.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [alias.asname for node in imports for alias in node.names if alias.asname]


@pytest.mark.parametrize("name", _declared())
def test_what_is_declared_is_there(name: str):
    """Under its own name."""
    found = getattr(api, name)
    assert getattr(found, "__name__", name).rpartition(".")[2] == name


def test_what_is_not_declared_is_not_there():
    """A misspelt name is the ordinary error of an import."""
    with pytest.raises(ImportError, match="cannot import name 'Databse'"):
        exec("from runner.api import Databse", {})


def test_only_what_is_named_is_imported():
    """Importing an instrument has a price, which a small drill's run would notice."""
    code = "import sys; from runner.api import Database; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"runner.instruments.crash", "runner.seen"} & set(ran.stdout.split())

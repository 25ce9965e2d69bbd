"""The database that a drill's databases are copied from: made once, cached on the server."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import re
import sys
from typing import TYPE_CHECKING

import psycopg2

from runner import processes
from runner.databases.database import Database
from runner.databases.seeding import seed_with
from runner.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from runner.databases.admin import Address, Admin

BLANK = "template0"
"""PostgreSQL's own empty template: unlike template1, nobody can have put anything in it."""

_TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
"""What a seed has made, each as SQL names it."""


def label(name: str, *, length: int = 40) -> str:
    """A drill's name as a part of a database's name: short, without quotes."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower())
    if plain == name and len(plain) <= length:
        return plain
    return f"{plain[: length - 9]}_{_digest(name.encode())[:8]}"


def template_for(admin: Admin, checks: Path | None) -> str:
    """The name of the template for one `checks.py`, made on first need.

    Args:
        admin: the run's connection.
        checks: the drill's checks; None for no drill.

    Raises:
        DrillError: `seed` fails; that is the drill's fault.
    """
    if checks is None:
        return BLANK
    source = checks.read_bytes()
    if not has_seed(source, checks):
        return BLANK
    drill = f"drills_t_{label(checks.parent.name)}_"
    template = drill + _digest(source)[:12]
    if admin.exists(template):
        return template
    with admin.making(template):
        if not admin.exists(template):
            _make(admin, checks, template)
    admin.drop_templates(f"^{drill}[0-9a-f]{{12}}$", but=template)
    return template


def has_seed(source: bytes, checks: Path) -> bool:
    """Whether the module defines `seed`; found by parsing, as importing it costs much more.

    Args:
        source: the module's content.
        checks: its file, for the error.

    Raises:
        DrillError: it cannot be parsed.
    """
    if b"def seed(" not in source:
        return False
    try:
        module = ast.parse(source)
    except SyntaxError as error:
        raise DrillError(f"{checks}, line {error.lineno}: {error.msg}") from error
    return any(isinstance(node, ast.FunctionDef) and node.name == "seed" for node in module.body)


def _make(admin: Admin, checks: Path, template: str) -> None:
    """Fill a database of the run's own, so that a run that dies here leaves nothing special."""
    name = f"drills_{admin.run}_0"
    address = admin.make(name, BLANK, seeding=True)
    try:
        _fill(checks, address)
    except BaseException:
        admin.drop(name)
        raise
    admin.publish(name, template)


def _fill(checks: Path, address: Address) -> None:
    """Run `seed`, then give the planner what it would know of a database in use."""
    database = Database(
        kind="postgres", url=address.url, async_url=address.async_url, dsn=address.dsn
    )
    with processes.leaving_with_parent():
        seed_with(lambda: _seed_of(checks)(database), checks, "PostgreSQL")
    connection = psycopg2.connect(address.dsn)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            # With the visibility map, for index-only scans; not for the system's own tables, which
            # each copy would then have to copy.
            cursor.execute(_TABLES)
            for (table,) in cursor.fetchall():
                cursor.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        connection.close()


def _seed_of(checks: Path) -> Callable[[Database], object]:
    """The function; the module is loaded under a name that no drill can have."""
    spec = importlib.util.spec_from_file_location("drills_checks_for_seed", checks)
    if spec is None or spec.loader is None:
        raise ImportError(f"cannot load {checks}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses and ORM models look themselves up there
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[spec.name]
    return module.seed


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

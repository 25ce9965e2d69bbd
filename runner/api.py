"""What drills may import: types for annotations, and the functions that are not fixtures.

Only what a drill names is imported: the whole would be a twentieth of a small drill's run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from runner.instruments import datasets as datasets

if TYPE_CHECKING:
    from runner.databases.database import Database as Database
    from runner.databases.postgres import scratch_postgres as scratch_postgres
    from runner.instruments.between import before_first_write as before_first_write
    from runner.instruments.between import meddling as meddling
    from runner.instruments.crash import Crash as Crash
    from runner.instruments.elsewhere import OTHER_ENCODING as OTHER_ENCODING
    from runner.instruments.elsewhere import elsewhere as elsewhere
    from runner.instruments.figures import figures as figures
    from runner.instruments.memory import Memory as Memory
    from runner.instruments.plans import explain as explain
    from runner.instruments.race import Race as Race
    from runner.instruments.raised import first_line as first_line
    from runner.instruments.raised import must_raise as must_raise
    from runner.instruments.rows import assert_same_rows as assert_same_rows
    from runner.instruments.schedule import Schedule as Schedule
    from runner.instruments.sleeping import noting_sleep as noting_sleep
    from runner.instruments.sqllog import SqlLog as SqlLog
    from runner.instruments.tablereads import blocking_reads as blocking_reads
    from runner.instruments.traffic import Traffic as Traffic
    from runner.instruments.waiting import race_to as race_to
    from runner.instruments.waiting import until as until
    from runner.instruments.waiting import waiting as waiting

_HOMES = {
    "Crash": "instruments.crash",
    "Database": "databases.database",
    "Memory": "instruments.memory",
    "OTHER_ENCODING": "instruments.elsewhere",
    "Race": "instruments.race",
    "Schedule": "instruments.schedule",
    "SqlLog": "instruments.sqllog",
    "Traffic": "instruments.traffic",
    "assert_same_rows": "instruments.rows",
    "before_first_write": "instruments.between",
    "blocking_reads": "instruments.tablereads",
    "elsewhere": "instruments.elsewhere",
    "explain": "instruments.plans",
    "figures": "instruments.figures",
    "first_line": "instruments.raised",
    "meddling": "instruments.between",
    "must_raise": "instruments.raised",
    "noting_sleep": "instruments.sleeping",
    "race_to": "instruments.waiting",
    "scratch_postgres": "databases.postgres",
    "until": "instruments.waiting",
    "waiting": "instruments.waiting",
}


def __getattr__(name: str) -> object:
    """Import what is named, see PEP 562."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"runner.{_HOMES[name]}"), name)

"""What drills may import: types for annotations, and the functions that are not fixtures."""

from __future__ import annotations

from runner.databases.database import Database
from runner.databases.postgres import scratch_postgres
from runner.instruments import datasets
from runner.instruments.crash import Crash
from runner.instruments.figures import figures
from runner.instruments.memory import Memory
from runner.instruments.plans import explain
from runner.instruments.race import Race
from runner.instruments.rows import assert_same_rows
from runner.instruments.schedule import Schedule
from runner.instruments.sqllog import SqlLog

__all__ = [
    "Crash",
    "Database",
    "Memory",
    "Race",
    "Schedule",
    "SqlLog",
    "assert_same_rows",
    "datasets",
    "explain",
    "figures",
    "scratch_postgres",
]

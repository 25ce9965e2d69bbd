"""What drills may import: types for annotations, and the functions that are not fixtures."""

from __future__ import annotations

from runner.databases.database import Database
from runner.databases.postgres import scratch_postgres
from runner.instruments import datasets
from runner.instruments.between import before_first_write, meddling
from runner.instruments.crash import Crash
from runner.instruments.elsewhere import OTHER_ENCODING, elsewhere
from runner.instruments.figures import figures
from runner.instruments.memory import Memory
from runner.instruments.plans import explain
from runner.instruments.race import Race
from runner.instruments.raised import first_line, must_raise
from runner.instruments.rows import assert_same_rows
from runner.instruments.schedule import Schedule
from runner.instruments.sleeping import noting_sleep
from runner.instruments.sqllog import SqlLog
from runner.instruments.tablereads import blocking_reads
from runner.instruments.traffic import Traffic
from runner.instruments.waiting import race_to, until, waiting

__all__ = [
    "OTHER_ENCODING",
    "Crash",
    "Database",
    "Memory",
    "Race",
    "Schedule",
    "SqlLog",
    "Traffic",
    "assert_same_rows",
    "before_first_write",
    "blocking_reads",
    "datasets",
    "elsewhere",
    "explain",
    "figures",
    "first_line",
    "meddling",
    "must_raise",
    "noting_sleep",
    "race_to",
    "scratch_postgres",
    "until",
    "waiting",
]

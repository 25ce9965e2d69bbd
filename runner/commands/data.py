"""`drills data`: the database that the last failing check left, to look at by hand."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, propose, work_option
from runner.errors import SetupError
from runner.errors import UsageError as Misuse
from runner.learner.editor import leaving_ctrl_c_alone
from runner.render.console import say, say_json, width

if TYPE_CHECKING:
    from runner.databases.leftover import Leftover
    from runner.model import Drill
    from runner.seen import Table

JSON_VERSION = 1


@click.command
@drill_argument
@click.option("--table", metavar="TABLE", help="Only this table.")
@click.option("--rows", type=click.IntRange(min=0), default=10, help="Rows of each table (10).")
@click.option("--open", "by_hand", is_flag=True, help="Open it in psql or a shell of SQLite.")
@json_option
@work_option
@pass_course
def command(
    course: Course, drill: Drill, table: str | None, rows: int, by_hand: bool, as_json: bool
) -> None:
    """Show the database that the check which failed first has left.

    It is a copy of your own: change what you like. With --open, and in a pipe, the shell reads
    its commands from there: echo "SELECT * FROM books;" | drills data NAME --open
    """
    if drill.database == "files":
        raise Misuse(
            f"{drill.name} has no database: it works on files",
            mend=f"`drills run {drill.name}` shows what its functions were called with.",
        )
    if by_hand and (as_json or table):
        raise Misuse(
            "--open takes neither --table nor --json", mend=f"drills data {drill.name} --open"
        )
    from runner.databases.leftover import left_behind

    with left_behind(drill.name, durable=drill.durable) as left:
        if by_hand:
            _open(left)
            return
        tables = _tables(left, drill, table, rows)
    if as_json:
        say_json(
            {
                "version": JSON_VERSION,
                "drill": drill.slug,
                "check": left.check,
                "answer": left.answer,
                "at": left.at.isoformat(),
                "tables": [
                    {k: v for k, v in asdict(each).items() if k not in {"is_new", "changes"}}
                    for each in tables
                ],
            }
        )
        return
    from runner.render.tables import data_lines

    say(f"Left by the check {left.check}, {left.at.astimezone():%Y-%m-%d %H:%M:%S}")
    if left.answer != str(course.workspace.answer_path(drill)):
        say(f"of the answer {left.answer}, which is not yours")
    say()
    say("\n".join(data_lines(tables, width())) if tables else "There is no table in it.")
    say()
    propose(f"Next: drills data {drill.name} --open  by hand, with SQL of your own")


def _tables(left: Leftover, drill: Drill, only: str | None, rows: int) -> tuple[Table, ...]:
    """What is in there.

    Raises:
        UsageError: there is no such table.
        SetupError: SQLite cannot read it.
    """
    from runner.instruments.snapshot import tables_of

    try:
        found = tables_of(left.database, only=only, rows=rows)
    except sqlite3.Error as error:  # it is the learner's, who may do with it what they like
        raise SetupError(
            f"cannot read what the check {left.check} has left: {error}",
            mend=f"Close what has it open; or `drills run {drill.name}` leaves it anew.",
        ) from error
    if only is None or found:
        return found
    names = ", ".join(table.name for table in tables_of(left.database, rows=0))
    raise Misuse(
        f"the check {left.check} of {drill.name} has left no table {only}",
        mend=f"Its tables: {names}" if names else "It has left none at all.",
    )


def _open(left: Leftover) -> None:
    """Hand the terminal, or the pipe, to the database's own shell.

    Raises:
        SetupError: that ended badly.
    """
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    with leaving_ctrl_c_alone():
        done = subprocess.run(left.shell, env=surroundings | left.environment, check=False)
    if done.returncode:
        raise SetupError(f"{left.shell[0]} ended with exit code {done.returncode}")

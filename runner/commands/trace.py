"""`drills trace`: what the last run of a drill did, seen from several sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, work_option
from runner.errors import UsageError
from runner.render.console import say, say_json, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from runner.model import CheckResult, Drill, Verdict


def _view(name: str, says: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", "views", flag_value=name, multiple=True, help=says)


@click.command
@drill_argument
@click.option("--check", "only", metavar="CHECK", help="Show this check (a part of its name).")
@_view("sql", "The statements it sent, transactions as brackets.")
@_view("timeline", "What each session did when, and for whom it waited.")
@_view("plan", "How the database executes the statements.")
@_view("schema", "Tables, columns and keys.")
@_view("data", "The first rows of each table.")
@click.option("--mermaid", is_flag=True, help="The schema as Mermaid text, and nothing else.")
@click.option("--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page.")
@json_option
@work_option
@pass_course
def command(
    course: Course,
    drill: Drill,
    only: str | None,
    views: tuple[str, ...],
    mermaid: bool,
    html: str | None,
    as_json: bool,
) -> None:
    """Show what your last run did: SQL, timeline, plans, data.

    You see the first failing check unless you name another: its SQL, and its timeline where
    sessions met. Plans, schema and data are noted when the first check fails.
    """
    from runner import traces

    trace = traces.load(course.workspace.root, drill)
    if as_json:
        say_json({"started_at": trace.started_at.isoformat(), **trace.verdict.as_json()})
        return
    if html is not None:
        from runner.render.page import page, write_page

        write_page(html, page(drill, trace))
        say(f"Written: {html}")
        return
    check = _check(trace.verdict, drill, only)
    if mermaid:
        from runner.render.story import mermaid as diagram

        say(diagram(check.tables))
        return
    from runner.render.trace import view

    for number, name in enumerate(views or _worth_showing(check)):
        if number:
            say()
        say(view(name, check, width()))


def _worth_showing(check: CheckResult) -> list[str]:
    from runner.render.story import events

    worth = {"timeline": events(check), "plan": check.plans, "data": check.tables}
    return ["sql", *(name for name, there in worth.items() if there)]


def _check(verdict: Verdict, drill: Drill, only: str | None) -> CheckResult:
    """The check that is meant."""
    from runner.model import named
    from runner.render.trace import chosen

    if only is None:
        check = chosen(verdict.checks)
        if check is None:
            raise UsageError(
                f"the last run of {drill.name} sent no SQL",
                mend=f"`drills trace {drill.name} --check CHECK` shows one check.",
            )
        return check
    matches = named(verdict.checks, only, drill)
    return next((check for check in matches if not check.passed), matches[0])

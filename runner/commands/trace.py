"""`drills trace`: what the last run of a drill did, seen from several sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from runner.commands.course import Course
from runner.commands.options import drill_argument, json_option, pass_course, work_option
from runner.errors import UsageError
from runner.render.console import say, say_json, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runner.learner.traces import Trace
    from runner.model import CheckResult, Drill, Verdict
    from runner.seen import Table


def _view(name: str, says: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", "views", flag_value=name, multiple=True, help=says)


@click.command
@drill_argument
@click.option("--check", "only", metavar="CHECK", help="Show this check (a part of its name).")
@_view("sql", "The statements it sent, transactions as brackets.")
@_view("timeline", "What each session did when, and for whom it waited.")
@_view("plan", "How the database executes the statements.")
@_view("schema", "Tables, keys, indexes; what differs from the reference's.")
@_view("data", "The first rows of each table, and what the check changed.")
@_view("chart", "The figures that a check has noted, as bars.")
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
    _require_one_shape(drill, only, views, mermaid=mermaid, html=html, as_json=as_json)
    from runner.learner import traces
    from runner.learner.expected import expected_tables

    trace = traces.load(course.workspace.root, drill)
    if as_json or html is not None:
        looked_at = next((check for check in trace.verdict.checks if check.tables), None)
        expected = None if looked_at is None else expected_tables(drill, looked_at)
        if html is None:
            say_json(_as_json(trace, looked_at, expected))
            return
        from runner.render.page import page
        from runner.saving import save

        save(html, page(drill, trace, expected))
        say(f"Written: {html}")
        return
    check = _check(trace.verdict, drill, only)
    if mermaid:
        from runner.render.schema import mermaid as diagram

        say(diagram(check.tables))
        return
    from runner.render.tables import schema_view
    from runner.render.trace import heading, view

    for number, name in enumerate(views or _worth_showing(check)):
        if number:
            say()
        if name == "schema":
            lines = schema_view(check, expected_tables(drill, check), width(), drill.database)
            say("\n".join([heading(name, check, width()), *lines]))
        else:
            say(view(name, check, width()))


def _require_one_shape(
    drill: Drill,
    only: str | None,
    views: Sequence[str],
    *,
    mermaid: bool,
    html: str | None,
    as_json: bool,
) -> None:
    """Refuse what would be left out: a page and JSON hold every view of every check.

    Raises:
        UsageError: two shapes are asked for, or a part of one that has none.
    """
    given = {"--json": as_json, f"--html {html}": html is not None, "--mermaid": mermaid}
    shapes = [option for option, asked in given.items() if asked]
    if not shapes:
        return
    left_out = [*shapes[1:], *(f"--{view}" for view in views)]
    if only is not None and not mermaid:
        left_out.append("--check")
    if left_out:
        raise UsageError(
            f"{shapes[0].split()[0]} takes no {left_out[0].split()[0]}",
            mend=f"drills trace {drill.name} {shapes[0]}",
        )


def _as_json(
    trace: Trace, looked_at: CheckResult | None, expected: Sequence[Table] | None
) -> dict[str, Any]:
    """The verdict, and how the schema differs from the reference's; null where none is known."""
    from runner.render.schema import differences

    schema = None
    if looked_at is not None and expected is not None:
        found = differences(looked_at.tables, expected)
        schema = {"check": looked_at.name, "differences": [each._asdict() for each in found]}
    started = trace.started_at.isoformat()
    return {"started_at": started, **trace.verdict.as_json(), "schema": schema}


def _worth_showing(check: CheckResult) -> list[str]:
    from runner.render.story import events

    worth = {
        "chart": check.charts,
        "timeline": events(check),
        "plan": check.plans,
        "data": check.tables,
    }
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

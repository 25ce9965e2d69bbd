"""Pages that need no network: a run with its SQL, timelines, plans, tables; the progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PostgresLexer

from runner.render import calendar, drawing, plan_words, schema, story, tables
from runner.render.evidence import evidence
from runner.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from runner.learner.practices import CostlyCheck, Day
    from runner.learner.traces import Trace
    from runner.model import Drill
    from runner.seen import Table

_LEXER = PostgresLexer()
_FORMATTER = HtmlFormatter(nowrap=True)


def page(drill: Drill, trace: Trace, expected: Sequence[Table] | None = None) -> str:
    """The whole page as HTML.

    Args:
        drill: that was run.
        trace: of the run.
        expected: the tables of the reference, after the check that has noted some.
    """
    light = HtmlFormatter(style="default").get_style_defs(".s")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".s")
    return filled(
        "trace.html",
        drill=drill,
        trace=trace,
        verdict=trace.verdict,
        checks=trace.verdict.checks,
        expected=expected,
        counted=counted,
        story=story,
        plan_words=plan_words,
        schema=schema,
        tables=tables,
        drawing=drawing,
        chart=lambda chart: Markup(chart.as_html()),
        evidence=evidence,
        sql=_sql,
        light=Markup(light),
        dark=Markup(dark),
    )


def progress_page(
    tracks: Sequence[Mapping[str, Any]],
    drills: Sequence[Mapping[str, Any]],
    days: Sequence[Day],
    costly: Sequence[CostlyCheck],
    today: date,
) -> str:
    """How far a learner is, as HTML.

    Args:
        tracks: as `drills progress --json` gives them.
        drills: those that were tried, likewise.
        days: on which something was done.
        costly: the checks that cost most attempts.
        today: the last day of the calendar.
    """
    return filled(
        "progress.html",
        tracks=tracks,
        drills=drills,
        weeks=calendar.weeks(days, today),
        shade=calendar.shade,
        costly=costly,
        today=today,
    )


def filled(template: str, **values: Any) -> str:
    """A page of `pages/`; what is put in is escaped.

    Args:
        template: its file name.
        values: all that it names.
    """
    environment = Environment(
        loader=PackageLoader("runner.render", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(values)


def _sql(text: str) -> Markup:
    """SQL with its words coloured."""
    return Markup(highlight(text, _LEXER, _FORMATTER).rstrip("\n"))

"""A run as one page that needs no network: every check with its SQL, timeline, plans, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import SqlLexer

from runner.render import drawing, story
from runner.render.evidence import evidence

if TYPE_CHECKING:
    from runner.model import Drill
    from runner.traces import Trace

_LEXER = SqlLexer()
_FORMATTER = HtmlFormatter(nowrap=True)


def page(drill: Drill, trace: Trace) -> str:
    """The whole page as HTML.

    Args:
        drill: that was run.
        trace: of the run.
    """
    environment = Environment(
        loader=PackageLoader("runner.render", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    light = HtmlFormatter(style="default").get_style_defs(".sql")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".sql")
    return environment.get_template("trace.html").render(
        drill=drill,
        trace=trace,
        verdict=trace.verdict,
        checks=trace.verdict.checks,
        story=story,
        drawing=drawing,
        evidence=evidence,
        sql=_sql,
        light=Markup(light),
        dark=Markup(dark),
    )


def _sql(text: str) -> Markup:
    """SQL with its words coloured."""
    return Markup(highlight(text, _LEXER, _FORMATTER).rstrip("\n"))

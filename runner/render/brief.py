"""A drill's brief, rendered for a terminal by rich."""

from __future__ import annotations

from io import StringIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown
from rich.text import Text
from rich.theme import Theme

# Rich paints headings magenta, and code on a black ground whatever the terminal's is.
_THEME = Theme(
    {
        "markdown.h1": "bold underline",
        "markdown.h2": "bold",
        "markdown.h3": "bold",
        "markdown.code": "cyan",
    }
)


class _Heading(Heading):
    """On the left, like everything else; rich centres the first two levels."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        if self.tag != "h1":
            yield Text("")
        yield self.text


class _Brief(Markdown):
    elements = Markdown.elements | {"heading_open": _Heading}


def rendered(brief: str, *, width: int, colour: bool) -> str:
    """The brief as text for a terminal.

    Args:
        brief: Markdown.
        width: of the lines.
        colour: whether code is highlighted.
    """
    # Rich would look at the environment's terminal, which is not what it prints to here.
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=True,
        color_system="standard" if colour else None,
        theme=_THEME,
    )
    with console.capture() as capture:
        console.print(_Brief(brief, code_theme="ansi_dark", hyperlinks=False))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())

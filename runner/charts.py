"""Figures as a bar chart, for a terminal and for a page."""

from __future__ import annotations

from dataclasses import dataclass

_BAR = "█"
_PARTS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Figure:
    """One bar."""

    name: str
    value: float
    note: str = ""
    """What stands beside the value."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures that are worth comparing: `print(chart)` draws them."""

    title: str
    unit: str
    figures: tuple[Figure, ...]

    def __str__(self) -> str:
        return "\n".join([*([self.title] if self.title else []), *self.bars()])

    def bars(self, width: int = 30) -> list[str]:
        """One line for each figure.

        Args:
            width: of the longest bar.
        """
        names = max((len(figure.name) for figure in self.figures), default=0)
        values = [number(figure.value) for figure in self.figures]
        widest = max(map(len, values), default=0)
        return [
            f"{figure.name:<{names}}  {_bar(share, width):<{width}}  {value:>{widest}} "
            f"{self.unit}  {figure.note}".rstrip()
            for figure, value, share in zip(self.figures, values, self._shares(), strict=True)
        ]

    def as_html(self) -> str:
        """A table with bars, which needs no style sheet."""
        from html import escape

        rows = "\n".join(
            f'<tr><th scope="row" style="text-align:left">{escape(figure.name)}</th>'
            '<td style="width:50%"><div style="height:1.1em;min-width:1px;'
            f'background:var(--accent,#1a56b0);width:{share:.2%}"></div></td>'
            f'<td style="text-align:right">{number(figure.value)} {escape(self.unit)}</td>'
            f"<td>{escape(figure.note)}</td></tr>"
            for figure, share in zip(self.figures, self._shares(), strict=True)
        )
        title = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        return f'<table style="width:100%">{title}\n{rows}\n</table>'

    def _shares(self) -> list[float]:
        """Of the greatest, from 0 to 1."""
        top = max((figure.value for figure in self.figures), default=0)
        return [max(figure.value, 0) / top if top > 0 else 0.0 for figure in self.figures]


def number(value: float) -> str:
    """A figure for a person: three digits that count, thousands apart."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _bar(share: float, width: int) -> str:
    """A bar of whole cells and a part of one; something wherever there is something."""
    eighths = max(round(share * width * 8), 1) if share > 0 else 0
    whole, part = divmod(eighths, 8)
    return (_BAR * whole + _PARTS[part]).rstrip() if eighths else ""

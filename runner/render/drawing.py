"""Drawings for the page, as SVG: sessions on a time axis, tables with their references."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup, escape

from runner.instruments.sqlstate import first_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from runner.render.schema import Difference
    from runner.render.story import Event
    from runner.seen import Column, Table

_LANE = 96
"""Pixels from one lane to the next."""
_WIDTH = 920
_LEFT = 90
_ROW = 18
_BOX = 230
_GAP = 50
_COLUMNS = 3
_MARGIN = 40
"""Room for the line of a table that refers to itself."""
_SIGNS = {"missing": "- ", "additional": "+ ", "other": "~ "}


def timeline(events: Sequence[Event]) -> Markup:
    """Sessions as lanes, from left to right in the order of time.

    Events stand at equal distances with their times below, since what matters, a millisecond
    apart here, is seconds apart there.

    Args:
        events: of two or more sessions.
    """
    lanes = sorted({event.session for event in events}, key=lambda name: (len(name), name))
    step = max((_WIDTH - _LEFT - 20) / max(len(events), 1), 26)
    width = _LEFT + 20 + step * len(events)
    height = _LANE * len(lanes) + 30
    row = {name: 30 + _LANE * number for number, name in enumerate(lanes)}
    place = [_LEFT + step * (number + 0.5) for number in range(len(events))]
    parts = []
    for name in lanes:
        y = row[name]
        parts.append(f'<text class="lane" x="4" y="{y + 5}">{escape(name[:11])}</text>')
        parts.append(f'<line class="axis" x1="{_LEFT}" x2="{width - 10:.0f}" y1="{y}" y2="{y}"/>')
        own = [(x, event) for x, event in zip(place, events, strict=True) if event.session == name]
        for (x, event), (after, _) in pairwise([*own, (own[-1][0], own[-1][1])]):
            if event.in_transaction:
                parts.append(
                    f'<line class="open" x1="{x:.0f}" x2="{after:.0f}" y1="{y}" y2="{y}"/>'
                )
    start = events[0].at
    for x, event in zip(place, events, strict=True):
        y = row[event.session]
        kind = "failed" if event.failed else "waited" if event.waited_for else "done"
        if event.waited_for in row:
            to = row[event.waited_for]
            parts.append(f'<line class="wait" x1="{x:.0f}" x2="{x:.0f}" y1="{y}" y2="{to}"/>')
        about = f"{event.at - start:.1f} ms {event.session}: {event.text}"
        about += f" → {event.outcome}" if event.outcome else ""
        about += f" ({event.note})" if event.note else ""
        about += f" (waited for {event.waited_for})" if event.waited_for else ""
        parts.append(
            f'<g><title>{escape(about)}</title><circle class="{kind}" cx="{x:.0f}" cy="{y}" r="6"/>'
            f'<text class="word" x="{x:.0f}" y="{y + 12}" transform="rotate(40 {x:.0f} {y + 12})">'
            f"{escape(_label(event.text))}</text></g>"
        )
    described = f"Timeline of {len(lanes)} sessions, {len(events)} events; the list below says all."
    return Markup(
        f'<svg role="img" aria-label="{described}" width="{width:.0f}" height="{height}" '
        f'viewBox="0 0 {width:.0f} {height}">{"".join(parts)}</svg>'
    )


class _Box(NamedTuple):
    x: int
    y: int
    height: int


def _label(text: str) -> str:
    """What fits beside a point: the first word of SQL, or what a call is called."""
    name = text.removeprefix("its ")
    return (first_word(name) or name)[:9].lower()


class _Shown(NamedTuple):
    """A column, and how it differs from the reference's."""

    column: Column
    difference: str


def schema(
    tables: Sequence[Table], found: Sequence[Difference] = (), expected: Sequence[Table] = ()
) -> Markup:
    """Tables as boxes, and a line from each foreign key to the table it refers to.

    What the reference has and these tables lack is drawn as well, dashed.

    Args:
        tables: of one database.
        found: how they differ from the reference's.
        expected: the reference's.
    """
    kinds = {(each.table, each.column): each.kind for each in found}
    own = {table.name for table in tables}
    drawn = [*tables, *(table for table in expected if table.name not in own)]
    lacking = {table.name: table.columns for table in expected if table.name in own}
    shown: dict[str, list[_Shown]] = {}
    for table in drawn:
        names = {column.name for column in table.columns}
        missing = [each for each in lacking.get(table.name, ()) if each.name not in names]
        shown[table.name] = [
            _Shown(column, kinds.get((table.name, column.name), ""))
            for column in (*table.columns, *missing)
        ]
    boxes: dict[str, _Box] = {}
    y, tallest = 10, 0
    for number, (name, columns) in enumerate(shown.items()):
        if number % _COLUMNS == 0 and number:
            y, tallest = y + tallest + _GAP, 0
        height = _ROW * (len(columns) + 1) + 12
        boxes[name] = _Box(_MARGIN + (number % _COLUMNS) * (_BOX + _GAP), y, height)
        tallest = max(tallest, height)
    parts = []
    for name, columns in shown.items():
        for place, (column, _) in enumerate(columns):
            parent = boxes.get(column.references.rpartition(".")[0])
            if parent is not None:
                parts.append(_reference(boxes[name], place, parent))
    whole = {each.table: each.kind for each in found if each.words == f"table {each.table}"}
    parts += [
        _box(name, columns, boxes[name], whole.get(name, "")) for name, columns in shown.items()
    ]
    width = 2 * _MARGIN + _COLUMNS * _BOX + (_COLUMNS - 1) * _GAP
    return Markup(
        f'<svg role="img" aria-label="Tables: {escape(", ".join(shown))}" width="{width}" '
        f'height="{y + tallest + 10}" viewBox="0 0 {width} {y + tallest + 10}">'
        f"{''.join(parts)}</svg>"
    )


def _reference(child: _Box, place: int, parent: _Box) -> str:
    y = child.y + _ROW * (place + 1) + 16
    to_y = parent.y + 12
    from_x, to_x = (child.x + _BOX, parent.x) if parent.x > child.x else (child.x, parent.x + _BOX)
    if parent.x == child.x:
        from_x, to_x = child.x, parent.x
    bend = -40 if to_x <= from_x else 40
    return (
        f'<path class="reference" d="M {from_x} {y} C {from_x + bend} {y}, '
        f'{to_x - (bend if parent.x != child.x else -bend)} {to_y}, {to_x} {to_y}"/>'
    )


def _box(name: str, columns: Sequence[_Shown], box: _Box, difference: str) -> str:
    sign = _SIGNS.get(difference, "")
    lines = [
        f'<rect class="table {difference}" x="{box.x}" y="{box.y}" width="{_BOX}" '
        f'height="{box.height}" rx="4"/>',
        f'<text class="name" x="{box.x + 8}" y="{box.y + 16}">{escape(sign + name[:28])}</text>',
    ]
    for place, (column, kind) in enumerate(columns, 1):
        y = box.y + 16 + _ROW * place
        mark = "* " if column.key else "→ " if column.references else ""
        text = f"{_SIGNS.get(kind, '')}{mark}{column.name}"
        lines.append(f'<text class="{kind}" x="{box.x + 8}" y="{y}">{escape(text[:20])}</text>')
        lines.append(
            f'<text class="type" x="{box.x + _BOX - 8}" y="{y}" text-anchor="end">'
            f"{escape(column.type[:14])}{'' if column.required or column.key else '?'}</text>"
        )
    return "".join(lines)

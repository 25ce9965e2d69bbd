"""A screen of a terminal: lines that scroll above a line of keys, drawn without flicker."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import tty
from contextlib import contextmanager
from typing import TYPE_CHECKING

from click import style, unstyle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"  # the other screen, no cursor, no wrapping
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
_BEGIN = "\x1b[?2026h\x1b[H"
_END = "\x1b[?2026l"
_CLEAR_LINE = "\x1b[2K"
_MOVES = {"\x1b[A": "up", "\x1b[B": "down", "\x1b[5~": "page up", "\x1b[6~": "page down"}
_MOVES |= {"\x1b[H": "home", "\x1b[F": "end", " ": "page down", "\x7f": "page up"}
_MOVES |= {"\x1b[1~": "home", "\x1b[4~": "end"}  # in tmux, screen and the Linux console
_KEY = re.compile(r"\x1b\[[0-9;]*[A-Za-z~]|\x1bO[A-Za-z]|.", re.DOTALL)
_STYLED = re.compile(r"(\x1b\[[0-9;]*m)|(.)")


class Screen:
    """The terminal while it is ours; make it with `Screen.taken`."""

    def __init__(self, *, colour: bool) -> None:
        self._colour = colour
        self._lines: list[str] = []
        self._keys = ""
        self._top = 0
        self._resized = False

    @classmethod
    @contextmanager
    def taken(cls, *, colour: bool) -> Iterator[Screen]:
        """Take the terminal, and give it back as it was, whatever happens.

        Args:
            colour: whether to paint.
        """
        screen = cls(colour=colour)
        before = signal.signal(signal.SIGWINCH, lambda *_: screen.was_resized())
        # Ctrl-Z would leave a shell in a screen and a terminal that are ours.
        stop = signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        try:
            with screen.in_use():
                yield screen
        finally:
            signal.signal(signal.SIGTSTP, stop)
            signal.signal(signal.SIGWINCH, before)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keys come one by one, unechoed, for as long as this lasts."""
        settings = termios.tcgetattr(0)
        tty.setcbreak(0)
        _write(_ENTER)
        try:
            yield
        finally:
            _write(_LEAVE)
            termios.tcsetattr(0, termios.TCSADRAIN, settings)

    @contextmanager
    def given_away(self) -> Iterator[None]:
        """The terminal as it was before, for another program: an editor."""
        _write(_LEAVE)
        taken = termios.tcgetattr(0)
        ours = [*taken]
        ours[3] |= termios.ECHO | termios.ICANON
        termios.tcsetattr(0, termios.TCSADRAIN, ours)
        try:
            yield
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, taken)
            _write(_ENTER)
            self.draw()

    def was_resized(self) -> None:
        """Note it: drawing happens when nothing else does."""
        self._resized = True

    def needs_drawing(self) -> bool:
        """Whether the window has another size than what was drawn for."""
        resized, self._resized = self._resized, False
        return resized

    def show(self, text: str, keys: str, *, end: bool = False) -> None:
        """Show a text.

        Args:
            text: lines that are longer than the window is wide go on below.
            keys: the last line: which keys do what, two spaces between them; where the window is
                too narrow, those before the last two are left out.
            end: whether to show its end where it is too long, and not its beginning.
        """
        columns, _ = os.get_terminal_size(1)
        self._lines = [piece for line in text.splitlines() for piece in _folded(line, columns)]
        self._keys = keys
        self._top = len(self._lines) if end else 0
        self.draw()

    def draw(self) -> None:
        """Draw what is shown, all at once."""
        columns, rows = os.get_terminal_size(1)
        room = max(rows - 2, 1)
        self._top = max(0, min(self._top, len(self._lines) - room))
        shown = self._lines[self._top : self._top + room]
        below = len(self._lines) - self._top - len(shown)
        arrows = [f"↑ {self._top} lines"] * (self._top > 0) + [f"↓ {below} lines"] * (below > 0)
        more = "  ".join(arrows).rjust(columns)
        rows_drawn = [*shown, *[""] * (room - len(shown))]
        rows_drawn.append(style(more, dim=True))
        rows_drawn.append(style(_fitting(self._keys, columns).ljust(columns), reverse=True))
        painted = rows_drawn if self._colour else map(unstyle, rows_drawn)
        # Cleared first: after a full line the cursor stands on its last column.
        _write(_BEGIN + "\r\n".join(f"{_CLEAR_LINE}{row}" for row in painted) + _END)

    def pressed(self) -> list[str]:
        """Read what was typed; moves are done here and are not among it.

        Returns:
            Characters in lower case, several where a person types fast.
        """
        keys = _KEY.findall(os.read(0, 32).decode(errors="replace"))
        for key in keys:
            if key in _MOVES:
                self._move(_MOVES[key])
        return [key.lower() for key in keys if len(key) == 1 and key not in _MOVES]

    def _move(self, move: str) -> None:
        _, rows = os.get_terminal_size(1)
        page = max(rows - 4, 1)
        steps = {"up": -1, "down": 1, "page up": -page, "page down": page}
        self._top = {"home": 0, "end": len(self._lines)}.get(move, self._top + steps.get(move, 0))
        self.draw()

    def ask(self, question: str, choices: Sequence[str] = ()) -> str:
        """Ask in the last line; give the answer, empty when it was left with Escape.

        Args:
            question: shown before what is typed.
            choices: single keys of which one ends it; otherwise Enter does.
        """
        typed = ""
        while True:
            columns, rows = os.get_terminal_size(1)
            line = f"{question} {typed}"[-columns:].ljust(columns)
            _write(f"\x1b[{rows};1H{style(line, reverse=True)}")
            pressed = os.read(0, 32).decode(errors="replace")
            if choices:
                return pressed.lower() if pressed.lower() in choices else ""
            if pressed == "\x1b":
                return ""
            for character in pressed:  # several at once where a person types fast, or pastes
                if character in "\r\n":
                    return typed.strip()
                typed = typed[:-1] if character in "\x7f\b" else typed + character


def _folded(line: str, columns: int) -> list[str]:
    """A line in pieces of the window's width; each is styled as it was."""
    if len(unstyle(line)) <= columns:
        return [line]
    pieces, styles, length = [""], "", 0
    for code, character in _STYLED.findall(line):
        if code:
            styles = "" if code == "\x1b[0m" else styles + code
        elif length == columns:
            pieces[-1] += "\x1b[0m" if styles else ""
            pieces.append(styles)
            length = 0
        length += len(character)
        pieces[-1] += code or character
    return pieces


def has_terminal() -> bool:
    """Whether a person sits there: both sides are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _fitting(keys: str, columns: int) -> str:
    """Whole keys, as many as there is room for: the last two lead to the others, and out."""
    kept = keys.split("  ")
    while len("  ".join(kept)) > columns and len(kept) > 2:
        del kept[-3]
    return "  ".join(kept)[:columns]

"""What a learner may read about their marked answers, as Markdown: one file per learner."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING, Literal

from runner.classroom.marks import points_of
from runner.errors import UsageError
from runner.render.evidence import evidence
from runner.render.layout import preformatted, wrapped
from runner.render.sentences import outcomes
from runner.saving import save
from runner.words import amount, one_line, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from runner.classroom.marks import Marks
    from runner.model import CheckResult, Drill, Verdict

Level = Literal["full", "title", "mark"]
"""How much is told: everything; each check's sentence; the points alone."""

TAMPERED = "This answer could not be marked. Your instructor will look at it."
"""All that is told about tampering: how it was seen would help the next one who tries."""
_WIDTH = 96
_LINES = 24
_LONGEST_LINE = 300
_NAME_LENGTH = 60
_LOOKS_MADE = re.compile(r"-[0-9a-f]{8}$")


def feedback_of(drill: Drill, verdict: Verdict, level: Level) -> str:
    """What the learner may read about one answer, as Markdown.

    Hidden checks are numbered and nothing else, at every level.

    Args:
        drill: what was asked.
        verdict: of the answer.
        level: how much is told.
    """
    heading = f"## {drill.name} · {drill.title}"
    if verdict.status == "tampering":
        return f"{heading}\n\n{TAMPERED}\n"
    got, most = points_of(drill, verdict)
    parts = [heading, f"**{amount(got)} of {counted_points(most)}**"]
    if level != "mark":
        if verdict.message:
            why = f":\n\n{_block(why_unchecked(verdict))}" if level == "full" else "."
            parts.append(f"Nothing could be checked{why}")
        parts.append("\n".join(_sentences(verdict.checks, level)).rstrip())
    failed = any(not (check.passed or check.hidden) for check in verdict.checks)
    if level == "full" and failed and not verdict.message:
        parts.append(f"`drills hint {drill.name}` has a hint for what did not pass.")
    return "\n\n".join(parts) + "\n"


def told(check: CheckResult) -> str:
    """All there is to tell about a check that did not pass, as text; empty where it passed.

    Args:
        check: no hidden one, where a learner reads it.
    """
    return _below(_prose(check.message), seen(check))


def seen(check: CheckResult) -> str:
    """The learner's own line and what the check compared, as lines; empty where it passed.

    Args:
        check: no hidden one, where a learner reads it.
    """
    labelled = [("your line", [check.line])] if check.line else []
    labelled += evidence(check)
    return _cut(
        f"{label if number == 0 else '':<11}{line}".rstrip()
        for label, its in labelled
        for number, line in enumerate(its)
    )


def why_unchecked(verdict: Verdict) -> str:
    """Why no check could run, as text; empty where they could."""
    return _below(_prose(verdict.message), _cut(verdict.detail.splitlines()))


def hidden_sentence(number: int, check: CheckResult) -> str:
    """All that anybody but the instructor reads about a hidden check.

    Args:
        number: among the hidden ones.
        check: the hidden one.
    """
    return f"hidden check {number}: {'passed' if check.passed else 'not passed'}"


def counted_points(points: float) -> str:
    """A number of points with its noun: `1 point`, `2.5 points`."""
    return f"{amount(points)} point{'' if points == 1 else 's'}"


def write_feedback(marks: Marks, folder: Path) -> None:
    """Write one file per learner, named after them.

    A name that no file can bear, or that a file system might take for another one's, gets a few
    characters that tell it apart.

    Args:
        marks: of a class.
        folder: where to; it is made where there is none.

    Raises:
        UsageError: there nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"cannot write feedback to {folder}: {error.strerror}",
            mend="Name a folder of yours that exists, or one that can be made.",
        ) from None
    learners = marks.by_learner
    same = Counter(map(_folded, learners))
    for learner, answers in learners.items():
        name = _file_name(learner, alone=same[_folded(learner)] == 1)
        sections = [f"# {visible(one_line(learner))}\n", *(mark.feedback for mark in answers)]
        if lines := list(not_marked(marks, learner)):
            sections.append(f"## Not marked\n\n{_block('\n'.join(lines))}\n")
        save(folder / f"{name}.md", "\n".join(sections))


def not_marked(marks: Marks, learner: str) -> Iterator[str]:
    """What a learner handed in that could not be marked, or did not hand in; a line for each."""
    return (visible(f"{each.path}: {each.why}") for each in marks.unmatched_of(learner))


def _sentences(checks: Sequence[CheckResult], level: Level) -> Iterator[str]:
    hidden = 0
    for sentence, check in outcomes(checks):
        if check.hidden:
            hidden += 1
            yield f"- {'✓' if check.passed else '✗'} {hidden_sentence(hidden, check)}"
            continue
        mark = "✓" if check.passed else "–" if check.status == "not_run" else "✗"
        yield f"- {mark} {sentence}"
        if level == "full" and (text := told(check)):
            yield f"\n{indent(_block(text), '  ')}\n"


def _prose(message: str) -> str:
    return "\n".join(wrapped(line, _WIDTH) for line in visible(message).splitlines())


def _cut(lines: Iterable[str]) -> str:
    """What has lines of its own, no more of it than one reads."""
    text = visible("\n".join(lines))
    return preformatted(text, _LONGEST_LINE, indent="", at_most=_LINES)


def _below(*parts: str) -> str:
    return "\n\n".join(filter(None, parts))


def _block(text: str) -> str:
    """A text as it is, in a Markdown block that nothing inside can end."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _file_name(learner: str, *, alone: bool) -> str:
    plain = re.sub(r"[^\w .@+-]", "_", learner)[:_NAME_LENGTH].strip(" .-")
    if plain and plain == learner and alone and not _LOOKS_MADE.search(plain):
        return plain
    told_apart = hashlib.sha256(learner.encode(errors="surrogatepass")).hexdigest()[:8]
    return f"{plain or 'learner'}-{told_apart}"


def _folded(name: str) -> str:
    """A name as the least discerning file system takes it."""
    return unicodedata.normalize("NFKC", name).casefold()

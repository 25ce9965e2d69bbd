"""What `drills verify --answers` does: marks what learners handed in."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from runner.errors import EXIT_FAILED, EXIT_TOOL, UsageError
from runner.render.bar import Bar
from runner.render.console import complain, marks, say, say_json, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from runner.classroom.executors import Executor
    from runner.classroom.marks import Isolation, Marks
    from runner.commands.course import Course
    from runner.grading import Graded
    from runner.model import Drill

_OPTIONS = (
    click.option(
        "--answers", metavar="PATH", help="Mark what was handed in: a folder or an archive."
    ),
    click.option("--only", metavar="LEARNER", multiple=True, help="Only this learner; repeatable."),
    click.option("--drill", metavar="NAME", multiple=True, help="Only this drill; repeatable."),
    click.option(
        "--manifest", metavar="FILE", help="CSV or JSON: which file is whose answer to what."
    ),
    click.option("--recheck", is_flag=True, help="Check again what is marked and unchanged."),
    click.option(
        "--timeout", metavar="SECONDS", type=click.IntRange(1), help="What one answer may take."
    ),
    click.option(
        "--isolation",
        type=click.Choice(["strict", "basic", "none"]),
        default="strict",
        show_default=True,
        help="How far answers are kept from this machine.",
    ),
    click.option("--extra-checks", metavar="DIR", help="Checks of your own; learners see none."),
    click.option("--cluster", metavar="URL", help="Check on a Dask cluster: tcp://host:8786."),
    click.option("--report", metavar="FILE", help="Write a page (HTML) on the class."),
    click.option("--csv", metavar="FILE", help="Write a row per answer."),
    click.option("--gradescope", metavar="FILE", help="Write one learner's results.json."),
    click.option("--feedback-dir", metavar="DIR", help="Write a file for each learner."),
    click.option(
        "--feedback",
        type=click.Choice(["full", "title", "mark"]),
        default="full",
        show_default=True,
        help="How much feedback tells.",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options that are about answers."""

    answers: str | None
    only: tuple[str, ...]
    drill: tuple[str, ...]
    manifest: str | None
    recheck: bool
    timeout: int | None
    isolation: Isolation
    extra_checks: str | None
    cluster: str | None
    report: str | None
    csv: str | None
    gradescope: str | None
    feedback_dir: str | None
    feedback: Literal["full", "title", "mark"]


def answers_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that `Asked` holds."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_without_answers(context: click.Context) -> None:
    """Say so where an option makes no sense, rather than ignore it.

    Raises:
        UsageError: one was given.
    """
    for name in (field.name for field in fields(Asked)):
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise UsageError(
                f"{option} is about answers that were handed in, and --answers names none",
                mend=f"drills verify --answers DIR {option} …",
            )


def mark_answers(
    course: Course,
    names: tuple[str, ...],
    asked: Asked,
    *,
    jobs: int | None,
    junit: str | None,
    as_json: bool,
) -> None:
    """Mark what `--answers` names, and report on it.

    Args:
        course: the drills, and the learner's folder with the gradebook.
        names: drills or tracks to mark; all where there are none.
        asked: the options.
        jobs: workers; one per core by default.
        junit: the file of a JUnit report.
        as_json: print JSON.

    Raises:
        DrillsError: what was asked makes no sense, or it cannot be marked.
        click.exceptions.Exit: not every answer passed.
    """
    catalog = course.catalog
    wanted = catalog.select((*names, *asked.drill))
    _require_outputs_apart(asked, junit)
    with closing(_executor(asked, jobs)) as executor:  # before anything big is imported
        graded = _graded(course, wanted, asked, executor)
    found = graded.marks
    drills = [
        drill for drill in catalog.drills if any(m.drill == drill.slug for m in found.answers)
    ]
    _write(found, drills, asked, junit)
    if as_json:
        say_json(found.as_json())
    else:
        _show(graded, drills)
    if graded.lost:
        click.get_current_context().exit(EXIT_TOOL)
    if not (found.answers and found.passed):
        click.get_current_context().exit(EXIT_FAILED)


def _require_outputs_apart(asked: Asked, junit: str | None) -> None:
    """See that no report takes the place of another, or of what was handed in.

    Raises:
        UsageError: one does.
    """
    from runner.saving import require_no_program

    assert asked.answers is not None
    taken = {Path(asked.answers).resolve(): "--answers"}
    if asked.manifest:
        taken[Path(asked.manifest).resolve()] = "--manifest"
    for name, given in (
        ("--report", asked.report),
        ("--junit", junit),
        ("--csv", asked.csv),
        ("--gradescope", asked.gradescope),
        ("--feedback-dir", asked.feedback_dir),
    ):
        if not given:
            continue
        path = Path(given).resolve()
        other = taken.setdefault(path, name)
        if other != name:
            raise UsageError(
                f"{name} {given} would take the place of what {other} names",
                mend="Name another file.",
            )
        require_no_program(given)


def _graded(course: Course, wanted: Sequence[Drill], asked: Asked, executor: Executor) -> Graded:
    from runner.classroom.gradebook import Gradebook
    from runner.classroom.submissions import collected
    from runner.grading import Rules, extra_checks, grade
    from runner.render.exports import require_one_learner
    from runner.render.feedback import feedback_of

    assert asked.answers is not None
    catalog = course.catalog
    extra = extra_checks(Path(asked.extra_checks), catalog) if asked.extra_checks else {}
    book = Gradebook(course.workspace.progress)
    bar = Bar()
    with collected(
        Path(asked.answers),
        catalog,
        drills=wanted,
        only=asked.only,
        manifest=Path(asked.manifest) if asked.manifest else None,
        of_one=asked.gradescope is not None,
    ) as collection:
        if asked.gradescope:  # before an hour of marking, not after it
            require_one_learner(collection.learners)
        try:
            return grade(
                collection.answers,
                Rules(asked.isolation, asked.timeout, extra),
                executor,
                book,
                unmatched=collection.unmatched,
                recheck=asked.recheck,
                feedback=lambda drill, verdict: feedback_of(drill, verdict, asked.feedback),
                progress=bar,
            )
        except KeyboardInterrupt:
            bar.clear()
            again = "begins anew" if asked.recheck else "goes on from there"
            complain(f"What was marked is kept: the same command {again}.")
            raise
        finally:
            bar.clear()


def _executor(asked: Asked, jobs: int | None) -> Executor:
    if asked.cluster is None:
        from runner.classroom.executors import Local

        return Local(jobs or os.cpu_count() or 1)
    if jobs is not None:
        raise UsageError(
            "--jobs is for this machine; a cluster does as many at once as it has threads",
            mend="Leave out --jobs or --cluster.",
        )
    from runner.classroom.cluster import Cluster

    return Cluster(asked.cluster)


def _write(found: Marks, drills: Sequence[Drill], asked: Asked, junit: str | None) -> None:
    from runner.render import exports
    from runner.render.feedback import write_feedback

    if asked.report:
        from runner.render.classpage import write_html

        write_html(found, drills, Path(asked.report))
    if junit:
        exports.write_junit(found, Path(junit))
    if asked.csv:
        exports.write_csv(found, Path(asked.csv))
    if asked.gradescope:
        exports.write_gradescope(found, drills, Path(asked.gradescope), level=asked.feedback)
    if asked.feedback_dir:
        write_feedback(found, Path(asked.feedback_dir))


def _show(graded: Graded, drills: Sequence[Drill]) -> None:
    from runner.render.marks import report

    say(report(graded.marks, drills, marks_style=marks(), width=width()))
    if graded.reused:
        say(f"Marked before, and not changed since: {graded.reused}. --recheck checks them again.")

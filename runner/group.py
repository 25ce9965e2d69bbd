"""The group of commands: loads a command's module only when it is called, and turns errors
into one clear line and an exit code.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from runner.commands.course import Course
from runner.commands.options import COMPLETION_VARIABLE, work_option
from runner.errors import (
    EXIT_BROKEN_PIPE,
    EXIT_INTERRUPTED,
    EXIT_PASSED,
    EXIT_USAGE,
    DrillsError,
    UsageError,
    unexpected,
)
from runner.render.console import close_quietly, complain, for_work

if TYPE_CHECKING:
    from collections.abc import Sequence

PLAIN = "--plain"

HELPS = {
    "list": "Show tracks and drills in learning order, and how far you are.",
    "show": "Show the brief of a drill.",
    "open": "Open the brief and your answer in your editor.",
    "run": "Check your answer to a drill.",
    "watch": "Check your answer each time you save it.",
    "trace": "Show what your last run did: SQL, timeline, plans, data.",
    "data": "Show the database that the check which failed first has left.",
    "hint": "Show the next hint for the check that fails.",
    "solution": "Show how the reference differs from your answer.",
    "explain": "Explain a word: savepoint, phantom, N+1, identity map.",
    "demo": "Run the reference and see what it is about.",
    "next": "Say which drill comes next, and why.",
    "review": "Take up a passed drill again, from the stub.",
    "quiz": "Test out of a track: its two hardest drills under time.",
    "reset": "Put the stub back; your old answer is kept beside it.",
    "progress": "Show how far you are, track by track.",
    "verify": "Prove drills sound: for authors and for CI; or mark answers.",
    "db": "Look after the embedded PostgreSQL server.",
    "doctor": "Show what works on this machine, and how to mend the rest.",
    "new": "Start a drill of your own from a skeleton.",
    "completion": "Print the script with which a shell completes `drills`.",
}
"""Command -> its one line of help, so that `drills --help` loads none of them."""


class _Drills(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(HELPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in HELPS:
            return None
        return import_module(f"runner.commands.{cmd_name}").command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in HELPS and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise _no_such_command(args[0])
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(HELPS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run one command line; every way in goes through here.

        Args:
            args: the command line without the program's name; `sys.argv` by default.
            prog_name: ignored, as are the next three: click's own way is not gone.
            complete_var: ignored.
            standalone_mode: ignored.
            windows_expand_args: ignored.
            extra: `obj`, the course to work on, and what else a click context takes.

        Raises:
            SystemExit: always, with the exit code.
        """
        if args is None:
            self._main_shell_completion({"obj": Course()}, "drills", COMPLETION_VARIABLE)
        words = list(sys.argv[1:] if args is None else args)
        if PLAIN in words:
            words.remove(PLAIN)
            os.environ["DRILLS_PLAIN"] = "1"
        if os.environ.get("NO_COLOR") or os.environ.get("DRILLS_PLAIN"):
            extra["color"] = False
        sys.exit(self._exit_code(words, extra))

    def _exit_code(self, args: list[str], extra: dict[str, Any]) -> int:
        try:
            with self.make_context("drills", args, **extra) as context:
                self.invoke(context)
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except DrillsError as error:
            course: Course | None = extra.get("obj")
            complain(error.message, for_work(error.mend, course.work if course else None))
            return error.exit_code
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            return EXIT_USAGE
        except click.ClickException as error:
            complain(error.format_message(), _how_to_use(error))
            return EXIT_USAGE
        except (KeyboardInterrupt, click.Abort):
            complain("interrupted")
            return EXIT_INTERRUPTED
        except BrokenPipeError:
            close_quietly()
            return EXIT_BROKEN_PIPE
        except Exception as error:
            told = unexpected(error)
            complain(told.message, told.mend)
            return told.exit_code
        return EXIT_PASSED


def _no_such_command(name: str) -> UsageError:
    from difflib import get_close_matches

    close = get_close_matches(name, HELPS, n=3)
    mend = f"Did you mean: {', '.join(close)}?" if close else "`drills --help` shows them all."
    return UsageError(f"there is no command “{name}”", mend=mend)


def _how_to_use(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"`{context.command_path} --help` shows how it is used." if context else ""


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"drills {version('persistence-drills')}")
        context.exit()


@click.group(cls=_Drills, no_args_is_help=False, invoke_without_command=True)
@work_option
@click.option(
    PLAIN,
    is_flag=True,
    expose_value=False,
    help="No colours, marks as words; after a command too.",  # `main` acts on it
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def drills(context: click.Context) -> None:
    """Learn data persistence in Python by doing it.

    \b
    drills next          which drill to do
    drills show NAME     what it asks for
    drills run NAME      make your file, then check it, again and again
    drills hint NAME     when you are stuck

    A NAME may be short: 03_idempotent_upserts, idempotent_upserts, level_up/03, or a path.
    """
    context.ensure_object(Course)
    if context.invoked_subcommand is None:
        click.echo(context.get_help())

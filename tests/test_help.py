"""Every command and option has help, and the table of commands says what the modules say."""

from collections.abc import Iterator

import click
import pytest

from runner.catalog import REPOSITORY
from runner.group import HELPS, drills


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from _commands(found, f"{name} {below}")


COMMANDS = dict(_commands(drills, "drills"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str):
    """No command and no option without a word on what it does."""
    command = COMMANDS[name]
    assert command.help, name
    silent = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_80_columns(name: str):
    """Help can be read in a small terminal."""
    command = COMMANDS[name]
    context = click.Context(command, info_name=name, terminal_width=80)
    assert max(map(len, command.get_help(context).splitlines())) <= 80


@pytest.mark.parametrize("name", HELPS)
def test_the_table_says_what_the_module_says(name: str):
    """`drills --help` loads no command, so its table must agree with each one's first line."""
    assert (COMMANDS[f"drills {name}"].help or "").splitlines()[0] == HELPS[name]


def test_every_module_is_in_the_table():
    """Each module of commands is one command, or one of the shared ones."""
    files = {path.stem for path in (REPOSITORY / "runner/commands").glob("*.py")}
    assert files - {"__init__", "answers", "course", "options"} == set(HELPS)


def test_list_is_in_the_order_of_the_table(capsys: pytest.CaptureFixture[str]):
    """`drills --help` shows the commands in the order in which one meets them."""
    with pytest.raises(SystemExit):
        drills.main(["--help"])
    shown = capsys.readouterr().out.partition("Commands:")[2]
    assert [line.split()[0] for line in shown.splitlines() if line.strip()] == list(HELPS)

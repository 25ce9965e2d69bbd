"""`drills completion`: have a shell complete commands, options and drill names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from runner.commands.options import COMPLETION_VARIABLE
from runner.render.console import say

_SHELLS = ("bash", "zsh", "fish")


@click.command
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script with which a shell completes `drills`.

    \b
    bash  eval "$(drills completion bash)"       in ~/.bashrc
    zsh   eval "$(drills completion zsh)"        in ~/.zshrc
    fish  drills completion fish | source        in ~/.config/fish/config.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None  # click brings those of _SHELLS
    root = context.find_root().command
    say(kind(root, {}, "drills", COMPLETION_VARIABLE).source())

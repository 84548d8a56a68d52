"""docs/reference/cli.md, made from what `--help` prints.

Run `python -m stackwright.cli.reference > docs/reference/cli.md` after a change; a test compares the two.
"""

from __future__ import annotations

from typing import Final

import click

from stackwright.cli.main import COMMANDS, cli

_HEAD: Final = """\
# Command line

What `--help` prints. Made by `python -m stackwright.cli.reference > docs/reference/cli.md`; a test compares it.

Exit codes: 0 done; 1 a run failed; 2 something a person wrote is wrong, and nothing has started; 3 a policy was
violated; 130 Ctrl-C. What `--json` prints is described in [json.md](json.md).
"""
_WIDTH: Final = 100


def reference() -> str:
    """The whole page."""
    pages = [_HEAD, _page(cli, "stackwright")]
    root = click.Context(cli, info_name="stackwright")
    for name in COMMANDS:
        command = cli.get_command(root, name)
        if command is not None:
            pages += _pages(command, f"stackwright {name}")
    return "\n".join(pages)


def _pages(command: click.Command, path: str) -> list[str]:
    """The page of a command and those of its own commands."""
    pages = [_page(command, path)]
    if isinstance(command, click.Group):
        for name in command.commands:
            pages += _pages(command.commands[name], f"{path} {name}")
    return pages


def _page(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH)
    return f"## {path}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)

"""docs/reference/cli.md, made from what `--help` prints.

Run `python -m stackwright.cli.reference > docs/reference/cli.md` after a change; a test compares the two.
"""

from __future__ import annotations

from typing import Any, Final

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
    root = _context(cli, "stackwright", None)
    commands = [(name, cli.get_command(root, name)) for name in COMMANDS]
    pages = [page for name, command in commands if command for page in _pages(_context(command, name, root))]
    return "\n".join([_HEAD, _page(root), *pages])


def _pages(context: click.Context) -> list[str]:
    """The page of a command and those of its own commands."""
    pages = [_page(context)]
    if isinstance(context.command, click.Group):
        for name, command in context.command.commands.items():
            pages += _pages(_context(command, name, context))
    return pages


def _page(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """As click makes it when the command is called, but for the width."""
    settings: dict[str, Any] = {**command.context_settings, "terminal_width": _WIDTH, "max_content_width": _WIDTH}
    return click.Context(command, info_name=name, parent=parent, **settings)


if __name__ == "__main__":
    click.echo(reference(), nl=False)

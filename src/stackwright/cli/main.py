"""`stackwright`: which commands there are, and what a person sees when one fails.

Nothing but click is imported here: each command is a module of its own, imported when it is called, so that `--help`
answers at once (`tests/cli/test_startup.py` holds that).
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Final

import click
from click.shell_completion import CompletionItem

COMMANDS: Final = {
    "init": "Begin a platform repository: blueprints, components, policies, a service.",
    "new": "Begin a service, add a part to one, or write a policy.",
    "validate": "Check a service: its file, references, inputs and blueprints.",
    "graph": "Show the parts of SERVICE and what depends on what.",
    "preview": "Show what 'up' would change, even before anything is deployed.",
    "up": "Deploy a service, or one part of it.",
    "outputs": "Show what the parts of a service output.",
    "refresh": "Read what the clouds hold now into the state, and show what drifted.",
    "state": "Look at what the state of a part holds, and edit it; the clouds stay as they are.",
    "import": "Adopt a resource that exists in the cloud into the state of PART.",
    "destroy": "Delete what a service, or one part of it, has deployed.",
    "rehearse": "Deploy a service, or a Pulumi project, to simulated clouds, twice, and destroy it again.",
    "simulate": "Run COMMAND, such as 'pulumi up -s dev.network', against simulated clouds.",
    "policy": "Look at policies and permissions, and judge a service, a program or a state: nothing is deployed.",
    "explain": "Explain a resource TYPE: its inputs, what a change of each does, and who says so.",
    "doctor": "Look for what is missing or in the way: on this machine, and for SERVICE.",
    "cloud": "Look at the simulated clouds that rehearsals run on, and break them.",
}
"""Each command and its one line of help. The module and the click command have its name (`import_` for a keyword)."""


class _LazyGroup(click.Group):
    """A group that imports a command only to run it or to show its help."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        return getattr(import_module(f"stackwright.cli.{name}"), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        commands = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0]}'.{meant}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"stackwright {version('stackwright')}")
        context.exit()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, envvar="STACKWRIGHT_DEBUG", help="Show the traceback of an unexpected error.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Deploy services made of Pulumi blueprints; rehearse them first, on simulated clouds.

    SERVICE is a folder with a service.yaml, that file, or the name of a folder under ./stacks. PART is one of its
    parts; without it, a command acts on all of them.
    """
    context.obj = debug


_GC_THRESHOLD: Final = 50_000
"""Allocations between collections: all that is imported stays, and a collection walks it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line (default: the process's own) and return its exit code.

    0 done; 1 a run failed; 2 something a person wrote is wrong, nothing has started; 3 a policy was violated;
    130 Ctrl-C.
    """
    if arguments is not None:
        return _run(list(arguments))
    gc.set_threshold(_GC_THRESHOLD)
    code = _run(sys.argv[1:])
    gc.freeze()  # it ends with the process, and need not be walked once more
    return code


def _run(arguments: list[str]) -> int:
    try:
        code = cli.main(arguments.copy(), prog_name="stackwright", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the one place where every error becomes a message and a code
        from stackwright.cli.failure import report

        return report(error, arguments)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())

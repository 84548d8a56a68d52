"""What commands have in common: their arguments and options, and how SERVICE and ENVIRONMENT are found."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.deploy.limits import Limits
    from stackwright.service.model import Environment, Service

MANIFEST: Final = "service.yaml"
Command = TypeVar("Command", bound=Callable[..., Any])


def find_service(text: str) -> Path:
    """The `service.yaml` that a person means by `text`: a folder, that file, or a service's name under ./stacks.

    Raises:
        UsageError: there is none; the message lists the services that were found.
    """
    given = Path(text)
    if given.is_file():
        return given.resolve()
    if (given / MANIFEST).is_file():
        return (given / MANIFEST).resolve()
    known = services()
    if text in known:
        return known[text]
    if given.is_dir():
        raise UsageError(f"there is no {MANIFEST} in {given.resolve()}, and no Pulumi.yaml", hint=_known())
    near = get_close_matches(text, known, n=1)
    raise UsageError(f"no service '{text}'" + (f"; did you mean '{near[0]}'?" if near else ""), hint=_known())


def services() -> dict[str, Path]:
    """The services under ./stacks by name; a name is its folder's and what its manifest says (`service:`)."""
    found: dict[str, Path] = {}
    for manifest in sorted(Path("stacks").glob(f"*/{MANIFEST}")):
        for name in (manifest.parent.name, _declared_name(manifest)):
            if name:
                found.setdefault(name, manifest.resolve())
    return found


def _declared_name(manifest: Path) -> str | None:
    """The manifest's `service:`, read without a YAML parser: completion must be quick, and a broken file no error."""
    try:
        text = manifest.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    match = re.search(r"^service:\s*[\"']?([\w.-]+)", text, re.MULTILINE)
    return match[1] if match else None


def _known() -> str:
    names = list(services())
    if names:
        return "services here: " + ", ".join(names)
    return "give a folder that holds one, or run this where ./stacks is"


def load(text: str, environment: str | None = None) -> Service:
    """Load the service that a person means by `text`, and check it against the installed blueprints.

    Only for `environment`, where one is named: another may use versions that are not installed here.
    """
    from stackwright.service.catalogue import installed
    from stackwright.service.loading import load_service

    checked = None if environment is None else {environment}
    return load_service(find_service(text), installed(), environments=checked)


def choose_environment(service: Service, wanted: str | None) -> Environment:
    """The environment called `wanted`, or the only one.

    Raises:
        UsageError: there is none of that name, or several and none was named.
    """
    environments = service.environments
    known = "environments: " + ", ".join(environments)
    if wanted is None:
        if len(environments) == 1:
            return next(iter(environments.values()))
        raise UsageError(f"{service.name} has several environments; choose one with -e", hint=known)
    if wanted in environments:
        return environments[wanted]
    near = get_close_matches(wanted, environments, n=1)
    meant = f"; did you mean '{near[0]}'?" if near else ""
    raise UsageError(f"{service.name} has no environment '{wanted}'{meant}", hint=known)


def complete_service(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    names = [CompletionItem(name) for name in services() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="dir")]


def _complete_from(read: Callable[[Service], Iterator[str]]) -> Callable[..., list[str]]:
    """Completion from a service's own file; a file that does not load completes to nothing."""

    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            names = read(load(context.params["service"]))
        except Exception:  # noqa: BLE001 - a traceback in the middle of a command line helps nobody
            return []
        return [name for name in names if name.startswith(incomplete)]

    return complete


def _parts(service: Service) -> Iterator[str]:
    return iter({name: None for parts in service.parts.values() for name in parts})


service_argument = click.argument("service", metavar="SERVICE", shell_complete=complete_service)
part_argument = click.argument("part", metavar="[PART]", required=False, shell_complete=_complete_from(_parts))
required_part_argument = click.argument("part", metavar="PART", shell_complete=_complete_from(_parts))
environment_option = click.option(
    "-e",
    "--environment",
    metavar="ENV",
    shell_complete=_complete_from(lambda service: iter(service.environments)),
    help="Environment, such as dev; not needed where there is only one.",
)
environment_option_or_stack = click.option(
    "-e",
    "--environment",
    "-s",
    "--stack",
    metavar="ENV",
    shell_complete=_complete_from(lambda service: iter(service.environments)),
    help="Environment, such as dev, or the stack of a project by itself; not needed where there is only one.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def limit_options(command: Callable[..., int]) -> Callable[..., int]:
    """`--target`, `--exclude` and, for each, `--…-dependents`; the command is given them as `limits`."""

    @functools.wraps(command)
    def limited(
        *given: Any,  # noqa: ANN401 - what click passes to any command
        targets: tuple[str, ...],
        target_dependents: bool,
        excludes: tuple[str, ...],
        exclude_dependents: bool,
        **values: Any,  # noqa: ANN401
    ) -> int:
        return command(*given, limits=_limits(targets, target_dependents, excludes, exclude_dependents), **values)

    for option in (
        click.option("--exclude-dependents", is_flag=True, help="Leave out what depends on --exclude, too."),
        click.option(
            "--exclude",
            "excludes",
            metavar="RESOURCE",
            multiple=True,
            help="All but this resource, named as for --target; repeat for more.",
        ),
        click.option("--target-dependents", is_flag=True, help="Also what depends on --target."),
        click.option(
            "--target",
            "targets",
            metavar="RESOURCE",
            multiple=True,
            help="Only this resource: its URN (with * and ** for many), type::name, name or id; repeat for more.",
        ),
    ):
        limited = option(limited)
    return limited


def _limits(targets: tuple[str, ...], with_targets: bool, excludes: tuple[str, ...], with_excludes: bool) -> Limits:
    """
    Raises:
        UsageError: both say something, or a flag has nothing to go with.
    """
    from stackwright.deploy.limits import Limits

    if targets and excludes:
        raise UsageError("--target and --exclude do not go together", hint="Say one of them.")
    if with_targets and not targets:
        raise UsageError("--target-dependents says nothing without --target")
    if with_excludes and not excludes:
        raise UsageError("--exclude-dependents says nothing without --exclude")
    return Limits(targets or excludes, excluding=bool(excludes), dependents=with_targets or with_excludes)


continue_option = click.option(
    "--continue-on-error", is_flag=True, help="Go on in a stack with what does not depend on what failed."
)


class _Span(click.ParamType[float]):
    """A length of time; seconds where no unit is given."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        match = _SPAN.match(str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no time; write 30s, 5m or 1h", param, ctx)
        return float(match[1]) * _UNITS[match[2] or "s"]


_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)(s|m|h)?\Z")
_UNITS: Final = {"s": 1.0, "m": 60.0, "h": 3600.0}
lock_option = click.option(
    "--lock-timeout",
    metavar="TIME",
    type=_Span(),
    help="How long to wait for another run of a stack to end, such as 5m. [default: 10m for a run of the embedded "
    "engine on this machine; otherwise a lock is an error at once]",
)
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask first.")


def selection_options(command: Command) -> Command:
    """`--with-dependencies` and `--with-dependents`."""
    command = click.option("--with-dependents", is_flag=True, help="Also what depends on PART.")(command)
    return click.option("--with-dependencies", is_flag=True, help="Also what PART depends on.")(command)


def _complete_kind(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from stackwright.simcloud.refusing import KINDS

    return [CompletionItem(name, help=kind.about) for name, kind in KINDS.items() if name.startswith(incomplete)]


def refusal_options(command: Command) -> Command:
    """`--allow` and `--refuse`: what simulated clouds do not refuse, or do."""
    for option in (
        click.option(
            "--refuse",
            metavar="KIND",
            multiple=True,
            shell_complete=_complete_kind,
            help="Let the simulated clouds refuse what they leave out: quotas, those of a new account; import-unknown,"
            " imports of what no rehearsal made.",
        ),
        click.option(
            "--allow",
            metavar="KIND",
            multiple=True,
            shell_complete=_complete_kind,
            help="Let the simulated clouds take what real ones would refuse: the kind that an error ended with; or aws,"
            " azure, gcp, kubernetes, all.",
        ),
    ):
        command = option(command)
    return command


def engine_options(*, simulate: bool = True) -> Callable[[Command], Command]:
    """`--engine`, `--parallel` and, unless the command is always a rehearsal, `--simulate`."""

    def decorate(command: Command) -> Command:
        command = click.option(
            "--parallel",
            type=click.IntRange(min=1),
            metavar="N",
            help="Parts at a time. [default: 4, at most the number of processors with the embedded engine]",
        )(command)
        default = "pulumi, or embedded with --simulate" if simulate else "embedded"
        command = click.option(
            "--engine",
            type=click.Choice(["pulumi", "embedded"]),
            help=f"What runs the programs: the official Pulumi CLI, or the embedded engine. [default: {default}]",
        )(command)
        if simulate:
            command = click.option(
                "--simulate", is_flag=True, help="On simulated clouds that stay; nothing real is touched."
            )(command)
        return command

    return decorate

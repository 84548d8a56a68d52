"""`rehearse`: from what a test names to a rehearsal of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast, overload

from stackwright.engine.protocol import Stack
from stackwright.errors import UsageError
from stackwright.service.catalogue import installed
from stackwright.service.layout import FILE
from stackwright.service.loading import load_service
from stackwright.service.model import BlueprintInfo, Cloud, Service
from stackwright.service.project import find_project
from stackwright.testing.plainly import plainly
from stackwright.testing.rehearsal import Packs, Rehearsal
from stackwright.testing.subjects import Program, Subject
from stackwright.testing.subjects import refuse as refuse_arguments
from stackwright.wire.values import Value

if TYPE_CHECKING:
    from stackwright.engine.embedded.program import Main
    from stackwright.testing.services import Composed

Function: TypeAlias = Callable[[], object]
_NONE: Final[Mapping[str, Any]] = {}
_DEV: Final = "dev"


def validate(service: str | Path) -> Service:
    """Check a service, the folder of a service.yaml, in all its environments against the installed blueprints.

    Raises:
        InvalidInput, ServiceError: it is wrong; all faults with their places.
    """
    return load_service(Path(service), installed())


@overload
def rehearse(
    subject: str | BlueprintInfo,
    *,
    cloud: Cloud | str = "",
    inputs: Mapping[str, Any] = ...,
    environment: str = ...,
    providers: Mapping[str, Mapping[str, Value]] = ...,
    policies: Packs = ...,
    allow: Iterable[str] = ...,
    refuse: Iterable[str] = ...,
) -> Rehearsal: ...


@overload
def rehearse(
    subject: str | Path,
    environment: str = ...,
    *,
    part: str | None = ...,
    policies: Packs = ...,
    allow: Iterable[str] = ...,
    refuse: Iterable[str] = ...,
) -> Rehearsal: ...


@overload
def rehearse(
    subject: Function | str | Path,
    *,
    config: Mapping[str, Any] = ...,
    stack: str = ...,
    project: str = ...,
    references: Mapping[str, Mapping[str, Any]] = ...,
    policies: Packs = ...,
    allow: Iterable[str] = ...,
    refuse: Iterable[str] = ...,
) -> Rehearsal: ...


@plainly
def rehearse(
    subject: str | Path | BlueprintInfo | Function,
    environment: str = "",
    *,
    cloud: str = "",
    inputs: Mapping[str, Any] = _NONE,
    providers: Mapping[str, Mapping[str, Value]] = _NONE,
    part: str | None = None,
    config: Mapping[str, Any] = _NONE,
    stack: str = "",
    project: str = "",
    references: Mapping[str, Mapping[str, Any]] = _NONE,
    policies: Packs = (),
    allow: Iterable[str] = (),
    refuse: Iterable[str] = (),
) -> Rehearsal:
    """A rehearsal on clouds of its own; nothing is deployed yet.

    | `subject` | may come with |
    |---|---|
    | a blueprint, or the name of an installed one | `cloud`, `inputs`, `environment`, `providers` |
    | the folder of a service.yaml | `environment`, `part` (that one, and what it needs) |
    | a function, or anything else to call, that is a Pulumi program | `config`, `stack`, `project`, `references` |
    | the folder of a Pulumi.yaml | `config`, `stack`, `references` |

    `inputs` are as in a service.yaml, a whole part (`${network}`) being a mapping of its outputs with `cloud` and
    `blueprint`; `providers` settings as in an environment (`{"aws": {"region": "eu-central-1"}}`). `config` is the
    stack's configuration: any JSON, and `secret(…)`, by key. `references` are the outputs that other stacks have, by
    their names (`organization/network/prod`). All may be rehearsed under `policies`: folders of packs, or
    `policy.pack(…)`; a service is under those of its environment anyway. The clouds take what `allow` names although
    real ones would refuse it, and refuse what `refuse` names beside the rest, such as `quotas`
    (`docs/reference/refusals.md`).

    Raises:
        InputError: there is no such thing, it is wrong, or an SDK that it needs is not installed.
    """
    given: dict[str, object] = {
        "environment": environment,
        "cloud": cloud,
        "inputs": inputs,
        "providers": providers,
        "part": part,
        "config": config,
        "stack": stack,
        "project": project,
        "references": references,
    }
    found = _found(subject)
    if isinstance(found, Path) and (found / FILE).is_file():
        refuse_arguments(given, ("environment", "part"), "a service")
        said = _service(found, environment, part)
        return Rehearsal(said, policies, [*said.chosen.allow, *allow], [*said.chosen.refuse, *refuse])
    if isinstance(found, Path):
        refuse_arguments(given, ("config", "stack", "references"), "a Pulumi project")
        program = _project(found, stack)
    elif callable(found):
        refuse_arguments(given, ("config", "stack", "project", "references"), "a program")
        program = _function(cast("Main", found), stack or _DEV, project)
    else:
        from stackwright.testing.blueprints import blueprint_alone

        refuse_arguments(given, ("cloud", "inputs", "environment", "providers"), "a blueprint")
        alone: Subject = blueprint_alone(
            found, inputs=inputs, cloud=cloud, environment=environment or _DEV, providers=providers
        )
        return Rehearsal(alone, policies, allow, refuse)
    return Rehearsal(replace(program.changed(config), references=references), policies, allow, refuse)


def _found(subject: str | Path | BlueprintInfo | Function) -> Path | BlueprintInfo | Function:
    """A folder, a blueprint or a function.

    Raises:
        UsageError: it is none of these.
    """
    if isinstance(subject, str) and subject.partition("@")[0] not in installed().names() and Path(subject).exists():
        subject = Path(subject)
    if isinstance(subject, str):
        from stackwright.testing.blueprints import find_blueprint

        return find_blueprint(subject)
    if not isinstance(subject, Path):
        return subject
    folder = (subject if subject.is_dir() else subject.parent).resolve()
    if not (folder / FILE).is_file() and find_project(folder) is None:
        raise UsageError(f"{subject} holds neither a service nor a Pulumi project")
    return folder


def _service(folder: Path, environment: str, part: str | None) -> Composed:
    from stackwright.testing.services import Composed

    service = load_service(folder, installed(), environments={environment} if environment else None)
    if not environment and len(service.environments) > 1:
        raise UsageError(f"{service.name} has several environments; name one", hint=", ".join(service.environments))
    chosen = service.environment(environment or next(iter(service.environments)))
    if part is not None:
        service.part(chosen.name, part)
    return Composed(service, chosen, part).changed({})


def _project(folder: Path, stack: str) -> Program:
    from stackwright.deploy.rehearsal.configuration import simulated_configuration, stack_names
    from stackwright.deploy.target import real_stack
    from stackwright.service.lone import lone_service

    found = find_project(folder)
    if found is None:
        raise UsageError(f"{folder} holds no Pulumi project")
    service = lone_service(found, stack_names(found.path), stack or None, {})
    [(environment, parts)] = service.parts.items()
    [part] = parts.values()
    real = real_stack(part, service.environments[environment])
    return Program(title=found.name, stack=real, given=simulated_configuration(real))


def _function(function: Main, stack: str, project: str) -> Program:
    name = project or _name(function)
    made = Stack(name=stack, project=name, directory=Path.cwd(), backend="")
    return Program(title=name, stack=made, main=function)


def _name(function: object) -> str:
    """What a program is called: as its function, or as the class of what is no function."""
    while isinstance(function, partial):
        function = cast("object", function.func)
    name = str(getattr(function, "__name__", type(function).__name__)).strip("_").replace("_", "-")
    return "program" if name == "<lambda>" else name

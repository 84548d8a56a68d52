"""A Pulumi project by itself on the command line: `rehearse PROJECT --stack dev --config size=3`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stackwright.cli.options import MANIFEST
from stackwright.cli.request import Request
from stackwright.errors import UsageError

if TYPE_CHECKING:
    from stackwright.deploy.progress import RunResult
    from stackwright.service.model import Service
    from stackwright.service.project import Project


def find_lone(request: Request) -> Service | None:
    """The project that a person means by SERVICE, as a service; None where it means a service.

    Raises:
        UsageError: which of its stacks is not said; an option is only for projects, and this is none; its program is
            in another language than the embedded engine runs.
    """
    from stackwright.deploy.rehearsal.configuration import stack_names
    from stackwright.service.lone import lone_service

    project = _project(request)
    if project is None:
        if request.config:
            raise UsageError("--config is for a Pulumi project by itself", hint="A service says it in service.yaml.")
        return None
    if request.embedded and project.runtime != "python":
        raise UsageError(
            f"{project.path} is written for {project.runtime}, and the embedded engine runs Python",
            hint="With the official CLI: add --engine pulumi, or in its folder: stackwright simulate -- pulumi up",
        )
    if request.embedded:
        _tell_of_other_sdks(request, project)
    config = dict(map(_entry, request.config))
    return lone_service(project, stack_names(project.path), request.environment, config)


def _tell_of_other_sdks(request: Request, project: Project) -> None:
    """A program is run by the interpreter that runs this, with the SDKs that are installed beside it."""
    from stackwright.cli.flow import advise
    from stackwright.service.virtual import differing, named

    virtual = named(project.path)
    if virtual is None or not (found := differing(virtual)):
        return
    there = ", ".join(f"{name} {theirs} (here {ours or 'none'})" for name, (theirs, ours) in found.items())
    folder = os.path.relpath(virtual)
    advise(request, f"{folder} has {there}. What is here is used; to use that, install stackwright there.")


def refuse_real(service: Service, request: Request) -> None:
    """
    Raises:
        UsageError: a project by itself would be deployed for real, which `pulumi` does.
    """
    from stackwright.service.lone import is_lone

    if not request.simulate and is_lone(service):
        raise UsageError(
            f"{service.path} is a Pulumi project by itself: `pulumi` deploys it",
            hint="Rehearse it with `stackwright rehearse`, or make it a part of a service.",
        )


def configured(request: Request, word: tuple[str, str]) -> tuple[str, str]:
    """`--then-config KEY=VALUE` as what is done to the one part of a project: `PART.KEY=VALUE`.

    Raises:
        UsageError: it is no project by itself, or there is no value.
    """
    from stackwright.service.lone import part_name

    name, text = word
    project = _project(request)
    if project is None:
        raise UsageError("--then-config is for a Pulumi project by itself", hint="Of a service: --then-set.")
    key, value = _entry(text)
    return name, f"{part_name(project)}.{key}={json.dumps(value)}"


def advise_on_wants(request: Request, results: Sequence[RunResult]) -> None:
    """Where a project failed for want of configuration or of a module, say how it comes by that."""
    from stackwright.cli.flow import advise

    reasons = " ".join(part.reason or "" for result in results for part in result.parts)
    if (project := _project(request)) is None:
        return
    for module in dict.fromkeys(_ABSENT.findall(reasons)):
        advise(request, _about_module(module, project))
    for package in dict.fromkeys(_UNATTACHED.findall(reasons)):
        advise(request, _about_package(package) or f"{package} cannot be simulated")
    if missing := list(dict.fromkeys(_MISSING.findall(reasons))):
        given = " ".join(f"--config {key}=…" for key in missing)
        advise(request, f"It may be given here: {request.command('rehearse', *request.config_words)} {given}")


_MISSING: Final = re.compile(r"Missing required configuration variable '([^']+)'")
"""What `pulumi.ConfigMissingError` says (pulumi 3.272, `config.py`)."""
_ABSENT: Final = re.compile(r"^ModuleNotFoundError: No module named '(\w+)'", re.MULTILINE)


_UNATTACHED: Final = re.compile(r"no resource plugin 'pulumi-resource-([\w-]+)' found")
"""What the CLI says of a package whose provider is neither installed nor attached (pulumi 3.260, `plugins.go`)."""


def _about_module(module: str, project: Project) -> str:
    """How a program comes by a module that is not installed, or why a rehearsal cannot do with it."""
    package = module.removeprefix("pulumi_").replace("_", "-") if module.startswith("pulumi_") else ""
    if package and (reason := _about_package(package)):
        return reason
    asked = project.path.parent / "requirements.txt"
    wanted = module.replace("_", "-").lower()
    lines = asked.read_text("utf-8", "replace").lower().replace("_", "-").splitlines() if asked.is_file() else []
    if any(re.match(rf"{re.escape(wanted)}\b(?!-)", line) for line in lines):
        return f"{module} is not installed where stackwright is: pip install -r {asked}"
    return f"{module} is not installed where stackwright is: pip install it, by its name on the package index"


def _about_package(package: str) -> str:
    """Why there is no simulated cloud for a package, and what to do; empty where there is one."""
    from stackwright.errors import CloudError
    from stackwright.simcloud.packages import check_package

    try:
        check_package(package)
    except CloudError as error:
        return f"{error.message}: {error.hint}"
    return ""


def _project(request: Request) -> Project | None:
    from stackwright.service.project import find_project

    given = Path(request.service)
    folder = given.parent if given.name.startswith("Pulumi.") else given
    if not folder.is_dir() or (folder / MANIFEST).is_file():
        return None
    return find_project(folder.resolve())


def _entry(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"'{key}' says nothing", hint="Write KEY=VALUE, such as size=3 or aws:region=eu-west-1.")
    return key, value

"""The interpreter, what is installed in it, and the Pulumi CLI."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from stackwright.deploy.doctor.model import Finding, of_error
from stackwright.engine.pulumi import executable
from stackwright.errors import StackwrightError, UsageError
from stackwright.service.catalogue import InstalledBlueprints, installed

DISTRIBUTION: Final = "stackwright"
_EVERYTHING: Final = "all"
_ATTACHED: Final = "PULUMI_DEBUG_PROVIDERS"


def machine(needed: Collection[str] = (), environment: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Everything that is the same for all services. `needed` are the extras that must be there."""
    environment = os.environ if environment is None else environment
    yield python()
    yield from packages(metadata.requires(DISTRIBUTION) or (), needed)
    yield from blueprints(installed())
    yield from pulumi(environment)
    if environment.get(_ATTACHED):
        yield Finding(
            "warn", "environment", f"{_ATTACHED} is set: real runs refuse to start", "Unset it when you are done."
        )


def python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = metadata.distribution(DISTRIBUTION).metadata.json.get("requires_python") or ""
    text = f"{version} ({sys.executable})"
    if SpecifierSet(str(wanted)).contains(version, prereleases=True):
        return Finding("ok", "Python", text)
    return Finding("fail", "Python", f"{text}; {wanted} is needed", "Make a virtual environment with a newer one.")


def packages(requirements: Iterable[str], needed: Collection[str]) -> Iterator[Finding]:
    """What Stackwright requires, and each of its extras (the SDKs of a cloud), against what is installed."""
    by_extra: dict[str, list[Requirement]] = {"": []}
    for requirement in map(Requirement, requirements):
        extra = _extra(requirement)
        if extra == _EVERYTHING or requirement.name == DISTRIBUTION:
            continue
        by_extra.setdefault(extra, []).append(requirement)
    for extra, wanted in by_extra.items():
        yield _group(extra, wanted, needed=not extra or extra in needed)


def _group(extra: str, wanted: Iterable[Requirement], *, needed: bool) -> Finding:
    about = f"extra {extra}" if extra else "packages"
    found, lacking, unfit = list[str](), list[str](), list[str]()
    for requirement in wanted:
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            lacking.append(requirement.name)
            continue
        if requirement.specifier.contains(version, prereleases=True):
            found.append(f"{requirement.name} {version}")
        else:
            unfit.append(f"{requirement.name} {version} is installed, {requirement.specifier} is needed")
    hint = f"python -m pip install '{DISTRIBUTION}[{extra}]'" if extra else f"python -m pip install {DISTRIBUTION}"
    if unfit:
        return Finding("fail" if needed else "warn", about, "; ".join(unfit), hint)
    if lacking:
        message = f"not installed: {', '.join(lacking)}"
        return Finding("fail", about, message, hint) if needed else Finding("ok", about, f"{message} (not needed here)")
    return Finding("ok", about, ", ".join(found))


def _extra(requirement: Requirement) -> str:
    """The extra that a requirement belongs to; empty for what is always required."""
    if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
        return ""
    text = str(requirement.marker)
    return text.partition("extra ==")[2].strip().strip("\"'")


def blueprints(catalogue: InstalledBlueprints) -> Iterator[Finding]:
    good: list[str] = []
    for name in catalogue.names():
        try:
            good += [f"{info.name}@{info.version}" for info in catalogue.versions(name)]
        except StackwrightError as error:
            yield of_error("blueprints", error)
    if good:
        yield Finding("ok", "blueprints", ", ".join(good))
    elif not catalogue.names():
        yield Finding("warn", "blueprints", "none is installed", "Install a package that publishes some.")


def pulumi(environment: Mapping[str, str]) -> Iterator[Finding]:
    """The official CLI: real runs need it, rehearsals with the embedded engine do not."""
    try:
        found = executable.find(environment=environment)
    except UsageError as error:
        named = environment.get(executable.VARIABLE)
        yield of_error("Pulumi CLI", error, "fail" if named else "warn")
        return
    try:
        version = ".".join(map(str, executable.version(found)))
    except UsageError as error:
        yield of_error("Pulumi CLI", error)
        return
    yield Finding("ok", "Pulumi CLI", f"{version} ({found})")
    host = "pulumi-language-python"
    there = shutil.which(host, path=f"{found.resolve().parent}{os.pathsep}{environment.get('PATH', '')}")
    if there:
        yield Finding("ok", "Python language host", str(Path(there)))
    else:
        yield Finding(
            "fail",
            "Python language host",
            f"{host} is not beside {found}, nor on PATH",
            "Install the whole Pulumi CLI.",
        )

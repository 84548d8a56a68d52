"""The Pulumi SDKs that a service's parts are built with, and how to install those that are not there.

Nothing is imported: an SDK of a cloud takes up to a second, and a service may well be read where none is installed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from stackwright.errors import UsageError
from stackwright.service.model import Catalogue, Part
from stackwright.service.versions import resolve

EXTRAS: Final[Mapping[str, str]] = {
    "aws": "aws",
    "azure-native": "azure",
    "gcp": "gcp",
    "kubernetes": "private",
    "openstack": "private",
}
"""The extra of Stackwright that installs a package's SDK."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a part needs and is not installed."""

    part: Part
    packages: Sequence[str]


def module_name(package: str) -> str:
    """The Python module of a package's SDK: `pulumi_azure_native`."""
    return "pulumi_" + package.replace("-", "_")


def pip_command(packages: Iterable[str]) -> str:
    """The command that installs the SDKs of these packages."""
    packages = dict.fromkeys(packages)
    extras = dict.fromkeys(EXTRAS[package] for package in packages if package in EXTRAS)
    wanted = [f"'stackwright[{','.join(extras)}]'"] if extras else []
    return " ".join(
        ["pip install", *wanted, *(_distribution(package) for package in packages if package not in EXTRAS)]
    )


def lacking(parts: Iterable[Part], catalogue: Catalogue) -> list[Lack]:
    """The parts whose SDKs this interpreter does not have, each with what is not there."""
    found = [Lack(part, [it for it in _packages(part, catalogue) if not _is_there(it)]) for part in parts]
    return [lack for lack in found if lack.packages]


def complaint(lacks: Collection[Lack]) -> str:
    """One line: which parts, what they need, the command that installs it. `lacks` is not empty."""
    names = ", ".join(f"'{lack.part.name}'" for lack in lacks)
    packages = list(dict.fromkeys(package for lack in lacks for package in lack.packages))
    who = f"part {names} needs" if len(lacks) == 1 else f"parts {names} need"
    what = f"{', '.join(map(_distribution, packages))}, which {'is' if len(packages) == 1 else 'are'} not installed"
    return f"{who} {what}: {pip_command(packages)}"


def require_sdks(parts: Iterable[Part], catalogue: Catalogue) -> None:
    """Every part can be built by this interpreter.

    Raises:
        UsageError: an SDK is not installed; one line, with the command that installs all that are missing.
    """
    lacks = lacking(parts, catalogue)
    if lacks:
        raise UsageError(complaint(lacks), where=lacks[0].part.where)


def _packages(part: Part, catalogue: Catalogue) -> Sequence[str]:
    if part.blueprint is None or part.cloud is None:
        return ()
    return resolve(catalogue, part.blueprint, part.version, where=part.where).clouds[part.cloud]


def _is_there(package: str) -> bool:
    return find_spec(module_name(package)) is not None


def _distribution(package: str) -> str:
    return f"pulumi-{package}"

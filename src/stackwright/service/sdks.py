"""The Pulumi SDKs that a service's parts are built with, and how to install those that are not there.

Nothing is imported: an SDK of a cloud takes up to a second, and a service may well be read where none is installed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from stackwright.errors import UsageError
from stackwright.service.model import Catalogue, Cloud, Part
from stackwright.service.reaching import joined, packages
from stackwright.service.versions import resolve

EXTRAS: Final[Mapping[str, str]] = {
    "aws": "aws",
    "azure-native": "azure",
    "gcp": "gcp",
    "kubernetes": "private",
    "openstack": "private",
}
"""The extra of Stackwright that installs a package's SDK."""

_BROUGHT_ALONG: Final = "random"
"""Every public cloud's extra has its SDK."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a part needs and is not installed."""

    part: Part
    packages: Sequence[str]


def module_name(package: str) -> str:
    """The Python module of a package's SDK: `pulumi_azure_native`."""
    return "pulumi_" + package.replace("-", "_")


def pip_command(missing: Iterable[str]) -> str:
    """The command that installs the SDKs of these packages."""
    missing = dict.fromkeys(missing)
    extras = dict.fromkeys(EXTRAS[package] for package in missing if package in EXTRAS)
    others = [it for it in missing if it not in EXTRAS and not (extras and it == _BROUGHT_ALONG)]
    wanted = [f"'stackwright[{','.join(extras)}]'"] if extras else []
    return " ".join(["pip install", *wanted, *map(_distribution, others)])


def lacking(chosen: Iterable[Part], around: Mapping[str, Part], catalogue: Catalogue) -> list[Lack]:
    """The chosen parts whose SDKs this interpreter does not have, each with what is not there.

    `around` are all parts of the environment: one may reach the cloud of another.
    """
    found = [Lack(part, [it for it in _packages(part, around, catalogue) if not _is_there(it)]) for part in chosen]
    return [lack for lack in found if lack.packages]


def complaint(lacks: Collection[Lack]) -> str:
    """One line: which parts, what they need, the command that installs it. `lacks` is not empty."""
    parts = dict.fromkeys(f"'{lack.part.name}'" for lack in lacks)  # once, although in several environments
    missing = list(dict.fromkeys(package for lack in lacks for package in lack.packages))
    who = f"part {', '.join(parts)} needs" if len(parts) == 1 else f"parts {', '.join(parts)} need"
    what = f"{', '.join(map(_distribution, missing))}, which {'is' if len(missing) == 1 else 'are'} not installed"
    return f"{who} {what}: {pip_command(missing)}"


def require_sdks(chosen: Iterable[Part], around: Mapping[str, Part], catalogue: Catalogue) -> None:
    """Every chosen part can be built by this interpreter; see `lacking`.

    Raises:
        UsageError: an SDK is not installed; one line, with the command that installs all that are missing.
    """
    lacks = lacking(chosen, around, catalogue)
    if lacks:
        raise UsageError(complaint(lacks), where=lacks[0].part.where)


def _packages(part: Part, around: Mapping[str, Part], catalogue: Catalogue) -> Iterator[str]:
    if part.blueprint is None:
        return
    blueprint = resolve(catalogue, part.blueprint, part.version, where=part.where)
    named = (around.get(reference.part) for _, reference in joined(part.inputs, blueprint.input_schema()))
    reached: list[Cloud] = [other.cloud for other in named if other is not None and other.cloud is not None]
    for of_cloud in packages(blueprint, part.cloud, reached).values():
        yield from of_cloud


def _is_there(package: str) -> bool:
    return find_spec(module_name(package)) is not None


def _distribution(package: str) -> str:
    return f"pulumi-{package}"

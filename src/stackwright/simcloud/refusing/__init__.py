"""What clouds refuse although the inputs are well-formed, worded like the cloud.

    KINDS                      what can be refused, by name
    refuse_creation(it, …)     raises where something would not be made
    refuse_change(it, …)       where it would not take these inputs
    refuse_deletion(it, …)     where it would not let it go
    switched(allow, refuse)    what is left out, by the names that a person gave

The rules of each cloud are in modules of their own; `model` says what a rule is, `world` what it may look at. Whoever
adds one keeps to this: nothing is refused that a real cloud might take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from stackwright.errors import CloudError, UsageError
from stackwright.simcloud.refusing import (
    aws_documents,
    aws_limits,
    aws_names,
    aws_network,
    aws_references,
    aws_use,
    aws_values,
    azure_names,
    azure_network,
    azure_place,
    azure_references,
    azure_use,
    azure_values,
    existing,
    google_network,
    google_place,
    google_use,
    google_values,
    imports,
    kubernetes,
)
from stackwright.simcloud.refusing.model import Kind, Rule, When, index
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject

RULES: Final[Sequence[Rule]] = tuple(
    each
    for module in (
        aws_names,
        aws_network,
        aws_references,
        aws_use,
        aws_documents,
        aws_limits,
        aws_values,
        azure_names,
        azure_network,
        azure_place,
        azure_references,
        azure_use,
        azure_values,
        google_network,
        google_place,
        google_use,
        google_values,
    )
    for each in module.RULES
)
_INDEX: Final = index(RULES)
KINDS: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in sorted(
        {*(each.kind for each in RULES), *existing.KINDS.values(), *kubernetes.KINDS, imports.UNKNOWN},
        key=lambda it: it.name,
    )
}
"""All kinds of refusals, by name."""


def refuse_creation(it: Subject, world: World, allowed: frozenset[str]) -> None:
    """`allowed` names kinds that are switched off.

    Raises:
        CloudError: the cloud would not take it.
    """
    _refuse(it, world, allowed, "create")
    _refuse(it, world, allowed, "change")


def refuse_change(it: Subject, world: World, allowed: frozenset[str]) -> None:
    """
    Raises:
        CloudError: the cloud would not take these inputs.
    """
    _refuse(it, world, allowed, "change")


def refuse_deletion(it: Subject, world: World, allowed: frozenset[str]) -> None:
    """
    Raises:
        CloudError: the cloud would not let it go.
    """
    _refuse(it, world, allowed, "delete")


def refuse_twin(it: Subject, allowed: frozenset[str]) -> None:
    """
    Raises:
        CloudError: there is one of its name.
    """
    kind = existing.kind_of(it.package)
    if kind.name not in allowed:
        raise _error(kind, existing.already_exists(it))


PROTECTIONS: Final = frozenset({aws_use.PROTECTION.name, google_use.PROTECTION.name})
"""The kinds that a rehearsal lifts before its last destroy."""


ASKED: Final = frozenset(name for name, kind in KINDS.items() if kind.asked)
"""The kinds that are left out unless they are asked for."""


def switched(allow: Iterable[str] = (), refuse: Iterable[str] = ()) -> frozenset[str]:
    """The kinds that are left out where a person wants to `allow` some, and to `refuse` others.

    Raises:
        UsageError: there is no such kind.
    """
    allowed = _named(allow)
    return (ASKED - _named(refuse)) | allowed


def _named(names: Iterable[str]) -> frozenset[str]:
    """Kinds by their names; `aws` stands for all of AWS, `quotas` for all quotas, `all` for everything.

    Raises:
        UsageError: there is no such kind.
    """
    found: set[str] = set()
    for name in names:
        meant = {kind for kind in KINDS if name in (kind, "all", kind.partition("-")[0])}
        meant |= ASKED - {imports.UNKNOWN.name} if name == "quotas" else frozenset()
        if not meant:
            near = get_close_matches(name, KINDS, n=1)
            hint = f"Did you mean {near[0]}?" if near else "docs/reference/refusals.md lists them."
            raise UsageError(f"there is no refusal called '{name}'", hint=hint)
        found |= meant
    return frozenset(found)


def _refuse(it: Subject, world: World, allowed: frozenset[str], when: When) -> None:
    for key in (it.package, it.token):
        for rule in _INDEX.get((key, when), ()):
            if rule.kind.name not in allowed and (words := rule.words(it, world)):
                raise _error(rule.kind, words)


def _error(kind: Kind, words: str) -> CloudError:
    """Its message ends with the name of the kind, so that whoever reads it knows what to switch off."""
    return CloudError(f"{words} (--allow {kind.name})", hint=kind.hint or None)

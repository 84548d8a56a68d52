"""What is known of each input of a type: whether a change of it replaces the resource, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules import kubernetes, random
from stackwright.simcloud.rules.distilled import distilled
from stackwright.simcloud.rules.find import rules_of
from stackwright.simcloud.rules.model import Rule

Verdict = Literal["replaces", "partly", "in place", "unknown"]
"""`partly`: some of what is in it replaces. What is unknown is taken for a change in place."""
_COMPLETE = {"kubernetes": kubernetes.SOURCE, "random": random.SOURCE}
"""Packages whose provider has one list of all that replaces: what is not in it changes in place."""
_ALWAYS = {"tags", "labels", "timeouts"}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one input. `rules` are those of the input and of what is in it; `source` says it in one line."""

    input: str
    verdict: Verdict
    source: str = ""
    rules: tuple[Rule, ...] = ()

    @property
    def guessed(self) -> bool:
        return any(rule.guessed or rule.general for rule in self.rules)


def knowledge(token: str, *, without: str = "") -> list[Known]:
    """What is known of the inputs of a type, in the order of the SDK. Rules whose source has `without` in it are left
    out: what a source says is not measured against that source.
    """
    package = token.partition(":")[0]
    kind = catalogue(package).resource(token)
    return [_known(token, name, package, without) for name in (kind.inputs if kind else NONE)]


def _known(token: str, name: str, package: str, without: str) -> Known:
    rules = tuple(
        rule for rule in rules_of(token) if paths.top(rule.path) == name and not (without and without in rule.source)
    )
    for rule in rules:
        if rule.path == name and not rule.whole:
            return Known(name, "replaces", rule.source, rules)
    if rules:
        return Known(name, "partly", rules[0].source, rules)
    facts = distilled(token)
    source = facts.in_place(name) if facts else ""
    if source and not (without and without in source):
        return Known(name, "in place", source)
    if package in _COMPLETE:
        return Known(name, "in place", _COMPLETE[package])
    if name in _ALWAYS:
        return Known(name, "in place", "a tag, a label or a time limit is no part of what a resource is")
    return Known(name, "unknown")

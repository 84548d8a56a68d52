"""All replacement rules of a type, whatever they come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules import aws, azure, gcp, kubernetes, local, openstack, random, tls
from stackwright.simcloud.rules.distilled import distilled
from stackwright.simcloud.rules.model import Rule
from stackwright.simcloud.twins import canonical
from stackwright.wire.values import Value, reveal

_KNOWN: Mapping[str, Callable[[str], list[Rule]]] = {
    "aws": aws.known,
    "azure-native": azure.known,
    "cloudinit": local.known,
    "gcp": gcp.known,
    "kubernetes": kubernetes.known,
    "null": local.known,
    "openstack": openstack.known,
    "random": random.known,
    "time": local.known,
    "tls": tls.known,
}


@lru_cache(maxsize=4096)
def rules_of(token: str) -> tuple[Rule, ...]:
    """The rules of one type, one for each path.

    What is written by hand with a source wins; then what was distilled of the type; then, for inputs of which that says
    nothing, what the SDK's documentation says, what holds for most types of the cloud, and guesses.
    """
    package = token.partition(":")[0]
    by_hand = _KNOWN[package](canonical(token)) if package in _KNOWN else []
    facts = distilled(token) or distilled(canonical(token))
    sure = [rule for rule in by_hand if not (rule.general or rule.guessed)]
    rest = [*_documented(token), *(rule for rule in by_hand if rule.general or rule.guessed)]
    if facts is not None:
        rest = [rule for rule in rest if paths.top(rule.path) in facts.unknown]
    found: dict[str, Rule] = {}
    for rule in (*sure, *(facts.rules if facts else ()), *rest):
        found.setdefault(rule.path, rule)
    return tuple(found.values())


def _documented(token: str) -> Iterator[Rule]:
    """What the SDK's documentation says; in that of Kubernetes the phrase is about the API, not the provider."""
    package = token.partition(":")[0]
    kind = catalogue(package).resource(token)
    for name, item in (kind.inputs if kind else NONE).items():
        if item.replaces and package != "kubernetes":
            yield Rule(name, f"documentation of {token}: {item.replaces}")


def replaced_by(token: str, path: str) -> Rule | None:
    """The rule that makes a change of `path` replace the resource; None if it is an update, or not known."""
    pattern = paths.pattern(path)
    return next((rule for rule in rules_of(token) if _decides(rule, pattern)), None)


def _decides(rule: Rule, pattern: str) -> bool:
    if rule.whole:
        return pattern in {rule.path, f"{rule.path}[]"}
    return paths.covers(rule.path, pattern)


def replaced_within(token: str, path: str, value: Value) -> Rule | None:
    """The rule that makes adding or removing `value` at `path` replace the resource, because of something in it."""
    pattern = paths.pattern(path)
    for rule in rules_of(token):
        if not rule.whole and rule.path != pattern and paths.covers(pattern, rule.path):
            rest = rule.path[len(pattern) :]
            if _has(value, [step for step in re.split(r"\.|(?=\[\])", rest) if step]):
                return rule
    return None


def _has(value: Value, steps: Sequence[str]) -> bool:
    value = reveal(value)
    if not steps:
        return value is not None
    if steps[0] == "[]":
        return isinstance(value, list) and any(_has(item, steps[1:]) for item in value)
    return isinstance(value, dict) and steps[0] in value and _has(value[steps[0]], steps[1:])

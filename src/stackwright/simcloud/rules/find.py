"""All replacement rules of a type, whatever they come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from stackwright.simcloud import paths
from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules import aws, azure, gcp, kubernetes, openstack, random, tls
from stackwright.simcloud.rules.model import Rule

_KNOWN: Mapping[str, Callable[[str], list[Rule]]] = {
    "aws": aws.known,
    "azure-native": azure.known,
    "gcp": gcp.known,
    "kubernetes": kubernetes.known,
    "openstack": openstack.known,
    "random": random.known,
    "tls": tls.known,
}


@lru_cache(maxsize=4096)
def rules_of(token: str) -> tuple[Rule, ...]:
    """The rules of one type: those of the tables, and what the SDK's documentation says, which is the better source."""
    package = token.partition(":")[0]
    known = _KNOWN[package](token) if package in _KNOWN else []
    kind = catalogue(package).resource(token)
    documented = {
        name: Rule(name, f"documentation of {token}: {item.replaces}")
        for name, item in (kind.inputs if kind else NONE).items()
        if item.replaces and package != "kubernetes"
    }
    seen = {rule.path for rule in known}
    added = [rule for name, rule in documented.items() if name not in seen]
    return (*(documented.get(rule.path, rule) for rule in known), *added)


def replaced_by(token: str, path: str) -> Rule | None:
    """The rule that makes a change of `path` replace the resource; None if it is an update, or not known."""
    pattern = paths.pattern(path)
    return next((rule for rule in rules_of(token) if paths.covers(rule.path, pattern)), None)

"""All that can be told of the permissions in some resources, as one JSON document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.aws.identity import ROLE
from stackwright_policies.permissions.aws import facts as aws
from stackwright_policies.permissions.aws import steps as aws_steps
from stackwright_policies.permissions.aws import wildcards as aws_wildcards
from stackwright_policies.permissions.azure import facts as azure
from stackwright_policies.permissions.azure import steps as azure_steps
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.escalations import escalations_of, worth_telling
from stackwright_policies.permissions.gcp import facts as gcp
from stackwright_policies.permissions.gcp import steps as gcp_steps
from stackwright_policies.permissions.kubernetes import facts as kubernetes
from stackwright_policies.permissions.kubernetes import steps as kubernetes_steps
from stackwright_policies.permissions.model import Facts, Finding, Grant, Identity, Path, Step, Trust
from stackwright_policies.permissions.reach import paths
from stackwright_policies.permissions.reading import text
from stackwright_policies.resource import Resource

_SEVERITIES: Final = ("critical", "high", "medium")
_ACCOUNT: Final = re.compile(r"system:serviceaccount:([\w.-]+:[\w.-]+)")


def facts_of(directory: Directory) -> Facts:
    """Identities, grants, trusts and steps on all clouds."""
    accounts = kubernetes.accounts_of(directory)
    roles = {text(one.properties, "name"): one.urn for one in directory.of(ROLE)}
    read = {
        "aws": aws.facts_of(directory),
        "azure": azure.facts_of(directory),
        "gcp": gcp.facts_of(directory, {**roles, **accounts}),
        "kubernetes": kubernetes.facts_of(directory),
    }
    on = {cloud: replace(it, trusts=[_by_account(one, accounts) for one in it.trusts]) for cloud, it in read.items()}
    steps = [
        *aws_steps.steps_of(on["aws"], directory),
        *azure_steps.steps_of(on["azure"], directory),
        *gcp_steps.steps_of(on["gcp"], directory),
        *kubernetes_steps.steps_of(on["kubernetes"], directory),
    ]
    reached = {start: list(ends) for start, ends in paths(steps).items()}
    steps += aws_steps.raising(on["aws"], directory, reached)
    return Facts(
        identities=[one for it in on.values() for one in it.identities],
        grants=[one for it in on.values() for one in it.grants],
        trusts=[one for it in on.values() for one in it.trusts],
        steps=list(dict.fromkeys(steps)),
        powers={
            **aws_steps.POWERS,
            **azure_steps.powers_of(on["azure"], directory),
            **gcp_steps.powers_of(on["gcp"]),
            **kubernetes_steps.powers_of(on["kubernetes"]),
        },
        wildcards=[
            *aws_wildcards.wildcards_of(on["aws"]),
            *azure_steps.wildcards_of(on["azure"]),
            *gcp_steps.wildcards_of(on["gcp"]),
            *kubernetes_steps.wildcards_of(on["kubernetes"]),
        ],
    )


def _by_account(trust: Trust, accounts: Mapping[str, str]) -> Trust:
    """A trust in tokens, with the service account whose tokens these are where that is made here."""
    found = _ACCOUNT.search(" ".join((trust.who, *trust.conditions)))
    return replace(trust, by=accounts[found[1]]) if found and not trust.by and found[1] in accounts else trust


def findings_of(facts: Facts, reached: Mapping[str, Mapping[str, Path]]) -> list[Finding]:
    """The worst first."""
    found = [*facts.wildcards, *escalations_of(facts, reached)]
    return sorted(dict.fromkeys(found), key=lambda it: (_SEVERITIES.index(it.severity), it.kind, it.identity, it.what))


def document_of(resources: Sequence[Resource], parts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What `docs/reference/json.md` describes. `parts` says which part of a service a resource is in, by URN."""
    facts = facts_of(Directory(resources, parts))
    reached = paths(facts.steps)
    trusts: dict[str, list[Trust]] = defaultdict(list)
    grants: dict[str, list[Grant]] = defaultdict(list)
    for trust in facts.trusts:
        trusts[trust.of].append(trust)
    for grant in facts.grants:
        grants[grant.to].append(grant)
    labels = {**facts.powers, **{one.id: one.label for one in facts.identities}}
    return {
        "identities": [
            _identity(one, trusts[one.id], grants[one.id], reached.get(one.id, {}), labels) for one in facts.identities
        ],
        "findings": [_finding(one, labels) for one in findings_of(facts, reached)],
    }


def _identity(
    one: Identity, trusts: Iterable[Trust], grants: Iterable[Grant], ends: Mapping[str, Path], labels: Mapping[str, str]
) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "part": one.part or None,
        "cloud": one.cloud,
        "kind": one.kind,
        "urn": one.urn or None,
        "runs": list(one.runs),
        "groups": [labels.get(it, it) for it in one.member_of],
        "boundary": one.bounded or None,
        "keys": one.keys,
        "trusts": [
            {"who": it.who, "identity": it.by or None, "conditions": list(it.conditions), "open": it.open}
            for it in trusts
        ],
        "may": [_grant(it) for it in grants],
        "becomes": [
            {
                "to": end,
                "label": labels.get(end, end),
                "certain": all(it.certain for it in path.steps),
                **_path(path, labels),
            }
            for end, path in worth_telling(ends).items()
        ],
    }


def _grant(grant: Grant) -> dict[str, Any]:
    return {
        "effect": grant.effect,
        "actions": list(grant.actions),
        "but": list(grant.but),
        "role": grant.role or None,
        "on": list(grant.shown),
        "conditions": list(grant.conditions),
        "via": grant.via,
        "urn": grant.source or None,
    }


def _finding(one: Finding, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "severity": one.severity,
        "identity": one.identity,
        "label": labels.get(one.identity, one.identity),
        "what": one.what,
        "certain": one.certain,
        "urn": one.urn or None,
        **(_path(one.path, labels) if one.path else {"path": []}),
    }


def _path(path: Path, labels: Mapping[str, str]) -> dict[str, Any]:
    return {"path": [_step(it, labels) for it in path.steps]}


def _step(step: Step, labels: Mapping[str, str]) -> dict[str, Any]:
    return {
        "of": labels.get(step.of, step.of),
        "to": labels.get(step.to, step.to),
        "how": step.how,
        "needs": list(step.needs),
        "meant": step.meant,
        "certain": step.certain,
        "source": step.source or None,
    }

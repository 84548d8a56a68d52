"""Which subject can become which service account, or get every right of a namespace or the cluster; what is wide.

https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.kubernetes.facts import CLUSTER, EVERYBODY, accounts_of
from stackwright_policies.permissions.model import UNKNOWN, Facts, Finding, Grant, Severity, Step
from stackwright_policies.security.kubernetes.rbac import INTO_PODS, RAISING, READING

_SOURCE: Final = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"
_POWER: Final = "power:kubernetes:"
_RBAC: Final = "rbac.authorization.k8s.io"
_RAISED: Final = {
    "bind": (f"clusterroles.{_RBAC}", f"roles.{_RBAC}"),
    "escalate": (f"clusterroles.{_RBAC}", f"roles.{_RBAC}"),
    "impersonate": ("users", "groups"),
}
_WORKLOADS: Final = (
    "pods",
    "deployments.apps",
    "daemonsets.apps",
    "statefulsets.apps",
    "replicasets.apps",
    "jobs.batch",
    "cronjobs.batch",
)
_NODES: Final = "nodes/proxy"


def powers_of(facts: Facts) -> dict[str, str]:
    """Every right, and every Secret, in each place in which anything is bound."""
    places = {on: _shown(on) for it in facts.grants for on in it.on}
    return {
        **{f"{_POWER}{on}": f"every right in {shown}" for on, shown in places.items()},
        **{f"{_POWER}secrets:{on}": f"every Secret of {shown}" for on, shown in places.items()},
        **{f"{_POWER}accounts:{on}": f"every service account of {shown}" for on, shown in places.items()},
    }


def _shown(on: str) -> str:
    return "the cluster" if on == CLUSTER else on.replace(":", " ")


def steps_of(facts: Facts, directory: Directory) -> Iterator[Step]:
    """By what is bound, in a namespace or in all of them."""
    spaces = {urn: name.partition(":")[0] for name, urn in accounts_of(directory).items()}
    running = {one.id for one in facts.identities if one.runs}
    for grant in facts.grants:
        [on] = grant.on
        yield from _raising(grant, on)
        reads = next((f"{verb} secrets" for verb in READING if grant.means(f"{verb} secrets")), None)
        if reads is not None and not grant.conditions:
            yield _step(grant, f"{_POWER}secrets:{on}", "reads them", (reads,))
        covered = [urn for urn, space in spaces.items() if on in (CLUSTER, f"namespace:{space}") and urn != grant.to]
        for to in (*covered, f"{_POWER}accounts:{on}"):
            yield from _becoming(grant, to, runs=to in running or to.startswith(_POWER))


def _raising(grant: Grant, on: str) -> Iterator[Step]:
    if "* *" in grant.actions:
        yield Step(of=grant.to, to=f"{_POWER}{on}", how="may do everything", meant=True, source=_SOURCE)
    for verb in RAISING:
        for resource in _RAISED[verb]:
            if grant.means(f"{verb} {resource}") and (on == CLUSTER or verb != "impersonate"):
                yield _step(grant, f"{_POWER}{on}", f"may {verb} {resource.partition('.')[0]}", (f"{verb} {resource}",))
    if on == CLUSTER and (grant.means(f"get {_NODES}") or grant.means(f"create {_NODES}")):
        yield _step(grant, f"{_POWER}{on}", "reaches every container through the kubelets", (f"get {_NODES}",))


def _becoming(grant: Grant, to: str, *, runs: bool) -> Iterator[Step]:
    for verbs, resources, words in INTO_PODS:
        creates = "pods" in resources
        wanted: Sequence[str] = _WORKLOADS if creates else resources
        if _NODES in resources or (not creates and "serviceaccounts/token" not in resources and not runs):
            continue
        found = next((f"{verb} {it}" for verb in verbs for it in wanted if grant.means(f"{verb} {it}")), None)
        if found is not None:
            yield _step(grant, to, words, (found,))
    if grant.means("impersonate serviceaccounts"):
        yield _step(grant, to, "impersonates it", ("impersonate serviceaccounts",))


def _step(grant: Grant, to: str, how: str, needs: Sequence[str]) -> Step:
    return Step(
        of=grant.to,
        to=to,
        how=f"{how} ({grant.role})",
        needs=needs,
        certain=not grant.conditions and UNKNOWN not in grant.on[0],
        source=_SOURCE,
    )


def wildcards_of(facts: Facts) -> Iterator[Finding]:
    """Every verb, every resource, and whatever everybody has."""
    by_id = {one.id: one for one in facts.identities}
    for grant in facts.grants:
        if by_id[grant.to].label in EVERYBODY:
            what = f"everybody has {grant.role} in {grant.shown[0]} ({grant.via})"
            yield Finding(kind="wildcard", severity="critical", identity=grant.to, what=what, urn=grant.source)
            continue
        wide = [it for it in grant.actions if "*" in it.split(" ") or it.endswith(" *")]
        if wide:
            everything = "* *" in wide
            severity: Severity = (
                "critical" if everything and grant.on[0] == CLUSTER else "high" if everything else "medium"
            )
            what = f"{grant.role}: {', '.join(wide)} in {grant.shown[0]} ({grant.via})"
            yield Finding(kind="wildcard", severity=severity, identity=grant.to, what=what, urn=grant.source)

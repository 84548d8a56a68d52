"""Service accounts and other subjects in a cluster, what is bound to them, and where that leads."""

from __future__ import annotations

from typing import Any

import pytest
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource

from tests.policies.permissions.support import found, identity, resource, told, ways

RBAC = "kubernetes:rbac.authorization.k8s.io/v1:"
GROUP = "rbac.authorization.k8s.io"
CLUSTER = "every right in the cluster"


def account(name: str, namespace: str = "shop") -> Resource:
    return resource("kubernetes:core/v1:ServiceAccount", name, metadata={"name": name, "namespace": namespace})


def rule(verbs: Any, resources: Any, group: Any = "", **more: Any) -> dict[str, Any]:
    return {"apiGroups": [group], "resources": resources, "verbs": verbs, **more}


def role(*rules: Any, kind: str = "Role", name: str = "mine") -> Resource:
    where = {"namespace": "shop"} if kind == "Role" else {}
    return resource(f"{RBAC}{kind}", name, metadata={"name": name, **where}, rules=list(rules))


def bound(subject: Any, to: str = "mine", kind: str = "Role", everywhere: bool = False) -> Resource:
    token = f"{RBAC}{'ClusterRoleBinding' if everywhere else 'RoleBinding'}"
    where = {} if everywhere else {"namespace": "shop"}
    given = {"metadata": {"name": "b", **where}, "roleRef": {"kind": kind, "name": to}, "subjects": [subject]}
    return resource(token, "binding", **given)


ME = {"kind": "ServiceAccount", "name": "me", "namespace": "shop"}


def running(name: str, as_account: str) -> Resource:
    spec = {"template": {"spec": {"serviceAccountName": as_account}}}
    return resource("kubernetes:apps/v1:Deployment", name, metadata={"namespace": "shop"}, spec=spec)


def test_what_a_service_account_may_do_and_what_runs_as_it() -> None:
    secret = rule(["get"], ["secrets"], resourceNames=["database"])
    said = told(account("me"), role(rule(["get", "list"], ["pods"]), secret), bound(ME), running("web", "me"))
    one = identity(said, "me")
    assert one["runs"] == ["Deployment web"]
    assert [(it["actions"], it["on"], it["conditions"]) for it in one["may"]] == [
        (["get pods", "list pods"], ["namespace shop"], []),
        (["get secrets"], ["database in namespace shop"], ["named database"]),
    ]
    assert said["findings"] == []


def test_what_is_not_known_is_told_as_unknown() -> None:
    said = told(account("me"), role(UNKNOWN, rule(UNKNOWN, ["pods"])), bound(ME))
    assert [it["actions"] for it in identity(said, "me")["may"]] == [["unknown"], ["unknown pods"]]
    assert identity(told(bound(ME, UNKNOWN)), "shop:me")["may"][0]["role"] == "unknown"
    assert identity(told(bound(UNKNOWN, "view", "ClusterRole")), "unknown")["may"]


def test_roles_of_every_cluster_and_subjects_that_nobody_here_makes() -> None:
    said = told(bound({"kind": "Group", "name": "oncall"}, "cluster-admin", "ClusterRole", everywhere=True))
    assert identity(said, "oncall")["kind"] == "group"
    assert found(said, "wildcard") == [
        "critical oncall: cluster-admin: * * in the whole cluster (ClusterRoleBinding binding)"
    ]
    assert found(said, "escalation") == []
    viewer = told(bound({"kind": "User", "name": "ann"}, "view", "ClusterRole"))
    assert viewer["findings"] == []


@pytest.mark.parametrize(
    ("given", "everywhere", "expected"),
    [
        (rule(["*"], ["pods"]), False, "medium"),
        (rule(["*"], ["*"], "*"), False, "high"),
        (rule(["*"], ["*"], "*"), True, "critical"),
        (rule(["get"], ["*"]), False, "medium"),
        (rule(["get"], ["pods"]), True, None),
    ],
)
def test_wildcards(given: dict[str, Any], everywhere: bool, expected: str | None) -> None:
    kind = "ClusterRole" if everywhere else "Role"
    said = told(account("me"), role(given, kind=kind), bound(ME, kind=kind, everywhere=everywhere))
    assert [it.partition(" ")[0] for it in found(said, "wildcard")] == ([expected] if expected else [])


def test_everybody() -> None:
    said = told(bound({"kind": "Group", "name": "system:unauthenticated"}, "view", "ClusterRole"))
    assert found(said, "wildcard") == [
        "critical system:unauthenticated: everybody has view in namespace shop (RoleBinding binding)"
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (rule(["escalate"], ["clusterroles"], GROUP), CLUSTER),
        (rule(["bind"], ["clusterroles"], GROUP), CLUSTER),
        (rule(["impersonate"], ["users"]), CLUSTER),
        (rule(["impersonate"], ["serviceaccounts"]), "other"),
        (rule(["get"], ["nodes/proxy"]), CLUSTER),
        (rule(["create"], ["pods"]), "other"),
        (rule(["create"], ["cronjobs"], "batch"), "other"),
        (rule(["create"], ["deployments"], "*"), "other"),
        (rule(["create"], ["serviceaccounts/token"]), "other"),
        (rule(["get"], ["pods/exec"]), "other"),
        (rule(["patch"], ["pods/ephemeralcontainers"]), "other"),
        (rule(["list"], ["secrets"]), "every Secret of the cluster"),
    ],
    ids=str,
)
def test_each_way_to_more(given: dict[str, Any], expected: str) -> None:
    stack = [account("me"), account("other"), running("web", "other")]
    role_, binding = role(given, kind="ClusterRole"), bound(ME, kind="ClusterRole", everywhere=True)
    said = told(*stack, role_, binding)
    assert expected in ways(said, "me")
    assert found(said, "escalation")
    harmless = role(
        rule(["get"], given["resources"] if "proxy" not in str(given) else ["nodes"], "metrics.k8s.io"),
        kind="ClusterRole",
    )
    assert ways(told(*stack, harmless, binding), "me") == {}


def test_rights_in_a_namespace_end_there() -> None:
    said = told(account("me"), account("other", "elsewhere"), role(rule(["create"], ["pods"])), bound(ME))
    assert set(ways(said, "me")) == {"every service account of namespace shop"}


def test_a_chain_across_accounts() -> None:
    admin = {"kind": "ServiceAccount", "name": "other", "namespace": "shop"}
    binding = resource(
        f"{RBAC}ClusterRoleBinding",
        "admin",
        metadata={"name": "admin"},
        roleRef={"kind": "ClusterRole", "name": "cluster-admin"},
        subjects=[admin],
    )
    said = told(account("me"), account("other"), role(rule(["create"], ["pods"])), bound(ME), binding)
    assert "critical me: gets at every right in the cluster" in found(said, "escalation")

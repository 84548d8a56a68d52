"""Nobody is the cluster's administrator, and no role may do everything, read every Secret or raise itself."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.kubernetes_api import judging_objects, kind_of
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, nsa
from stackwright_policies.resource import Resource, View
from stackwright_policies.security.kubernetes.rbac import (
    ADMINISTRATOR,
    BINDING,
    BINDINGS,
    CLUSTER_BINDING,
    CLUSTER_ROLE,
    EVERYTHING,
    RAISING,
    READING,
    ROLE,
    ROLES,
    grants,
    on_all,
    role_of,
    rules,
    says,
)
from stackwright_policies.verdicts import Failed, Verdict, all_of, each


def _role(why: str, *given: Any, type: str = CLUSTER_ROLE) -> Example:  # noqa: ANN401 - JSON
    return Example(why=why, type=type, inputs={"rules": list(given)})


def _rule(verbs: object, resources: object, group: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"apiGroups": [group], "resources": resources, "verbs": verbs} | more


def _binding(why: str, role: object, type: str = CLUSTER_BINDING) -> Example:
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role}
    subject = {"kind": "Group", "name": "oncall", "apiGroup": "rbac.authorization.k8s.io"}
    return Example(why=why, type=type, inputs={"roleRef": reference, "subjects": [subject]})


PASSES: Final = (
    _role("some verbs on some resources", _rule(["get", "list"], ["pods", "services"])),
    _role("one Secret, by its name", _rule(["get"], ["secrets"], resourceNames=["database"]), type=ROLE),
    _role("Secrets are only made", _rule(["create"], ["secrets"]), type=ROLE),
    _role("wildcards of API groups are no wildcards of resources", _rule(["get"], ["deployments"], "*")),
    Example(
        why="put together from others",
        type=CLUSTER_ROLE,
        inputs={"aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"aggregate": "true"}}]}},
    ),
    _binding("another role", "view"),
)
VIOLATES: Final = (
    _binding("the administrator", "cluster-admin"),
    _binding("the administrator of a namespace", "cluster-admin", type=BINDING),
    _role("every verb", _rule(["*"], ["pods"])),
    _role("every resource", _rule(["get"], ["*"]), type=ROLE),
    _role("every path of the server", {"nonResourceURLs": ["*"], "verbs": ["*"]}),
    _role("every Secret", _rule(["get", "create"], ["configmaps", "secrets"])),
    _role("a list says what is in them", _rule(["list"], ["secrets"]), type=ROLE),
    _role("it gives itself rights", _rule(["escalate"], ["clusterroles"], "rbac.authorization.k8s.io")),
    _role("it becomes somebody else", _rule(["impersonate"], ["users"])),
    _role("one rule of two, the other not known", UNKNOWN, _rule(["*"], ["*"], "*")),
    _role(
        "an old version of the API",
        _rule(["watch"], ["secrets"]),
        type="kubernetes:rbac.authorization.k8s.io/v1beta1:ClusterRole",
    ),
)
UNDECIDED: Final = (
    _role("the verbs are not known", _rule(UNKNOWN, ["secrets"])),
    _binding("which role is not known", UNKNOWN),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    judge = _bound if kind_of(resource.type) in ("RoleBinding", "ClusterRoleBinding") else _role_rules
    return judging_objects(judge)(resource, settings)


def _bound(binding: View, _settings: Settings) -> Iterator[Verdict]:
    if role_of(binding).text() == ADMINISTRATOR:
        yield Failed(f"{binding.path or 'it'} makes its subjects {ADMINISTRATOR}: they may do everything")


def _role_rules(role: View, _settings: Settings) -> Iterator[Verdict]:
    return each(rules(role), lambda rule: each(_KINDS, lambda judge: judge(rule)))


def _wild(rule: View) -> Iterator[Verdict]:
    yield from each(
        ("verbs", "resources"),
        lambda key: [Failed(f"{rule.path} allows all {key} (*)")] if says(rule, key, EVERYTHING) else [],
    )


def _reading(rule: View) -> Iterator[Verdict]:
    """Wildcards are told of above."""
    if all_of(
        lambda: says(rule, "resources", "secrets"),
        lambda: grants(rule, READING, ["secrets"]),
        lambda: on_all(rule),
    ):
        yield Failed(f"{rule.path} reads every Secret")


def _raising(rule: View) -> Iterator[Verdict]:
    yield from each(
        RAISING,
        lambda verb: (
            [Failed(f"{rule.path} allows to {verb}, and so every right there is")] if says(rule, "verbs", verb) else []
        ),
    )


_KINDS: Final = (_wild, _reading, _raising)


policy: Final = Policy(
    id="K8S-RBAC-01",
    title="Nobody may do everything in a cluster",
    severity="critical",
    why="Who reads every Secret or raises its own rights owns the cluster, and so does whoever steals that.",
    fix="Name the verbs and resources that a task needs, Secrets by resourceNames; bind roles inside a namespace.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.1.1", "5.1.2", "5.1.3", "5.1.8"),
        *nsa("Authentication and authorization"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_49", "CKV_K8S_155", "CKV_K8S_157", "CKV_K8S_158"),
    ),
    types=(*ROLES, *BINDINGS),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

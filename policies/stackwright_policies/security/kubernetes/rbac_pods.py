"""No role gets into containers, onto nodes or at tokens of others."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.kubernetes_api import judging_objects
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, cis, nsa
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.rbac import CLUSTER_ROLE, INTO_PODS, ROLE, ROLES, grants, rules
from stackwright_policies.verdicts import Failed, Verdict, each


def _role(why: str, verbs: object, *resources: Any, type: str = CLUSTER_ROLE, group: str = "") -> Example:  # noqa: ANN401
    rule = {"apiGroups": [group], "resources": list(resources), "verbs": verbs}
    return Example(why=why, type=type, inputs={"rules": [rule]})


PASSES: Final = (
    _role("pods are looked at", ["get", "list", "watch"], "pods", "pods/log", "pods/status"),
    _role("Deployments are made", ["create"], "deployments", group="apps"),
    _role("of another API group", ["create"], "pods", group="metrics.k8s.io"),
    _role("service accounts, not their tokens", ["create"], "serviceaccounts", type=ROLE),
    _role("pods are only deleted", ["delete"], "pods", type=ROLE),
)
VIOLATES: Final = (
    _role("commands in containers", ["create"], "pods/exec", type=ROLE),
    _role("over a WebSocket", ["get"], "pods/exec", type=ROLE),
    _role("attached to them", ["create"], "pods", "pods/attach"),
    _role("containers of its own", ["patch"], "pods/ephemeralcontainers"),
    _role("through the kubelet", ["get"], "nodes/proxy"),
    _role("new pods", ["create"], "pods"),
    _role("every verb", ["*"], "pods", type=ROLE),
    _role("every resource", ["create"], "*"),
    _role("the subresource of everything", ["create"], "*/exec"),
    _role("tokens", ["create"], "serviceaccounts/token"),
    _role("whatever the unknown verb is", [UNKNOWN, "create"], "pods/exec"),
)
UNDECIDED: Final = (_role("not known", UNKNOWN, "pods/exec"), _role("on what is not known", ["create"], UNKNOWN))


def _judge(role: View, _settings: Settings) -> Iterator[Verdict]:
    return each(rules(role), lambda rule: each(INTO_PODS, lambda way: _way(rule, *way)))


def _way(rule: View, verbs: Sequence[str], resources: Sequence[str], what: str) -> Iterator[Verdict]:
    if grants(rule, verbs, resources):
        yield Failed(f"{rule.path} {what} ({', '.join(resources)})")


policy: Final = Policy(
    id="K8S-RBAC-03",
    title="No role gets into containers, nodes or others' tokens",
    severity="high",
    why="Each of these rights is the right of everything that runs there: Secrets, accounts, the node itself.",
    fix="Let controllers make pods; give people and programs get and list, and rights to break glass for a while.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.1.4", "5.1.10", "5.1.13"),
        *nsa("Authentication and authorization"),
        *LEAST_PRIVILEGE,
    ),
    types=ROLES,
    check=judging_objects(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

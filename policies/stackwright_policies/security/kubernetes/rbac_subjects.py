"""No role is bound to everybody, to the group past all checks, or to the account that pods get unasked."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.kubernetes_api import judging_objects
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, nsa
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.rbac import (
    BINDING,
    BINDINGS,
    CLUSTER_BINDING,
    named,
    subjects,
)
from stackwright_policies.verdicts import Failed, Verdict, each

_ACCOUNT: Final = "system:serviceaccount:"


def _binding(why: str, *given: Any, type: str = CLUSTER_BINDING) -> Example:  # noqa: ANN401 - JSON
    reference = {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}
    return Example(why=why, type=type, inputs={"roleRef": reference, "subjects": list(given)})


def _group(name: object) -> dict[str, object]:
    return {"kind": "Group", "name": name, "apiGroup": "rbac.authorization.k8s.io"}


def _account(name: object) -> dict[str, object]:
    return {"kind": "ServiceAccount", "name": name, "namespace": "shop"}


_ANONYMOUS: Final = {"kind": "User", "name": "system:anonymous"}

PASSES: Final = (
    _binding("a group of people", _group("oncall")),
    _binding("an account of its own", _account("web"), type=BINDING),
    Example(why="nobody", type=BINDING, inputs={"roleRef": {"kind": "Role", "name": "view"}}),
    _binding("a person with such a name", {"kind": "User", "name": "default"}),
)
VIOLATES: Final = (
    _binding("whoever gives no name", _ANONYMOUS),
    _binding("the group of them", _group("oncall"), _group("system:unauthenticated")),
    _binding("those whom nothing is refused", _group("system:masters")),
    _binding("the account that pods get unasked", _account("default"), type=BINDING),
    _binding("the same, as a user", {"kind": "User", "name": "system:serviceaccount:shop:default"}),
    _binding("a patch adds it", _account("default"), type=f"{BINDING}Patch"),
    _binding("whoever the unknown one is", UNKNOWN, _ANONYMOUS),
)
UNDECIDED: Final = (_binding("not known", _group(UNKNOWN)), _binding("which account is not known", _account(UNKNOWN)))


def _judge(binding: View, settings: Settings) -> Iterator[Verdict]:
    return each(subjects(binding), lambda subject: _subject(subject, settings))


def _subject(subject: View, settings: Settings) -> Iterator[Verdict]:
    name = subject.get("name")
    if subject.get("kind").text() == "ServiceAccount":
        if name.text() == "default":
            yield Failed(f"{subject.path} is the account of every pod that names none")
    elif name.text() in settings["nobody"] or _is_default(name.text()):
        yield Failed(f"{subject.path} is {named(subject)}, to whom nothing may be given")


def _is_default(user: str) -> bool:
    return user.startswith(_ACCOUNT) and user.endswith(":default")


policy: Final = Policy(
    id="K8S-RBAC-02",
    title="No role is bound to everybody or to default accounts",
    severity="critical",
    why="Whoever reaches the API server, or gets into any pod that names no account, has what is bound to these.",
    fix="Bind roles to named groups, and to a service account for each workload.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.1.5", "5.1.7"),
        *nsa("Authentication and authorization"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_42"),
    ),
    types=BINDINGS,
    check=judging_objects(_judge),
    settings={
        "nobody": {
            "type": "array",
            "items": {"type": "string"},
            "default": ["system:anonymous", "system:unauthenticated", "system:masters"],
            "description": "Users and groups that get nothing. On GKE system:authenticated is every Google account.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

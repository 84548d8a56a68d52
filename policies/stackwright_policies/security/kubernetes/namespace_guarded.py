"""Namespaces hold their pods to a Pod Security Standard."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.controls import HARDENING
from stackwright_policies.kubernetes_api import is_patch, objects, title, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, cis, nsa
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, each

NAMESPACE: Final = "kubernetes:core/v1:Namespace"
_ENFORCE: Final = "pod-security.kubernetes.io/enforce"
_WARN: Final = "pod-security.kubernetes.io/warn"
_SYSTEM: Final = {"kube-system", "kube-public", "kube-node-lease"}
"""Namespaces that a cluster is born with, and whose pods are the node's."""


def _namespace(why: str, labels: object = None, type: str = NAMESPACE, **metadata: Any) -> Example:  # noqa: ANN401 - JSON
    return Example(why=why, type=type, inputs={"metadata": ({"labels": labels} if labels else {}) | metadata})


PASSES: Final = (
    _namespace("the stricter one", {_ENFORCE: "restricted"}),
    _namespace("the other one", {_ENFORCE: "baseline", _WARN: "restricted"}),
    _namespace("the name may be unknown", {_ENFORCE: "restricted"}, name=UNKNOWN),
    _namespace("the cluster's own", name="kube-system"),
    _namespace("a patch leaves it as it is", {"team": "shop"}, type=f"{NAMESPACE}Patch"),
)
VIOLATES: Final = (
    _namespace("nothing is said", name="shop"),
    Example(why="nothing at all", type=NAMESPACE, inputs={}),
    _namespace("one that forbids nothing", {_ENFORCE: "privileged"}),
    _namespace("a warning stops nobody", {_WARN: "restricted"}),
    _namespace("a patch takes it back", {_ENFORCE: "privileged"}, type=f"{NAMESPACE}Patch"),
    replace(_namespace("not strict enough", {_ENFORCE: "baseline"}), settings={"levels": ["restricted"]}),
)
UNDECIDED: Final = (
    _namespace("not known", {_ENFORCE: UNKNOWN}),
    _namespace("no label is known", UNKNOWN),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    return each(objects(resource), lambda one: _judge(one, resource, settings))


def _judge(namespace: View, resource: Resource, settings: Settings) -> Iterator[Verdict]:
    level = namespace.get("metadata", "labels", _ENFORCE)
    if level.absent and is_patch(resource):
        return
    if all_of(
        lambda: level.text() not in settings["levels"],
        lambda: namespace.get("metadata", "name").text() not in _SYSTEM,
    ):
        said = f"{_ENFORCE} is {level.text()}" if not level.absent else f"it has no label {_ENFORCE}"
        yield Failed(f"{title(namespace, resource.name)} admits pods that may do anything: {said}")


policy: Final = Policy(
    id="K8S-NS-01",
    title="Namespaces enforce a Pod Security Standard",
    severity="medium",
    why="Rules for a program hold for that program; the label makes the cluster refuse whatever comes from elsewhere.",
    fix="Label it pod-security.kubernetes.io/enforce: restricted, or baseline where a workload cannot do with that.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.1", "5.7.1"),
        *nsa("Pod security enforcement", "Namespaces"),
        *HARDENING,
    ),
    types=types("Namespace"),
    check=check,
    settings={
        "levels": {
            "type": "array",
            "items": {"enum": ["baseline", "restricted"]},
            "default": ["baseline", "restricted"],
            "description": "Which standards will do.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

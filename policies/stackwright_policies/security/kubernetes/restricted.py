"""Containers give up what the restricted Pod Security Standard has them give up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Json, Policy, Settings, checkov, cis, nsa, pod_security
from stackwright_policies.resource import Resource, View, changed, steps
from stackwright_policies.security.kubernetes.samples import (
    PATCH,
    a_cron_job,
    a_deployment,
    a_pod,
    confined,
    container,
)
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, each
from stackwright_policies.workloads import EVERY_CONTAINER, PODS, Pod, called, effective, judging_containers, pods

_HARMLESS: Final = "NET_BIND_SERVICE"
_PROFILES: Final = ("RuntimeDefault", "Localhost")
_GOOD: Final = {
    "allowPrivilegeEscalation": False,
    "runAsNonRoot": True,
    "capabilities": {"drop": ["ALL"]},
    "seccompProfile": {"type": "RuntimeDefault"},
}
_ALONE: Final = {key: _GOOD[key] for key in ("allowPrivilegeEscalation", "capabilities")}
_FOR_ALL: Final = {key: _GOOD[key] for key in ("runAsNonRoot", "seccompProfile")}

PASSES: Final = (
    a_pod("the container says all", confined(**_GOOD)),
    a_deployment("the pod says it for its containers, where it can", confined(**_ALONE), securityContext=_FOR_ALL),
    a_cron_job(
        "a low port is no right to speak of",
        confined(**_GOOD | {"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}),
    ),
    a_pod("Linux's alone cannot be said on Windows", confined(runAsNonRoot=True), os={"name": "windows"}),
    a_deployment("a patch leaves the rest as it is", container(), type=PATCH),
)
VIOLATES: Final = (
    a_pod("nothing is said", container()),
    a_deployment("rights may be gained", confined(**_GOOD | {"allowPrivilegeEscalation": True})),
    a_deployment("it may be root", confined(**_ALONE), securityContext={"seccompProfile": {"type": "Localhost"}}),
    a_deployment(
        "the container takes back what the pod says",
        confined(**_GOOD | {"runAsNonRoot": False}),
        securityContext=_FOR_ALL,
    ),
    a_deployment("one capability is dropped, not all", confined(**_GOOD | {"capabilities": {"drop": ["NET_RAW"]}})),
    a_cron_job("one is added", confined(**_GOOD | {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}})),
    a_pod("no profile", confined(**_GOOD | {"seccompProfile": {"type": "Unconfined"}})),
    a_pod("at the start only", confined(**_GOOD), initContainers=[confined(**_ALONE)]),
    a_deployment("a patch loosens it", confined(allowPrivilegeEscalation=True), type=PATCH),
    a_pod("whatever the unknown one will be", confined(**_GOOD | {"runAsNonRoot": UNKNOWN, "capabilities": {}})),
)
UNDECIDED: Final = (
    a_pod("a switch is not known", confined(**_GOOD | {"allowPrivilegeEscalation": UNKNOWN})),
    a_pod("what is dropped is not known", confined(**_GOOD | {"capabilities": {"drop": UNKNOWN}})),
    a_pod("the pod's context is not known", confined(**_ALONE), securityContext=UNKNOWN),
)


def _judge(container: View, pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    yield from each(_DEMANDS, lambda demand: demand(container, pod))


def _escalation(container: View, pod: Pod) -> Iterator[Verdict]:
    found = container.get("securityContext", "allowPrivilegeEscalation")
    if not pod.leaves(found) and found.flag(default=True) and not pod.on_windows():
        yield Failed(f"{called(container)} may gain rights that it does not start with (allowPrivilegeEscalation)")


def _root(container: View, pod: Pod) -> Iterator[Verdict]:
    found = effective("runAsNonRoot", container, pod)
    if not pod.leaves(found) and not found.flag():
        yield Failed(f"{called(container)} may run as root (runAsNonRoot is not true)")


def _dropped(container: View, pod: Pod) -> Iterator[Verdict]:
    found = container.get("securityContext", "capabilities", "drop")
    if not pod.leaves(found) and "ALL" not in _names(found) and not pod.on_windows():
        yield Failed(f"{called(container)} keeps capabilities (capabilities.drop has no ALL)")


def _added(container: View, _pod: Pod) -> Iterator[Verdict]:
    found = sorted(_names(container.get("securityContext", "capabilities", "add")) - {_HARMLESS})
    if found:
        yield Failed(f"{called(container)} gets the capabilities {', '.join(found)}")


def _seccomp(container: View, pod: Pod) -> Iterator[Verdict]:
    found = effective("seccompProfile", container, pod).get("type")
    if not pod.leaves(found) and found.text() not in _PROFILES and not pod.on_windows():
        yield Failed(
            f"{called(container)} may call all of the kernel (seccompProfile is no RuntimeDefault or Localhost)"
        )


def _remedy(resource: Resource, inputs: Json, settings: Settings) -> Json:
    """The inputs with what is not said of containers, where it puts everything right.

    What a person wrote is left as it is, and so is what cannot be told yet or is a patch's.
    """
    mended = inputs
    try:
        for pod in pods(resource):
            for container in (it for key in EVERY_CONTAINER for it in pod.spec.get(key).items()):
                for place, value in _missing(container, pod):
                    mended = changed(mended, [*steps(container.path), "securityContext", *place], value)
    except NotKnown:
        return inputs
    after = replace(resource, properties=View(mended))
    return inputs if any(isinstance(it, Failed) for it in _check(after, settings)) else mended


def _missing(container: View, pod: Pod) -> Iterator[tuple[tuple[str, ...], Any]]:
    """What a container has to say and nothing says for it.

    Raises:
        NotKnown
    """
    own = container.get("securityContext")
    if effective("runAsNonRoot", container, pod).absent and effective("runAsUser", container, pod).value != 0:
        yield ("runAsNonRoot",), True
    if pod.on_windows():
        return
    # The API refuses it of a privileged container, which is another rule's affair.
    if own.get("allowPrivilegeEscalation").absent and not own.get("privileged").flag():
        yield ("allowPrivilegeEscalation",), False
    if own.get("capabilities", "drop").absent:
        yield ("capabilities", "drop"), ["ALL"]
    if effective("seccompProfile", container, pod).absent:
        yield ("seccompProfile",), {"type": "RuntimeDefault"}


_DEMANDS: Final = (_escalation, _root, _dropped, _added, _seccomp)


def _names(capabilities: View) -> set[str]:
    """Capabilities as the kernel calls them, without the prefix that some runtimes accept."""
    return {it.text().upper().removeprefix("CAP_") for it in capabilities.items()}


_check: Final = judging_containers(_judge)

policy: Final = Policy(
    id="K8S-POD-03",
    title="Containers run without root, capabilities and a way to gain rights",
    severity="high",
    why="An attacker inside a container tries the kernel next; what the container gave up cannot be used for that.",
    fix=(
        "Set allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities.drop: [ALL] and"
        " seccompProfile.type: RuntimeDefault."
    ),
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.6", "5.2.7", "5.2.9", "5.2.10", "5.7.2"),
        *pod_security("Restricted", "Privilege Escalation", "Running as Non-root", "Seccomp", "Capabilities"),
        *nsa("Non-root containers and “rootless” container engines", "Hardening container environments"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_20", "CKV_K8S_23", "CKV_K8S_25", "CKV_K8S_31", "CKV_K8S_37"),
    ),
    types=PODS,
    check=_check,
    remedy_of=_remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Containers open no port of their node."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, cis, nsa, pod_security
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import (
    DAEMON_SET,
    PATCH,
    a_cron_job,
    a_deployment,
    a_pod,
    container,
)
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, judging_containers


def _port(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return container(ports=[{"containerPort": 8080} | more])


PASSES: Final = (
    a_pod("a port of its own", _port()),
    a_deployment("none at all", container()),
    a_deployment("zero is none", _port(hostPort=0)),
    a_cron_job("its own may be unknown", container(ports=[{"containerPort": UNKNOWN}])),
)
VIOLATES: Final = (
    a_pod("one of the node", _port(hostPort=8080)),
    a_deployment("on every node", _port(hostPort="80"), type=DAEMON_SET),
    a_cron_job("at the start only", container(), initContainers=[_port(hostPort=9100)]),
    a_deployment("a patch opens one", _port(hostPort=8080), type=PATCH),
    a_pod("whatever the unknown one is", container(ports=[UNKNOWN, {"containerPort": 80, "hostPort": 80}])),
)
UNDECIDED: Final = (a_pod("not known", _port(hostPort=UNKNOWN)), a_pod("none is known", container(ports=UNKNOWN)))


def _judge(container: View, _pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    return each(container.get("ports").items(), lambda port: _opened(port, container))


def _opened(port: View, container: View) -> Iterator[Verdict]:
    number = port.get("hostPort")
    if number.number() != 0:
        yield Failed(f"{called(container)} opens port {number.text()} of its node")


policy: Final = Policy(
    id="K8S-POD-07",
    title="Containers open no port of their node",
    severity="high",
    why="A port of the node is reached past Services and network policies, and one replica fits on a node.",
    fix="Remove hostPort; let a Service or an Ingress lead to the container.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.13"),
        *pod_security("Baseline", "Host Ports"),
        *nsa("Network separation and hardening"),
        *EXPOSURE,
        *checkov("CKV_K8S_26"),
    ),
    types=PODS,
    also_in=("network-exposure",),
    check=judging_containers(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Kubernetes can tell whether a container still works."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.controls import AVAILABILITY
from stackwright_policies.kubernetes_api import types
from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import (
    DAEMON_SET,
    PATCH,
    a_deployment,
    a_pod,
    container,
)
from stackwright_policies.verdicts import Failed, Verdict
from stackwright_policies.workloads import Pod, called, judging_containers

_GET: Final = {"httpGet": {"path": "/healthy", "port": 8080}}
_BOTH: Final[dict[str, Any]] = {"livenessProbe": _GET, "readinessProbe": _GET}

PASSES: Final = (
    a_deployment("both", container(**_BOTH)),
    a_deployment("when to send requests", container(readinessProbe=_GET)),
    a_pod("when to start it anew", container(livenessProbe={"exec": {"command": UNKNOWN}})),
    a_pod("it runs to its end", container(), restartPolicy="Never"),
    a_deployment("what runs before", container(**_BOTH), initContainers=[container()]),
    a_deployment("a patch leaves them as they are", container(), type=PATCH),
)
VIOLATES: Final = (
    a_deployment("none", container()),
    a_pod("a pod of its own", container()),
    a_deployment("on every node", container(), type=DAEMON_SET),
    a_deployment("one of two", container(**_BOTH), container("proxy")),
    a_deployment("to start only", container(startupProbe=_GET)),
    replace(a_deployment("one of both", container(readinessProbe=_GET)), settings={"both": True}),
)
UNDECIDED: Final = (a_deployment("not known", UNKNOWN),)
_PROBES: Final = ("livenessProbe", "readinessProbe")


def _judge(container: View, pod: Pod, settings: Settings) -> Iterator[Verdict]:
    if pod.partial or pod.spec.get("restartPolicy").text("Always") != "Always":
        return
    missing = [probe for probe in _PROBES if container.get(probe).absent]
    if missing and (settings["both"] or len(missing) == len(_PROBES)):
        yield Failed(f"{called(container)} has no {' and no '.join(missing)}")


policy: Final = Policy(
    id="REL-K8S-02",
    title="Containers that stay have probes",
    severity="medium",
    why="Without one, a container that hangs is never restarted, and gets requests before it can answer them.",
    fix="Add a readinessProbe to what serves, and a livenessProbe to what can hang.",
    frameworks=(*AVAILABILITY, *checkov("CKV_K8S_8", "CKV_K8S_9")),
    types=types("Pod", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController"),
    check=judging_containers(_judge, ("containers",)),
    settings={
        "both": {
            "type": "boolean",
            "default": False,
            "description": "Whether a container needs both probes, and not only one.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

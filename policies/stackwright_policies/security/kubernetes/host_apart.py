"""Pods see neither the namespaces nor the files of their node."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LEAST_PRIVILEGE
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
from stackwright_policies.workloads import PODS, Pod, judging_pods

_HOST: Final = {
    "hostPID": "sees and signals every process of its node",
    "hostIPC": "shares memory with processes of its node",
    "hostNetwork": "uses its node's network: network policies do not hold, and it reaches what listens locally",
}
_SOCKET: Final = {"name": "docker", "hostPath": {"path": "/var/run/docker.sock"}}

PASSES: Final = (
    a_pod("nothing of the host", container(), volumes=[{"name": "tmp", "emptyDir": {}}]),
    a_deployment("said so", container(), hostPID=False, hostIPC=False, hostNetwork=False),
    a_deployment("a patch says nothing of it", container(), type=PATCH),
)
VIOLATES: Final = (
    a_pod("processes", container(), hostPID=True),
    a_deployment("memory", container(), hostIPC=True),
    a_deployment("the network, in an old version of the API", container(), type=DAEMON_SET, hostNetwork=True),
    a_cron_job("a file of the host", container(), volumes=[{"name": "tmp", "emptyDir": {}}, _SOCKET]),
    a_deployment("a patch adds one", type=PATCH, volumes=[_SOCKET]),
    a_pod("whatever the unknown one will be", container(), hostPID=UNKNOWN, hostIPC=True),
)
UNDECIDED: Final = (
    a_pod("a switch is not known", container(), hostNetwork=UNKNOWN),
    a_pod("a volume is not known", container(), volumes=[UNKNOWN]),
)


def _judge(pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    spec = pod.spec
    yield from each(_HOST, lambda key: [Failed(f"{spec.path}.{key}: it {_HOST[key]}")] if spec.get(key).flag() else [])
    yield from each([spec.get("volumes")], lambda volumes: each(volumes.items(), _volume))


def _volume(volume: View) -> Iterator[Verdict]:
    if not volume.get("hostPath").absent:
        yield Failed(f"{volume.path} is a path of the node's own file system")


policy: Final = Policy(
    id="K8S-POD-02",
    title="Pods stay apart from their node",
    severity="high",
    why="Who shares a node's processes, network or files reads what other pods keep there, and takes the node over.",
    fix="Remove hostPID, hostIPC, hostNetwork and hostPath volumes; use emptyDir, a claim or a CSI driver.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.3", "5.2.4", "5.2.5", "5.2.12"),
        *pod_security("Baseline", "Host Namespaces", "HostPath Volumes"),
        *nsa("Pod security enforcement"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_17", "CKV_K8S_18", "CKV_K8S_19", "CKV_K8S_27"),
    ),
    types=PODS,
    check=judging_pods(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

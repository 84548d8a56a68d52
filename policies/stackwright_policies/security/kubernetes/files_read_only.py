"""Containers cannot change their own image's files."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import HARDENING
from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, cis, nsa
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, confined, container
from stackwright_policies.verdicts import Failed, Verdict
from stackwright_policies.workloads import PODS, Pod, called, judging_containers

PASSES: Final = (
    a_pod("read only", confined(readOnlyRootFilesystem=True)),
    a_cron_job("another place to write", confined(readOnlyRootFilesystem=True), volumes=[{"emptyDir": {}}]),
    a_deployment("Windows has no such thing", container(), os={"name": "windows"}),
    a_deployment("a patch leaves it as it is", container(), type=PATCH),
)
VIOLATES: Final = (
    a_pod("written by default", container()),
    a_deployment("said so", confined(readOnlyRootFilesystem=False)),
    a_cron_job("one of two", confined(readOnlyRootFilesystem=True), confined()),
    a_deployment("at the start", confined(readOnlyRootFilesystem=True), initContainers=[container()]),
    a_deployment("a patch opens them", confined(readOnlyRootFilesystem=False), type=PATCH),
    a_pod("an unknown neighbour changes nothing", confined(readOnlyRootFilesystem=UNKNOWN), container()),
)
UNDECIDED: Final = (a_pod("not known", confined(readOnlyRootFilesystem=UNKNOWN)),)


def _judge(container: View, pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    found = container.get("securityContext", "readOnlyRootFilesystem")
    if pod.leaves(found) or found.flag() or pod.on_windows():
        return
    yield Failed(f"{called(container)} can write to its image's files (readOnlyRootFilesystem is not true)")


policy: Final = Policy(
    id="K8S-POD-08",
    title="Containers cannot change their image's files",
    severity="medium",
    why="An attacker who can write replaces programs and leaves tools; what was changed is in no image and no review.",
    fix="Set readOnlyRootFilesystem: true, and mount an emptyDir where it has to write (/tmp).",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.7.3"),
        *nsa("Immutable container file systems"),
        *HARDENING,
        *checkov("CKV_K8S_22"),
    ),
    types=PODS,
    check=judging_containers(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

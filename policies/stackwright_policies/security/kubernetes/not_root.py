"""No container is told to run as root."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, cis, nsa, pod_security
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, confined, container
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, each_container, judging_pods

PASSES: Final = (
    a_pod("another user", confined(runAsUser=10001)),
    a_deployment("another user for all", container(), securityContext={"runAsUser": 10001}),
    a_cron_job("the image's user", container()),
)
VIOLATES: Final = (
    a_pod("root", confined(runAsUser=0)),
    a_deployment("root for all", container(), securityContext={"runAsUser": "0"}),
    a_deployment("the container takes back what the pod says", confined(runAsUser=0), securityContext={"runAsUser": 7}),
    a_deployment("the next container would be", confined(runAsUser=7), securityContext={"runAsUser": 0}),
    a_cron_job("at the start only", container(), initContainers=[confined(runAsUser=0)]),
    a_deployment("a patch makes it so", confined(runAsUser=0), type=PATCH),
    a_pod("whatever the pod's user is", confined(runAsUser=0), securityContext=UNKNOWN),
)
UNDECIDED: Final = (a_pod("not known", confined(runAsUser=UNKNOWN)),)


def _judge(pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    yield from each([pod.spec], lambda spec: _user(spec, "the pod's containers run"))
    yield from each_container(pod, lambda container: _user(container, f"{called(container)} runs"))


def _user(holder: View, who: str) -> Iterator[Verdict]:
    user = holder.get("securityContext", "runAsUser")
    if user.number(default=1) == 0:
        yield Failed(f"{who} as root ({user.path} is 0)")


policy: Final = Policy(
    id="K8S-POD-09",
    title="No container is told to run as root",
    severity="high",
    why="Root in a container is root on its node as soon as one boundary between them fails.",
    fix="Set runAsUser to a number above 0 whose files the image has, or leave it to the image and set runAsNonRoot.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.7"),
        *pod_security("Restricted", "Running as Non-root user"),
        *nsa("Non-root containers and “rootless” container engines"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_23", "CKV_K8S_40"),
    ),
    types=PODS,
    check=judging_pods(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""No container of a Kubernetes workload is privileged."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, nsa, pod_security
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import (
    DAEMON_SET,
    DEPLOYMENT,
    a_cron_job,
    a_deployment,
    a_pod,
    a_pod_list,
    confined,
    container,
)
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, each_container, judging_pods

PASSES: Final = (
    a_pod("nothing is said", container()),
    a_deployment("said so", confined(privileged=False)),
    a_pod("the image may be unknown", container(image=UNKNOWN)),
)
VIOLATES: Final = (
    a_pod("a pod", container("a"), confined(privileged=True)),
    a_deployment("at the start only", initContainers=[confined(privileged=True)]),
    a_pod("to debug", container(), ephemeralContainers=[confined(privileged="true")]),
    a_cron_job("a job by the clock", confined(privileged=True)),
    a_deployment("an old version of the API", confined(privileged=True), type=DAEMON_SET),
    a_pod_list("one of a list", container(), confined(privileged=True)),
    a_pod("the host itself, on Windows", container(), securityContext={"windowsOptions": {"hostProcess": True}}),
    a_pod(
        "whatever the unknown containers are",
        initContainers=UNKNOWN,
        ephemeralContainers=[confined(privileged=True)],
    ),
)
UNDECIDED: Final = (
    a_pod("not known", confined(privileged=UNKNOWN)),
    Example(why="what is in it is not known", type=DEPLOYMENT, inputs={"spec": {"template": UNKNOWN}}),
)


def _judge(pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    yield from each([pod.spec.get("securityContext")], lambda it: _hosted(it, "the pod"))
    yield from each_container(pod, _container)


def _container(container: View) -> Iterator[Verdict]:
    context = container.get("securityContext")
    if context.get("privileged").flag():
        yield Failed(f"{called(container)} is privileged")
    yield from _hosted(context, called(container))


def _hosted(context: View, what: str) -> Iterator[Verdict]:
    if context.get("windowsOptions", "hostProcess").flag():
        yield Failed(f"{what} runs as processes of the host (windowsOptions.hostProcess)")


policy: Final = Policy(
    id="K8S-POD-01",
    title="No container is privileged",
    severity="critical",
    why="A privileged container is root on its node: it reads every secret and every disk there.",
    fix="Remove securityContext.privileged; grant the single capability that is needed, if any.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.2.2", "5.2.11"),
        *pod_security("Baseline", "Privileged Containers", "HostProcess"),
        *nsa("Pod security enforcement"),
        *LEAST_PRIVILEGE,
        *checkov("CKV_K8S_16"),
    ),
    types=PODS,
    check=judging_pods(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

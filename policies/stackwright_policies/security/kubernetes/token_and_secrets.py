"""Pods get no token of the cluster that they did not ask for, and read Secrets as files."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.controls import CREDENTIALS, LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Policy, Settings, checkov, cis, nsa
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, container
from stackwright_policies.verdicts import Failed, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, each_container, judging_pods

_OFF: Final[dict[str, Any]] = {"automountServiceAccountToken": False}
_FROM_SECRET: Final = container(
    env=[{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "database", "key": "password"}}}]
)
_ALL_OF_IT: Final = container(envFrom=[{"secretRef": {"name": "database"}}])

PASSES: Final = (
    a_pod("no token", container(), **_OFF),
    a_deployment("plain variables", container(env=[{"name": "PORT", "value": "80"}]), **_OFF),
    a_cron_job(
        "a token of its own, for one audience",
        container(),
        volumes=[{"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}]}}],
        **_OFF,
    ),
    a_deployment("a Secret as a file", container(), volumes=[{"name": "it", "secret": {"secretName": "it"}}], **_OFF),
    replace(a_deployment("variables are allowed", _FROM_SECRET, **_OFF), settings={"variables": True}),
    a_deployment("a patch leaves it as it is", container(), type=PATCH),
)
VIOLATES: Final = (
    a_pod("mounted by default", container()),
    a_deployment("said so", container(), automountServiceAccountToken=True),
    a_cron_job("a variable from a Secret", _FROM_SECRET, **_OFF),
    a_deployment("all of a Secret as variables", _ALL_OF_IT, **_OFF),
    a_pod("at the start only", container(), initContainers=[_FROM_SECRET], **_OFF),
    a_deployment("a patch adds one", _ALL_OF_IT, type=PATCH),
)
UNDECIDED: Final = (
    a_pod("not known", container(), automountServiceAccountToken=UNKNOWN),
    a_pod("where a variable comes from is not known", container(env=[UNKNOWN]), **_OFF),
)


def _judge(pod: Pod, settings: Settings) -> Iterator[Verdict]:
    mounted = pod.spec.get("automountServiceAccountToken")
    yield from each([mounted], lambda it: _token(it, pod))
    if not settings["variables"]:
        yield from each_container(pod, _variables)


def _token(mounted: View, pod: Pod) -> Iterator[Verdict]:
    if not pod.leaves(mounted) and mounted.flag(default=True):
        yield Failed(f"every container gets its service account's token ({mounted.path} is not false)")


def _variables(container: View) -> Iterator[Verdict]:
    yield from each(
        (("env", ("valueFrom", "secretKeyRef")), ("envFrom", ("secretRef",))),
        lambda it: each(container.get(it[0]).items(), lambda entry: _entry(entry, it[1], container)),
    )


def _entry(entry: View, place: tuple[str, ...], container: View) -> Iterator[Verdict]:
    if not entry.get(*place).absent:
        yield Failed(f"{called(container)} gets a Secret as a variable of its environment ({entry.path})")


policy: Final = Policy(
    id="K8S-POD-06",
    title="Pods get no unasked token, and Secrets as files",
    severity="medium",
    why="Whoever gets into a container uses its token on the cluster; an environment is dumped, logged, inherited.",
    fix="Set automountServiceAccountToken: false on the pod; mount Secrets as volumes.",
    frameworks=(
        *cis("Kubernetes", "1.10", "5.1.6", "5.4.1"),
        *nsa("Protecting Pod service account tokens", "Secrets"),
        *LEAST_PRIVILEGE,
        *CREDENTIALS,
        *checkov("CKV_K8S_35", "CKV_K8S_38"),
    ),
    types=PODS,
    check=judging_pods(_judge),
    settings={
        "variables": {
            "type": "boolean",
            "default": False,
            "description": "Whether Secrets may be variables, for programs that read them nowhere else.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

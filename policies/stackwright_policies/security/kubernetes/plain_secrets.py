"""No credential stands in clear in a container's environment."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright_policies.controls import CREDENTIALS
from stackwright_policies.credentials import kept_in_clear
from stackwright_policies.model import UNKNOWN, Policy, Settings, cis, nsa, secret
from stackwright_policies.resource import View
from stackwright_policies.security.kubernetes.samples import PATCH, a_cron_job, a_deployment, a_pod, container
from stackwright_policies.verdicts import Failed, Undecided, Verdict, each
from stackwright_policies.workloads import PODS, Pod, called, judging_containers


def _env(variables: Mapping[str, object]) -> dict[str, Any]:
    return container(env=[{"name": name, "value": value} for name, value in variables.items()])


PASSES: Final = (
    a_pod("nothing secret", _env({"LOG_LEVEL": "debug", "TOKEN_TTL": "3600"})),
    a_deployment(
        "from a Secret",
        container(env=[{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "it", "key": "password"}}}]),
    ),
    a_deployment("it stands somewhere else", _env({"PASSWORD": "$(FROM_A_SECRET)", "TOKEN": "/run/secrets/token"})),
    a_cron_job(
        "where the pod runs",
        container(env=[{"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]),
    ),
)
VIOLATES: Final = (
    a_pod("a literal", _env({"DB_PASSWORD": "correct-horse-battery"})),
    a_deployment("a Pulumi secret is in clear in the cluster", _env({"DATABASE_URL": secret("postgres://it")})),
    a_deployment("the same, not known yet", _env({"DATABASE_URL": secret(UNKNOWN)})),
    a_deployment("by its shape", _env({"WHO": "AKIA" + "Z" * 16})),
    a_cron_job("at the start only", container(), initContainers=[_env({"API_KEY": "q8Zr2LmX0pVt"})]),
    a_deployment("a patch adds one", _env({"API_KEY": "q8Zr2LmX0pVt"}), type=PATCH),
)
UNDECIDED: Final = (
    a_pod("not known, and no Pulumi secret", _env({"DB_PASSWORD": UNKNOWN})),
    a_pod("none of them is known", container(env=UNKNOWN)),
)


def _judge(container: View, _pod: Pod, _settings: Settings) -> Iterator[Verdict]:
    verdicts = list(each(container.get("env").items(), lambda entry: _variable(entry, container)))
    unknown = [verdict for verdict in verdicts if isinstance(verdict, Undecided)]
    # Most variables are other resources' outputs, which a preview does not know: one of them stands for all.
    return iter([*(verdict for verdict in verdicts if isinstance(verdict, Failed)), *unknown[:1]])


def _variable(entry: View, container: View) -> Iterator[Verdict]:
    name = entry.get("name").text()
    if found := kept_in_clear(name, entry.get("value")):
        yield Failed(f"{called(container)} has {found} in its environment ({name})")


policy: Final = Policy(
    id="K8S-POD-12",
    title="No credential is in clear in an environment",
    severity="high",
    why="Whoever may read the pod, or any backup of the cluster, reads it; it is in the history of every rollout.",
    fix="Keep it in a Secret, or a vault, and refer to that (a volume, valueFrom.secretKeyRef).",
    frameworks=(*cis("Kubernetes", "1.10", "5.4.1", "5.4.2"), *nsa("Secrets"), *CREDENTIALS),
    types=PODS,
    heeds_secrecy=True,
    check=judging_containers(_judge),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

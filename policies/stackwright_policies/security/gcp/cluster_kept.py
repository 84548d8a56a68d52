"""Clusters of Google Kubernetes Engine log, are watched and updated, and run no image that nobody vouched for."""

from typing import Any, Final

from stackwright_policies.controls import HARDENING, LOGGING, PATCHING
from stackwright_policies.demands import Demand, judging
from stackwright_policies.gcp.clusters import CLUSTER, is_autopilot
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_of

_NOT_ENFORCED: Final = {"", "DISABLED", "EVALUATION_MODE_UNSPECIFIED"}


def _cluster(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "location": "europe-west1",
        "binaryAuthorization": {"evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE"},
        "releaseChannel": {"channel": "REGULAR"},
    } | changes


PASSES: Final = (
    Example(why="it logs and is watched by default", type=CLUSTER, inputs=_cluster(name=UNKNOWN)),
    Example(
        why="what it logs is said",
        type=CLUSTER,
        inputs=_cluster(loggingConfig={"enableComponents": ["SYSTEM_COMPONENTS", "WORKLOADS"]}),
    ),
    Example(why="Autopilot is in a channel", type=CLUSTER, inputs=_cluster(enableAutopilot=True, releaseChannel=None)),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=CLUSTER, inputs={"location": "europe-west1"}),
    Example(why="no logs", type=CLUSTER, inputs=_cluster(loggingService="none")),
    Example(why="logs of nothing", type=CLUSTER, inputs=_cluster(loggingConfig={"enableComponents": []})),
    Example(why="nobody watches it", type=CLUSTER, inputs=_cluster(monitoringService="none", releaseChannel=UNKNOWN)),
    Example(why="it runs any image", type=CLUSTER, inputs=_cluster(binaryAuthorization={"evaluationMode": "DISABLED"})),
    Example(why="it stays as it is", type=CLUSTER, inputs=_cluster(releaseChannel={"channel": "UNSPECIFIED"})),
)
UNDECIDED: Final = (
    Example(why="the channel is not known", type=CLUSTER, inputs=_cluster(releaseChannel={"channel": UNKNOWN})),
    Example(why="nor what it logs", type=CLUSTER, inputs=_cluster(loggingConfig={"enableComponents": UNKNOWN})),
)


def _silent(cluster: View, service: str, config: str) -> bool:
    components = cluster.get(config, "enableComponents")
    return any_of(
        lambda: cluster.get(service).text().lower() == "none",
        lambda: not components.absent and not components.items(),
    )


def _unchecked(cluster: View) -> bool:
    # The two switches are what the setting was before it had modes.
    return all_of(
        lambda: cluster.get("binaryAuthorization", "evaluationMode").text().upper() in _NOT_ENFORCED,
        lambda: not cluster.get("binaryAuthorization", "enabled").flag(),
        lambda: not cluster.get("enableBinaryAuthorization").flag(),
    )


def _unenrolled(cluster: View) -> bool:
    return all_of(
        lambda: not is_autopilot(cluster),
        lambda: cluster.get("releaseChannel", "channel").text("UNSPECIFIED").upper() == "UNSPECIFIED",
    )


DEMANDS: Final = (
    Demand(
        refuses=lambda it: _silent(it, "loggingService", "loggingConfig"),
        what="logging is off: what happened in the cluster is gone with its pods",
    ),
    Demand(
        refuses=lambda it: _silent(it, "monitoringService", "monitoringConfig"),
        what="monitoring is off: nobody sees what the cluster is doing",
    ),
    Demand(
        refuses=_unchecked,
        what="binaryAuthorization is not enforced: it runs any image from anywhere",
    ),
    Demand(
        refuses=_unenrolled,
        what="releaseChannel is not set: nobody keeps the control plane's version up to date",
    ),
)

policy: Final = Policy(
    id="GCP-GKE-03",
    title="GKE clusters log, are watched and updated, and run images that somebody vouched for",
    severity="medium",
    why="An attack that leaves no log is not noticed; one on a known weakness, or by a foreign image, needs no skill.",
    fix="Leave logging and monitoring on; set binaryAuthorization.evaluationMode to PROJECT_SINGLETON_POLICY_ENFORCE "
    "and releaseChannel.channel to REGULAR or STABLE.",
    frameworks=(
        *cis("GKE", "1.4", "5.5.4", "5.7.1", "5.10.5"),
        *LOGGING,
        *PATCHING,
        *HARDENING,
        *checkov("CKV_GCP_1", "CKV_GCP_8", "CKV_GCP_66", "CKV_GCP_70"),
    ),
    types=(CLUSTER,),
    check=judging(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

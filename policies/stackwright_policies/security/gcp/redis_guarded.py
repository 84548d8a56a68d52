"""Memorystore asks who connects, and encrypts what passes."""

from typing import Final

from stackwright_policies.controls import AUTHENTICATION, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View

INSTANCE: Final = "gcp:redis/instance:Instance"
CLUSTER: Final = "gcp:redis/cluster:Cluster"
VALKEY: Final = "gcp:memorystore/instance:Instance"
_INSTANCE: Final = {"memorySizeGb": 1, "authEnabled": True, "transitEncryptionMode": "SERVER_AUTHENTICATION"}
_CLUSTER: Final = {
    "shardCount": 3,
    "authorizationMode": "AUTH_MODE_IAM_AUTH",
    "transitEncryptionMode": "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
}

PASSES: Final = (
    Example(why="both are on", type=INSTANCE, inputs={**_INSTANCE, "authorizedNetwork": UNKNOWN}),
    Example(why="a cluster", type=CLUSTER, inputs=_CLUSTER),
    Example(
        why="Valkey",
        type=VALKEY,
        inputs={"authorizationMode": "IAM_AUTH", "transitEncryptionMode": "SERVER_AUTHENTICATION"},
    ),
)
VIOLATES: Final = (
    Example(why="neither by default", type=INSTANCE, inputs={"memorySizeGb": 1}),
    Example(why="nobody is asked", type=INSTANCE, inputs={**_INSTANCE, "authEnabled": False}),
    Example(why="in clear", type=INSTANCE, inputs={**_INSTANCE, "transitEncryptionMode": "DISABLED"}),
    Example(
        why="a cluster in clear, whoever may come",
        type=CLUSTER,
        inputs={"authorizationMode": UNKNOWN, "transitEncryptionMode": "TRANSIT_ENCRYPTION_MODE_DISABLED"},
    ),
    Example(
        why="a cluster that asks nobody", type=CLUSTER, inputs={**_CLUSTER, "authorizationMode": "AUTH_MODE_DISABLED"}
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={**_INSTANCE, "authEnabled": UNKNOWN}),
    Example(why="nor is this", type=CLUSTER, inputs={**_CLUSTER, "transitEncryptionMode": UNKNOWN}),
)


def _off(mode: View) -> bool:
    return mode.text("DISABLED").upper().endswith(("DISABLED", "UNSPECIFIED"))


DEMANDS: Final = (
    Demand(
        types=(INSTANCE,),
        refuses=lambda it: not it.get("authEnabled").flag(),
        what="authEnabled is not on: whoever reaches it reads and writes everything",
    ),
    Demand(
        types=(CLUSTER, VALKEY),
        refuses=lambda it: _off(it.get("authorizationMode")),
        what="authorizationMode is off: whoever reaches it reads and writes everything",
    ),
    Demand(
        refuses=lambda it: _off(it.get("transitEncryptionMode")),
        what="transitEncryptionMode is off: data and password pass in clear",
    ),
)

policy: Final = Policy(
    id="GCP-REDIS-01",
    title="Memorystore asks who connects, and encrypts what passes",
    severity="high",
    why="A cache holds sessions and personal data; without a password every workload in the network has them.",
    fix="Set authEnabled to true (clusters: authorizationMode to AUTH_MODE_IAM_AUTH) and transitEncryptionMode to "
    "SERVER_AUTHENTICATION.",
    frameworks=(*AUTHENTICATION, *IN_TRANSIT, *checkov("CKV_GCP_95", "CKV_GCP_97")),
    types=(INSTANCE, CLUSTER, VALKEY),
    check=judging(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Kafka clusters of MSK talk in TLS to clients that show who they are, and not to the internet."""

from typing import Any, Final

from stackwright_policies.controls import AUTHENTICATION, EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

CLUSTER: Final = "aws:msk/cluster:Cluster"
_PUBLIC: Final = ("brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type")

# Defaults: https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("encryptionInfo", "encryptionInTransit", "clientBroker").text("TLS").upper() != "TLS",
        what="encryptionInfo.encryptionInTransit.clientBroker lets clients talk in clear",
    ),
    Demand(
        refuses=lambda it: not it.get("encryptionInfo", "encryptionInTransit", "inCluster").flag(True),
        what="encryptionInfo.encryptionInTransit.inCluster is off",
    ),
    Demand(
        refuses=lambda it: it.get("clientAuthentication", "unauthenticated").flag(),
        what="clientAuthentication.unauthenticated is on",
    ),
    Demand(
        refuses=lambda it: it.get(*_PUBLIC).text("DISABLED").upper() != "DISABLED",
        what="brokerNodeGroupInfo.connectivityInfo.publicAccess is on",
    ),
)


def _cluster(access: str = "DISABLED", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    brokers = {"clientSubnets": UNKNOWN, "connectivityInfo": {"publicAccess": {"type": access}}}
    of_all = {"clientAuthentication": {"sasl": {"iam": True}}, "brokerNodeGroupInfo": brokers}
    return {"kafkaVersion": "3.8.x", "numberOfBrokerNodes": 3} | of_all | more


def _transit(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return _cluster(encryptionInfo={"encryptionInTransit": more})


PASSES: Final = (
    Example(why="TLS by default", type=CLUSTER, inputs=_cluster()),
    Example(why="said so", type=CLUSTER, inputs=_transit(clientBroker="TLS", inCluster=True)),
)
VIOLATES: Final = (
    Example(why="clients may talk in clear", type=CLUSTER, inputs=_transit(clientBroker="TLS_PLAINTEXT")),
    Example(why="brokers talk in clear", type=CLUSTER, inputs=_transit(inCluster=False, clientBroker=UNKNOWN)),
    Example(
        why="clients need not say who they are",
        type=CLUSTER,
        inputs=_cluster(clientAuthentication={"unauthenticated": True}),
    ),
    Example(why="the internet reaches it", type=CLUSTER, inputs=_cluster("SERVICE_PROVIDED_EIPS")),
)
UNDECIDED: Final = (Example(why="not known", type=CLUSTER, inputs=_transit(clientBroker=UNKNOWN)),)

policy: Final = Policy(
    id="AWS-MSK-01",
    title="Kafka clusters talk in TLS, to clients that show who they are",
    severity="high",
    why="Whoever is on the network reads every message, and writes some of their own.",
    fix="Leave clientBroker at TLS, set clientAuthentication.sasl.iam to true, and leave public access off.",
    frameworks=(*IN_TRANSIT, *AUTHENTICATION, *EXPOSURE, *checkov("CKV_AWS_81", "CKV_AWS_291")),
    types=(CLUSTER,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

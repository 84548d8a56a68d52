"""Nodes of EKS are not reached over SSH from everywhere."""

from typing import Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

NODES: Final = "aws:eks/nodeGroup:NodeGroup"


def _is_open(properties: View) -> bool:
    """With a key and no group port 22 is open to 0.0.0.0/0.

    https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html
    """
    access = properties.get("remoteAccess")
    return all_of(
        lambda: not access.get("ec2SshKey").empty,
        lambda: not access.get("sourceSecurityGroupIds").items(),
    )


_DEMANDS: Final = (
    Demand(
        refuses=_is_open, what="remoteAccess has a key, and sourceSecurityGroupIds says nobody: port 22 is open to all"
    ),
)
PASSES: Final = (
    Example(why="no access", type=NODES, inputs={"clusterName": UNKNOWN, "subnetIds": UNKNOWN}),
    Example(
        why="from a group",
        type=NODES,
        inputs={"remoteAccess": {"ec2SshKey": "ops", "sourceSecurityGroupIds": [UNKNOWN]}},
    ),
)
VIOLATES: Final = (
    Example(why="a key, for everybody", type=NODES, inputs={"remoteAccess": {"ec2SshKey": "ops"}}),
    Example(
        why="from nowhere is from everywhere",
        type=NODES,
        inputs={"remoteAccess": {"ec2SshKey": UNKNOWN, "sourceSecurityGroupIds": []}},
    ),
)
UNDECIDED: Final = (
    Example(
        why="from where is not known",
        type=NODES,
        inputs={"remoteAccess": {"ec2SshKey": "ops", "sourceSecurityGroupIds": UNKNOWN}},
    ),
)

policy: Final = Policy(
    id="AWS-EKS-03",
    title="Nodes of EKS are not reached over SSH from everywhere",
    severity="high",
    why="Port 22 of every node is found within minutes; whoever is in has all that its pods have.",
    fix="Leave remoteAccess out (Session Manager needs no open port), or name sourceSecurityGroupIds.",
    frameworks=(*EXPOSURE, *checkov("CKV_AWS_100")),
    types=(NODES,),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

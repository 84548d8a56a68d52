"""Redshift is not reached from the internet, and encrypted."""

from typing import Final

from stackwright_policies.controls import AT_REST, EXPOSURE
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

CLUSTER: Final = "aws:redshift/cluster:Cluster"
WORKGROUP: Final = "aws:redshiftserverless/workgroup:Workgroup"

# Both defaults since version 7: https://www.pulumi.com/registry/packages/aws/api-docs/redshift/cluster/#inputs
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("publiclyAccessible").flag(),
        what="publiclyAccessible is on",
        mend={"publiclyAccessible": False},
    ),
    # A workgroup has no such property: what it works on is always encrypted.
    Demand(refuses=lambda it: not it.get("encrypted").flag(True), what="encrypted is off"),
)
PASSES: Final = (
    Example(
        why="private and encrypted by default", type=CLUSTER, inputs={"clusterIdentifier": "a", "nodeType": UNKNOWN}
    ),
    Example(why="said so", type=CLUSTER, inputs={"encrypted": "true", "publiclyAccessible": False}),
    Example(why="without servers", type=WORKGROUP, inputs={"namespaceName": "a", "workgroupName": "a"}),
)
VIOLATES: Final = (
    Example(why="public", type=CLUSTER, inputs={"publiclyAccessible": True}),
    Example(why="a workgroup", type=WORKGROUP, inputs={"publiclyAccessible": "true"}),
    Example(
        why="not encrypted, wherever it is", type=CLUSTER, inputs={"encrypted": "false", "publiclyAccessible": UNKNOWN}
    ),
)
UNDECIDED: Final = (Example(why="not known", type=CLUSTER, inputs={"publiclyAccessible": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-RS-01",
    title="Redshift has no public address, and is encrypted",
    severity="critical",
    why="A warehouse holds copies of everything; one leaked password opens it to whoever reaches it.",
    fix="Set publiclyAccessible to false, and leave encrypted on.",
    frameworks=(*EXPOSURE, *AT_REST, *checkov("CKV_AWS_64", "CKV_AWS_87")),
    types=(CLUSTER, WORKGROUP),
    also_in=("network-exposure",),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

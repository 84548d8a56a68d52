"""ElastiCache encrypts what it holds and what it sends."""

from typing import Final

from stackwright_policies.controls import AT_REST, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

GROUP: Final = "aws:elasticache/replicationGroup:ReplicationGroup"


def _is_plain(properties: View) -> bool:
    """A member of a global group is as its first one is; Valkey encrypts by default.

    https://www.pulumi.com/registry/packages/aws/api-docs/elasticache/replicationgroup/#atrestencryptionenabled_python
    """
    encrypted = properties.get("atRestEncryptionEnabled")
    return all_of(
        lambda: not encrypted.flag(encrypted.absent and properties.get("engine").text().lower() == "valkey"),
        lambda: not encrypted.absent or properties.get("globalReplicationGroupId").absent,
    )


def _speaks_plain(properties: View) -> bool:
    encrypted = properties.get("transitEncryptionEnabled")
    return all_of(
        lambda: not encrypted.flag(),
        lambda: not encrypted.absent or properties.get("globalReplicationGroupId").absent,
    )


_DEMANDS: Final = (
    Demand(refuses=_is_plain, what="atRestEncryptionEnabled is not on"),
    Demand(refuses=_speaks_plain, what="transitEncryptionEnabled is not on"),
    Demand(
        refuses=lambda it: it.get("transitEncryptionMode").text().lower() == "preferred",
        what="transitEncryptionMode is preferred: clients may go on in clear",
    ),
)
_BOTH: Final = {"description": "of the shop", "atRestEncryptionEnabled": True, "transitEncryptionEnabled": True}
PASSES: Final = (
    Example(why="both", type=GROUP, inputs={**_BOTH, "authToken": UNKNOWN}),
    Example(why="Valkey does by default", type=GROUP, inputs={"engine": "valkey", "transitEncryptionEnabled": "true"}),
    Example(why="as the group's first", type=GROUP, inputs={"description": "b", "globalReplicationGroupId": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="neither by default", type=GROUP, inputs={"description": "of the shop"}),
    Example(why="on its way in clear", type=GROUP, inputs={**_BOTH, "transitEncryptionEnabled": False}),
    Example(why="at rest in clear", type=GROUP, inputs={**_BOTH, "atRestEncryptionEnabled": "false"}),
    Example(why="some in clear", type=GROUP, inputs={**_BOTH, "transitEncryptionMode": "preferred"}),
)
UNDECIDED: Final = (
    Example(why="not known", type=GROUP, inputs={**_BOTH, "transitEncryptionEnabled": UNKNOWN}),
    Example(why="nor which engine", type=GROUP, inputs={"engine": UNKNOWN, "transitEncryptionEnabled": True}),
)

policy: Final = Policy(
    id="AWS-ELC-01",
    title="Caches encrypt what they hold and send",
    severity="high",
    why="Sessions and copies of what databases hold pass through them, on networks that others are on.",
    fix="Set atRestEncryptionEnabled and transitEncryptionEnabled to true; the first replaces a cache that exists.",
    frameworks=(*AT_REST, *IN_TRANSIT, *checkov("CKV_AWS_29", "CKV_AWS_30")),
    types=(GROUP,),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

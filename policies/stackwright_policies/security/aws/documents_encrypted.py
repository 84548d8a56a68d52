"""DocumentDB and Neptune are encrypted."""

from typing import Final

from stackwright_policies.controls import AT_REST
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov

DOCUMENTS: Final = "aws:docdb/cluster:Cluster"
GRAPHS: Final = "aws:neptune/cluster:Cluster"
_DEMANDS: Final = (Demand(refuses=lambda it: not it.get("storageEncrypted").flag(), what="storageEncrypted is not on"),)
PASSES: Final = (
    Example(why="documents", type=DOCUMENTS, inputs={"storageEncrypted": True, "kmsKeyId": UNKNOWN}),
    Example(why="graphs", type=GRAPHS, inputs={"storageEncrypted": "true"}),
)
VIOLATES: Final = (
    Example(why="not by default", type=DOCUMENTS, inputs={"kmsKeyId": UNKNOWN}),
    Example(why="switched off", type=GRAPHS, inputs={"storageEncrypted": False}),
)
UNDECIDED: Final = (Example(why="not known", type=GRAPHS, inputs={"storageEncrypted": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-DOC-01",
    title="DocumentDB and Neptune are encrypted",
    severity="high",
    why="Snapshots and copies of a database that is not encrypted are not either, wherever they go.",
    fix="Set storageEncrypted to true. A cluster that exists has to be restored from an encrypted copy of a snapshot.",
    frameworks=(*AT_REST, *checkov("CKV_AWS_44", "CKV_AWS_74")),
    types=(DOCUMENTS, GRAPHS),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

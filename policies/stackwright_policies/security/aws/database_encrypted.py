"""RDS databases are encrypted."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import CLUSTER, INSTANCE
from stackwright_policies.controls import AT_REST
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

PASSES: Final = (
    Example(why="encrypted", type=INSTANCE, inputs={"engine": "postgres", "storageEncrypted": True}),
    Example(why="as its source is", type=INSTANCE, inputs={"replicateSourceDb": UNKNOWN}),
    Example(
        why="with a key that may be unknown", type=CLUSTER, inputs={"storageEncrypted": "true", "kmsKeyId": UNKNOWN}
    ),
    Example(
        why="serverless ones always are", type=CLUSTER, inputs={"engine": "aurora-mysql", "engineMode": "serverless"}
    ),
)
VIOLATES: Final = (
    Example(why="not by default", type=INSTANCE, inputs={"engine": "postgres"}),
    Example(why="switched off", type=CLUSTER, inputs={"engine": "aurora-postgresql", "storageEncrypted": False}),
    Example(why="a key alone encrypts nothing", type=CLUSTER, inputs={"engine": "aurora-mysql", "kmsKeyId": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"storageEncrypted": UNKNOWN}),
    Example(why="nor in which mode", type=CLUSTER, inputs={"engine": "aurora-mysql", "engineMode": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    encrypted = properties.get("storageEncrypted")
    if encrypted.absent and not properties.get("replicateSourceDb").absent:
        return
    # https://www.pulumi.com/registry/packages/aws/api-docs/rds/cluster/#storageencrypted_python
    by_default = encrypted.absent and properties.get("engineMode").text() == "serverless"
    if not encrypted.flag(by_default):
        yield Failed(f"storageEncrypted is {'not set, and off by default' if encrypted.absent else 'off'}")


policy: Final = Policy(
    id="AWS-RDS-01",
    title="RDS databases are encrypted",
    severity="high",
    why="Snapshots, backups and replicas of a database that is not encrypted are not either, wherever they go.",
    fix="Set storageEncrypted to true. A database that exists has to be restored from an encrypted copy of a snapshot.",
    frameworks=(
        *cis("AWS", "5.0", "2.2.1"),
        *cis("AWS", "7.0", "3.2.1"),
        *AT_REST,
        *checkov("CKV_AWS_16", "CKV_AWS_96"),
    ),
    types=(INSTANCE, CLUSTER),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Vaults of AWS Backup are encrypted with a key of their own."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.keys import named
from stackwright_policies.controls import AT_REST, KEYS
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

VAULT: Final = "aws:backup/vault:Vault"

PASSES: Final = (
    Example(
        why="a key of its own",
        type=VAULT,
        inputs={"kmsKeyArn": "arn:aws:kms:eu-west-1:111122223333:key/1a2b3c4d"},
    ),
    Example(why="a key that a preview does not know is a key", type=VAULT, inputs={"kmsKeyArn": UNKNOWN}),
)
VIOLATES: Final = (Example(why="the key that AWS keeps for all backups", type=VAULT, inputs={"name": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if not named(resource.properties.get("kmsKeyArn")):
        yield Failed("kmsKeyArn is not set")


policy: Final = Policy(
    id="AWS-BKP-01",
    title="Vaults of backups have a key of their own",
    severity="low",
    why="The policy of your own key says who may read a backup, and that key can be taken away from everybody.",
    fix="Set kmsKeyArn to a key whose policy names AWS Backup and those who restore.",
    frameworks=(*AT_REST, *KEYS, *checkov("CKV_AWS_166")),
    types=(VAULT,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
)

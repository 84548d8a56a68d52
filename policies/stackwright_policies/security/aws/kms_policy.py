"""No policy of a KMS key allows everybody something."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import KEYS, PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

KEY: Final = "aws:kms/key:Key"
KEY_POLICY: Final = "aws:kms/keyPolicy:KeyPolicy"
REPLICA: Final = "aws:kms/replicaKey:ReplicaKey"
EXTERNAL: Final = "aws:kms/externalKey:ExternalKey"
REPLICA_EXTERNAL: Final = "aws:kms/replicaExternalKey:ReplicaExternalKey"


def _document(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowing = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [allowing | more]}


_OUR_ACCOUNT: Final = {
    "StringEquals": {"kms:CallerAccount": "111122223333", "kms:ViaService": "s3.eu-west-1.amazonaws.com"}
}
PASSES: Final = (
    Example(why="the policy that AWS gives", type=KEY, inputs={"enableKeyRotation": True}),
    Example(
        why="the account",
        type=KEY,
        inputs={"policy": json.dumps(_document(Principal={"AWS": "arn:aws:iam::111122223333:root"}))},
    ),
    Example(
        why="everybody of the account",
        type=KEY_POLICY,
        inputs={"keyId": "1a2b", "policy": _document(Condition=_OUR_ACCOUNT)},
    ),
)
VIOLATES: Final = (
    Example(why="everybody", type=KEY, inputs={"policy": json.dumps(_document(Principal="*"))}),
    Example(why="every AWS principal", type=KEY_POLICY, inputs={"keyId": UNKNOWN, "policy": json.dumps(_document())}),
    Example(
        why="through one service, whoever's",
        type=REPLICA,
        inputs={
            "policy": json.dumps(
                _document(Condition={"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}})
            )
        },
    ),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=KEY, inputs={"policy": UNKNOWN}),
    Example(why="who is not known", type=KEY_POLICY, inputs={"keyId": "1a2b", "policy": _document(Principal=UNKNOWN)}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("policy"))


policy: Final = Policy(
    id="AWS-KMS-02",
    title="No key's policy allows everybody something",
    severity="high",
    why="Whoever may use the key reads all that it encrypts, wherever it lies; who may manage it can destroy it.",
    fix="Name the account and the roles; for a service add kms:CallerAccount to kms:ViaService.",
    frameworks=(*KEYS, *PUBLIC_DATA, *checkov("CKV_AWS_33")),
    types=(KEY, KEY_POLICY, REPLICA, EXTERNAL, REPLICA_EXTERNAL),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

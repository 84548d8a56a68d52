"""No policy of an S3 bucket or access point allows everybody something."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKETS, POLICY
from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

ACCESS_POINT: Final = "aws:s3control/accessPointPolicy:AccessPointPolicy"


def _document(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    allowing = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"}
    return {"Version": "2012-10-17", "Statement": [allowing | more]}


def _when(operator: str, **keys: object) -> dict[str, Any]:
    return _document(Condition={operator: {key.replace("_", ":"): value for key, value in keys.items()}})


PASSES: Final = (
    Example(
        why="one account",
        type=POLICY,
        inputs={"bucket": "logs", "policy": json.dumps(_document(Principal={"AWS": "111122223333"}))},
    ),
    Example(
        why="everybody, through one endpoint",
        type=POLICY,
        inputs={"policy": _when("StringEquals", aws_SourceVpce="vpce-1a2b")},
    ),
    Example(why="everybody is denied", type=POLICY, inputs={"bucket": UNKNOWN, "policy": _document(Effect="Deny")}),
    Example(why="no policy", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(
        why="a service, for one distribution",
        type=POLICY,
        inputs={"policy": _document(Principal={"Service": "cloudfront.amazonaws.com"}, Resource=UNKNOWN)},
    ),
)
VIOLATES: Final = (
    Example(why="everybody, as text", type=POLICY, inputs={"bucket": UNKNOWN, "policy": json.dumps(_document())}),
    Example(
        why="every AWS principal", type=POLICY, inputs={"policy": _document(Principal={"AWS": ["111122223333", "*"]})}
    ),
    Example(
        why="all but one",
        type=POLICY,
        inputs={
            "policy": {
                "Statement": {
                    "Effect": "Allow",
                    "NotPrincipal": {"AWS": "111122223333"},
                    "Action": "s3:*",
                    "Resource": "*",
                }
            }
        },
    ),
    Example(
        why="a condition that says how, not who",
        type=POLICY,
        inputs={"policy": _when("Bool", aws_SecureTransport="true")},
    ),
    Example(
        why="a condition that lets everybody in",
        type=POLICY,
        inputs={"policy": _when("IpAddress", aws_SourceIp=["0.0.0.0/0"])},
    ),
    Example(
        why="who is not the one", type=POLICY, inputs={"policy": _when("StringNotEquals", aws_SourceVpce="vpce-1a2b")}
    ),
    Example(why="inline", type=BUCKETS[1], inputs={"policy": json.dumps(_document(Resource="*"))}),
)
UNDECIDED: Final = (
    Example(why="the document is not known", type=POLICY, inputs={"bucket": "logs", "policy": UNKNOWN}),
    Example(why="who is not known", type=POLICY, inputs={"policy": _document(Principal={"AWS": UNKNOWN})}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return open_to_everybody(resource.properties.get("policy"))


policy: Final = Policy(
    id="AWS-S3-04",
    title="No bucket policy allows everybody something",
    severity="critical",
    why="Whoever knows the bucket's name reads it, or worse, without an account.",
    fix="Name the accounts, roles or services, or add a condition that says who: aws:PrincipalOrgID, aws:SourceVpce.",
    frameworks=(*PUBLIC_DATA, *checkov("CKV_AWS_70")),
    types=(POLICY, *BUCKETS, ACCESS_POINT),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Places, and the policies that name them."""

from __future__ import annotations

import json
from typing import Any

import pulumi
from hypothesis import given
from hypothesis import strategies as st
from stackwright_components.aws_policies import Place, encryption_key, parse_arn, place_of, service_trust

from tests.components.recording import record

WORD = st.from_regex(r"[a-z0-9-]{1,20}", fullmatch=True)
RESOURCE = st.from_regex(r"[A-Za-z0-9:/*._-]{1,40}", fullmatch=True)


@given(
    partition=WORD, region=WORD, account=st.from_regex(r"[0-9]{12}", fullmatch=True), service=WORD, resource=RESOURCE
)
def test_an_arn_that_a_place_makes_names_that_place(
    partition: str, region: str, account: str, service: str, resource: str
) -> None:
    place = Place(partition, region, account)
    assert parse_arn(place.arn(service, resource)) == place


class Holder(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Holder", "holder")


def test_policies_hold_in_other_partitions() -> None:
    def program() -> dict[str, Any]:
        place = place_of(pulumi.Output.from_input("arn:aws-cn:ecs:cn-north-1:210987654321:cluster/shop"))
        encryption_key(
            Holder(),
            "shop",
            place=place,
            purpose="test",
            publishers=["cloudwatch.amazonaws.com"],
            tags={},
            retain=False,
        )
        return {"trust": service_trust("ecs-tasks.amazonaws.com", place)}

    recording = record(program)
    account, logs, publish = json.loads(recording.one("aws:kms/key:Key").inputs["policy"])["Statement"]
    assert account["Principal"] == {"AWS": "arn:aws-cn:iam::210987654321:root"}
    assert logs["Principal"] == {"Service": "logs.cn-north-1.amazonaws.com"}
    assert logs["Condition"] == {
        "ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws-cn:logs:cn-north-1:210987654321:log-group:*"}
    }
    assert publish["Condition"] == {"StringEquals": {"aws:SourceAccount": "210987654321"}}
    trust = json.loads(recording.outputs["trust"])["Statement"][0]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": "210987654321"}}

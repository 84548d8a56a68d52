"""IAM and KMS policies that several components share. Each names the account, so that no service is a confused deputy.

The account, region and partition are read from the ARN of a resource that the component makes anyway: asking AWS for
them (STS) would be a cloud call, and nothing could be previewed without an account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pulumi
import pulumi_aws as aws

from stackwright_components.conventions import child

Statement: TypeAlias = Mapping[str, Any]
VERSION = "2012-10-17"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource is: what comes before the resource in its ARN."""

    partition: str
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """`arn:aws:logs:eu-west-1:123456789012:log-group:*` for `logs`, `log-group:*`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


def parse_arn(arn: str) -> Place:
    """The place that an ARN of a regional resource names: `arn:partition:service:region:account:resource`."""
    _, partition, _, region, account, _ = arn.split(":", 5)
    return Place(partition, region, account)


def place_of(arn: pulumi.Output[str]) -> pulumi.Output[Place]:
    """`parse_arn`, when the ARN is known."""
    return arn.apply(parse_arn)


def document(*statements: Statement) -> dict[str, Any]:
    """A policy document of these statements. Where a part of it is an output, `Output.json_dumps` writes it."""
    return {"Version": VERSION, "Statement": list(statements)}


def service_trust(service: str, place: pulumi.Output[Place]) -> pulumi.Output[str]:
    """Who may assume a role: one AWS service, and only on behalf of this account."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": place.apply(lambda here: here.account)}},
    }
    return pulumi.Output.json_dumps(document(statement))


def encryption_key(
    parent: pulumi.ComponentResource,
    name: str,
    *,
    place: pulumi.Output[Place] | None = None,
    purpose: str,
    publishers: Sequence[str] = (),
    tags: Mapping[str, str],
    retain: bool,
    region: str | None = None,
) -> aws.kms.Key:
    """A key of the component's own, rotated every year.

    The account's IAM policies decide who uses it; CloudWatch Logs may use it for this account's log groups, and
    `publishers` (service principals) for an encrypted SNS topic that they publish to. `retain` keeps the key when the
    stack is destroyed: a final snapshot or a retained backup cannot be read without it. Where everything with an ARN
    needs the key first, and in another `region` than the provider's, leave `place` out: then the policy is a resource
    of its own, made of the key's own ARN.
    """

    def policy(here: Place) -> dict[str, Any]:
        account = {"StringEquals": {"aws:SourceAccount": here.account}}
        logs = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": here.arn("logs", "log-group:*")}}
        use = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
        # Without the first statement no IAM policy of the account could grant anything, and nobody could manage it.
        owner = {"AWS": f"arn:{here.partition}:iam::{here.account}:root"}
        statements: list[Statement] = [
            {"Sid": "Account", "Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"},
            {
                "Sid": "Logs",
                "Effect": "Allow",
                "Principal": {"Service": f"logs.{here.region}.amazonaws.com"},
                "Action": use,
                "Resource": "*",
                "Condition": logs,
            },
        ]
        if publishers:
            statements.append(
                {
                    "Sid": "Publish",
                    "Effect": "Allow",
                    "Principal": {"Service": list(publishers)},
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
                    "Resource": "*",
                    "Condition": account,
                }
            )
        return document(*statements)

    key = aws.kms.Key(
        f"{name}-key",
        description=purpose,
        enable_key_rotation=True,
        deletion_window_in_days=30,
        policy=None if place is None else pulumi.Output.json_dumps(place.apply(policy)),
        region=region,
        tags=tags,
        opts=child(parent, retain_on_delete=retain),
    )
    if place is None:
        own = pulumi.Output.json_dumps(place_of(key.arn).apply(policy))
        aws.kms.KeyPolicy(
            f"{name}-key", key_id=key.id, policy=own, region=region, opts=child(parent, retain_on_delete=retain)
        )
    return key

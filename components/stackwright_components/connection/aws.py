"""A connection's rules and grants on AWS."""

from collections.abc import Sequence
from typing import Any, cast

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Statement, document
from stackwright_components.connection.interface import Client, Connected, KubernetesAccount, Link, Projection
from stackwright_components.connection.recognition import FOLDER, Recognised, Trust
from stackwright_components.conventions import child
from stackwright_components.labels import aws_tags


def admit(link: Link, port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client in at the target's guard: its security group, or from another cloud its network's range."""
    if link.client.cloud == "aws":
        source, groups = {"referenced_security_group_id": link.client.guard_id}, []
    else:
        groups = [_range(link, "from", link.client.network_cidr or "")]
        source = {"prefix_list_id": groups[0].id}
    rule = aws.vpc.SecurityGroupIngressRule(
        f"{link.label}-from",
        security_group_id=link.target["guard_id"],
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        description=f"{link.label} on {link.client.cloud}",
        tags=aws_tags(link.client.tags, f"{link.label}-from"),
        opts=child(link.parent),
        **source,
    )
    return [*groups, rule]


def let_out(link: Link, network_cidr: pulumi.Output[str], port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client out to the target's security group, or to its network's range."""
    if link.client.guard_id is None:
        return []
    guard = link.target.get("guard_id") if link.cloud == "aws" else None
    if guard is not None:
        destination, groups = {"referenced_security_group_id": guard}, []
    else:
        groups = [_range(link, "to", network_cidr)]
        destination = {"prefix_list_id": groups[0].id}
    rule = aws.vpc.SecurityGroupEgressRule(
        f"{link.label}-to",
        security_group_id=link.client.guard_id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        description=f"{link.label} on {link.cloud}",
        tags=aws_tags(link.client.tags, f"{link.label}-to"),
        opts=child(link.parent),
        **destination,
    )
    return [*groups, rule]


def _range(link: Link, direction: str, cidr: pulumi.Input[str]) -> aws.ec2.ManagedPrefixList:
    """The range as a prefix list of this connection's own.

    A security group refuses a second rule with the same range and port (`InvalidPermission.Duplicate`): the second
    worker in a data centre could not connect, or the first one's end would cut it off. A list of one entry counts as
    one rule: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
    """
    return aws.ec2.ManagedPrefixList(
        f"{link.label}-{direction}",
        address_family="IPv4",
        max_entries=1,
        entries=[{"cidr": cidr, "description": link.label}],
        tags=aws_tags(link.client.tags, f"{link.label}-{direction}"),
        opts=child(link.parent),
    )


def allow(link: Link, principal: pulumi.Output[str], statements: Sequence[Statement]) -> pulumi.Resource:
    """Allow the role of this name what the statements say."""
    return aws.iam.RolePolicy(
        link.label,
        role=principal,
        policy=pulumi.Output.json_dumps(document(*statements)),
        opts=child(link.parent),
    )


def trust(parent: pulumi.ComponentResource, label: str, client: Client, via: Trust) -> Recognised:
    """A role that only this service account of the cluster assumes, with a token that the cluster signed for AWS.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
    """
    account = cast("KubernetesAccount", client.identity)
    advice = "set its `issuer`"
    provider, issuer, audience, region = (
        via.needs(output, advice) for output in ("provider_arn", "issuer", "audience", "location")
    )
    role = aws.iam.Role(
        label,
        description=pulumi.Output.concat("The Kubernetes service account ", account.namespace, "/", account.name),
        assume_role_policy=pulumi.Output.json_dumps(
            pulumi.Output.all(provider, issuer, audience, account.subject).apply(lambda it: _federated(*it))
        ),
        tags=aws_tags(client.tags, label),
        opts=child(parent),
    )
    folder = f"{FOLDER}/aws"
    return Recognised(
        principal=role.name,
        connected=Connected(
            environment={
                "AWS_ROLE_ARN": role.arn,
                "AWS_WEB_IDENTITY_TOKEN_FILE": f"{folder}/token",
                "AWS_REGION": region,
            },
            projections=[Projection(name="aws-identity", path=folder, audience=audience)],
        ),
    )


def _federated(provider: str, issuer: str, audience: str, subject: str) -> dict[str, Any]:
    # Condition keys have the issuer without its scheme.
    host = issuer.removeprefix("https://")
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{host}:aud": audience, f"{host}:sub": subject}},
    }
    return document(statement)

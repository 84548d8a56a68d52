"""Devices, files of partners, desktops and calls: IoT, Transfer, WorkSpaces, Connect."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import UPPER, address_in, arn, by_id, by_name, drawn
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _directory(it: Subject, output: str) -> Value:
    return it.other(it.text("directoryId")).get(output)


def _desktop_address(it: Subject) -> Value:
    subnets = it.other(f"{it.text('directoryId')}").get("subnetIds")
    return address_in(it, str(subnets[0]) if isinstance(subnets, list) and subnets else "")


def _in_instance(kind: str, id: str) -> Recipe:
    """A part of a contact centre."""
    return Recipe(
        id="{in:instanceId}:{uuid}",
        outputs={id: "{uuid}", "arn": arn("connect", f"instance/{{in:instanceId}}/{kind}/{{uuid}}")},
    )


TYPES: Mapping[str, Recipe] = {
    "aws:iot/certificate:Certificate": by_id(
        "{hex:64}",
        arn("iot", "cert/{id}"),
        caCertificateId="",
        certificatePem=lambda it: guess.certificate(it, "pem"),
        publicKey=lambda it: guess.public_key(it, "public"),
    ),
    "aws:iot/topicRule:TopicRule": by_name(arn("iot", "rule/{in:name}")),
    "aws:iot/policy:Policy": by_name(arn("iot", "policy/{in:name}"), defaultVersionId="1"),
    "aws:transfer/server:Server": by_id(
        "s-{hex:17}",
        arn("transfer", "server/{id}"),
        endpoint="{id}.server.transfer.{region}.amazonaws.com",
        hostKeyFingerprint="SHA256:{mixed:43:fingerprint}",
    ),
    "aws:transfer/sshKey:SshKey": Recipe(
        id="{in:serverId}/{in:userName}/key-{hex:17}", outputs={"sshKeyId": "key-{hex:17}"}
    ),
    "aws:workspaces/directory:Directory": Recipe(
        id="{in:directoryId}",
        unique=True,
        outputs={
            "alias": lambda it: _directory(it, "alias"),
            "customerUserName": "Administrator",
            "directoryName": lambda it: _directory(it, "name"),
            "directoryType": lambda it: _directory(it, "type"),
            "dnsIpAddresses": lambda it: _directory(it, "dnsIpAddresses"),
            "iamRoleId": "arn:{partition}:iam::{account}:role/workspaces_DefaultRole",
            "registrationCode": lambda it: f"SL{it.identity.region[:3].upper().strip('-')}+{it.seed.text(6, UPPER)}",
            "workspaceSecurityGroupId": "sg-{hex:17:group}",
        },
    ),
    "aws:workspaces/workspace:Workspace": by_id(
        drawn(9, prefix="ws-"),
        computerName=lambda it: f"A-{it.seed.text(13, UPPER, 'computer')}",
        ipAddress=_desktop_address,
        state="AVAILABLE",
    ),
    "aws:connect/instance:Instance": by_id(
        "{uuid}",
        arn("connect", "instance/{id}"),
        status="ACTIVE",
        createdTime="{time}",
        serviceRole="arn:{partition}:iam::{account}:role/aws-service-role/connect.amazonaws.com"
        "/AWSServiceRoleForAmazonConnect_{mixed:20:role}",
    ),
    "aws:connect/queue:Queue": _in_instance("queue", "queueId"),
    "aws:connect/hoursOfOperation:HoursOfOperation": _in_instance("operating-hours", "hoursOfOperationId"),
    "aws:connect/contactFlow:ContactFlow": _in_instance("contact-flow", "contactFlowId"),
    "aws:connect/routingProfile:RoutingProfile": _in_instance("routing-profile", "routingProfileId"),
    "aws:connect/securityProfile:SecurityProfile": _in_instance("security-profile", "securityProfileId"),
    "aws:connect/user:User": _in_instance("agent", "userId"),
    "aws:connect/phoneNumber:PhoneNumber": by_id(
        "{uuid}", arn("connect", "phone-number/{id}"), phoneNumber="+1{digits:10}"
    ),
    "aws:pinpoint/app:App": by_id("{hex:32}", arn("mobiletargeting", "apps/{id}"), applicationId="{id}"),
    "aws:servicecatalog/portfolio:Portfolio": by_id(
        drawn(13, prefix="port-"), arn("catalog", "portfolio/{id}"), createdTime="{time}"
    ),
}

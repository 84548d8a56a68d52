"""What hosts an application without networks being made for it: Lightsail, App Runner, Amplify."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from stackwright.simcloud.curated.aws.data import database_mark
from stackwright.simcloud.curated.aws.shapes import LOWER, arn, by_arn, by_name, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_USERS: Final = {
    "amazon_linux": "ec2-user",
    "ubuntu": "ubuntu",
    "debian": "admin",
    "freebsd": "ec2-user",
    "centos": "centos",
    "windows": "Administrator",
}
"""Who logs in on a plain system; `bitnami` on those with an application (Lightsail user guide, "user names")."""


def _user(it: Subject) -> str:
    blueprint = it.text("blueprintId")
    return next((user for system, user in _USERS.items() if blueprint.startswith(system)), "bitnami")


def _private(it: Subject, salt: str = "private") -> str:
    """In the network that Lightsail has for all of an account's instances in a region: 172.26.0.0/16."""
    return f"172.26.{it.seed.between(0, 47, salt)}.{it.seed.between(4, 250, salt + 'last')}"


def _port(it: Subject) -> int:
    return 5432 if it.text("relationalDatabaseBlueprintId", it.text("blueprintId")).startswith("postgres") else 3306


def _database_host(it: Subject) -> str:
    return f"ls-{it.seed.hex(40, 'host')}.{database_mark(it)}.{region_of(it)}.rds.amazonaws.com"


def _records(it: Subject) -> Value:
    """What proves to App Runner that a domain is one's own: a record for each of its names."""
    domain = it.text("domainName")
    names = [domain, f"www.{domain}"] if it.inputs.get("enableWwwSubdomain") is not False else [domain]
    return [
        {
            "name": f"_{it.seed.hex(32, name)}.{name}.",
            "type": "CNAME",
            "value": f"_{it.seed.hex(32, name + 'v')}.{it.seed.text(10, LOWER, name)}.acm-validations.aws.",
            "status": "PENDING_VALIDATION",
        }
        for name in names
    ]


def _target(it: Subject) -> Value:
    return str(it.other(it.text("serviceArn")).get("serviceUrl") or "") or None


_WEBHOOK: Final = "https://webhooks.amplify.{region}.amazonaws.com/prod/webhooks?id={id}&token={mixed:50:token}"


TYPES: Mapping[str, Recipe] = {
    "aws:lightsail/instance:Instance": by_name(
        arn("lightsail", "Instance/{uuid}"),
        publicIpAddress="{ip:public}",
        privateIpAddress=_private,
        username=_user,
        isStaticIp=False,
        cpuCount=2,
        ramSize=0.5,
        ipAddressType="dualstack",
        ipv6Addresses=[],
        createdAt="{time}",
    ),
    "aws:lightsail/staticIp:StaticIp": by_name(arn("lightsail", "StaticIp/{uuid}"), ipAddress="{ip:public}"),
    "aws:lightsail/staticIpAttachment:StaticIpAttachment": Recipe(
        id="{in:staticIpName}", outputs={"ipAddress": "{other:staticIpName:ipAddress}"}
    ),
    "aws:lightsail/containerService:ContainerService": by_name(
        arn("lightsail", "ContainerService/{uuid}"),
        url="https://{in:name}.{lower:13:url}.{region}.cs.amazonlightsail.com/",
        privateDomainName="{in:name}.service.local",
        principalArn="",
        resourceType="ContainerService",
        state="READY",
        powerId="{in:power}-1",
        availabilityZone="all",
        createdAt="{time}",
    ),
    "aws:lightsail/database:Database": by_name(
        arn("lightsail", "RelationalDatabase/{uuid}"),
        key="relationalDatabaseName",
        masterEndpointAddress=_database_host,
        masterEndpointPort=_port,
        secondaryAvailabilityZone="",
        createdAt="{time}",
    ),
    "aws:apprunner/autoScalingConfigurationVersion:AutoScalingConfigurationVersion": by_arn(
        arn("apprunner", "autoscalingconfiguration/{in:autoScalingConfigurationName}/1/{hex:32}"),
        autoScalingConfigurationRevision=1,
        latest=True,
        status="active",
        isDefault=False,
        hasAssociatedService=False,
    ),
    "aws:apprunner/vpcConnector:VpcConnector": by_arn(
        arn("apprunner", "vpcconnector/{in:vpcConnectorName}/1/{hex:32}"), vpcConnectorRevision=1, status="ACTIVE"
    ),
    "aws:apprunner/connection:Connection": by_name(
        arn("apprunner", "connection/{in:connectionName}/{hex:32}"), key="connectionName", status="PENDING_HANDSHAKE"
    ),
    "aws:apprunner/customDomainAssociation:CustomDomainAssociation": Recipe(
        id="{in:domainName},{in:serviceArn}",
        outputs={
            "dnsTarget": _target,
            "status": "pending_certificate_dns_validation",
            "certificateValidationRecords": _records,
        },
    ),
    "aws:amplify/webhook:Webhook": Recipe(
        id="{uuid}", outputs={"arn": arn("amplify", "apps/{in:appId}/webhooks/{id}"), "url": _WEBHOOK}
    ),
    "aws:amplify/domainAssociation:DomainAssociation": Recipe(
        id="{in:appId}/{in:domainName}",
        outputs={
            "arn": arn("amplify", "apps/{in:appId}/domains/{in:domainName}"),
            "certificateVerificationDnsRecord": "_{hex:32:name}.{in:domainName}. CNAME _{hex:32:value}"
            ".{lower:10:zone}.acm-validations.aws.",
        },
    ),
}

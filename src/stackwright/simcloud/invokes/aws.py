"""AWS data sources that programs ask for most."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from stackwright.errors import CloudError
from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.aws.network import zone_id
from stackwright.simcloud.invokes import aws_network, aws_public, aws_services
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.invokes.policy import policy_document
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value, revealed

_REGIONS = {
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)",
    "eu-west-1": "Europe (Ireland)",
    "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-north-1": "Europe (Stockholm)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ca-central-1": "Canada (Central)",
    "sa-east-1": "South America (Sao Paulo)",
}
_ARN_PIECES = 6
_OWNERS = {"amazon": "137112412989", "aws-marketplace": "679593333241"}
"""Who owns the images that an alias names."""


def region(it: Subject) -> str:
    return it.text("region") or it.text("name") or it.identity.region


def zones(it: Subject, _store: Store) -> Properties:
    """Three zones, less the excluded ones."""
    where = region(it)
    excluded = {str(item) for item in (*it.items("excludeNames"), *it.items("excludeZoneIds"))}
    letters = [
        letter for letter in "abc" if f"{where}{letter}" not in excluded and zone_id(where, letter) not in excluded
    ]
    return {
        "id": where,
        "region": where,
        "names": [f"{where}{letter}" for letter in letters],
        "zoneIds": [zone_id(where, letter) for letter in letters],
        "groupNames": [where],
    }


def caller(it: Subject, _store: Store) -> Properties:
    me = it.identity
    return {
        "accountId": me.account,
        "arn": f"arn:{me.partition}:sts::{me.account}:assumed-role/stackwright/rehearsal",
        "id": me.account,
        "userId": f"AROA{me.account}ABCDE:rehearsal",
    }


def this_region(it: Subject, _store: Store) -> Properties:
    where = region(it)
    return {
        "id": where,
        "name": where,
        "region": where,
        "description": _REGIONS.get(where, where),
        "endpoint": f"ec2.{where}.amazonaws.com",
    }


def regions(it: Subject, _store: Store) -> Properties:
    return {"id": it.identity.partition, "names": list[Value](sorted(_REGIONS))}


def partition(it: Subject, _store: Store) -> Properties:
    name = it.identity.partition
    suffix = "amazonaws.com.cn" if name == "aws-cn" else "amazonaws.com"
    reverse = ".".join(reversed(suffix.split(".")))
    return {"id": name, "partition": name, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}


def image(it: Subject, _store: Store) -> Properties:
    """One image that fits the filters: the same for the same question in the same region.

    Raises:
        CloudError: anybody's newest image is asked for (pulumi-aws 7, `aws.ec2.getAmi`, `allowUnsafeFilter`).
    """
    named = _filtered(it, "image-id") or _filtered(it, "owner-id")
    if it.inputs.get("mostRecent") is True and not (it.items("owners") or named or it.inputs.get("allowUnsafeFilter")):
        raise CloudError(
            'Most Recent Image Not Filtered: "most_recent" is set to "true" and results are not filtered by owner or'
            " image ID. With this configuration, a third party may introduce a new image which will be returned by this"
            " data source. Filter by owner or image ID to avoid this possibility."
        )
    own = f"ami-{it.seed.child(region(it)).hex(17)}"
    architecture = _filtered(it, "architecture") or "x86_64"
    owner = str((it.items("owners") or ["amazon"])[0])
    name = (_filtered(it, "name") or "simulated-*").replace("*", "20250101")
    return {
        "id": own,
        "imageId": own,
        "arn": f"arn:{it.identity.partition}:ec2:{region(it)}::image/{own}",
        "architecture": architecture,
        "creationDate": it.timestamp(),
        "imageType": "machine",
        "name": name,
        "description": name,
        "imageLocation": f"{owner}/{name}",
        "imageOwnerAlias": owner if owner in _OWNERS else "",
        "ownerId": it.identity.account if owner == "self" else _OWNERS.get(owner, owner),
        "hypervisor": "xen",
        "virtualizationType": "hvm",
        "rootDeviceName": "/dev/xvda",
        "rootDeviceType": "ebs",
        "rootSnapshotId": f"snap-{it.seed.hex(17, 'snapshot')}",
        "platform": "",
        "platformDetails": "Linux/UNIX",
        "state": "available",
        "public": True,
        "enaSupport": True,
        "sriovNetSupport": "simple",
        "usageOperation": "RunInstances",
        "bootMode": "uefi-preferred",
        "imdsSupport": "v2.0",
        "tpmSupport": "",
        "kernelId": "",
        "ramdiskId": "",
        "deprecationTime": "",
        "lastLaunchedTime": "",
        "stateReason": {},
        "productCodes": [],
        "tags": {},
        "blockDeviceMappings": [
            {
                "deviceName": "/dev/xvda",
                "noDevice": "",
                "virtualName": "",
                "ebs": {"volumeSize": "8", "volumeType": "gp3", "deleteOnTermination": "true", "encrypted": "false"},
            }
        ],
    }


def _filtered(it: Subject, name: str) -> str:
    """The first value of the filter `name`."""
    for item in it.items("filters"):
        values = item.get("values") if isinstance(item, dict) and item.get("name") == name else None
        if isinstance(values, list) and values:
            return str(values[0])
    return ""


def hosted_zone(it: Subject, store: Store) -> Properties:
    """The one that was created here; one of an account's domain is the same whoever asks."""
    name = it.text("name").rstrip(".") or "example.com"
    for item in store.resources("aws"):
        plain = revealed(item.outputs)
        if item.type == "aws:route53/zone:Zone" and (item.id == it.text("zoneId") or plain.get("name") == name):
            return {
                **plain,
                "id": item.id,
                "zoneId": item.id,
                "linkedServicePrincipal": "",
                "resourceRecordSetCount": 2,
            }
    seed = Seed("hosted zone", it.identity.account, name)
    own = it.text("zoneId") or f"Z{seed.hex(13).upper()}"
    servers = [
        f"ns-{seed.between(1, 2047, tail)}.awsdns-{seed.between(10, 63, tail)}.{tail}"
        for tail in ("com", "net", "org", "co.uk")
    ]
    return {
        "id": own,
        "zoneId": own,
        "name": name,
        "arn": f"arn:{it.identity.partition}:route53:::hostedzone/{own}",
        "nameServers": list[Value](servers),
        "primaryNameServer": servers[0],
        "resourceRecordSetCount": 2,
        "callerReference": it.seed.uuid("reference"),
        "comment": "",
        "linkedServiceDescription": "",
        "linkedServicePrincipal": "",
    }


def registry_token(it: Subject, _store: Store) -> Properties:
    password = it.seed.hex(64, "password")
    registry = it.text("registryId") or it.identity.account
    return {
        "id": region(it),
        "userName": "AWS",
        "password": password,
        "authorizationToken": base64.b64encode(f"AWS:{password}".encode()).decode(),
        "expiresAt": it.timestamp("expires"),
        "proxyEndpoint": f"https://{registry}.dkr.ecr.{region(it)}.amazonaws.com",
    }


def _account_of(table: places.Table) -> Function:
    """The account with which a service writes what it logs."""

    def found(it: Subject, _store: Store) -> Properties:
        """
        Raises:
            CloudError: the service has none there.
        """
        account = places.listed(table, region(it))
        if account is None:
            raise CloudError(f"unsupported AWS Region: {region(it)}")
        return {"id": account, "arn": f"arn:{it.identity.partition}:iam::{account}:root"}

    return found


def _zone_of(table: places.Table) -> Function:
    """The hosted zone of a service's host names."""
    return lambda it, _store: {"id": places.zone(table, region(it))}


def balancer_zone(it: Subject, _store: Store) -> Properties:
    network = it.text("loadBalancerType") == "network"
    return {"id": places.zone("network load balancers" if network else "load balancers", region(it))}


def _public_parameter(it: Subject, name: str) -> str:
    """Of those that AWS publishes below `/aws/service`, most name an image."""
    if not name.startswith("/aws/service/"):
        return f"simulated-{it.seed.hex(8)}"
    if "ami" in name or "image" in name or "eks" in name or "ecs" in name:
        image = f"ami-{it.seed.child(region(it)).hex(17)}"
        documented: Value = {"image_id": image, "image_name": name.rpartition("/")[2], "schema_version": 1}
        return json.dumps(documented) if name.endswith("/recommended") else image
    return f"simulated-{it.seed.hex(8)}"


def availability_zone(it: Subject, _store: Store) -> Properties:
    name = it.text("name") or f"{region(it)}a"
    return {
        "id": name,
        "name": name,
        "nameSuffix": name[-1:],
        "region": name[:-1],
        "zoneId": zone_id(name[:-1], name[-1]),
        "zoneType": "availability-zone",
        "groupName": name[:-1],
        "groupLongName": name[:-1],
        "networkBorderGroup": name[:-1],
        "optInStatus": "opt-in-not-required",
        "state": "available",
        "parentZoneId": "",
        "parentZoneName": "",
    }


def parsed_arn(it: Subject, _store: Store) -> Properties:
    """
    Raises:
        CloudError: it is no ARN.
    """
    pieces = it.text("arn").split(":", 5)
    if len(pieces) != _ARN_PIECES or pieces[0] != "arn":
        raise CloudError(f"parsing ARN ({it.text('arn')}): arn: invalid prefix")
    _, partition, service, where, account, resource = pieces
    return {
        "id": it.text("arn"),
        "partition": partition,
        "service": service,
        "region": where,
        "account": account,
        "resource": resource,
    }


def parameter(it: Subject, _store: Store) -> Properties:
    name = it.text("name")
    stored = it.other(name)
    value = stored.get("value") or _public_parameter(it, name)
    return {
        "id": name,
        "name": name,
        "arn": f"arn:{it.identity.partition}:ssm:{region(it)}:{it.identity.account}:parameter/{name.lstrip('/')}",
        "type": stored.get("type", "String"),
        "value": value,
        "insecureValue": value,
        "version": 1,
    }


def prefix_list(it: Subject, _store: Store) -> Properties:
    own = it.text("id") or f"pl-{it.seed.hex(8)}"
    return {
        "id": own,
        "name": it.text("name") or f"com.amazonaws.{region(it)}.s3",
        "arn": f"arn:{it.identity.partition}:ec2:{region(it)}:aws:prefix-list/{own}",
        "ownerId": "AWS",
        "addressFamily": "IPv4",
        "maxEntries": 1,
        "version": 1,
        "entries": [{"cidr": "203.0.113.0/24", "description": ""}],
        "cidrBlocks": ["203.0.113.0/24"],
        "tags": {},
    }


def default_tags(it: Subject, _store: Store) -> Properties:
    return {"id": it.identity.partition, "tags": dict(it.identity.tags)}


FUNCTIONS: Mapping[str, Function] = {
    "aws:index/getArn:getArn": parsed_arn,
    "aws:index/getAvailabilityZone:getAvailabilityZone": availability_zone,
    "aws:index/getAvailabilityZones:getAvailabilityZones": zones,
    "aws:index/getCallerIdentity:getCallerIdentity": caller,
    "aws:index/getRegion:getRegion": this_region,
    "aws:index/getRegions:getRegions": regions,
    "aws:index/getPartition:getPartition": partition,
    "aws:index/getDefaultTags:getDefaultTags": default_tags,
    "aws:ec2/getAmi:getAmi": image,
    "aws:ec2/getPrefixList:getPrefixList": prefix_list,
    "aws:ec2/getManagedPrefixList:getManagedPrefixList": prefix_list,
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": registry_token,
    "aws:ecr/getCredentials:getCredentials": registry_token,
    "aws:elb/getServiceAccount:getServiceAccount": _account_of("load balancer logs"),
    "aws:elb/getHostedZoneId:getHostedZoneId": _zone_of("load balancers"),
    "aws:lb/getHostedZoneId:getHostedZoneId": balancer_zone,
    "aws:cloudtrail/getServiceAccount:getServiceAccount": _account_of("CloudTrail"),
    "aws:elasticbeanstalk/getHostedZone:getHostedZone": _zone_of("Elastic Beanstalk"),
    "aws:iam/getPolicyDocument:getPolicyDocument": policy_document,
    "aws:route53/getZone:getZone": hosted_zone,
    "aws:ssm/getParameter:getParameter": parameter,
    **aws_network.FUNCTIONS,
    **aws_services.FUNCTIONS,
    **aws_public.FUNCTIONS,
}

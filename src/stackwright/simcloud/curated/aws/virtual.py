"""EC2 instances, their disks and groups."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace

from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.curated.aws.network import ec2
from stackwright.simcloud.curated.aws.shapes import (
    address_in,
    arn,
    by_id,
    by_name,
    private_name,
    public_name,
    region_of,
)
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value


def _interface(it: Subject) -> str:
    """The network interface that was made before and is to be its first."""
    given = [it.mapping("primaryNetworkInterface"), *it.items("networkInterfaces")]
    found = [each.get("networkInterfaceId") for each in given if isinstance(each, dict)]
    return next((own for own in found if isinstance(own, str)), "")


def _subnet(it: Subject) -> str:
    """The one that was chosen, else the default one of the zone."""
    zone = it.text("availabilityZone") or f"{region_of(it)}a"
    of_interface = it.other(_interface(it)).get("subnetId")
    return it.text("subnetId") or str(of_interface or standing.subnet(it.identity.account, zone))


def _zone(it: Subject) -> str:
    subnet = _subnet(it)
    own = it.text("availabilityZone") or it.other(subnet).get("availabilityZone")
    return str(own or standing.zone_of(it.identity.account, region_of(it), subnet) or f"{region_of(it)}a")


def _private(it: Subject) -> str:
    of_interface = it.other(_interface(it)).get("privateIp")
    return it.text("privateIp") or str(of_interface or address_in(it, _subnet(it)))


def _disks(it: Subject) -> Value:
    """What EC2 adds to the disks that were asked for beside the first."""
    return [
        {
            "volumeId": f"vol-{it.seed.hex(17, f'disk{index}')}",
            "deleteOnTermination": True,
            "encrypted": False,
            "kmsKeyId": "",
            "volumeType": "gp3",
            "iops": 3000,
            "throughput": 125,
        }
        for index, _ in enumerate(it.items("ebsBlockDevices"))
    ]


def _volume_size(it: Subject) -> Value:
    return it.other(it.text("volumeId")).get("size") or 8


def _is_public(it: Subject) -> bool:
    """As the instance says, else its subnet; default subnets give public addresses."""
    said = it.inputs.get("associatePublicIpAddress")
    if isinstance(said, bool):
        return said
    subnet = it.other(it.text("subnetId"))
    return subnet.get("mapPublicIpOnLaunch") is True if subnet else True


def _public(it: Subject) -> str:
    return guess.public_ip(it, "public") if _is_public(it) else ""


def _password(it: Subject) -> str:
    """Encrypted with the key pair, as Windows gives it."""
    return base64.b64encode(it.seed.data(256, "password")).decode()


def _public_name(it: Subject) -> str:
    return public_name(_public(it), region_of(it)) if _is_public(it) else ""


def _root_disk(it: Subject) -> Value:
    return {
        "volumeId": f"vol-{it.seed.hex(17, 'root')}",
        "deviceName": "/dev/xvda",
        "volumeSize": 8,
        "volumeType": "gp3",
        "deleteOnTermination": True,
        "encrypted": False,
        "iops": 3000,
        "throughput": 125,
        "kmsKeyId": "",
    }


def _groups(it: Subject) -> Value:
    return [standing.security_group(it.identity.account, region_of(it))]


def _zones(it: Subject) -> Value:
    """The zones of an Auto Scaling group's subnets."""
    found = [
        it.other(str(subnet)).get("availabilityZone")
        or standing.zone_of(it.identity.account, region_of(it), str(subnet))
        or None
        for subnet in it.items("vpcZoneIdentifiers")
    ]
    return list(dict.fromkeys(zone for zone in found if isinstance(zone, str)))


_SAME_VERSION = frozenset({"name", "namePrefix", "region", "tags", "defaultVersion", "updateDefaultVersion"})


def _template_versions(it: Subject, old: Properties, changed: frozenset[str]) -> Properties:
    """Every change of what it launches is a version (terraform-provider-aws, `internal/service/ec2`: `updateKeys`)."""
    latest, default = old.get("latestVersion"), old.get("defaultVersion")
    if not isinstance(latest, int) or not isinstance(default, int):
        return {}
    latest += 1 if changed - _SAME_VERSION else 0
    follows = it.inputs.get("updateDefaultVersion") is True
    return {"latestVersion": latest, "defaultVersion": latest if follows else it.number("defaultVersion", default)}


TYPES: Mapping[str, Recipe] = {
    "aws:ec2/instance:Instance": ec2(
        "i",
        "instance",
        availabilityZone=_zone,
        subnetId=_subnet,
        instanceState="running",
        privateIp=_private,
        privateDns=lambda it: private_name(_private(it), region_of(it)),
        publicIp=_public,
        publicDns=_public_name,
        associatePublicIpAddress=_is_public,
        primaryNetworkInterfaceId=lambda it: _interface(it) or f"eni-{it.seed.hex(17, 'eni')}",
        rootBlockDevice=_root_disk,
        vpcSecurityGroupIds=_groups,
        securityGroups=[],
        secondaryPrivateIps=[],
        ebsBlockDevices=_disks,
        ephemeralBlockDevices=[],
        metadataOptions={
            "httpEndpoint": "enabled",
            "httpTokens": "required",
            "httpPutResponseHopLimit": 2,
            "httpProtocolIpv6": "disabled",
            "instanceMetadataTags": "disabled",
        },
        tenancy="default",
        sourceDestCheck=True,
        ebsOptimized=False,
        monitoring=False,
        disableApiTermination=False,
        disableApiStop=False,
        getPasswordData=False,
        hibernation=False,
        instanceInitiatedShutdownBehavior="stop",
        outpostArn="",
        passwordData=lambda it: _password(it) if it.inputs.get("getPasswordData") is True else "",
        instanceLifecycle="",
        spotInstanceRequestId="",
        placementPartitionNumber=0,
        ipv6Addresses=[],
        ipv6AddressCount=0,
        hostId="",
        hostResourceGroupArn="",
        iamInstanceProfile="",
        keyName="",
        placementGroup="",
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": replace(
        ec2("lt", "launch-template", defaultVersion=1, latestVersion=1), counting=_template_versions
    ),
    "aws:ec2/keyPair:KeyPair": by_name(
        "arn:{partition}:ec2:{region}:{account}:key-pair/{in:keyName}",
        key="keyName",
        keyPairId="key-{hex:17}",
        fingerprint=lambda it: ":".join(it.seed.hex(32, "fingerprint")[at : at + 2] for at in range(0, 32, 2)),
        keyType=lambda it: "ed25519" if "ed25519" in it.text("publicKey") else "rsa",
    ),
    "aws:ec2/placementGroup:PlacementGroup": by_name(
        "arn:{partition}:ec2:{region}:{account}:placement-group/{in:name}", placementGroupId="pg-{hex:17}"
    ),
    "aws:ec2/volumeAttachment:VolumeAttachment": Recipe(id="vai-{digits:10}"),
    "aws:ec2/ami:Ami": ec2("ami", "image"),
    "aws:ec2/amiFromInstance:AmiFromInstance": ec2("ami", "image"),
    "aws:ec2/amiCopy:AmiCopy": ec2("ami", "image"),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ec2(
        "sir",
        "spot-instances-request",
        spotInstanceId="i-{hex:17:instance}",
        spotRequestState="active",
        spotBidStatus="fulfilled",
        subnetId=_subnet,
        availabilityZone=_zone,
        privateIp=_private,
        privateDns=lambda it: private_name(_private(it), region_of(it)),
        publicIp=_public,
        publicDns=_public_name,
    ),
    "aws:ebs/volume:Volume": ec2("vol", "volume", type="gp2", size=8, iops=100, throughput=0, createTime="{time}"),
    "aws:ebs/snapshot:Snapshot": ec2(
        "snap", "snapshot", ownerId="{account}", volumeSize=_volume_size, storageTier="standard"
    ),
    "aws:autoscaling/group:Group": by_name(
        arn("autoscaling", "autoScalingGroup:{uuid}:autoScalingGroupName/{in:name}"),
        availabilityZones=_zones,
        defaultCooldown=300,
        desiredCapacity="{in:minSize}",
        healthCheckType="EC2",
        predictedCapacity=0,
        warmPoolSize=0,
        loadBalancers=[],
        targetGroupArns=[],
        trafficSources=[],
        vpcZoneIdentifiers=[],
    ),
    "aws:autoscaling/policy:Policy": Recipe(
        id="{in:name}",
        outputs={
            "arn": arn(
                "autoscaling",
                "scalingPolicy:{uuid}:autoScalingGroupName/{in:autoscalingGroupName}:policyName/{in:name}",
            ),
            "metricAggregationType": "",
        },
    ),
    "aws:autoscaling/schedule:Schedule": Recipe(
        id="{in:scheduledActionName}",
        outputs={
            "arn": arn(
                "autoscaling",
                "scheduledUpdateGroupAction:{uuid}:autoScalingGroupName/{in:autoscalingGroupName}"
                ":scheduledActionName/{in:scheduledActionName}",
            )
        },
    ),
    "aws:ec2/launchConfiguration:LaunchConfiguration": by_name(
        arn("autoscaling", "launchConfiguration:{uuid}:launchConfigurationName/{in:name}")
    ),
    "aws:ec2/spotFleetRequest:SpotFleetRequest": by_id("sfr-{uuid}", spotRequestState="active", clientToken=""),
    "aws:ec2/fleet:Fleet": by_id("fleet-{uuid}", arn("ec2", "fleet/{id}"), fleetState="active", fulfilledCapacity=0),
    "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": by_id(
        "eice-{hex:17}",
        arn("ec2", "instance-connect-endpoint/{id}"),
        dnsName="{id}.{hex:8:dns}.ec2-instance-connect-endpoint.{region}.amazonaws.com",
        fipsDnsName="",
        ownerId="{account}",
        availabilityZone="{other:subnetId:availabilityZone}",
        vpcId="{other:subnetId:vpcId}",
        networkInterfaceIds=["eni-{hex:17:eni}"],
    ),
    "aws:ec2clientvpn/endpoint:Endpoint": by_id(
        "cvpn-endpoint-{hex:17}",
        arn("ec2", "client-vpn-endpoint/{id}"),
        dnsName="*.{id}.prod.clientvpn.{region}.amazonaws.com",
        selfServicePortalUrl="",
    ),
    "aws:ec2clientvpn/networkAssociation:NetworkAssociation": by_id(
        "cvpn-assoc-{hex:17}", associationId="{id}", vpcId="{other:subnetId:vpcId}"
    ),
    "aws:ec2/eipAssociation:EipAssociation": by_id("eipassoc-{hex:17}", publicIp="{other:allocationId:publicIp}"),
}

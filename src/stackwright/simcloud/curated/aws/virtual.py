"""EC2 instances, their disks and groups."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.curated.aws.network import ec2
from stackwright.simcloud.curated.aws.shapes import address_in, arn, by_id, private_name, public_name, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _subnet(it: Subject) -> str:
    """The one that was chosen, else the default one of the zone."""
    zone = it.text("availabilityZone") or f"{region_of(it)}a"
    return it.text("subnetId") or standing.subnet(it.identity.account, zone)


def _zone(it: Subject) -> str:
    own = it.text("availabilityZone") or it.other(it.text("subnetId")).get("availabilityZone")
    return str(own or standing.zone_of(it.identity.account, region_of(it), it.text("subnetId")) or f"{region_of(it)}a")


def _private(it: Subject) -> str:
    return it.text("privateIp") or address_in(it, it.text("subnetId"))


def _is_public(it: Subject) -> bool:
    """As the instance says, else its subnet; default subnets give public addresses."""
    said = it.inputs.get("associatePublicIpAddress")
    if isinstance(said, bool):
        return said
    subnet = it.other(it.text("subnetId"))
    return subnet.get("mapPublicIpOnLaunch") is True if subnet else True


def _public(it: Subject) -> str:
    return guess.public_ip(it, "public") if _is_public(it) else ""


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
    found = [it.other(str(subnet)).get("availabilityZone") for subnet in it.items("vpcZoneIdentifiers")]
    return list(dict.fromkeys(zone for zone in found if isinstance(zone, str)))


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
        primaryNetworkInterfaceId="eni-{hex:17:eni}",
        rootBlockDevice=_root_disk,
        vpcSecurityGroupIds=_groups,
        securityGroups=[],
        secondaryPrivateIps=[],
        ebsBlockDevices=[],
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
        passwordData="",
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
    "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", defaultVersion=1, latestVersion=1),
    "aws:ec2/keyPair:KeyPair": Recipe(
        id="{in:keyName}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:key-pair/{in:keyName}",
            "keyPairId": "key-{hex:17}",
            "fingerprint": lambda it: ":".join(it.seed.hex(32, "fingerprint")[at : at + 2] for at in range(0, 32, 2)),
            "keyType": lambda it: "ed25519" if "ed25519" in it.text("publicKey") else "rsa",
        },
    ),
    "aws:ec2/placementGroup:PlacementGroup": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:placement-group/{in:name}",
            "placementGroupId": "pg-{hex:17}",
        },
    ),
    "aws:ec2/volumeAttachment:VolumeAttachment": Recipe(id="vai-{digits:10}"),
    "aws:ec2/ami:Ami": ec2("ami", "image"),
    "aws:ec2/amiFromInstance:AmiFromInstance": ec2("ami", "image"),
    "aws:ec2/amiCopy:AmiCopy": ec2("ami", "image"),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ec2("sir", "spot-instances-request"),
    "aws:ebs/volume:Volume": ec2("vol", "volume", type="gp2", size=8, iops=100, throughput=0, createTime="{time}"),
    "aws:ebs/snapshot:Snapshot": ec2("snap", "snapshot", ownerId="{account}", volumeSize=8, storageTier="standard"),
    "aws:autoscaling/group:Group": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": arn("autoscaling", "autoScalingGroup:{uuid}:autoScalingGroupName/{in:name}"),
            "availabilityZones": _zones,
            "defaultCooldown": 300,
            "desiredCapacity": "{in:minSize}",
            "healthCheckType": "EC2",
            "predictedCapacity": 0,
            "warmPoolSize": 0,
            "loadBalancers": [],
            "targetGroupArns": [],
            "trafficSources": [],
            "vpcZoneIdentifiers": [],
        },
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
    "aws:ec2/launchConfiguration:LaunchConfiguration": Recipe(
        id="{in:name}",
        unique=True,
        outputs={"arn": arn("autoscaling", "launchConfiguration:{uuid}:launchConfigurationName/{in:name}")},
    ),
    "aws:ec2/eipAssociation:EipAssociation": by_id("eipassoc-{hex:17}", publicIp="{other:allocationId:publicIp}"),
}

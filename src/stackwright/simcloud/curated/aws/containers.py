"""EKS, ECR, EFS: what containers need beside ECS."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.aws.shapes import LOWER, address_in, arn, by_id, by_name, region_of
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _cluster_id(it: Subject) -> str:
    return it.seed.hex(32, "cluster").upper()


def _authority(it: Subject) -> Value:
    return {"data": base64.b64encode(guess.certificate(it, "authority").encode()).decode()}


def _issuer(it: Subject) -> Value:
    return [{"oidcs": [{"issuer": f"https://oidc.eks.{region_of(it)}.amazonaws.com/id/{_cluster_id(it)}"}]}]


def _network(it: Subject) -> Value:
    """What EKS adds to what was said of the network."""
    given = it.mapping("vpcConfig").get("subnetIds")
    subnets = given if isinstance(given, list) else []
    found = it.other(str(subnets[0])).get("vpcId") if subnets else None
    return {
        "clusterSecurityGroupId": f"sg-{it.seed.hex(17, 'group')}",
        "vpcId": found or f"vpc-{it.seed.hex(17, 'vpc')}",
        "endpointPrivateAccess": False,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
    }


def _group_resources(it: Subject) -> Value:
    name = f"eks-{it.text('nodeGroupName')}-{it.seed.uuid('group')}"
    return [{"autoscalingGroups": [{"name": name}], "remoteAccessSecurityGroupId": ""}]


_ADDONS = {
    "vpc-cni": "v1.20.4-eksbuild.1",
    "coredns": "v1.12.4-eksbuild.1",
    "kube-proxy": "v1.34.0-eksbuild.2",
    "aws-ebs-csi-driver": "v1.51.0-eksbuild.1",
    "aws-efs-csi-driver": "v2.1.13-eksbuild.1",
    "eks-pod-identity-agent": "v1.3.9-eksbuild.3",
}


def addon_version(name: str) -> str:
    """A version that an add-on of EKS has had (Amazon EKS user guide, "AWS add-ons")."""
    return _ADDONS.get(name, "v1.0.0-eksbuild.1")


def _version(it: Subject) -> str:
    """That of its cluster."""
    return str(it.other(it.text("clusterName")).get("version") or "1.34")


def _entry_arn(it: Subject) -> str:
    """`…:access-entry/<cluster>/role/<account>/<name>/<uuid>` of a role."""
    me = it.identity
    kind, _, name = it.text("principalArn").rpartition(":")[2].partition("/")
    tail = f"{it.text('clusterName')}/{kind or 'role'}/{me.account}/{name.rpartition('/')[2]}/{it.seed.uuid()}"
    return f"arn:{me.partition}:eks:{region_of(it)}:{me.account}:access-entry/{tail}"


def _mount_dns(it: Subject) -> str:
    return f"{it.text('fileSystemId')}.efs.{region_of(it)}.amazonaws.com"


def _zone(it: Subject) -> str:
    return str(it.other(it.text("subnetId")).get("availabilityZone") or f"{region_of(it)}a")


TYPES: Mapping[str, Recipe] = {
    "aws:eks/cluster:Cluster": by_name(
        arn("eks", "cluster/{in:name}"),
        endpoint=lambda it: f"https://{_cluster_id(it)}.gr7.{region_of(it)}.eks.amazonaws.com",
        certificateAuthority=_authority,
        identities=_issuer,
        vpcConfig=_network,
        status="ACTIVE",
        platformVersion="eks.1",
        version="1.34",
        createdAt="{time}",
        clusterId="",
        kubernetesNetworkConfig={"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"},
        accessConfig={"authenticationMode": "CONFIG_MAP", "bootstrapClusterCreatorAdminPermissions": True},
    ),
    "aws:eks/nodeGroup:NodeGroup": Recipe(
        id="{in:clusterName}:{in:nodeGroupName}",
        unique=True,
        outputs={
            "arn": arn("eks", "nodegroup/{in:clusterName}/{in:nodeGroupName}/{uuid}"),
            "resources": _group_resources,
            "status": "ACTIVE",
            "amiType": "AL2023_x86_64_STANDARD",
            "capacityType": "ON_DEMAND",
            "diskSize": 20,
            "instanceTypes": ["t3.medium"],
            "version": _version,
            "releaseVersion": lambda it: f"{_version(it)}.1-20250101",
        },
    ),
    "aws:eks/fargateProfile:FargateProfile": Recipe(
        id="{in:clusterName}:{in:fargateProfileName}",
        unique=True,
        outputs={
            "arn": arn("eks", "fargateprofile/{in:clusterName}/{in:fargateProfileName}/{uuid}"),
            "status": "ACTIVE",
        },
    ),
    "aws:eks/addon:Addon": Recipe(
        id="{in:clusterName}:{in:addonName}",
        unique=True,
        outputs={
            "arn": arn("eks", "addon/{in:clusterName}/{in:addonName}/{uuid}"),
            "addonVersion": lambda it: addon_version(it.text("addonName")),
            "createdAt": "{time}",
            "modifiedAt": "{time}",
        },
    ),
    "aws:eks/accessEntry:AccessEntry": Recipe(
        id="{in:clusterName}:{in:principalArn}",
        unique=True,
        outputs={
            "accessEntryArn": _entry_arn,
            "createdAt": "{time}",
            "modifiedAt": "{time}",
            "userName": "{in:principalArn}",
            "type": "STANDARD",
        },
    ),
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": by_id(
        lambda it: f"a-{it.seed.text(17, LOWER)}",
        associationId="{id}",
        associationArn=arn("eks", "podidentityassociation/{in:clusterName}/{id}"),
    ),
    "aws:ecr/repository:Repository": by_name(
        arn("ecr", "repository/{in:name}"),
        registryId="{account}",
        repositoryUrl="{account}.dkr.ecr.{region}.amazonaws.com/{in:name}",
        imageTagMutability="MUTABLE",
    ),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": Recipe(id="{in:repository}", outputs={"registryId": "{account}"}),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Recipe(id="{in:repository}", outputs={"registryId": "{account}"}),
    "aws:ecrpublic/repository:Repository": by_name(
        "arn:{partition}:ecr-public::{account}:repository/{in:repositoryName}",
        key="repositoryName",
        registryId="{account}",
        repositoryUri=lambda it: f"public.ecr.aws/{it.seed.text(8, LOWER, 'alias')}/{it.text('repositoryName')}",
    ),
    "aws:efs/mountTarget:MountTarget": by_id(
        "fsmt-{hex:17}",
        ipAddress=lambda it: address_in(it, it.text("subnetId")),
        networkInterfaceId="eni-{hex:17:eni}",
        dnsName=_mount_dns,
        mountTargetDnsName=lambda it: f"{_zone(it)}.{_mount_dns(it)}",
        availabilityZoneName=_zone,
        ownerId="{account}",
        fileSystemArn=arn("elasticfilesystem", "file-system/{in:fileSystemId}"),
    ),
    "aws:efs/accessPoint:AccessPoint": by_id(
        "fsap-{hex:17}",
        arn("elasticfilesystem", "access-point/{id}"),
        ownerId="{account}",
        fileSystemArn=arn("elasticfilesystem", "file-system/{in:fileSystemId}"),
    ),
    "aws:efs/backupPolicy:BackupPolicy": Recipe(id="{in:fileSystemId}"),
}

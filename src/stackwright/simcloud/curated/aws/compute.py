"""ECS, EC2 instances, autoscaling, Lambda, ECR, EKS."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.network import ec2
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject


def cluster_name(it: Subject) -> str:
    """The name in the ARN of a cluster, or the name itself."""
    return it.text("cluster").rpartition("/")[2] or "default"


def _service_arn(it: Subject) -> str:
    me = it.identity
    region = it.text("region") or me.region
    return f"arn:{me.partition}:ecs:{region}:{me.account}:service/{cluster_name(it)}/{it.physical_name}"


def _revision(it: Subject) -> int:
    """Another one for each generation, as ECS counts up: a service that refers to it must see the change."""
    return 1 + it.seed.below(9999, "revision")


def _task_definition_arn(it: Subject) -> str:
    me = it.identity
    region = it.text("region") or me.region
    return f"arn:{me.partition}:ecs:{region}:{me.account}:task-definition/{it.text('family')}:{_revision(it)}"


TYPES: Mapping[str, Recipe] = {
    "aws:ecs/cluster:Cluster": Recipe(
        id="arn:{partition}:ecs:{region}:{account}:cluster/{name}",
        unique=True,
        outputs={"arn": "{id}", "settings": [{"name": "containerInsights", "value": "disabled"}]},
    ),
    "aws:ecs/service:Service": Recipe(
        id=_service_arn,
        unique=True,
        outputs={
            "arn": "{id}",
            "cluster": "arn:{partition}:ecs:{region}:{account}:cluster/default",
            "launchType": "EC2",
            "platformVersion": "LATEST",
            "schedulingStrategy": "REPLICA",
            "iamRole": "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
            "availabilityZoneRebalancing": "ENABLED",
            "deploymentMaximumPercent": 200,
            "deploymentMinimumHealthyPercent": 100,
            "triggers": {},
            "waitForSteadyState": False,
        },
    ),
    "aws:ecs/taskDefinition:TaskDefinition": Recipe(
        id="{in:family}",
        outputs={
            "arn": _task_definition_arn,
            "arnWithoutRevision": "arn:{partition}:ecs:{region}:{account}:task-definition/{in:family}",
            "revision": _revision,
            "networkMode": "bridge",
            "skipDestroy": False,
            "trackLatest": False,
        },
    ),
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": Recipe(id="{in:clusterName}"),
    "aws:appautoscaling/target:Target": Recipe(
        id="{in:resourceId}",
        outputs={
            "arn": "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/{hex:20}",
            "roleArn": "arn:{partition}:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com"
            "/AWSServiceRoleForApplicationAutoScaling_ECSService",
        },
    ),
    "aws:appautoscaling/policy:Policy": Recipe(
        id="{in:name}",
        outputs={
            "arn": "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/"
            "{in:serviceNamespace}/{in:resourceId}:policyName/{in:name}",
            "alarmArns": [],
            "policyType": "StepScaling",
        },
    ),
    "aws:ec2/instance:Instance": ec2(
        "i",
        "instance",
        availabilityZone="{region}a",
        instanceState="running",
        privateIp="{private}",
        privateDns="{id}.{region}.compute.internal",
        publicIp="",
        publicDns="",
        primaryNetworkInterfaceId="eni-{hex:17:eni}",
        tenancy="default",
        sourceDestCheck=True,
        outpostArn="",
        passwordData="",
        instanceLifecycle="",
        spotInstanceRequestId="",
        placementPartitionNumber=0,
        ipv6Addresses=[],
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": ec2("lt", "launch-template", defaultVersion=1, latestVersion=1),
    "aws:ec2/keyPair:KeyPair": Recipe(
        id="{in:keyName}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:key-pair/{in:keyName}",
            "keyPairId": "key-{hex:17}",
            "fingerprint": "{hex:32:fingerprint}",
            "keyType": "rsa",
        },
    ),
    "aws:ebs/volume:Volume": ec2("vol", "volume", type="gp2", size=8, iops=100, throughput=0, createTime="{time}"),
    "aws:autoscaling/group:Group": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:"
            "autoScalingGroupName/{in:name}",
            "defaultCooldown": 300,
            "healthCheckType": "EC2",
            "predictedCapacity": 0,
            "warmPoolSize": 0,
        },
    ),
    "aws:lambda/function:Function": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:lambda:{region}:{account}:function:{in:name}",
            "invokeArn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/"
            "arn:{partition}:lambda:{region}:{account}:function:{in:name}/invocations",
            "qualifiedArn": "arn:{partition}:lambda:{region}:{account}:function:{in:name}:$LATEST",
            "version": "$LATEST",
            "lastModified": "{time}",
            "memorySize": 128,
            "timeout": 3,
            "packageType": "Zip",
        },
    ),
    "aws:ecr/repository:Repository": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:ecr:{region}:{account}:repository/{in:name}",
            "registryId": "{account}",
            "repositoryUrl": "{account}.dkr.ecr.{region}.amazonaws.com/{in:name}",
            "imageTagMutability": "MUTABLE",
        },
    ),
    "aws:eks/cluster:Cluster": Recipe(
        id="{in:name}",
        unique=True,
        outputs={
            "arn": "arn:{partition}:eks:{region}:{account}:cluster/{in:name}",
            "endpoint": "https://{hex:32}.gr7.{region}.eks.amazonaws.com",
            "status": "ACTIVE",
            "platformVersion": "eks.1",
            "version": "1.34",
            "createdAt": "{time}",
        },
    ),
}

"""ECS and what scales it."""

from __future__ import annotations

from collections.abc import Mapping

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


_SCALED = {
    "appstream:fleet:": "AppStreamFleet",
    "cassandra:table:": "CassandraTable",
    "comprehend:": "ComprehendEndpoint",
    "dynamodb:": "DynamoDBTable",
    "ec2:spot-fleet-request:": "EC2SpotFleetRequest",
    "ecs:service:": "ECSService",
    "elasticache:": "ElastiCacheRG",
    "elasticmapreduce:": "",
    "kafka:": "KafkaCluster",
    "lambda:function:": "LambdaConcurrency",
    "neptune:cluster:": "NeptuneCluster",
    "rds:cluster:": "RDSCluster",
    "sagemaker:": "SageMakerEndpoint",
    "workspaces:": "WorkSpacesPool",
}
"""How the role ends with which Application Auto Scaling scales what (its user guide, "Service-linked role ARN
reference"), by the beginning of the dimension.
"""


def _scaling_role(it: Subject) -> str:
    dimension, service = it.text("scalableDimension"), it.text("serviceNamespace")
    ending = next((name for beginning, name in _SCALED.items() if dimension.startswith(beginning)), "")
    roles = f"arn:{it.identity.partition}:iam::{it.identity.account}:role"
    if not ending:
        return it.text("roleArn") or f"{roles}/{service}_AutoScaling_DefaultRole"
    principal = f"{service}.application-autoscaling.amazonaws.com"
    return f"{roles}/aws-service-role/{principal}/AWSServiceRoleForApplicationAutoScaling_{ending}"


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
            # AWS tells none where capacity providers say where tasks run.
            "launchType": lambda it: "" if it.items("capacityProviderStrategies") else "EC2",
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
            "roleArn": _scaling_role,
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
}

"""What runs and keeps things without being asked how: Beanstalk, AppConfig, FSx, directories, classic balancers."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws.delivery import balancer_zone
from stackwright.simcloud.curated.aws.shapes import (
    LOWER,
    UPPER,
    address_in,
    arn,
    by_arn,
    by_id,
    by_name,
    drawn,
    region_of,
)
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_SEVEN = drawn(7)


def _registry(it: Subject) -> str:
    """The registry of a schema, `default-registry` where none is named."""
    return it.text("registryArn").rpartition("/")[2] or "default-registry"


def _schema_arn(it: Subject) -> str:
    me = it.identity
    return f"arn:{me.partition}:glue:{region_of(it)}:{me.account}:schema/{_registry(it)}/{it.text('schemaName')}"


def _classic_name(it: Subject) -> str:
    internal = "internal-" if it.inputs.get("internal") else ""
    return f"{internal}{it.physical_name}-{it.seed.digits(10)}.{region_of(it)}.elb.amazonaws.com"


def _subnets(it: Subject) -> list[str]:
    given = it.mapping("vpcSettings").get("subnetIds")
    return [str(subnet) for subnet in given] if isinstance(given, list) else []


def _resolvers(it: Subject) -> Value:
    """A directory answers in each of its two subnets."""
    return [address_in(it, subnet, f"dns{index}") for index, subnet in enumerate(_subnets(it))]


def _directory_network(it: Subject) -> Value:
    return {
        "availabilityZones": [str(it.other(subnet).get("availabilityZone") or "") for subnet in _subnets(it)],
    }


def _permission_set(it: Subject) -> str:
    instance = it.text("instanceArn").rpartition("/")[2]
    return f"arn:{it.identity.partition}:sso:::permissionSet/{instance}/ps-{it.seed.hex(16)}"


def _file_system(*, mount: bool) -> Recipe:
    made = by_id(
        "fs-{hex:17}",
        arn("fsx", "file-system/{id}"),
        dnsName="{id}.fsx.{region}.amazonaws.com",
        ownerId="{account}",
        networkInterfaceIds=["eni-{hex:17:eni}"],
    )
    return Recipe(id=made.id, outputs={**made.outputs, "mountName": drawn(8, LOWER, "mount")}) if mount else made


TYPES: Mapping[str, Recipe] = {
    "aws:elb/loadBalancer:LoadBalancer": by_name(
        arn("elasticloadbalancing", "loadbalancer/{in:name}"),
        dnsName=_classic_name,
        zoneId=balancer_zone,
        instances=[],
        availabilityZones=[],
        subnets=[],
        sourceSecurityGroup="{account}/default_elb_{hex:8}",
        sourceSecurityGroupId="sg-{hex:17:source}",
    ),
    "aws:elasticbeanstalk/application:Application": by_name(arn("elasticbeanstalk", "application/{in:name}")),
    "aws:elasticbeanstalk/environment:Environment": by_id(
        drawn(10, prefix="e-"),
        arn("elasticbeanstalk", "environment/{in:application}/{in:name}"),
        cname=lambda it: (
            f"{it.text('cnamePrefix')}.{region_of(it)}.elasticbeanstalk.com"
            if it.text("cnamePrefix")
            else f"{it.physical_name}.eba-{it.seed.text(8, LOWER, 'cname')}.{region_of(it)}.elasticbeanstalk.com"
        ),
        endpointUrl=lambda it: (
            f"awseb-{it.id[:3]}-AWSEBLoa-{it.seed.text(13, UPPER, 'balancer')}-{it.seed.digits(9, 'balancer')}"
            f".{region_of(it)}.elb.amazonaws.com"
        ),
        autoscalingGroups=["awseb-{id}-stack-AWSEBAutoScalingGroup-{hex:12:group}"],
        loadBalancers=["awseb-{id}-stack-AWSEBLoadB-{upper:13:balancer}"],
        queues=[],
        triggers=[],
    ),
    "aws:fsx/lustreFileSystem:LustreFileSystem": _file_system(mount=True),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": _file_system(mount=False),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": _file_system(mount=False),
    "aws:directoryservice/directory:Directory": by_id(
        "d-{hex:10}",
        alias="{id}",
        accessUrl="{id}.awsapps.com",
        dnsIpAddresses=_resolvers,
        vpcSettings=_directory_network,
        securityGroupId="sg-{hex:17:group}",
    ),
    "aws:appconfig/application:Application": by_id(_SEVEN, arn("appconfig", "application/{id}")),
    "aws:appconfig/environment:Environment": by_id(
        lambda it: f"{_SEVEN(it)}:{it.text('applicationId')}",
        lambda it: _appconfig(it, "environment"),
        environmentId=_SEVEN,
        state="READY_FOR_DEPLOYMENT",
    ),
    "aws:appconfig/configurationProfile:ConfigurationProfile": by_id(
        lambda it: f"{_SEVEN(it)}:{it.text('applicationId')}",
        lambda it: _appconfig(it, "configurationprofile"),
        configurationProfileId=_SEVEN,
    ),
    "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion": by_id(
        "{in:applicationId}/{in:configurationProfileId}/{generation}",
        arn(
            "appconfig",
            "application/{in:applicationId}/configurationprofile/{in:configurationProfileId}"
            "/hostedconfigurationversion/{generation}",
        ),
        versionNumber=lambda it: it.generation,
    ),
    "aws:redshiftserverless/namespace:Namespace": by_name(
        arn("redshift-serverless", "namespace/{uuid}"), key="namespaceName", namespaceId="{uuid}"
    ),
    "aws:redshiftserverless/workgroup:Workgroup": by_name(
        arn("redshift-serverless", "workgroup/{uuid}"),
        key="workgroupName",
        workgroupId="{uuid}",
        port=5439,
        endpoints=lambda it: [
            {
                "address": f"{it.text('workgroupName')}.{it.identity.account}.{region_of(it)}"
                ".redshift-serverless.amazonaws.com",
                "port": it.number("port", 5439),
                "vpcEndpoints": [],
            }
        ],
    ),
    "aws:glue/registry:Registry": by_arn(arn("glue", "registry/{in:registryName}")),
    "aws:glue/schema:Schema": Recipe(
        id=_schema_arn,
        unique=True,
        outputs={"arn": "{id}", "registryName": _registry, "latestSchemaVersion": 1, "nextSchemaVersion": 2},
    ),
    "aws:emrserverless/application:Application": by_id(
        lambda it: f"00f{it.seed.text(13, LOWER)}", arn("emr-serverless", "/applications/{id}")
    ),
    "aws:codepipeline/webhook:Webhook": by_arn(
        arn("codepipeline", "webhook:{in:name}"), url="https://{region}.webhooks.aws/trigger?t={hex:64}&v=1"
    ),
    "aws:codestarnotifications/notificationRule:NotificationRule": by_arn(
        arn("codestar-notifications", "notificationrule/{hex:40}")
    ),
    "aws:cloudwatch/queryDefinition:QueryDefinition": by_id("{uuid}", queryDefinitionId="{id}"),
    "aws:s3/accessPoint:AccessPoint": Recipe(
        id=lambda it: f"{it.identity.account}:{it.text('name')}",
        unique=True,
        outputs={
            "arn": arn("s3", "accesspoint/{in:name}"),
            "alias": lambda it: f"{it.text('name')}-{it.seed.text(34, LOWER, 'alias')}-s3alias",
            "domainName": "{in:name}-{account}.s3-accesspoint.{region}.amazonaws.com",
            "networkOrigin": lambda it: "VPC" if it.mapping("vpcConfiguration") else "Internet",
            "accountId": "{account}",
            "hasPublicAccessPolicy": False,
            "endpoints": {},
        },
    ),
    "aws:ssoadmin/permissionSet:PermissionSet": Recipe(
        id=lambda it: f"{_permission_set(it)},{it.text('instanceArn')}",
        outputs={"arn": lambda it: _permission_set(it), "createdDate": "{time}"},
    ),
    "aws:identitystore/group:Group": Recipe(
        id="{in:identityStoreId}/{uuid}", outputs={"groupId": "{uuid}", "externalIds": []}
    ),
    "aws:identitystore/user:User": Recipe(
        id="{in:identityStoreId}/{uuid}", outputs={"userId": "{uuid}", "externalIds": []}
    ),
    "aws:ram/resourceShare:ResourceShare": by_arn(arn("ram", "resource-share/{uuid}")),
    "aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget": by_id("{uuid}"),
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": by_id(
        "{uuid}", arn("ssm", "windowtask/{id}"), windowTaskId="{id}"
    ),
}


def _appconfig(it: Subject, kind: str) -> str:
    me = it.identity
    application = it.text("applicationId")
    return f"arn:{me.partition}:appconfig:{region_of(it)}:{me.account}:application/{application}/{kind}/{_SEVEN(it)}"

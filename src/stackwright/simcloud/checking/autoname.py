"""Autonaming as Pulumi's providers do it: which property, how long, with what characters.

Sources: pulumi-terraform-bridge `AutoName` (separator `-`, 7 random hexadecimal digits); pulumi-aws, pulumi-gcp and
pulumi-openstack `SetAutonaming(255, "-")` with the exceptions below; pulumi-azure-native (8 random digits on top-level
resources, a plain copy on children, a UUID for role assignments; `getDefaultName`); pulumi-kubernetes
`AssignNameIfAutonamable`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Literal

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.twins import canonical
from stackwright.wire.naming import Autonaming
from stackwright.wire.values import Value


@dataclass(frozen=True, slots=True)
class Naming:
    """`suffix` is how many hexadecimal digits are added after `separator`; `longest` includes them."""

    property: str
    longest: int = 255
    separator: str = "-"
    suffix: int = 7
    lower: bool = False
    letters: bool = False
    """The random part is made of letters, not of hexadecimal digits."""
    beginning: str = ""
    """What comes first, unless the name in Pulumi has it. It does not count towards `longest`."""
    ending: tuple[str, str] | None = None
    """What comes last if a certain input is true: `(".fifo", "fifoQueue")`. It does not count towards `longest`."""
    style: Literal["random", "copy", "uuid"] = "random"


_SUFFIX_CONFLICTS = ("Prefix",)

_LETTERS = Naming("name", separator="_", suffix=8, lower=True, letters=True)
"""Of names in which Athena wants nothing but letters and underscores."""
_SPECIAL: Mapping[str, Naming] = {
    # AWS: `resources.go` of pulumi-aws
    "aws:s3/bucket:Bucket": Naming("bucket", 63, lower=True),
    "aws:s3/bucketV2:BucketV2": Naming("bucket", 63, lower=True),
    "aws:lb/loadBalancer:LoadBalancer": Naming("name", 32),
    "aws:lb/targetGroup:TargetGroup": Naming("name", 32),
    "aws:iam/role:Role": Naming("name", 64),
    "aws:lambda/function:Function": Naming("name", 64),
    "aws:ec2/keyPair:KeyPair": Naming("keyName"),
    "aws:lambda/permission:Permission": Naming("statementId", 100),
    "aws:eks/nodeGroup:NodeGroup": Naming("nodeGroupName"),
    "aws:eks/fargateProfile:FargateProfile": Naming("fargateProfileName"),
    "aws:elasticbeanstalk/environment:Environment": Naming("name", 40),
    "aws:elasticsearch/domain:Domain": Naming("domainName", 28, lower=True),
    "aws:opensearch/domain:Domain": Naming("domainName"),
    "aws:efs/fileSystem:FileSystem": Naming("creationToken"),
    "aws:cloudwatch/eventRule:EventRule": Naming("name", 64),
    "aws:cloudwatch/eventTarget:EventTarget": Naming("targetId"),
    "aws:mq/broker:Broker": Naming("brokerName", 55),
    "aws:msk/cluster:Cluster": Naming("clusterName"),
    "aws:msk/serverlessCluster:ServerlessCluster": Naming("clusterName"),
    "aws:athena/database:Database": Naming("name", separator="_"),
    "aws:glue/catalogDatabase:CatalogDatabase": _LETTERS,
    "aws:glue/catalogTable:CatalogTable": _LETTERS,
    "aws:iot/topicRule:TopicRule": Naming("name", separator="_"),
    "aws:codedeploy/deploymentConfig:DeploymentConfig": Naming("deploymentConfigName", 100, separator="_"),
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": Naming("name", separator="_"),
    "aws:kms/alias:Alias": Naming("name", 238, beginning="alias/"),
    "aws:sns/topic:Topic": Naming("name", 80, ending=(".fifo", "fifoTopic")),
    "aws:sqs/queue:Queue": Naming("name", 80, ending=(".fifo", "fifoQueue")),
    "aws:rds/instance:Instance": Naming("identifier", lower=True),
    "aws:rds/cluster:Cluster": Naming("clusterIdentifier", lower=True),
    "aws:rds/clusterInstance:ClusterInstance": Naming("identifier", lower=True),
    "aws:docdb/cluster:Cluster": Naming("clusterIdentifier", lower=True),
    "aws:elasticache/cluster:Cluster": Naming("clusterId", 50, lower=True),
    "aws:elasticache/replicationGroup:ReplicationGroup": Naming("replicationGroupId", 40, lower=True),
    "aws:rds/subnetGroup:SubnetGroup": Naming("name", lower=True),
    "aws:rds/parameterGroup:ParameterGroup": Naming("name", lower=True),
    # Azure's classic provider: `resources.go` of pulumi-azure; Azure takes letters and digits alone
    "azure:storage/account:Account": Naming("name", 24, separator="", suffix=8, lower=True),
    "azure:containerservice/registry:Registry": Naming("name", 50, separator="", suffix=8, lower=True),
    # GCP: names are RFC 1035 labels of at most 63 characters on Compute Engine
    "gcp:storage/bucket:Bucket": Naming("name", 63, lower=True),
    # Kubernetes: `helm_release.go` of pulumi-kubernetes; Helm takes 53 characters
    "kubernetes:helm.sh/v3:Release": Naming("name", 53, suffix=8),
    # Azure: blobs have no getter that would tell; role names are UUIDs
    "azure-native:storage:Blob": Naming("blobName", style="copy"),
    "azure-native:authorization:RoleAssignment": Naming("roleAssignmentName", style="uuid"),
    "azure-native:authorization:RoleDefinition": Naming("roleDefinitionId", style="uuid"),
}
_NEVER = frozenset(
    {
        # `name` is data here, not what the resource is called
        "aws:route53/record:Record",
        "aws:rds/cluster:Cluster.name",
        "openstack:dns/recordSet:RecordSet",
        "openstack:compute/floatingIp:FloatingIp",
        "openstack:networking/floatingIp:FloatingIp",
    }
)


def naming(kind: ResourceType, types: Catalogue) -> Naming | None:
    """How resources of this type are named if the program gives no name; None if it must."""
    package = types.package
    special = _SPECIAL.get(canonical(kind.token))
    if special:
        return special if special.property in kind.inputs else None
    if package == "azure-native":
        return _azure(kind, types)
    if package == "aws-native":
        return _aws_native(kind)
    if package in {"kubernetes", "random", "tls", "std"} or kind.token in _NEVER:
        return None
    name = kind.inputs.get("name")
    if name is None or name.required or name.shape.kind != "string":
        return None
    compute = package == "gcp" and kind.token.startswith("gcp:compute/")
    return Naming("name", 63 if compute else 255)


def _aws_native(kind: ResourceType) -> Naming | None:
    """`name`, or `bucketName` of a Bucket: what CloudFormation names things by (pulumi-aws-native `autonaming`)."""
    own = kind.token.rpartition(":")[2]
    names = (f"{own[:1].lower()}{own[1:]}Name", "name")
    found = next((name for name in names if name in kind.inputs and not kind.inputs[name].required), None)
    return Naming(found, lower=own == "Bucket") if found else None


def _azure(kind: ResourceType, types: Catalogue) -> Naming | None:
    """The optional argument of the type's own getter: the last piece of its path."""
    module, _, class_name = kind.token.partition(":")[2].rpartition(":")
    getter = types.function(f"azure-native:{module}:get{class_name}")
    if getter is None:
        return None
    in_path = [name for name in getter.args if name in kind.inputs and name != "expand"]
    named = [name for name in in_path if not kind.inputs[name].required and name != "resourceGroupName"]
    if kind.token.endswith(":ResourceGroup"):
        named = ["resourceGroupName"]
    if len(named) != 1:
        return None
    parents = [name for name in in_path if kind.inputs[name].required and name != "resourceGroupName"]
    return Naming(named[0], 0, separator="", suffix=8, style="copy" if parents else "random")


def autoname(name: str, rule: Naming, seed: Seed) -> str:
    """A name for a resource that Pulumi calls `name`.

    Raises:
        ValueError: it would be too long; the message is the provider's.
    """
    if rule.style == "uuid":
        return seed.uuid("autoname")
    if rule.style == "copy":
        return name
    prefix = (name.lower() if rule.lower else name) + rule.separator
    if rule.longest and len(prefix) + rule.suffix > rule.longest:
        raise ValueError(
            f"name '{prefix}' plus {rule.suffix} random chars is longer than maximum length {rule.longest}"
        )
    drawn = seed.text(rule.suffix, ascii_lowercase, "autoname") if rule.letters else seed.hex(rule.suffix, "autoname")
    return ("" if prefix.startswith(rule.beginning) else rule.beginning) + prefix + drawn


def as_asked(asked: Autonaming, rule: Naming, inputs: Mapping[str, Value]) -> str:
    """A name as an engine wants it, from a bridged provider (`ComputeAutoNameDefault` in pulumi-terraform-bridge).

    Raises:
        CloudError: the engine wants none, or one that is too long; the message is the provider's.
    """
    if asked.mode == "disable":
        raise CloudError("automatic naming is disabled but no explicit name was provided")
    if asked.mode == "enforce":
        return asked.name
    name = asked.name.lower() if rule.lower else asked.name
    if rule.longest and len(name) > rule.longest:
        raise CloudError(f"calculated name '{name}' exceeds maximum length of {rule.longest}")
    if rule.letters:
        name = name.replace("-", rule.separator)
    return ("" if name.startswith(rule.beginning) else rule.beginning) + name + ending(rule, inputs)


def ending(rule: Naming, inputs: Mapping[str, Value]) -> str:
    """What a name made by `autoname` ends in, because of another input."""
    if rule.ending is None:
        return ""
    text, condition = rule.ending
    return text if inputs.get(condition) is True else ""


def conflicting(rule: Naming, inputs: Mapping[str, Value]) -> bool:
    """Whether the program chose another way to name it: `namePrefix`."""
    return any(inputs.get(f"{rule.property}{suffix}") is not None for suffix in _SUFFIX_CONFLICTS)

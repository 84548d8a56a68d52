"""Where the rules of `aws` come from: which operation of the API would have to take a property, and does not.

All were looked up in the service models of botocore 1.44 (Apache-2.0): none of the operations named here has an input
for the properties that `aws.TABLE` lists, other than to say which resource is meant.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.rules.model import GUESS, Sources, spread

_OPERATIONS: Mapping[str, str] = {
    "aws:ec2/vpc:Vpc": "EC2 ModifyVpcAttribute, ModifyVpcTenancy",
    "aws:ec2/subnet:Subnet": "EC2 ModifySubnetAttribute, AssociateSubnetCidrBlock",
    "aws:ec2/routeTable:RouteTable": "EC2 CreateRoute, ReplaceRoute",
    "aws:ec2/route:Route": "EC2 ReplaceRoute",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "EC2 ReplaceRouteTableAssociation",
    "aws:ec2/natGateway:NatGateway": "EC2 AssociateNatGatewayAddress, AssignPrivateNatGatewayAddress",
    "aws:ec2/eip:Eip": "EC2 ModifyAddressAttribute",
    "aws:ec2/securityGroup:SecurityGroup": "EC2 AuthorizeSecurityGroupIngress, AuthorizeSecurityGroupEgress",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "EC2 ModifySecurityGroupRules",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "EC2 ModifySecurityGroupRules",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "EC2 ModifyVpcEndpoint",
    "aws:ec2/instance:Instance": "EC2 ModifyInstanceAttribute",
    "aws:ec2/launchTemplate:LaunchTemplate": "EC2 ModifyLaunchTemplate, CreateLaunchTemplateVersion",
    "aws:ec2/vpnGateway:VpnGateway": "EC2 AttachVpnGateway",
    "aws:ec2/vpnConnection:VpnConnection": "EC2 ModifyVpnConnection, ModifyVpnConnectionOptions",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "EC2 ModifyTransitGatewayVpcAttachment",
    "aws:ec2transitgateway/route:Route": "EC2 ReplaceTransitGatewayRoute",
    "aws:ecs/cluster:Cluster": "ECS UpdateCluster",
    "aws:ecs/service:Service": "ECS UpdateService",
    "aws:lb/loadBalancer:LoadBalancer": "ELBv2 ModifyLoadBalancerAttributes, SetSubnets, SetSecurityGroups",
    "aws:lb/targetGroup:TargetGroup": "ELBv2 ModifyTargetGroup, ModifyTargetGroupAttributes",
    "aws:lb/listener:Listener": "ELBv2 ModifyListener",
    "aws:lb/listenerRule:ListenerRule": "ELBv2 ModifyRule, SetRulePriorities",
    "aws:iam/role:Role": "IAM UpdateRole, UpdateAssumeRolePolicy",
    "aws:iam/policy:Policy": "IAM CreatePolicyVersion",
    "aws:iam/rolePolicy:RolePolicy": "IAM PutRolePolicy",
    "aws:iam/instanceProfile:InstanceProfile": "IAM AddRoleToInstanceProfile",
    "aws:cloudwatch/logGroup:LogGroup": "CloudWatch Logs PutRetentionPolicy, AssociateKmsKey",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "CloudWatch PutMetricAlarm",
    "aws:appautoscaling/target:Target": "Application Auto Scaling RegisterScalableTarget",
    "aws:appautoscaling/policy:Policy": "Application Auto Scaling PutScalingPolicy",
    "aws:kms/key:Key": "KMS UpdateKeyDescription, PutKeyPolicy, EnableKeyRotation",
    "aws:kms/alias:Alias": "KMS UpdateAlias",
    "aws:sns/topicSubscription:TopicSubscription": "SNS SetSubscriptionAttributes",
    "aws:acm/certificate:Certificate": "ACM UpdateCertificateOptions",
    "aws:route53/zone:Zone": "Route 53 UpdateHostedZoneComment",
    "aws:rds/instance:Instance": "RDS ModifyDBInstance",
    "aws:rds/cluster:Cluster": "RDS ModifyDBCluster",
    "aws:dynamodb/table:Table": "DynamoDB UpdateTable",
    "aws:lambda/function:Function": "Lambda UpdateFunctionConfiguration, UpdateFunctionCode",
    "aws:secretsmanager/secret:Secret": "Secrets Manager UpdateSecret",
    "aws:ssm/parameter:Parameter": "Systems Manager PutParameter",
    "aws:efs/fileSystem:FileSystem": "EFS UpdateFileSystem",
    "aws:ecr/repository:Repository": "ECR PutImageTagMutability, PutImageScanningConfiguration",
    "aws:eks/cluster:Cluster": "EKS UpdateClusterConfig, UpdateClusterVersion",
    "aws:backup/vault:Vault": "Backup PutBackupVaultAccessPolicy",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "Backup UpdateRestoreTestingPlan",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": "Backup UpdateRestoreTestingSelection",
    "aws:cloudwatch/dashboard:Dashboard": "CloudWatch PutDashboard",
    "aws:cloudwatch/eventRule:EventRule": "EventBridge PutRule",
    "aws:cloudwatch/eventTarget:EventTarget": "EventBridge PutTargets",
    "aws:cloudtrail/trail:Trail": "CloudTrail UpdateTrail",
    "aws:budgets/budget:Budget": "Budgets UpdateBudget",
    "aws:route53/healthCheck:HealthCheck": "Route 53 UpdateHealthCheck",
}
"""The operations that change an existing one. They take no new value for the properties in the table."""
_UNCHANGEABLE: Mapping[str, str] = {
    "aws:ec2/flowLog:FlowLog": "EC2: no operation changes a flow log",
    "aws:ec2/customerGateway:CustomerGateway": "EC2: no operation changes a customer gateway",
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": "EC2: no operation changes a VPN connection's route",
    "aws:ecs/taskDefinition:TaskDefinition": "ECS RegisterTaskDefinition makes a new revision; none changes an old one",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "ELBv2 RegisterTargets, DeregisterTargets; none changes one",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "IAM AttachRolePolicy, DetachRolePolicy; none changes one",
    "aws:backup/selection:Selection": "Backup: no operation changes a backup selection",
    "aws:secretsmanager/secretVersion:SecretVersion": "Secrets Manager PutSecretValue makes a new version",
    "aws:route53/record:Record": "Route 53 ChangeResourceRecordSets: a record set is known by these",
}
_BUCKETS = "S3: its settings are a bucket's; {} says of which"
_S3: Mapping[str, str] = {
    "aws:s3/bucketVersioning:BucketVersioning": "PutBucketVersioning",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "PutPublicAccessBlock",
    "aws:s3/bucketPolicy:BucketPolicy": "PutBucketPolicy",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "PutBucketOwnershipControls",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "PutBucketLifecycleConfiguration",
    "aws:s3/bucketLogging:BucketLogging": "PutBucketLogging",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "PutBucketEncryption",
}
_POLICIES: Mapping[str, str] = {
    "aws:kms/keyPolicy:KeyPolicy": "KMS PutKeyPolicy: a policy is a key's; keyId says of which",
    **dict.fromkeys(
        (
            "aws:sqs/queuePolicy:QueuePolicy",
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
            "aws:sqs/redrivePolicy:RedrivePolicy",
        ),
        "SQS SetQueueAttributes: a policy is a queue's; QueueUrl says of which",
    ),
}
_DOUBTFUL: Mapping[str, tuple[str, str]] = {
    "aws:ec2/vpc:Vpc": (
        "ipv6CidrBlockNetworkBorderGroup",
        f"{GUESS}EC2 AssociateVpcCidrBlock takes it for a new block",
    ),
    "aws:ec2/subnet:Subnet": (
        "ipv6IpamPoolId ipv6NetmaskLength",
        f"{GUESS}EC2 AssociateSubnetCidrBlock takes it for a new block",
    ),
    "aws:ec2/instance:Instance": (
        "placementGroup tenancy hostId ephemeralBlockDevices",
        f"{GUESS}EC2 ModifyInstancePlacement and ModifyInstanceAttribute change some of it",
    ),
    "aws:ecs/service:Service": (
        "deploymentController loadBalancers[].elbName",
        f"{GUESS}ECS UpdateService takes it in some deployments",
    ),
    "aws:acm/certificate:Certificate": ("validationMethod", f"{GUESS}a certificate is requested with one method"),
    "aws:rds/instance:Instance": ("engine", f"{GUESS}RDS ModifyDBInstance takes it for a few engines only"),
    "aws:rds/cluster:Cluster": (
        "engineMode clusterIdentifier",
        f"{GUESS}RDS ModifyDBCluster takes it, its Terraform resource does not",
    ),
    "aws:eks/cluster:Cluster": ("encryptionConfig", f"{GUESS}EKS AssociateEncryptionConfig adds one, none changes it"),
}
_STATED: Mapping[str, tuple[str, str]] = {
    "aws:s3/bucket:Bucket": ("bucket bucketPrefix", "S3: a bucket is known by its name"),
    "aws:sns/topic:Topic": ("name namePrefix", "SNS CreateTopic: the ARN of a topic has its name"),
    "aws:sqs/queue:Queue": ("fifoQueue", "SQS CreateQueue, FifoQueue: cannot be changed for an existing queue"),
}
SOURCES: Sources = {
    **{token: f"{operations}: takes no new value for it" for token, operations in _OPERATIONS.items()},
    **_UNCHANGEABLE,
    **{token: _BUCKETS.format(operation) for token, operation in _S3.items()},
    **_POLICIES,
    **spread(_DOUBTFUL),
    **spread(_STATED),
    "aws:sqs/queue:Queue.name": "SQS CreateQueue: the URL of a queue has its name",
    "aws:sqs/queue:Queue.namePrefix": "SQS CreateQueue: the URL of a queue has its name",
    "aws:eks/cluster:Cluster.kubernetesNetworkConfig.serviceIpv4Cidr": "EKS KubernetesNetworkConfigRequest:"
    " a CIDR block can only be given when a cluster is created",
}
"""What is not here is a guess."""

"""What AWS cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.aws_sources import SOURCES
from stackwright.simcloud.rules.model import GUESS, Rule, Table, rules

_REGION = "pulumi-aws 7: a resource's `region` overrides the provider's; a resource cannot move"
_NAME = f"{GUESS}most AWS resources are known by their name"

TABLE: Table = {
    "aws:ec2/vpc:Vpc": "cidrBlock ipv4IpamPoolId ipv4NetmaskLength ipv6CidrBlockNetworkBorderGroup",
    "aws:ec2/subnet:Subnet": "vpcId cidrBlock availabilityZone availabilityZoneId ipv6Native outpostArn"
    " ipv4IpamPoolId ipv4NetmaskLength ipv6IpamPoolId ipv6NetmaskLength",
    "aws:ec2/routeTable:RouteTable": "vpcId",
    "aws:ec2/route:Route": "routeTableId destinationCidrBlock destinationIpv6CidrBlock destinationPrefixListId",
    "aws:ec2/routeTableAssociation:RouteTableAssociation": "subnetId gatewayId",
    "aws:ec2/natGateway:NatGateway": "subnetId allocationId connectivityType privateIp",
    "aws:ec2/eip:Eip": "domain networkBorderGroup publicIpv4Pool address ipamPoolId",
    "aws:ec2/securityGroup:SecurityGroup": "vpcId description name namePrefix",
    "aws:ec2/securityGroupRule:SecurityGroupRule": "type fromPort toPort protocol cidrBlocks ipv6CidrBlocks"
    " prefixListIds securityGroupId self sourceSecurityGroupId",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpcId serviceName vpcEndpointType serviceRegion resourceConfigurationArn"
    " serviceNetworkArn",
    "aws:ec2/flowLog:FlowLog": "vpcId subnetId eniId transitGatewayId transitGatewayAttachmentId trafficType"
    " logDestination logDestinationType logFormat iamRoleArn maxAggregationInterval destinationOptions"
    " deliverCrossAccountRole",
    "aws:ec2/instance:Instance": "ami availabilityZone subnetId keyName associatePublicIpAddress privateIp"
    " placementGroup tenancy hostId ephemeralBlockDevices networkInterfaces",
    "aws:ec2/launchTemplate:LaunchTemplate": "name namePrefix",
    "aws:ec2/customerGateway:CustomerGateway": "bgpAsn bgpAsnExtended certificateArn deviceName ipAddress type",
    "aws:ec2/vpnGateway:VpnGateway": "amazonSideAsn availabilityZone",
    "aws:ec2/vpnConnection:VpnConnection": "staticRoutesOnly type tunnelInsideIpVersion enableAcceleration",
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": "destinationCidrBlock vpnConnectionId",
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": "transitGatewayId vpcId",
    "aws:ec2transitgateway/route:Route": "destinationCidrBlock transitGatewayRouteTableId",
    "aws:ecs/cluster:Cluster": "name",
    "aws:ecs/service:Service": "name cluster launchType schedulingStrategy deploymentController"
    " loadBalancers[].elbName",
    "aws:ecs/taskDefinition:TaskDefinition": "family containerDefinitions cpu memory networkMode executionRoleArn"
    " taskRoleArn requiresCompatibilities volumes runtimePlatform ephemeralStorage placementConstraints"
    " proxyConfiguration ipcMode pidMode enableFaultInjection",
    "aws:lb/loadBalancer:LoadBalancer": "name namePrefix internal loadBalancerType customerOwnedIpv4Pool",
    "aws:lb/targetGroup:TargetGroup": "name namePrefix port protocol protocolVersion targetType vpcId ipAddressType",
    "aws:lb/listener:Listener": "loadBalancerArn",
    "aws:lb/listenerRule:ListenerRule": "listenerArn",
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": "targetGroupArn targetId port availabilityZone",
    "aws:iam/role:Role": "name namePrefix path",
    "aws:iam/policy:Policy": "name namePrefix path description",
    "aws:iam/rolePolicy:RolePolicy": "name namePrefix role",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role policyArn",
    "aws:iam/instanceProfile:InstanceProfile": "name namePrefix path",
    "aws:cloudwatch/logGroup:LogGroup": "name namePrefix logGroupClass",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "name",
    "aws:appautoscaling/target:Target": "resourceId scalableDimension serviceNamespace",
    "aws:appautoscaling/policy:Policy": "name resourceId scalableDimension serviceNamespace",
    "aws:s3/bucket:Bucket": "bucket bucketPrefix objectLockEnabled",
    "aws:s3/bucketVersioning:BucketVersioning": "bucket expectedBucketOwner",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "bucket",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "bucket",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "bucket expectedBucketOwner",
    "aws:s3/bucketLogging:BucketLogging": "bucket expectedBucketOwner",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": "bucket"
    " expectedBucketOwner",
    "aws:kms/key:Key": "customerMasterKeySpec keyUsage customKeyStoreId multiRegion xksKeyId",
    "aws:kms/alias:Alias": "name namePrefix",
    "aws:kms/keyPolicy:KeyPolicy": "",
    "aws:sns/topic:Topic": "name namePrefix fifoTopic",
    "aws:sns/topicSubscription:TopicSubscription": "topic protocol endpoint",
    "aws:sqs/queue:Queue": "name namePrefix fifoQueue",
    "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "queueUrl",
    "aws:sqs/redrivePolicy:RedrivePolicy": "queueUrl",
    "aws:acm/certificate:Certificate": "domainName subjectAlternativeNames validationMethod certificateAuthorityArn"
    " keyAlgorithm",
    "aws:acm/certificateValidation:CertificateValidation": "certificateArn validationRecordFqdns",
    "aws:route53/zone:Zone": "name delegationSetId",
    "aws:route53/record:Record": "zoneId name",
    "aws:rds/instance:Instance": "availabilityZone characterSetName dbName engine kmsKeyId storageEncrypted"
    " username snapshotIdentifier timezone ncharCharacterSetName",
    "aws:rds/cluster:Cluster": "availabilityZones clusterIdentifier databaseName engine engineMode kmsKeyId"
    " masterUsername snapshotIdentifier sourceRegion storageEncrypted",
    "aws:dynamodb/table:Table": "name hashKey rangeKey localSecondaryIndexes",
    "aws:lambda/function:Function": "name packageType",
    "aws:secretsmanager/secret:Secret": "name namePrefix",
    "aws:secretsmanager/secretVersion:SecretVersion": "secretId secretString secretBinary",
    "aws:ssm/parameter:Parameter": "name",
    "aws:efs/fileSystem:FileSystem": "availabilityZoneName creationToken encrypted kmsKeyId performanceMode",
    "aws:ecr/repository:Repository": "name encryptionConfigurations",
    "aws:eks/cluster:Cluster": "name roleArn encryptionConfig kubernetesNetworkConfig.serviceIpv4Cidr"
    " bootstrapSelfManagedAddons",
    "aws:route53/healthCheck:HealthCheck": "type requestInterval measureLatency referenceName routingControlArn",
    "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
    "aws:cloudwatch/eventRule:EventRule": "name namePrefix eventBusName",
    "aws:cloudwatch/eventTarget:EventTarget": "rule eventBusName targetId",
    "aws:cloudtrail/trail:Trail": "name",
    "aws:budgets/budget:Budget": "accountId name namePrefix",
    "aws:backup/vault:Vault": "name kmsKeyArn",
    "aws:backup/plan:Plan": "",
    "aws:backup/vaultPolicy:VaultPolicy": "backupVaultName",
    "aws:backup/vaultLockConfiguration:VaultLockConfiguration": "backupVaultName changeableForDays maxRetentionDays"
    " minRetentionDays",
    "aws:backup/restoreTestingPlan:RestoreTestingPlan": "name",
    "aws:backup/restoreTestingSelection:RestoreTestingSelection": "name restoreTestingPlanName protectedResourceType",
    "aws:backup/selection:Selection": "name iamRoleArn planId resources selectionTags conditions notResources",
}


def known(token: str) -> list[Rule]:
    kind = catalogue("aws").resource(token)
    if kind is None:
        return []
    found = rules(TABLE, token, SOURCES)
    if "region" in kind.inputs:
        found.append(Rule("region", _REGION))
    if token not in TABLE:
        found += [Rule(name, _NAME, general=True) for name in ("name", "namePrefix") if name in kind.inputs]
    return found

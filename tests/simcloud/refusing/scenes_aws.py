"""What AWS refuses, a scene for each kind at least."""

from __future__ import annotations

import json

from tests.simcloud.refusing.scenes import Scene, change, create, delete, scene

VPC, SUBNET, GROUP = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/securityGroup:SecurityGroup"
BUCKET, ROLE, POLICY = "aws:s3/bucket:Bucket", "aws:iam/role:Role", "aws:iam/policy:Policy"
INSTANCE, TARGETS = "aws:ec2/instance:Instance", "aws:lb/targetGroup:TargetGroup"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
vpc = create("vpc", VPC, {"cidrBlock": "10.0.0.0/16"})
subnet = create("subnet", SUBNET, {"vpcId": "${vpc}", "cidrBlock": "10.0.0.0/24", "availabilityZone": "eu-west-1a"})
group = create("group", GROUP, {"vpcId": "${vpc}"})
role = create("role", ROLE, {"assumeRolePolicy": "{}"})
ROLE_ARN = "arn:aws:iam::123456789012:role/r"
STATEMENTS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": f"s3:{n}", "Resource": "*"} for n in range(200)],
}


def _function(name, **inputs):
    return create(name, "aws:lambda/function:Function", {"role": ROLE_ARN, "imageUri": "app:1", **inputs})


SCENES: list[Scene] = [
    scene("aws-region", "invalid AWS Region: eu-west1", create("q", "aws:sqs/queue:Queue", {}, region="eu-west1")),
    scene(
        "aws-policy",
        '"assume_role_policy" contains an invalid JSON policy: invalid character "\'"',
        create("r", ROLE, {"assumeRolePolicy": "{'Version': '2012-10-17'}"}),
    ),
    scene(
        "aws-policy",
        'MalformedPolicyDocument: Resource Calling __str__ on an Output[T] must be in ARN format or "*".',
        create(
            "p",
            POLICY,
            {
                "policy": json.dumps(
                    {"Statement": [{"Effect": "Allow", "Resource": ["Calling __str__ on an Output[T]"]}]}
                )
            },
        ),
    ),
    scene(
        "aws-certificate",
        "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region",
        create(
            "d",
            "aws:cloudfront/distribution:Distribution",
            {
                "enabled": True,
                "origins": [],
                "restrictions": {"geoRestriction": {"restrictionType": "none"}},
                "defaultCacheBehavior": {
                    "allowedMethods": [],
                    "cachedMethods": [],
                    "targetOriginId": "o",
                    "viewerProtocolPolicy": "allow-all",
                },
                "viewerCertificate": {"acmCertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/c"},
            },
        ),
    ),
    scene(
        "aws-value",
        'all attributes must be indexed. Unused attributes: ["mail"]',
        create(
            "t",
            "aws:dynamodb/table:Table",
            {"hashKey": "id", "attributes": [{"name": "id", "type": "S"}, {"name": "mail", "type": "S"}]},
        ),
    ),
    scene(
        "aws-value",
        "ClientException: No Fargate configuration exists for given values: 256 CPU, 4096 memory.",
        create(
            "t",
            "aws:ecs/taskDefinition:TaskDefinition",
            {
                "family": "t",
                "cpu": "256",
                "memory": "4096",
                "requiresCompatibilities": ["FARGATE"],
                "containerDefinitions": "[]",
            },
        ),
    ),
    scene("aws-value", 'expected runtime to be one of ["nodejs"', _function("f", runtime="python3.99")),
    scene(
        "aws-value",
        "expected storage_class to be one of",
        create(
            "l",
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
            {"bucket": "b", "rules": [{"id": "r", "status": "Enabled", "transitions": [{"storageClass": "COLD"}]}]},
        ),
    ),
    scene(
        "aws-value",
        "CreateDBInstance, api error InvalidParameterValue: Invalid DB engine: postgresql",
        create("d", "aws:rds/instance:Instance", {"engine": "postgresql", "instanceClass": "db.t3.micro"}),
    ),
    scene(
        "aws-value",
        "InvalidParameterValue: Invalid DB Instance class: t3.micro",
        create("d", "aws:rds/instance:Instance", {"engine": "postgres", "instanceClass": "t3.micro"}),
    ),
    scene(
        "aws-vpc-range",
        "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid",
        create("v", VPC, {"cidrBlock": "10.0.0.0/8"}),
    ),
    scene(
        "aws-subnet-range",
        "InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.",
        vpc,
        create("s", SUBNET, {"vpcId": "${vpc}", "cidrBlock": "10.1.0.0/24"}),
    ),
    scene(
        "aws-subnet-conflict",
        "InvalidSubnet.Conflict: The CIDR '10.0.0.128/25' conflicts with another subnet",
        vpc,
        subnet,
        create("s", SUBNET, {"vpcId": "${vpc}", "cidrBlock": "10.0.0.128/25"}),
    ),
    scene(
        "aws-zone",
        "Value (us-east-1a) for parameter availabilityZone is invalid",
        vpc,
        create("s", SUBNET, {"vpcId": "${vpc}", "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}),
    ),
    scene(
        "aws-group-duplicate",
        "InvalidGroup.Duplicate: The security group 'web' already exists for VPC",
        vpc,
        create("a", GROUP, {"vpcId": "${vpc}", "name": "web"}),
        create("b", GROUP, {"vpcId": "${vpc}", "name": "web"}),
    ),
    scene(
        "aws-load-balancer-zones",
        "At least two subnets in two different Availability Zones must be specified",
        vpc,
        subnet,
        create("l", "aws:lb/loadBalancer:LoadBalancer", {"subnets": ["${subnet}"]}),
    ),
    scene(
        "aws-database-zones",
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        vpc,
        subnet,
        create("g", "aws:rds/subnetGroup:SubnetGroup", {"subnetIds": ["${subnet}"]}),
    ),
    scene(
        "aws-cluster-zones",
        "Subnets specified must be in at least two different AZs",
        vpc,
        subnet,
        create("c", "aws:eks/cluster:Cluster", {"roleArn": ROLE_ARN, "vpcConfig": {"subnetIds": ["${subnet}"]}}),
    ),
    scene(
        "aws-bucket-name",
        "InvalidBucketName: The specified bucket is not valid",
        create("b", BUCKET, {"bucket": "my_bucket"}),
    ),
    scene("aws-bucket-name", "InvalidBucketName", create("b", BUCKET, {"bucket": "10.0.0.1"})),
    scene("aws-bucket-name", "InvalidBucketName", create("my_files", BUCKET)),
    scene(
        "aws-bucket-taken",
        "BucketAlreadyExists: The requested bucket name is not available",
        create("a", BUCKET, {"bucket": "logs"}),
        create("b", BUCKET, {"bucket": "logs"}, region="eu-west-1", allowedAccountIds='["210987654321"]'),
    ),
    scene(
        "aws-exists",
        "BucketAlreadyOwnedByYou",
        create("a", BUCKET, {"bucket": "logs"}),
        create("b", BUCKET, {"bucket": "logs"}),
    ),
    scene(
        "aws-exists",
        "EntityAlreadyExists",
        create("a", ROLE, {"name": "r", "assumeRolePolicy": "{}"}),
        create("b", ROLE, {"name": "r", "assumeRolePolicy": "{}"}),
    ),
    scene(
        "aws-role-name",
        "The specified value for roleName is invalid",
        create("r", ROLE, {"name": "a b", "assumeRolePolicy": "{}"}),
    ),
    scene(
        "aws-fifo-name",
        "must end with .fifo suffix",
        create("q", "aws:sqs/queue:Queue", {"name": "orders", "fifoQueue": True}),
    ),
    scene("aws-name", '"name" cannot be longer than 32 characters', create("t", TARGETS, {"name": "t" * 33})),
    scene("aws-name", 'only alphanumeric characters and hyphens allowed in "name"', create("my_targets", TARGETS)),
    scene(
        "aws-name",
        'only lowercase alphanumeric characters and hyphens allowed in "identifier"',
        create("d", "aws:rds/instance:Instance", {"identifier": "Shop_DB", "instanceClass": "db.t4g.micro"}),
    ),
    scene("aws-name", "Invalid parameter at 'repositoryName'", create("Web", "aws:ecr/repository:Repository")),
    scene(
        "aws-reference",
        "InvalidVpcID.NotFound: The vpc ID 'arn:",
        vpc,
        create("s", SUBNET, {"vpcId": "${vpc.arn}", "cidrBlock": "10.0.0.0/24"}),
    ),
    scene(
        "aws-reference",
        "InvalidGroup.NotFound: The security group 'sg-",
        vpc,
        group,
        delete("group"),
        create("i", INSTANCE, {"vpcSecurityGroupIds": ["${group}"], "ami": "ami-1", "instanceType": "t3.micro"}),
    ),
    scene(
        "aws-key-pair",
        "InvalidKeyPair.NotFound: The key pair 'ops' does not exist",
        create("k", "aws:ec2/keyPair:KeyPair", {"keyName": "ops", "publicKey": "ssh-rsa AAAA"}),
        delete("k"),
        create("i", INSTANCE, {"keyName": "ops", "ami": "ami-1", "instanceType": "t3.micro"}),
    ),
    scene("aws-role-arn", '"role" (web) is an invalid ARN: arn: invalid prefix', _function("f", role="web")),
    scene("aws-vpc-in-use", "DependencyViolation: The vpc 'vpc-", vpc, subnet, delete("vpc")),
    scene(
        "aws-subnet-in-use",
        "DependencyViolation: The subnet 'subnet-",
        vpc,
        subnet,
        create("i", INSTANCE, {"subnetId": "${subnet}", "ami": "ami-1", "instanceType": "t3.micro"}),
        delete("subnet"),
    ),
    scene(
        "aws-group-in-use",
        "DependencyViolation: resource sg-",
        vpc,
        group,
        _function("f", vpcConfig={"subnetIds": ["subnet-1"], "securityGroupIds": ["${group}"]}),
        delete("group"),
    ),
    scene(
        "aws-group-in-use",
        "has a dependent object",
        vpc,
        group,
        create(
            "b",
            GROUP,
            {
                "vpcId": "${vpc}",
                "ingress": [{"protocol": "tcp", "fromPort": 80, "toPort": 80, "securityGroups": ["${group}"]}],
            },
        ),
        delete("group"),
    ),
    scene(
        "aws-role-in-use",
        "DeleteConflict: Cannot delete entity, must detach all policies first.",
        role,
        create("a", ATTACHMENT, {"role": "${role}", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}),
        delete("role"),
    ),
    scene(
        "aws-policy-in-use",
        "DeleteConflict: Cannot delete a policy attached to entities.",
        create("p", POLICY, {"policy": "{}"}),
        create("a", ATTACHMENT, {"role": "r", "policyArn": "${p}"}),
        delete("p"),
    ),
    scene(
        "aws-target-group-in-use",
        "is currently in use by a listener or a rule",
        create("t", TARGETS),
        create(
            "l",
            "aws:lb/listener:Listener",
            {"loadBalancerArn": "arn:aws:elb", "defaultActions": [{"type": "forward", "targetGroupArn": "${t}"}]},
        ),
        delete("t"),
    ),
    scene(
        "aws-subnet-group-in-use",
        "InvalidDBSubnetGroupStateFault: Cannot delete the subnet group",
        create("g", "aws:rds/subnetGroup:SubnetGroup", {"subnetIds": ["subnet-1"]}),
        create("d", "aws:rds/instance:Instance", {"dbSubnetGroupName": "${g}", "instanceClass": "db.t4g.micro"}),
        delete("g"),
    ),
    scene(
        "aws-bucket-not-empty",
        "BucketNotEmpty: The bucket you tried to delete is not empty",
        create("b", BUCKET),
        create("o", "aws:s3/bucketObject:BucketObject", {"bucket": "${b}", "key": "k", "content": "c"}),
        delete("b"),
    ),
    scene(
        "aws-protected",
        "Cannot delete protected DB Instance, please disable deletion protection and try again",
        create("d", "aws:rds/instance:Instance", {"instanceClass": "db.t4g.micro", "deletionProtection": True}),
        delete("d"),
    ),
    scene(
        "aws-quota-vpcs",
        "VpcLimitExceeded: The maximum number of VPCs has been reached.",
        *(create(f"v{n}", VPC, {"cidrBlock": f"10.{n}.0.0/16"}) for n in range(6)),
    ),
    scene(
        "aws-quota-addresses",
        "AddressLimitExceeded: The maximum number of addresses has been reached.",
        *(create(f"a{n}", "aws:ec2/eip:Eip", {"domain": "vpc"}) for n in range(6)),
    ),
    scene(
        "aws-quota-policies",
        "Cannot exceed quota for PoliciesPerRole: 10",
        *(create(f"a{n}", ATTACHMENT, {"role": "r", "policyArn": f"arn:aws:iam::aws:policy/P{n}"}) for n in range(11)),
    ),
    scene(
        "aws-quota-rules",
        "RulesPerSecurityGroupLimitExceeded",
        vpc,
        create(
            "g",
            GROUP,
            {
                "vpcId": "${vpc}",
                "ingress": [
                    {
                        "protocol": "tcp",
                        "fromPort": 80,
                        "toPort": 80,
                        "cidrBlocks": [f"10.0.0.{n}/32" for n in range(61)],
                    }
                ],
            },
        ),
    ),
    scene(
        "aws-policy-size",
        "Cannot exceed quota for PolicySize: 6144",
        create("p", POLICY, {"policy": json.dumps(STATEMENTS)}),
    ),
    scene(
        "aws-policy-size",
        "Maximum policy size of 10240 bytes exceeded for role web",
        create("p", "aws:iam/rolePolicy:RolePolicy", {"role": "web", "policy": json.dumps(STATEMENTS)}),
    ),
    scene(
        "aws-size",
        "User data is limited to 16384 bytes",
        create("i", INSTANCE, {"userData": "x" * 16385, "ami": "ami-1", "instanceType": "t3.micro"}),
    ),
    scene(
        "aws-size",
        "exceeded the 4KB limit",
        _function("f"),
        change("f", {"environment": {"variables": {"A": "x" * 4096}}}),
    ),
    scene(
        "aws-size",
        "Standard tier parameters support a maximum parameter value of 4096 characters",
        create("p", "aws:ssm/parameter:Parameter", {"type": "String", "tier": "Standard", "value": "x" * 4097}),
    ),
    scene(
        "aws-size",
        "TagLimitExceeded",
        create("v", VPC, {"cidrBlock": "10.0.0.0/16", "tags": {f"t{n}": "" for n in range(51)}}),
    ),
]

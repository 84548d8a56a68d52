import json

import pulumi
import pulumi_aws as aws
import pulumi_random as random

config = pulumi.Config()
zones = config.require_object("zones")
teams = config.require_object("teams")
tags = {"Project": pulumi.get_project(), "Stack": pulumi.get_stack()}
ami = aws.ec2.get_ami(
    most_recent=True, owners=["amazon"], filters=[{"name": "name", "values": ["al2023-ami-*-x86_64"]}]
)

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags=tags)
gateway = aws.ec2.InternetGateway("main", vpc_id=vpc.id, tags=tags)
public = aws.ec2.RouteTable(
    "public",
    vpc_id=vpc.id,
    routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
    tags=tags,
)
publics: list[aws.ec2.Subnet] = []
privates: list[aws.ec2.Subnet] = []
for number, zone in enumerate(zones):
    subnet = aws.ec2.Subnet(
        f"public-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{number}.0/24",
        availability_zone=zone,
        map_public_ip_on_launch=True,
        tags={**tags, "Name": f"public-{zone}"},
    )
    aws.ec2.RouteTableAssociation(f"public-{zone}", subnet_id=subnet.id, route_table_id=public.id)
    publics.append(subnet)
    ip = aws.ec2.Eip(f"nat-{zone}", domain="vpc", tags=tags)
    nat = aws.ec2.NatGateway(f"nat-{zone}", allocation_id=ip.id, subnet_id=subnet.id, tags=tags)
    table = aws.ec2.RouteTable(f"private-{zone}", vpc_id=vpc.id, tags=tags)
    aws.ec2.Route(f"private-{zone}", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
    subnet = aws.ec2.Subnet(
        f"private-{zone}",
        vpc_id=vpc.id,
        cidr_block=f"10.0.{number + 100}.0/24",
        availability_zone=zone,
        tags={**tags, "Name": f"private-{zone}"},
    )
    aws.ec2.RouteTableAssociation(f"private-{zone}", subnet_id=subnet.id, route_table_id=table.id)
    privates.append(subnet)

key = aws.kms.Key("main", description="Everything at rest", enable_key_rotation=True, tags=tags)
aws.kms.Alias("main", name=f"alias/{pulumi.get_project()}", target_key_id=key.id)
alerts = aws.sns.Topic("alerts", kms_master_key_id=key.id, tags=tags)
assume = aws.iam.get_policy_document(
    statements=[
        {"actions": ["sts:AssumeRole"], "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}]}
    ]
)

lb_group = aws.ec2.SecurityGroup("lb", vpc_id=vpc.id, description="Load balancer", tags=tags)
for port in (80, 443):
    aws.vpc.SecurityGroupIngressRule(
        f"lb-{port}",
        security_group_id=lb_group.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        cidr_ipv4="0.0.0.0/0",
    )
lb = aws.lb.LoadBalancer(
    "main", load_balancer_type="application", security_groups=[lb_group.id], subnets=[s.id for s in publics], tags=tags
)
listener = aws.lb.Listener(
    "main",
    load_balancer_arn=lb.arn,
    port=80,
    default_actions=[
        {
            "type": "fixed-response",
            "fixed_response": {"content_type": "text/plain", "message_body": "no", "status_code": "404"},
        }
    ],
)
db_subnets = aws.rds.SubnetGroup("main", subnet_ids=[s.id for s in privates], tags=tags)

outputs = {}
for number, team in enumerate(teams):
    group = aws.ec2.SecurityGroup(team, vpc_id=vpc.id, description=f"Instances of {team}", tags=tags)
    aws.vpc.SecurityGroupIngressRule(
        f"{team}-http",
        security_group_id=group.id,
        ip_protocol="tcp",
        from_port=8080,
        to_port=8080,
        referenced_security_group_id=lb_group.id,
    )
    aws.vpc.SecurityGroupEgressRule(f"{team}-out", security_group_id=group.id, ip_protocol="-1", cidr_ipv4="0.0.0.0/0")
    target = aws.lb.TargetGroup(team, port=8080, protocol="HTTP", vpc_id=vpc.id, tags=tags)
    aws.lb.ListenerRule(
        team,
        listener_arn=listener.arn,
        priority=10 + number,
        actions=[{"type": "forward", "target_group_arn": target.arn}],
        conditions=[{"path_pattern": {"values": [f"/{team}/*"]}}],
    )
    instance = aws.ec2.Instance(
        team,
        ami=ami.id,
        instance_type="t3.small",
        subnet_id=privates[number % len(privates)].id,
        vpc_security_group_ids=[group.id],
        tags={**tags, "Name": team},
    )
    aws.lb.TargetGroupAttachment(team, target_group_arn=target.arn, target_id=instance.id)
    bucket = aws.s3.Bucket(f"{team}-data", tags=tags)
    aws.s3.BucketPublicAccessBlock(
        team,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    dead = aws.sqs.Queue(f"{team}-dead", message_retention_seconds=1209600, tags=tags)
    queue = aws.sqs.Queue(
        team,
        redrive_policy=dead.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})),
        tags=tags,
    )
    role = aws.iam.Role(team, assume_role_policy=assume.json, tags=tags)
    aws.iam.RolePolicyAttachment(
        f"{team}-logs", role=role.name, policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    )
    aws.iam.RolePolicy(
        team,
        role=role.id,
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["s3:GetObject", "s3:PutObject"],
                        "Resource": pulumi.Output.concat(bucket.arn, "/*"),
                    },
                    {"Effect": "Allow", "Action": "sqs:*", "Resource": queue.arn},
                ],
            }
        ),
    )
    logs = aws.cloudwatch.LogGroup(team, name=f"/aws/lambda/{team}", retention_in_days=30, tags=tags)
    function = aws.lambda_.Function(
        team,
        name=team,
        role=role.arn,
        runtime="python3.12",
        handler="main.handle",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handle(e, c): return e\n")}),
        environment={"variables": {"BUCKET": bucket.bucket, "QUEUE": queue.url}},
        tags=tags,
        opts=pulumi.ResourceOptions(depends_on=[logs]),
    )
    aws.lambda_.EventSourceMapping(team, event_source_arn=queue.arn, function_name=function.arn, batch_size=10)
    table = aws.dynamodb.Table(
        team, attributes=[{"name": "id", "type": "S"}], hash_key="id", billing_mode="PAY_PER_REQUEST", tags=tags
    )
    aws.cloudwatch.MetricAlarm(
        f"{team}-errors",
        namespace="AWS/Lambda",
        metric_name="Errors",
        statistic="Sum",
        period=60,
        evaluation_periods=1,
        threshold=1,
        comparison_operator="GreaterThanOrEqualToThreshold",
        dimensions={"FunctionName": function.name},
        alarm_actions=[alerts.arn],
        tags=tags,
    )
    aws.cloudwatch.MetricAlarm(
        f"{team}-age",
        namespace="AWS/SQS",
        metric_name="ApproximateAgeOfOldestMessage",
        statistic="Maximum",
        period=300,
        evaluation_periods=1,
        threshold=900,
        comparison_operator="GreaterThanThreshold",
        dimensions={"QueueName": queue.name},
        alarm_actions=[alerts.arn],
        tags=tags,
    )
    password = random.RandomPassword(team, length=24, special=False)
    secret = aws.secretsmanager.Secret(team, kms_key_id=key.id, tags=tags)
    aws.secretsmanager.SecretVersion(team, secret_id=secret.id, secret_string=password.result)
    outputs[team] = pulumi.Output.concat("http://", lb.dns_name, f"/{team}/")

pulumi.export("urls", outputs)
pulumi.export("vpc", vpc.id)

"""Teams of 25 resources each, as teams have them: components in components, networks, rules, buckets, queues, secrets.

The configuration `teams` says how many; forty make a thousand. Python collects garbage as seldom as under the embedded
engine, whoever runs this.
"""

import gc

import pulumi
import pulumi_aws as aws
import pulumi_random as random

gc.set_threshold(50_000)


class Network(pulumi.ComponentResource):
    """12 resources, itself included."""

    def __init__(self, name: str, cidr: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("benchmarks:index:Network", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc(name, cidr_block=f"{cidr}.0.0/16", tags={"team": name}, opts=inside)
        for number in range(4):
            aws.ec2.Subnet(
                f"{name}-{number}",
                vpc_id=self.vpc.id,
                cidr_block=f"{cidr}.{number}.0/24",
                availability_zone=f"eu-west-1{'ab'[number % 2]}",
                tags={"team": name, "tier": "public" if number < 2 else "private"},
                opts=inside,
            )
        for tier in ("web", "data"):
            group = aws.ec2.SecurityGroup(f"{name}-{tier}", vpc_id=self.vpc.id, description=tier, opts=inside)
            for port in (443, 5432):
                aws.vpc.SecurityGroupIngressRule(
                    f"{name}-{tier}-{port}",
                    security_group_id=group.id,
                    ip_protocol="tcp",
                    from_port=port,
                    to_port=port,
                    cidr_ipv4=self.vpc.cidr_block,
                    opts=inside,
                )
        self.register_outputs({"vpc": self.vpc.id})


class Data(pulumi.ComponentResource):
    """12 resources, itself included."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("benchmarks:index:Data", name, None, opts)
        inside = pulumi.ResourceOptions(parent=self)
        for kind in ("raw", "clean", "logs"):
            bucket = aws.s3.Bucket(f"{name}-{kind}", tags={"team": name, "kind": kind}, opts=inside)
            aws.s3.BucketVersioning(
                f"{name}-{kind}", bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=inside
            )
        dead = aws.sqs.Queue(f"{name}-dead", message_retention_seconds=1209600, opts=inside)
        aws.sqs.Queue(
            f"{name}-jobs",
            redrive_policy=pulumi.Output.json_dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 5}),
            opts=inside,
        )
        for kind, days in {"app": 30, "audit": 365}.items():
            aws.cloudwatch.LogGroup(f"{name}-{kind}", retention_in_days=days, opts=inside)
        password = random.RandomPassword(name, length=24, special=False, opts=inside)
        self.register_outputs({"password": password.result})


class Team(pulumi.ComponentResource):
    """25 resources, itself included."""

    def __init__(self, number: int) -> None:
        name = f"team-{number}"
        super().__init__("benchmarks:index:Team", name)
        inside = pulumi.ResourceOptions(parent=self)
        self.network = Network(name, f"10.{number % 256}", inside)
        Data(name, inside)
        self.register_outputs({})


teams = [Team(number) for number in range(pulumi.Config().require_int("teams"))]
pulumi.export("networks", {f"team-{number}": team.network.vpc.id for number, team in enumerate(teams)})

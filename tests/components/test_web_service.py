"""`WebService`: every line of docs/components/web-service.md's checklist."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.web_service import WebService, WebServiceArgs

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, Registered, record
from tests.components.test_web_service_azure import internal as azure_internal
from tests.components.test_web_service_azure import public as azure_public

INTERNAL: WebServiceArgs = {
    "cloud": "aws",
    "image": "example.com/web@sha256:0",
    "network_id": "vpc-1",
    "network_cidr": "10.10.0.0/16",
    "public_subnet_ids": {"eu-west-1b": "public-b", "eu-west-1a": "public-a"},
    "private_subnet_ids": {"eu-west-1b": "private-b", "eu-west-1a": "private-a"},
    "tags": {"owner": "team-retail"},
}
PUBLIC: WebServiceArgs = {**INTERNAL, "domain": "shop.example.com", "zone_id": "Z1"}
CANARY = "postgresql://app:canary@db/app"
SERVICE = "aws:ecs/service:Service"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def made(args: WebServiceArgs, *, preview: bool = False, **more: Any) -> Recording:
    def program() -> dict[str, Any]:
        secrets = {name: pulumi.Output.secret(value) for name, value in more.pop("secrets", {}).items()}
        service = WebService("shop", {**args, **more, **({"secrets": secrets} if secrets else {})})  # type: ignore[typeddict-item]
        return {"url": service.url, "hostname": service.hostname, "security_group_id": service.security_group_id}

    return record(program, preview=preview)


@cache
def public() -> Recording:
    return made(
        PUBLIC,
        secrets={"DATABASE_URL": CANARY},
        secret_references={"PGPASSWORD": f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds-x:password::"},
        secret_key_arns=[f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/rds"],
        environment={"LOG_LEVEL": "info", "ARCHIVE": "s3://a"},
        security_group_ids=["sg-clients"],
    )


@cache
def internal() -> Recording:
    return made(INTERNAL)


def container(recording: Recording) -> dict[str, Any]:
    definition = recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"]
    (only,) = json.loads(definition)
    return only


def statements(resource: Registered) -> dict[str, dict[str, Any]]:
    return {it["Sid"]: it for it in json.loads(resource.inputs["policy"])["Statement"]}


class TestService:
    """The ECS service and its task."""

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("deploymentCircuitBreaker", {"enable": True, "rollback": True}),
            ("availabilityZoneRebalancing", "ENABLED"),
            ("desiredCount", 2),
            ("deploymentMinimumHealthyPercent", 100),
            ("deploymentMaximumPercent", 200),
            ("enableExecuteCommand", False),
            ("waitForSteadyState", True),
            ("propagateTags", "SERVICE"),
            ("launchType", "FARGATE"),
        ],
    )
    def test_the_service_says_so_itself(self, argument: str, value: object) -> None:
        assert public().one(SERVICE).inputs[argument] == value

    def test_a_release_that_errs_is_rolled_back(self) -> None:
        alarms = public().one(SERVICE).inputs["alarms"]
        assert alarms["enable"] is alarms["rollback"] is True
        assert [name.rsplit("-", 1)[0] for name in alarms["alarmNames"]] == ["shop-errors", "shop-unanswered"]

    def test_tasks_are_in_private_subnets_without_a_public_address(self) -> None:
        network = public().one(SERVICE).inputs["networkConfiguration"]
        assert network["subnets"] == ["private-a", "private-b"]
        assert network["assignPublicIp"] is False
        assert network["securityGroups"][1:] == ["sg-clients"]

    def test_it_scales_by_load_between_its_bounds(self) -> None:
        target = public().one("aws:appautoscaling/target:Target").inputs
        assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)
        policies = public().all("aws:appautoscaling/policy:Policy")
        metrics = {
            it.inputs["targetTrackingScalingPolicyConfiguration"]["predefinedMetricSpecification"][
                "predefinedMetricType"
            ]
            for it in policies
        }
        assert metrics == {"ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"}

    def test_the_container_may_do_next_to_nothing(self) -> None:
        only = container(public())
        assert only["readonlyRootFilesystem"] is True
        assert only["linuxParameters"] == {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}}
        assert only["mountPoints"] == [{"sourceVolume": "tmp", "containerPath": "/tmp", "readOnly": False}]
        assert not {"privileged", "user"} & set(only)
        assert container(made(INTERNAL, user="65532:65532"))["user"] == "65532:65532"

    def test_the_text_of_its_definition_stays_or_every_service_would_be_rolled(self) -> None:
        assert list(container(made(INTERNAL, user="1:1"))) == [
            "user",
            "name",
            "image",
            "essential",
            "portMappings",
            "environment",
            "secrets",
            "readonlyRootFilesystem",
            "mountPoints",
            "linuxParameters",
            "stopTimeout",
            "versionConsistency",
            "logConfiguration",
        ]

    def test_a_task_ends_after_the_balancer_has_let_go_of_it(self) -> None:
        assert (
            container(public())["stopTimeout"]
            > public().one("aws:lb/targetGroup:TargetGroup").inputs["deregistrationDelay"]
        )

    def test_secrets_are_references_and_variables_are_not(self) -> None:
        only = container(public())
        assert only["environment"] == [
            {"name": "ARCHIVE", "value": "s3://a"},
            {"name": "LOG_LEVEL", "value": "info"},
        ]
        url, password = only["secrets"]
        version = public().one("aws:secretsmanager/secretVersion:SecretVersion")
        assert url["name"] == "DATABASE_URL"
        arn, _, version_id = url["valueFrom"].partition(":::")
        assert arn.startswith("arn:aws:secretsmanager:")
        assert version_id
        assert password["valueFrom"].endswith(":password::")
        assert CANARY in str(version.inputs["secretString"])

    def test_the_secret_is_where_it_must_be_and_nowhere_else(self) -> None:
        component = "stackwright-components:index:WebService"
        holders = {it.type for it in public().resources if "canary" in json.dumps(it.inputs)}
        assert holders == {component, "aws:secretsmanager/secretVersion:SecretVersion"}
        held = public().one(component).inputs["secrets"]
        assert "4dabf18193072939515e22adb298388d" in json.dumps(held)  # Pulumi's mark of a secret

    def test_who_starts_a_task_reads_these_secrets_and_no_others(self) -> None:
        policy = statements(public().by_name("aws:iam/rolePolicy:RolePolicy")["shop-execution"])
        secret = public().one("aws:secretsmanager/secret:Secret")
        readable = policy["Secrets"]["Resource"]
        assert len(readable) == 2
        assert readable[1] == f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds-x"
        assert secret.name == "shop-database-url"
        assert f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/rds" in policy["Decrypt"]["Resource"]
        everything = {sid for sid, it in policy.items() if it["Resource"] == "*"}
        assert everything == {"Registry"}
        assert policy["Registry"]["Action"] == "ecr:GetAuthorizationToken"

    def test_without_secrets_it_may_read_none(self) -> None:
        policy = statements(internal().by_name("aws:iam/rolePolicy:RolePolicy")["shop-execution"])
        assert set(policy) == {"Registry", "Pull", "Logs"}

    def test_the_application_may_do_nothing_in_aws_unless_it_is_told(self) -> None:
        assert set(public().by_name("aws:iam/rolePolicy:RolePolicy")) == {"shop-execution"}
        told = made(INTERNAL, task_policy='{"Version": "2012-10-17", "Statement": []}')
        assert set(told.by_name("aws:iam/rolePolicy:RolePolicy")) == {"shop-execution", "shop-task"}

    def test_roles_are_assumed_for_this_account_only(self) -> None:
        for role in public().all("aws:iam/role:Role"):
            (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
            assert statement["Principal"] == {"Service": "ecs-tasks.amazonaws.com"}
            assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}

    def test_logs_are_encrypted_end_some_day_and_do_not_stall_the_application(self) -> None:
        groups = public().by_name("aws:cloudwatch/logGroup:LogGroup")
        assert set(groups) == {"shop-logs", "shop-insights"}
        assert all(it.inputs["kmsKeyId"] and it.inputs["retentionInDays"] == 90 for it in groups.values())
        assert groups["shop-insights"].urn in public().one(SERVICE).depends_on
        assert container(public())["logConfiguration"]["options"]["mode"] == "non-blocking"
        assert public().one("aws:kms/key:Key").inputs["enableKeyRotation"] is True


class TestConnections:
    """What a task is given, and may do, by what it connects to."""

    DATABASE = {  # noqa: RUF012 - not changed
        "cloud": "aws",
        "blueprint": "database",
        "host": "db.example.com",
        "port": 5432,
        "name": "app",
        "username": "app_owner",
        "url": "postgresql://app_owner@db.example.com/app",
        "guard_id": "sg-guard",
        "network_cidr": "10.10.0.0/16",
        "password_secret": f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds-y",
        "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/database",
    }

    def test_a_managed_password_is_read_by_who_starts_the_task_and_by_nobody_else(self) -> None:
        recording = made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}})
        secrets = {it["name"]: it["valueFrom"] for it in container(recording)["secrets"]}
        assert secrets["DATABASE_PASSWORD"] == f"{self.DATABASE['password_secret']}:password::"
        policy = statements(recording.by_name("aws:iam/rolePolicy:RolePolicy")["shop-execution"])
        assert self.DATABASE["password_secret"] in policy["Secrets"]["Resource"]
        assert self.DATABASE["key_arn"] in policy["Decrypt"]["Resource"]
        variables = {it["name"]: it["value"] for it in container(recording)["environment"]}
        assert variables["DATABASE_HOST"] == "db.example.com"

    def test_tasks_reach_what_they_connect_to_and_no_other_private_address(self) -> None:
        recording = made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}})
        tasks = recording.by_name("aws:ec2/securityGroup:SecurityGroup")["shop-tasks"]
        out = {it.name: it.inputs for it in recording.all(EGRESS) if it.name != "shop-balancer-tasks"}
        assert set(out) == {"shop-tasks-https", "shop-database-to"}
        assert out["shop-database-to"]["referencedSecurityGroupId"] == "sg-guard"
        assert out["shop-database-to"]["securityGroupId"].startswith("securitygroup-")
        assert tasks
        told = made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}}, private_ports=[6379])
        assert 6379 in {it.inputs["fromPort"] for it in told.all(EGRESS)}

    def test_they_are_there_before_the_first_task(self) -> None:
        recording = made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}})
        rule = recording.by_name(INGRESS)["shop-database-from"]
        assert rule.urn in recording.one(SERVICE).depends_on

    def test_what_it_registers_of_them_is_what_to_and_how(self) -> None:
        recording = made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}})
        registered = recording.one("stackwright-components:index:WebService").inputs["connections"]
        assert registered == {"DATABASE": {"to": "database", "cloud": "aws"}}

    def test_a_variable_cannot_come_from_two_places(self) -> None:
        with pytest.raises(ArgumentError, match=r"^environment: DATABASE_HOST is given twice"):
            made(INTERNAL, connections={"DATABASE": {"to": self.DATABASE}}, environment={"DATABASE_HOST": "localhost"})


class TestBalancer:
    """The load balancer."""

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("internal", False),
            ("dropInvalidHeaderFields", True),
            ("desyncMitigationMode", "defensive"),
            ("enableDeletionProtection", True),
            ("enableZonalShift", True),
            ("subnets", ["public-a", "public-b"]),
        ],
    )
    def test_the_balancer_says_so_itself(self, argument: str, value: object) -> None:
        assert public().one(BALANCER).inputs[argument] == value

    def test_tls_is_modern_and_http_only_sends_on(self) -> None:
        listeners = public().by_name(LISTENER)
        https, http = listeners["shop-https"].inputs, listeners["shop-http"].inputs
        assert https["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
        assert (https["port"], https["protocol"]) == (443, "HTTPS")
        assert https["routingHttpResponseStrictTransportSecurityHeaderValue"] == "max-age=31536000"
        assert https["routingHttpResponseServerEnabled"] is False
        (action,) = http["defaultActions"]
        assert action["redirect"] == {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}

    def test_only_the_balancer_reaches_the_tasks(self) -> None:
        rules = public().by_name(INGRESS)
        open_to_all = {name: it.inputs["fromPort"] for name, it in rules.items() if "cidrIpv4" in it.inputs}
        assert open_to_all == {"shop-balancer-http": 80, "shop-balancer-https": 443}
        inner = rules["shop-tasks-balancer"].inputs
        assert inner["referencedSecurityGroupId"]
        assert (inner["fromPort"], inner["toPort"], inner["ipProtocol"]) == (8080, 8080, "tcp")
        assert all(it.inputs["ipProtocol"] == "tcp" for it in [*rules.values(), *public().all(EGRESS)])

    def test_the_tasks_reach_https_and_private_databases_only(self) -> None:
        rules = public().by_name(EGRESS)
        assert {(it.inputs.get("cidrIpv4"), it.inputs["fromPort"]) for it in rules.values()} == {
            (None, 8080),
            ("0.0.0.0/0", 443),
            ("10.0.0.0/8", 5432),
            ("172.16.0.0/12", 5432),
            ("192.168.0.0/16", 5432),
        }

    def test_access_and_connections_are_logged_to_a_proper_bucket(self) -> None:
        recording, balancer = public(), public().one(BALANCER)
        assert balancer.inputs["accessLogs"]["enabled"] is balancer.inputs["connectionLogs"]["enabled"] is True
        assert recording.one("aws:s3/bucketPolicy:BucketPolicy").urn in balancer.depends_on
        block = recording.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
        assert [block[it] for it in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls")] == [True] * 3
        assert block["restrictPublicBuckets"] is True
        ownership = recording.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs
        assert ownership["rule"] == {"objectOwnership": "BucketOwnerEnforced"}
        versioning = recording.one("aws:s3/bucketVersioning:BucketVersioning").inputs
        assert versioning["versioningConfiguration"] == {"status": "Enabled"}
        lifecycle = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs
        (rule,) = lifecycle["rules"]
        assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
        assert rule["expiration"] == {"days": 90}

    def test_only_elb_writes_the_logs_and_only_over_tls(self) -> None:
        policy = statements(public().one("aws:s3/bucketPolicy:BucketPolicy"))
        allow, deny = policy["LoadBalancerLogs"], policy["TlsOnly"]
        assert allow["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
        assert all(f"/AWSLogs/{ACCOUNT}/*" in resource for resource in allow["Resource"])
        assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})

    def test_a_certificate_is_issued_proved_and_waited_for(self) -> None:
        recording = public()
        certificate = recording.one("aws:acm/certificate:Certificate").inputs
        assert (certificate["domainName"], certificate["validationMethod"]) == ("shop.example.com", "DNS")
        records = recording.by_name("aws:route53/record:Record")
        assert records["shop-proof"].inputs["type"] == "CNAME"
        assert records["shop-alias"].inputs["name"] == "shop.example.com"
        assert recording.one("aws:acm/certificateValidation:CertificateValidation")
        assert recording.outputs["url"] == "https://shop.example.com"

    def test_a_certificate_that_exists_is_used(self) -> None:
        recording = made({**INTERNAL, "domain": "shop.example.com"}, certificate_arn="arn:aws:acm:eu-west-1:1:c")
        assert not recording.all("aws:acm/certificate:Certificate")
        assert not recording.all("aws:route53/record:Record")
        assert recording.by_name(LISTENER)["shop-https"].inputs["certificateArn"] == "arn:aws:acm:eu-west-1:1:c"

    def test_without_a_domain_nothing_is_open_to_the_internet(self) -> None:
        recording = internal()
        balancer = recording.one(BALANCER).inputs
        assert balancer["internal"] is True
        assert balancer["subnets"] == ["private-a", "private-b"]
        assert {it.inputs.get("cidrIpv4") for it in recording.all(INGRESS)} == {"10.10.0.0/16", None}
        (listener,) = recording.all(LISTENER)
        assert listener.inputs["defaultActions"][0]["type"] == "forward"
        assert recording.outputs["url"].startswith("http://")

    def test_pulumi_guards_it_too_unless_it_is_disposable(self) -> None:
        assert {it.type for it in public().resources if it.protect} == {BALANCER, "aws:s3/bucket:Bucket"}
        disposable = made(INTERNAL, deletion_protection=False)
        assert not any(it.protect for it in disposable.resources)
        assert disposable.one(BALANCER).inputs["enableDeletionProtection"] is False
        assert disposable.one("aws:s3/bucket:Bucket").inputs["forceDestroy"] is True


def test_alarms_choose_what_silence_means_and_name_the_runbook() -> None:
    alarms = public().by_name(ALARM)
    assert {name: it.inputs["treatMissingData"] for name, it in alarms.items()} == {
        "shop-errors": "notBreaching",
        "shop-unanswered": "notBreaching",
        "shop-latency": "notBreaching",
        "shop-healthy": "breaching",
        "shop-cpu": "missing",
        "shop-memory": "missing",
    }
    assert alarms["shop-latency"].inputs["extendedStatistic"] == "p99"
    assert "statistic" not in alarms["shop-latency"].inputs
    for alarm in alarms.values():
        assert "Runbook: docs/components/web-service.md#runbook" in alarm.inputs["alarmDescription"]
        assert len(alarm.inputs["alarmActions"]) == 1


def test_a_preview_in_which_nothing_is_known_works() -> None:
    assert made(PUBLIC, preview=True).one(SERVICE)


def test_references_may_be_outputs() -> None:
    def program() -> None:
        later = {name: pulumi.Output.from_input(value) for name, value in {"replicas": 4.0, "port": 3000.0}.items()}
        subnets = pulumi.Output.from_input({"b": "subnet-b", "a": "subnet-a"})
        WebService("shop", {**INTERNAL, **later, "private_subnet_ids": subnets})  # type: ignore[typeddict-item]

    recording = record(program)
    target = recording.one("aws:appautoscaling/target:Target").inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (4, 12)
    assert container(recording)["portMappings"][0]["containerPort"] == 3000
    assert recording.one(SERVICE).inputs["networkConfiguration"]["subnets"] == ["subnet-a", "subnet-b"]


def test_a_long_name_fits_into_what_elb_allows() -> None:
    def program() -> None:
        WebService("retail-customer-accounts-and-orders", INTERNAL)

    recording = record(program)
    for type_ in (BALANCER, "aws:lb/targetGroup:TargetGroup"):
        assert recording.one(type_).name == "retail-customer-accounts"


def test_everything_is_the_components_child_and_asks_no_cloud() -> None:
    assert all("stackwright-components:index:WebService" in it.parent for it in public().children)
    assert not public().calls
    assert not [it.name for it in public().resources if "dev" in it.name]


@pytest.mark.parametrize(
    ("more", "argument"),
    [
        ({"cloud": "gcp"}, "cloud"),
        ({"public": True}, "domain"),
        ({"certificate_arn": "arn"}, "domain"),
        ({"domain": "shop.example.com"}, "zone_id"),
        ({"environment": {"A": "1"}, "secrets": {"A": "2"}}, "environment"),
        ({"replicas": 1}, "replicas"),
        ({"replicas": 4, "max_replicas": 3}, "max_replicas"),
    ],
)
def test_what_cannot_be_is_refused_by_name(more: dict[str, Any], argument: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(INTERNAL, **more)


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    page = repository / "docs/components/web-service.md"
    for heading, recordings in (
        ("## Checklist on AWS", [public()]),
        ("## Checklist on Azure", [azure_public(), azure_internal()]),
    ):
        named = properties_named(page, heading)
        assert len(named) > 15
        assert named <= properties_set(*recordings)

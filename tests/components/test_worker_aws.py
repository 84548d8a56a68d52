"""`Worker` on AWS: every line of docs/components/worker.md's checklist for it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stackwright_components.conventions import ArgumentError
from stackwright_components.worker import Worker, WorkerArgs
from stackwright_components.worker.fargate import SIZES, fargate_size

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, record

QUEUE = {
    "blueprint": "queue",
    "cloud": "aws",
    "name": "shop-queue-1",
    "queue_url": "https://sqs.eu-west-1.amazonaws.com/1/shop-queue-1",
    "queue_id": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:shop-queue-1",
    "key_arn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1",
}
JOBS = {"JOBS": {"to": QUEUE, "access": "receive"}}
ARGS: WorkerArgs = {
    "cloud": "aws",
    "image": "example.com/jobs@sha256:0",
    "network_id": "vpc-1",
    "network_cidr": "10.10.0.0/16",
    "private_subnet_ids": {"eu-west-1b": "private-b", "eu-west-1a": "private-a"},
    "tags": {"owner": "team-retail"},
}
CANARY = "postgresql://app:canary@db/app"
COMPONENT = "stackwright-components:index:Worker"
SERVICE = "aws:ecs/service:Service"
POLICY = "aws:appautoscaling/policy:Policy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
OUTPUTS = ("cluster_name", "service_name", "security_group_id", "task_role_arn", "log_group_name", "alarm_target")


def made(*, preview: bool = False, **more: Any) -> Recording:
    def program() -> dict[str, Any]:
        later = {name: pulumi.Output.from_input(value) for name, value in more.pop("later", {}).items()}
        built = Worker("shop", {**ARGS, **more, **later})  # type: ignore[typeddict-item]
        return {name: getattr(built, name) for name in (*OUTPUTS, "namespace", "deployment_name")}

    return record(program, preview=preview)


@cache
def worker() -> Recording:
    return made(
        connections=JOBS,
        secrets={"DATABASE_URL": CANARY},
        environment={"LOG_LEVEL": "info"},
        command=["worker", "--queue=jobs"],
        health_command=["worker", "--alive"],
        shutdown_seconds=100.0,
        cpu="1",
        memory="3Gi",
    )


@cache
def asleep() -> Recording:
    return made(connections=JOBS, replicas=0)


def container(recording: Recording) -> dict[str, Any]:
    (only,) = json.loads(recording.one("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"])
    return only


def metrics(recording: Recording, name: str) -> dict[str, Any]:
    tracked = recording.one(POLICY, name).inputs["targetTrackingScalingPolicyConfiguration"]
    return {it["id"]: it for it in tracked["customizedMetricSpecification"]["metrics"]}


class TestTask:
    def test_the_container_may_do_next_to_nothing(self) -> None:
        only = container(worker())
        assert only["readonlyRootFilesystem"] is True
        assert only["linuxParameters"] == {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}}
        assert only["user"] == "65532:65532"
        assert not {"privileged", "portMappings"} & set(only)

    def test_it_runs_what_it_is_told(self) -> None:
        assert container(worker())["command"] == ["worker", "--queue=jobs"]
        assert "command" not in container(made())

    def test_it_may_finish_what_it_has_begun(self) -> None:
        assert container(worker())["stopTimeout"] == 100
        assert container(made())["stopTimeout"] == 60
        with pytest.raises(ArgumentError, match=r"^shutdown_seconds: Fargate waits for 120"):
            made(shutdown_seconds=121)

    def test_a_stuck_one_is_replaced(self) -> None:
        check = container(worker())["healthCheck"]
        assert check["command"] == ["CMD", "worker", "--alive"]
        assert "healthCheck" not in container(made())

    def test_its_size_is_what_was_asked_for_or_the_next_larger(self) -> None:
        sized = worker().one("aws:ecs/taskDefinition:TaskDefinition").inputs
        assert (sized["cpu"], sized["memory"]) == ("1024", "3072")
        least = made().one("aws:ecs/taskDefinition:TaskDefinition").inputs
        assert (least["cpu"], least["memory"]) == ("256", "512")

    def test_the_secret_is_in_secrets_manager_and_nowhere_else(self) -> None:
        holders = {it.type for it in worker().resources if "canary" in json.dumps(it.inputs)}
        assert holders == {COMPONENT, "aws:secretsmanager/secretVersion:SecretVersion"}
        (secret,) = container(worker())["secrets"]
        assert secret["name"] == "DATABASE_URL"

    def test_a_connection_gives_it_the_queue(self) -> None:
        variables = {it["name"]: it["value"] for it in container(worker())["environment"]}
        assert variables == {
            "LOG_LEVEL": "info",
            "JOBS_QUEUE_URL": QUEUE["queue_url"],
            "JOBS_QUEUE_NAME": QUEUE["name"],
        }

    def test_it_may_receive_from_the_queue_and_protect_itself_and_no_more(self) -> None:
        policies = worker().by_name("aws:iam/rolePolicy:RolePolicy")
        assert set(policies) == {"shop-execution", "shop-jobs", "shop-task-protection"}
        (protect,) = json.loads(policies["shop-task-protection"].inputs["policy"])["Statement"]
        assert protect["Action"] == ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"]
        assert protect["Resource"] == f"arn:aws:ecs:eu-west-1:{ACCOUNT}:task/{worker().outputs['cluster_name']}/*"


class TestService:
    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("deploymentCircuitBreaker", {"enable": True, "rollback": True}),
            ("availabilityZoneRebalancing", "ENABLED"),
            ("desiredCount", 2),
            ("deploymentMinimumHealthyPercent", 100),
            ("enableExecuteCommand", False),
            ("waitForSteadyState", True),
        ],
    )
    def test_the_service_says_so_itself(self, argument: str, value: object) -> None:
        assert worker().one(SERVICE).inputs[argument] == value

    def test_nothing_is_in_front_of_it(self) -> None:
        assert not {"loadBalancers", "healthCheckGracePeriodSeconds"} & set(worker().one(SERVICE).inputs)
        assert not worker().all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        assert "ingress" not in worker().one("aws:ec2/securityGroup:SecurityGroup").inputs

    def test_a_release_that_errs_is_rolled_back(self) -> None:
        alarms = worker().one(SERVICE).inputs["alarms"]
        assert alarms["enable"] is alarms["rollback"] is True
        assert [name.rsplit("-", 1)[0] for name in alarms["alarmNames"]] == ["shop-errors"]

    def test_it_may_do_what_it_must_before_it_starts(self) -> None:
        policies = worker().by_name("aws:iam/rolePolicy:RolePolicy")
        assert {it.urn for it in policies.values()} <= set(worker().one(SERVICE).depends_on)

    def test_tasks_are_in_private_subnets_without_a_public_address(self) -> None:
        network = worker().one(SERVICE).inputs["networkConfiguration"]
        assert network["subnets"] == ["private-a", "private-b"]
        assert network["assignPublicIp"] is False

    def test_only_https_goes_out_and_what_it_is_told(self) -> None:
        (https,) = worker().all(EGRESS)
        assert (https.inputs["cidrIpv4"], https.inputs["fromPort"], https.inputs["toPort"]) == ("0.0.0.0/0", 443, 443)
        told = made(egress=[{"cidr": "10.20.4.0/24", "port": 5671.0}]).by_name(EGRESS)
        assert set(told) == {"shop-tasks-https", "shop-tasks-10-20-4-0-24-5671"}
        assert told["shop-tasks-10-20-4-0-24-5671"].inputs["toPort"] == 5671


class TestScaling:
    def test_it_follows_the_backlog_of_its_queue(self) -> None:
        found = metrics(worker(), "shop-backlog-jobs")
        assert found["backlog"]["expression"] == "SUM([waiting, held]) / tasks"
        assert [name for name, it in found.items() if it["returnData"]] == ["backlog"]
        measured = {name: it["metricStat"]["metric"]["metricName"] for name, it in found.items() if "metricStat" in it}
        assert measured == {
            "waiting": "ApproximateNumberOfMessagesVisible",
            "held": "ApproximateNumberOfMessagesNotVisible",
            "tasks": "RunningTaskCount",
        }
        dimensions = found["tasks"]["metricStat"]["metric"]["dimensions"]
        assert {it["name"]: it["value"] for it in dimensions} == {
            "ClusterName": worker().outputs["cluster_name"],
            "ServiceName": worker().outputs["service_name"],
        }
        tracked = worker().one(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]
        assert (tracked["targetValue"], tracked["scaleOutCooldown"], tracked["scaleInCooldown"]) == (100, 60, 300)

    def test_of_several_queues_each_counts(self) -> None:
        recording = made(connections={**JOBS, "MAIL": {"to": {**QUEUE, "name": "mail"}, "access": "receive"}})
        assert set(recording.by_name(POLICY)) == {"shop-backlog-jobs", "shop-backlog-mail"}

    def test_a_queue_that_it_sends_to_does_not_count(self) -> None:
        recording = made(connections={"JOBS": {"to": QUEUE, "access": "send"}})
        assert set(recording.by_name(POLICY)) == {"shop-scaling-cpu", "shop-scaling-memory"}

    def test_it_scales_between_its_bounds(self) -> None:
        target = worker().one("aws:appautoscaling/target:Target").inputs
        assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)

    def test_none_at_all_only_if_that_is_asked_for_and_then_a_message_wakes_it(self) -> None:
        target = asleep().one("aws:appautoscaling/target:Target").inputs
        assert (target["minCapacity"], target["maxCapacity"]) == (0, 3)
        step = asleep().one(POLICY, "shop-wake").inputs["stepScalingPolicyConfiguration"]
        assert step["adjustmentType"] == "ChangeInCapacity"
        assert [it["scalingAdjustment"] for it in step["stepAdjustments"]] == [1]
        alarm = asleep().one(ALARM, "shop-wake-jobs").inputs
        queries = {it["id"]: it for it in alarm["metricQueries"]}
        assert queries["zero"]["expression"] == "waiting * 0"
        assert queries["asleep"]["expression"] == "IF(SUM([tasks, zero]) < 1, waiting, 0)"
        assert [name for name, it in queries.items() if it.get("returnData")] == ["asleep"]
        assert alarm["treatMissingData"] == "notBreaching"
        assert len(alarm["alarmActions"]) == 1
        assert not [name for name in worker().by_name(ALARM) if "wake" in name]

    @pytest.mark.parametrize(
        "more",
        [{"replicas": 0}, {"later": {"replicas": 0}, "connections": JOBS}],
        ids=["without a queue", "from elsewhere"],
    )
    def test_none_without_anything_that_wakes_it_is_refused(self, more: dict[str, Any]) -> None:
        with pytest.raises(ArgumentError, match=r"^replicas: 0 "):
            made(**more)


def test_alarms_choose_what_silence_means_and_name_the_runbook() -> None:
    alarms = worker().by_name(ALARM)
    assert {name: it.inputs["treatMissingData"] for name, it in alarms.items()} == {
        "shop-errors": "notBreaching",
        "shop-running": "missing",
        "shop-memory": "missing",
    }
    assert "shop-cpu" in made().by_name(ALARM)  # by backlog it may use all that it has, by processor it should not
    for alarm in alarms.values():
        assert "Runbook: docs/components/worker.md#runbook" in alarm.inputs["alarmDescription"]
        assert len(alarm.inputs["alarmActions"]) == 1


def test_fewer_than_wanted_is_a_difference() -> None:
    alarm = worker().one(ALARM, "shop-running").inputs
    queries = {it["id"]: it for it in alarm["metricQueries"]}
    assert queries["whole"]["metric"]["metricName"] == "DesiredTaskCount"
    assert queries["part"]["metric"]["metricName"] == "RunningTaskCount"
    assert (queries["difference"]["expression"], queries["difference"]["returnData"]) == ("whole - part", True)
    assert "metricName" not in alarm


def test_errors_are_counted_in_the_log() -> None:
    counted = worker().one("aws:cloudwatch/logMetricFilter:LogMetricFilter").inputs
    assert counted["logGroupName"] == worker().outputs["log_group_name"]
    assert "?ERROR" in counted["pattern"]
    metric = worker().one(ALARM, "shop-errors").inputs
    assert (
        metric["metricName"] == counted["metricTransformation"]["name"] == f"{worker().outputs['cluster_name']}-errors"
    )


def test_everything_is_the_components_child_and_asks_no_cloud() -> None:
    assert all(COMPONENT in it.parent for it in worker().children)
    assert not worker().calls


def test_a_preview_in_which_nothing_is_known_works() -> None:
    assert made(preview=True, connections=JOBS).one(SERVICE)


@pytest.mark.parametrize("missing", ["network_id", "private_subnet_ids"])
def test_a_network_is_needed(missing: str) -> None:
    args = {name: value for name, value in ARGS.items() if name != missing}
    with pytest.raises(ArgumentError, match=rf"^{missing}: is needed on aws"):
        record(lambda: {"name": Worker("shop", args).service_name})  # type: ignore[arg-type]


@given(millis=st.integers(1, 16000), mib=st.integers(1, 122880))
def test_a_task_holds_what_was_asked_for_and_is_one_that_there_is(millis: int, mib: int) -> None:
    cpu, memory = fargate_size(f"{millis}m", f"{mib}Mi")
    assert memory in SIZES[cpu]
    assert cpu * 1000 >= millis * 1024
    assert memory >= mib
    smaller = [size for size in SIZES if size < cpu and size * 1000 >= millis * 1024]
    assert all(max(SIZES[size]) < mib for size in smaller)


@pytest.mark.parametrize(
    ("cpu", "memory", "argument"),
    [("17", "1Gi", "memory"), ("1", "121Gi", "memory"), ("x", "1Gi", "cpu"), ("1", "x", "memory")],
)
def test_what_fargate_does_not_have_is_refused(cpu: str, memory: str, argument: str) -> None:
    with pytest.raises(ArgumentError, match=rf"^{argument}: "):
        fargate_size(cpu, memory)


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/worker.md", "## Checklist on AWS")
    assert len(named) > 10
    assert named <= properties_set(worker(), asleep())

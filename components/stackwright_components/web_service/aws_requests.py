"""When callers suffer, and the owner is told; docs/components/web-service.md says what to do then."""

from collections.abc import Mapping
from functools import partial

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.web_service.aws_balancer import Balancer
from stackwright_components.web_service.interface import Settings


def watch_requests(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    front: Balancer,
    topic: pulumi.Input[str],
    tags: Mapping[str, str],
) -> list[aws.cloudwatch.MetricAlarm]:
    """Alarms on what callers see. The ones that judge a release come back: ECS rolls back when one of them goes off."""
    balancer = {"LoadBalancer": front.load_balancer.arn_suffix}
    targets = balancer | {"TargetGroup": front.target_group.arn_suffix}
    measured = partial(Alarm, namespace="AWS/ApplicationELB", dimensions=targets)
    # Errors are counted only when there are any, and latency only with traffic: silence is health.
    failing = partial(measured, statistic="Sum", threshold=10, missing="notBreaching", breaches=3)
    alarms = [
        failing(name="errors", meaning="The application answers with 5xx.", metric="HTTPCode_Target_5XX_Count"),
        failing(
            name="unanswered",
            meaning="The load balancer itself answers with 5xx: no task took the request.",
            metric="HTTPCode_ELB_5XX_Count",
            dimensions=balancer,
        ),
        measured(
            name="latency",
            meaning="One request in a hundred takes longer than two seconds.",
            metric="TargetResponseTime",
            statistic="p99",
            threshold=2,
            missing="notBreaching",
        ),
        # Reported for as long as any task is registered: silence means that none is.
        measured(
            name="healthy",
            meaning="Fewer tasks are healthy than there must be.",
            metric="HealthyHostCount",
            statistic="Minimum",
            threshold=settings.replicas,
            missing="breaching",
            above=False,
        ),
    ]
    raised = raise_alarms(service, name, alarms, topic=topic, runbook=settings.runbook, tags=tags)
    return raised[:2]

"""URLs, asked for from several regions by Route 53.

Health checks stand nowhere, but their metrics are in us-east-1, and an alarm publishes to topics of its own region
only. So the alarms' changes come home as events, over the default bus, to the one target that there is.
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_alarms import Alarm, raise_alarms
from stackwright_components.aws_policies import document, place_of, service_trust
from stackwright_components.conventions import child
from stackwright_components.monitoring.interface import Settings, address

METRICS_REGION: Final = "us-east-1"
REGIONS: Final = ("us-east-1", "eu-west-1", "ap-southeast-1", "sa-east-1")
_SAY: Final = '"<alarm> is <state>: <reason>"'


@dataclass(frozen=True, slots=True)
class Check:
    """What asks, and what tells."""

    health: aws.route53.HealthCheck
    alarm: aws.cloudwatch.MetricAlarm


def checks(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> dict[str, Check]:
    """A health check and an alarm for each URL, and the way home of what they tell."""
    at_home = settings.location == METRICS_REGION
    made: dict[str, Check] = {}
    for key, url in settings.checks.items():
        health = _check(monitoring, name, key, url, tags)
        alarm = Alarm(
            name=f"{key}-unreachable",
            meaning=f"{key} does not answer to most of the world.",
            namespace="AWS/Route53",
            metric="HealthCheckStatus",
            dimensions={"HealthCheckId": health.id},
            threshold=1,
            above=False,
            statistic="Minimum",
            periods=2,
            missing="breaching",
        )
        (raised,) = raise_alarms(
            monitoring,
            name,
            [alarm],
            topic=target if at_home else None,
            runbook=settings.runbook,
            region=METRICS_REGION,
            tags=tags,
        )
        made[key] = Check(health, raised)
    if made and not at_home:
        _bring_home(monitoring, name, [check.alarm for check in made.values()], target, tags)
    return made


def _check(
    monitoring: pulumi.ComponentResource, name: str, key: str, url: pulumi.Output[str], tags: Mapping[str, str]
) -> aws.route53.HealthCheck:
    asked = url.apply(address)
    return aws.route53.HealthCheck(
        f"{name}-{key}",
        type=asked.apply(lambda it: "HTTPS" if it.tls else "HTTP"),
        fqdn=asked.apply(lambda it: it.host),
        port=asked.apply(lambda it: it.port),
        resource_path=asked.apply(lambda it: it.path),
        enable_sni=asked.apply(lambda it: it.tls),
        request_interval=30,
        failure_threshold=3,
        measure_latency=True,
        regions=list(REGIONS),
        tags=dict(tags) | {"Name": f"{name}-{key}"},
        opts=child(monitoring),
    )


def _bring_home(
    monitoring: pulumi.ComponentResource,
    name: str,
    alarms: Iterable[aws.cloudwatch.MetricAlarm],
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> None:
    place = place_of(target)
    pattern = pulumi.Output.json_dumps(
        {
            "source": ["aws.cloudwatch"],
            "detail-type": ["CloudWatch Alarm State Change"],
            "resources": [alarm.arn for alarm in alarms],
        }
    )

    def rule(role: str, what: str, region: str | None) -> aws.cloudwatch.EventRule:
        return aws.cloudwatch.EventRule(
            f"{name}-{role}", description=what, event_pattern=pattern, region=region, tags=tags, opts=child(monitoring)
        )

    home = place.apply(lambda here: here.arn("events", "event-bus/default"))
    role = aws.iam.Role(
        f"{name}-checks",
        description=f"Brings the health checks' alarms of {name} home",
        assume_role_policy=service_trust("events.amazonaws.com", place),
        tags=tags,
        opts=child(monitoring),
    )
    statement: dict[str, Any] = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": home}
    allowed = aws.iam.RolePolicy(
        f"{name}-checks", role=role.name, policy=pulumi.Output.json_dumps(document(statement)), opts=child(monitoring)
    )
    away = rule("checks-away", "Health checks' alarms, where they are raised", METRICS_REGION)
    aws.cloudwatch.EventTarget(
        f"{name}-checks-away",
        rule=away.name,
        arn=home,
        role_arn=role.arn,
        region=METRICS_REGION,
        opts=child(monitoring, depends_on=[allowed]),
    )
    here = rule("checks-home", "Health checks' alarms, where people hear of them", None)
    aws.cloudwatch.EventTarget(
        f"{name}-checks-home",
        rule=here.name,
        arn=target,
        input_transformer={
            "input_paths": {
                "alarm": "$.detail.alarmName",
                "state": "$.detail.state.value",
                "reason": "$.detail.state.reason",
            },
            "input_template": _SAY,
        },
        opts=child(monitoring),
    )

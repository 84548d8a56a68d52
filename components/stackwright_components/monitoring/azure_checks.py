"""URLs, asked for from five places by Application Insights (standard tests)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import applicationinsights, monitor, operationalinsights, resources

from stackwright_components.conventions import child
from stackwright_components.monitoring.interface import Settings, address

# https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags
PLACES: Final = ("emea-nl-ams-azr", "emea-gb-db3-azr", "us-va-ash-azr", "us-ca-sjc-azr", "apac-sg-sin-azr")
"""Amsterdam, Dublin, Virginia, California, Singapore."""
FAILED: Final = len(PLACES) - 2
"""How many must fail. Five places, and two of them may: what Microsoft advises against false alarms."""


@dataclass(frozen=True, slots=True)
class Check:
    """Which test it is, and what it reports to."""

    test: pulumi.Output[str]
    insights: pulumi.Output[str]


def checks(
    monitoring: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    space: operationalinsights.Workspace,
    target: pulumi.Output[str],
    tags: Mapping[str, str],
) -> dict[str, Check]:
    """A test and an alert for each URL."""
    insights = applicationinsights.Component(
        f"{name}-checks",
        resource_group_name=group.name,
        location=settings.location,
        kind="web",
        application_type="web",
        ingestion_mode="LogAnalytics",
        workspace_resource_id=space.id,
        disable_local_auth=True,
        tags=tags,
        opts=child(monitoring),
    )
    # What ties a test to its Application Insights, https://learn.microsoft.com/azure/templates/microsoft.insights/webtests
    tied = insights.id.apply(lambda it: {**tags, f"hidden-link:{it}": "Resource"})
    made: dict[str, Check] = {}
    for key, url in settings.checks.items():
        test = applicationinsights.WebTest(
            f"{name}-{key}",
            resource_group_name=group.name,
            location=settings.location,
            kind=applicationinsights.WebTestKind.STANDARD,
            web_test_kind=applicationinsights.WebTestKind.STANDARD,
            synthetic_monitor_id=f"{name}-{key}",
            description=f"{key} from outside",
            enabled=True,
            frequency=300,
            timeout=30,
            retry_enabled=True,
            locations=[{"location": place} for place in PLACES],
            request={
                "request_url": url,
                "http_verb": "GET",
                "follow_redirects": True,
                "parse_dependent_requests": False,
            },
            validation_rules={
                "expected_http_status_code": 200,
                "s_sl_check": url.apply(lambda it: address(it).tls),
                "s_sl_cert_remaining_lifetime_check": url.apply(lambda it: 14 if address(it).tls else None),
            },
            tags=tied,
            opts=child(monitoring),
        )
        monitor.MetricAlert(
            f"{name}-{key}-unreachable",
            resource_group_name=group.name,
            location="Global",
            description=pulumi.Output.concat(f"{key} does not answer to most. Runbook: ", settings.runbook),
            severity=1,
            enabled=True,
            auto_mitigate=True,
            evaluation_frequency="PT1M",
            window_size="PT5M",
            scopes=[test.id, insights.id],
            criteria=monitor.WebtestLocationAvailabilityCriteriaArgs(
                odata_type="Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria",
                web_test_id=test.id,
                component_id=insights.id,
                failed_location_count=FAILED,
            ),
            actions=[{"action_group_id": target}],
            tags=tied,
            opts=child(monitoring),
        )
        made[key] = Check(test.name, insights.id)
    return made

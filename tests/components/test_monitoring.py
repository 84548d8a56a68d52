"""`Monitoring`: every line of docs/components/monitoring.md's checklist."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stackwright_components.conventions import ArgumentError
from stackwright_components.monitoring import Monitoring, MonitoringArgs, needed
from stackwright_components.monitoring.interface import MonitoringOutputs, address
from stackwright_components.monitoring.needs import NEEDS

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, Registered, record

TAGS = {"owner": "team-retail", "service": "shop", "environment": "dev"}
PLACES = {
    "aws": (("pulumi_aws", "pulumi_random"), "eu-west-1"),
    "azure": (("pulumi_azure_native",), "westeurope"),
    "gcp": (("pulumi_gcp",), "europe-west1"),
}
CLOUDS = sorted(PLACES)
COMPONENT = "stackwright-components:index:Monitoring"
ALARMS = {
    "aws": "aws:cloudwatch/metricAlarm:MetricAlarm",
    "azure": "azure-native:monitor:MetricAlert",
    "gcp": "gcp:monitoring/alertPolicy:AlertPolicy",
}
DASHBOARDS = {
    "aws": "aws:cloudwatch/dashboard:Dashboard",
    "azure": "azure-native:portal:Dashboard",
    "gcp": "gcp:monitoring/dashboard:Dashboard",
}
TOPIC = f"arn:aws:sns:eu-west-1:{ACCOUNT}:shop-alarms-1"
ELB = f"arn:aws:elasticloadbalancing:eu-west-1:{ACCOUNT}:loadbalancer/app/shop/50dc6c495c0c9188"
GROUP = "/subscriptions/s/resourceGroups/shop/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders"
ACCOUNT_ID = "/subscriptions/s/resourceGroups/shop/providers/Microsoft.Storage/storageAccounts/files"
PARTS: dict[str, dict[str, Any]] = {
    "aws": {
        "shop": {
            "blueprint": "web-service",
            "outputs": {"cluster_name": "c", "service_name": "s", "load_balancer_arn": ELB},
        },
        "orders": {"blueprint": "database", "outputs": {"server_id": "arn:aws:rds:eu-west-1:1:db:orders"}},
        "jobs": {"blueprint": "queue", "outputs": {"name": "jobs", "dead_letter_name": "dead"}},
        "files": {"blueprint": "object-storage", "outputs": {"bucket_name": "files"}},
    },
    "azure": {
        "orders": {"blueprint": "database", "outputs": {"server_id": GROUP}},
        "files": {
            "blueprint": "object-storage",
            "outputs": {"bucket_id": f"{ACCOUNT_ID}/blobServices/default/containers/files"},
        },
    },
    "gcp": {
        "jobs": {"blueprint": "queue", "outputs": {"subscription_id": "projects/p/subscriptions/jobs"}},
        "files": {"blueprint": "object-storage", "outputs": {"bucket_name": "files"}},
    },
}
CHECK = {"front": "https://shop.acme.example/health?deep=1"}


def monitoring(cloud: str, **changes: Any) -> Recording:
    """Recorded once: the SDK takes its time, on Azure above all, with an alias per API version."""
    return _monitoring(cloud, json.dumps(changes))


@cache
def _monitoring(cloud: str, changes: str) -> Recording:
    packages, location = PLACES[cloud]

    def program() -> dict[str, Any]:
        providers = [import_module(package).Provider("explicit") for package in packages]
        args: MonitoringArgs = {"cloud": cloud, "location": location, "tags": TAGS, **json.loads(changes)}
        built = Monitoring("shop", args, pulumi.ResourceOptions(providers=providers))
        return {name: getattr(built, name) for name in MonitoringOutputs.__annotations__}

    return record(program)


def watching(cloud: str, *names: str) -> Recording:
    parts = {name: {"cloud": cloud, **PARTS[cloud][name]} for name in names or PARTS[cloud]}
    return monitoring(cloud, watch=parts)


def whole(cloud: str) -> Recording:
    parts = {name: {"cloud": cloud, **part} for name, part in PARTS[cloud].items()}
    more = {"billing_account": "012345-567890-ABCDEF"} if cloud == "gcp" else {"audit_trail": True}
    return monitoring(
        cloud,
        watch=parts,
        checks=CHECK,
        emails=["oncall@acme.example"],
        webhooks={"pager": "https://pager.example/token"},
        monthly_budget=1500.5,
        **more,
    )


def shown(recording: Recording, cloud: str) -> str:
    """The dashboard as text."""
    return json.dumps(recording.one(DASHBOARDS[cloud]).inputs)


@pytest.mark.parametrize("cloud", CLOUDS)
class TestEveryCloud:
    def test_children_inherit_the_components_parent_and_provider(self, cloud: str) -> None:
        recording = whole(cloud)
        component = recording.one(COMPONENT)
        for child in recording.children:
            assert child.parent == component.urn
            assert "::explicit::" in child.provider
            assert child.name.startswith("shop")

    def test_nothing_asked_for_is_a_target_and_an_empty_dashboard(self, cloud: str) -> None:
        recording = monitoring(cloud)
        assert recording.all(ALARMS[cloud]) == []
        assert "`watch`" in shown(recording, cloud)
        assert recording.outputs["log_destination"] == ""
        assert not [it for it in recording.children if "udget" in it.type]

    def test_every_alarm_tells_the_target_and_names_the_runbook(self, cloud: str) -> None:
        recording = whole(cloud)
        alarms = recording.all(ALARMS[cloud])
        assert len(alarms) > len(CHECK)
        for alarm in alarms:
            assert "Runbook: docs/components/monitoring.md#runbook" in json.dumps(alarm.inputs)

    def test_the_dashboard_shows_every_part_and_only_those(self, cloud: str) -> None:
        text = shown(watching(cloud), cloud)
        assert all(f"## {name}" in text or f'"{name}\\"' in text for name in PARTS[cloud])
        name, *others = PARTS[cloud]
        fewer = shown(watching(cloud, name), cloud)
        assert all(other not in fewer for other in others)

    def test_a_part_that_goes_takes_its_alarms_and_nothing_else(self, cloud: str) -> None:
        gone, *rest = PARTS[cloud]
        before, after = watching(cloud), watching(cloud, *rest)
        names = {it.name for it in before.children} - {it.name for it in after.children}
        assert names == {it.name for it in before.all(ALARMS[cloud]) if it.name.startswith(f"shop-{gone}-")}
        assert names

    def test_a_part_of_another_cloud_is_asked_for_by_its_url(self, cloud: str) -> None:
        other = next(name for name in CLOUDS if name != cloud)
        far = {"cloud": other, "blueprint": "web-service", "outputs": {"url": CHECK["front"]}}
        asked = monitoring(cloud, watch={"front": far})
        assert {it.name for it in asked.children} == {it.name for it in monitoring(cloud, checks=CHECK).children}

    def test_a_given_target_is_used_and_none_is_made(self, cloud: str) -> None:
        given = TOPIC if cloud == "aws" else "target"
        recording = monitoring(cloud, alarm_target=given, checks=CHECK)
        kinds = {it.type.rpartition(":")[2] for it in recording.children}
        assert kinds.isdisjoint({"Topic", "ActionGroup", "NotificationChannel"})
        assert recording.outputs["alarm_target"] == given

    def test_people_are_named_where_the_target_is_made(self, cloud: str) -> None:
        with pytest.raises(ArgumentError, match="leave emails and webhooks out"):
            monitoring(cloud, alarm_target=TOPIC, emails=["oncall@acme.example"])

    def test_a_webhook_is_a_secret(self, cloud: str) -> None:
        """Whoever reads the state cannot post."""
        recording = whole(cloud)
        bearers = [it for it in recording.resources if "pager.example" in json.dumps(dict(it.inputs), default=str)]
        assert len(bearers) == 2  # the component's own arguments and what gets it
        for bearer in bearers:
            assert _secret_around(dict(bearer.inputs), "https://pager.example/token")

    def test_what_cannot_be_watched_is_said(self, cloud: str) -> None:
        part = {"cloud": cloud, "blueprint": "network", "outputs": {}}
        with pytest.raises(ArgumentError, match="front: a network on"):
            monitoring(cloud, watch={"front": part})
        part = {"cloud": "private", "blueprint": "worker", "outputs": {}}
        with pytest.raises(ArgumentError, match="has no URL"):
            monitoring(cloud, watch={"front": part})
        part = {"cloud": cloud, "blueprint": "object-storage", "outputs": {}}
        with pytest.raises(ArgumentError, match="its metrics cannot be found"):
            monitoring(cloud, watch={"front": part})

    def test_a_name_is_fit_for_names_in_the_cloud(self, cloud: str) -> None:
        with pytest.raises(ArgumentError, match="up to 31 letters"):
            monitoring(cloud, checks={"no name": "https://a.example"})

    def test_what_is_no_url_is_said(self, cloud: str) -> None:
        with pytest.raises(ArgumentError, match="is no http"):
            monitoring(cloud, checks={"front": "shop.acme.example"})

    def test_there_is_an_end_to_checks(self, cloud: str) -> None:
        with pytest.raises(ArgumentError, match="21 are more than the 20"):
            monitoring(cloud, checks={f"c{index}": "https://a.example" for index in range(21)})

    def test_the_budget_forecasts(self, cloud: str) -> None:
        (budget,) = [it for it in whole(cloud).children if it.name == "shop-budget"]
        text = json.dumps(dict(budget.inputs)).upper()
        assert text.count("FORECAST") == {"aws": 1, "azure": 2, "gcp": 1}[cloud]  # Azure: in the key, too
        assert "80" in text or "0.8" in text

    def test_the_page_names_only_what_is_set(self, cloud: str, repository: Path) -> None:
        named = properties_named(repository / "docs" / "components" / "monitoring.md")
        assert named
        assert named - properties_set(*(whole(name) for name in CLOUDS)) == set()

    def test_every_kind_says_what_it_needs(self, cloud: str) -> None:
        for blueprint, outputs in NEEDS[cloud].items():
            assert outputs
            assert needed(cloud, blueprint) == (*outputs, "url")


def _secret_around(value: Any, text: str, *, secret: bool = False) -> bool:
    """Whether `text` is only found below a secret."""
    if isinstance(value, dict):
        marked = secret or "4dabf18193072939515e22adb298388d" in value
        return all(_secret_around(item, text, secret=marked) for item in value.values())
    if isinstance(value, list):
        return all(_secret_around(item, text, secret=secret) for item in value)
    return secret or value != text


def test_the_private_cloud_has_none() -> None:
    with pytest.raises(ArgumentError, match="'private' is not one of aws, azure, gcp"):
        record(lambda: {"url": Monitoring("shop", {"cloud": "private"}).dashboard_url})


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_a_location_is_needed(cloud: str) -> None:
    with pytest.raises(ArgumentError, match="location"):
        monitoring(cloud, location="")


@given(
    tls=st.booleans(),
    host=st.from_regex(r"[a-z]{1,10}(\.[a-z]{2,5}){1,2}", fullmatch=True),
    port=st.none() | st.integers(1, 65535),
    path=st.sampled_from(["", "/", "/health", "/a/b?c=d"]),
)
def test_a_url_is_taken_apart(tls: bool, host: str, port: int | None, path: str) -> None:
    found = address(f"http{'s' * tls}://{host}{f':{port}' if port else ''}{path}")
    assert (found.tls, found.host, found.path) == (tls, host, path or "/")
    assert found.port == (port or (443 if tls else 80))


class TestAws:
    def test_the_topic_is_encrypted_and_takes_this_accounts_news_only(self) -> None:
        recording = whole("aws")
        key = recording.one("aws:kms/key:Key")
        assert key.inputs["enableKeyRotation"] is True
        topic = recording.one("aws:sns/topic:Topic").inputs
        assert topic["kmsMasterKeyId"].startswith("arn:aws:kms:")
        statements = json.loads(recording.one("aws:sns/topicPolicy:TopicPolicy").inputs["policy"])["Statement"]
        publish, plaintext = statements
        services = publish["Principal"]["Service"]
        assert {"cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com"} <= set(services)
        assert publish["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        assert plaintext["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        used = json.loads(recording.one("aws:kms/keyPolicy:KeyPolicy").inputs["policy"])["Statement"]
        assert services == next(it for it in used if it["Sid"] == "Publish")["Principal"]["Service"]

    def test_people_subscribe(self) -> None:
        found = whole("aws").by_name("aws:sns/topicSubscription:TopicSubscription")
        assert found["shop-oncall@acme.example"].inputs["protocol"] == "email"
        assert found["shop-hook-pager"].inputs["protocol"] == "https"

    def test_a_check_asks_from_four_continents(self) -> None:
        check = monitoring("aws", checks=CHECK).one("aws:route53/healthCheck:HealthCheck").inputs
        assert (check["type"], check["fqdn"], check["port"]) == ("HTTPS", "shop.acme.example", 443)
        assert check["resourcePath"] == "/health?deep=1"
        assert (check["requestInterval"], check["failureThreshold"]) == (30, 3)
        assert len(check["regions"]) == 4
        assert check["enableSni"] is True

    def test_a_checks_alarm_comes_home_from_where_its_metric_is(self) -> None:
        recording = monitoring("aws", checks=CHECK)
        alarm = recording.one(ALARMS["aws"])
        assert alarm.inputs["region"] == "us-east-1"
        assert alarm.inputs["alarmActions"] == []
        assert alarm.inputs["treatMissingData"] == "breaching"
        rules = recording.by_name("aws:cloudwatch/eventRule:EventRule")
        assert rules["shop-checks-away"].inputs["region"] == "us-east-1"
        assert "region" not in rules["shop-checks-home"].inputs
        for rule in rules.values():
            pattern = json.loads(rule.inputs["eventPattern"])
            assert pattern["source"] == ["aws.cloudwatch"]
            assert len(pattern["resources"]) == 1
        targets = recording.by_name("aws:cloudwatch/eventTarget:EventTarget")
        home = f"arn:aws:events:eu-west-1:{ACCOUNT}:event-bus/default"
        assert targets["shop-checks-away"].inputs["arn"] == home
        assert targets["shop-checks-home"].inputs["arn"] == recording.outputs["alarm_target"]
        (statement,) = json.loads(recording.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])["Statement"]
        assert (statement["Action"], statement["Resource"]) == ("events:PutEvents", home)

    def test_in_us_east_1_the_alarm_is_at_home(self) -> None:
        recording = monitoring("aws", checks=CHECK, location="us-east-1")
        assert recording.one(ALARMS["aws"]).inputs["alarmActions"] == [recording.outputs["alarm_target"]]
        assert recording.all("aws:cloudwatch/eventRule:EventRule") == []

    def test_silence_of_a_service_is_an_outage(self) -> None:
        silent = watching("aws", "shop").one(ALARMS["aws"], "shop-shop-silent").inputs
        assert (silent["treatMissingData"], silent["comparisonOperator"]) == ("breaching", "LessThanThreshold")
        assert silent["dimensions"] == {"ClusterName": "c", "ServiceName": "s"}

    def test_requests_are_counted_by_the_load_balancer(self) -> None:
        body = json.loads(watching("aws", "shop").one(DASHBOARDS["aws"]).inputs["dashboardBody"])
        metrics = [it for widget in body["widgets"] for it in widget["properties"].get("metrics", [])]
        counted = [it for it in metrics if it[0] == "AWS/ApplicationELB"]
        assert {(it[2], it[3]) for it in counted} == {("LoadBalancer", "app/shop/50dc6c495c0c9188")}
        assert {it[4]["stat"] for it in counted} == {"Sum", "p50", "p99"}

    def test_a_database_is_found_by_the_end_of_its_arn(self) -> None:
        slow = watching("aws", "orders").one(ALARMS["aws"], "shop-orders-slow").inputs
        assert slow["dimensions"] == {"DBInstanceIdentifier": "orders"}

    def test_nothing_on_the_dashboard_covers_anything_else(self) -> None:
        body = json.loads(whole("aws").one(DASHBOARDS["aws"]).inputs["dashboardBody"])
        taken: set[tuple[int, int]] = set()
        for widget in body["widgets"]:
            rows = range(widget["y"], widget["y"] + widget["height"])
            columns = range(widget["x"], widget["x"] + widget["width"])
            here = {(x, y) for x in columns for y in rows}
            assert max(columns) < 24
            assert taken.isdisjoint(here)
            taken |= here

    def test_the_dashboards_name_is_nobody_elses(self) -> None:
        assert whole("aws").outputs["dashboard_name"].startswith("shop-")
        assert whole("aws").one("random:index/randomId:RandomId").inputs["byteLength"] == 4

    def test_the_budget_is_of_the_services_tags(self) -> None:
        budget = whole("aws").one("aws:budgets/budget:Budget").inputs
        assert (budget["limitAmount"], budget["timeUnit"]) == ("1500.50", "MONTHLY")
        assert [(it["tags"]["key"], it["tags"]["values"]) for it in budget["filterExpression"]["ands"]] == [
            ("service", ["shop"]),
            ("environment", ["dev"]),
        ]
        told = [(it["notificationType"], it["threshold"]) for it in budget["notifications"]]
        assert told == [("ACTUAL", 80), ("ACTUAL", 100), ("FORECASTED", 100)]

    def test_the_audit_trail_is_of_all_regions_and_proves_itself(self) -> None:
        recording = whole("aws")
        trail = recording.one("aws:cloudtrail/trail:Trail").inputs
        assert trail["isMultiRegionTrail"] is True
        assert trail["enableLogFileValidation"] is True
        policy = json.loads(recording.one("aws:s3/bucketPolicy:BucketPolicy").inputs["policy"])["Statement"]
        allowed = [it for it in policy if it["Effect"] == "Allow"]
        assert {it["Principal"]["Service"] for it in allowed} == {"cloudtrail.amazonaws.com"}
        assert all(it["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}} for it in allowed)
        (rule,) = recording.one("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs["rules"]
        assert rule["expiration"] == {"days": 90}
        assert recording.outputs["log_destination"].startswith("shop-trail-")


class TestAzure:
    def test_who_is_told(self) -> None:
        group = whole("azure").one("azure-native:monitor:ActionGroup").inputs
        (mail,) = group["emailReceivers"]
        assert (mail["emailAddress"], mail["useCommonAlertSchema"]) == ("oncall@acme.example", True)

    def test_a_check_asks_from_five_places(self) -> None:
        recording = monitoring("azure", checks=CHECK)
        test = recording.one("azure-native:applicationinsights:WebTest").inputs
        assert len(test["locations"]) == 5
        assert test["request"]["requestUrl"] == CHECK["front"]
        rules = test["validationRules"]
        assert (rules["sSLCheck"], rules["sSLCertRemainingLifetimeCheck"]) == (True, 14)
        insights = recording.one("azure-native:applicationinsights:Component")
        assert any(tag.startswith("hidden-link:/subscriptions/") for tag in test["tags"])
        assert test["tags"]["service"] == "shop"
        alert = recording.one(ALARMS["azure"]).inputs
        assert alert["criteria"]["failedLocationCount"] == 3
        assert len(alert["scopes"]) == 2
        assert insights.inputs["disableLocalAuth"] is True

    def test_an_alert_is_on_the_resource_that_measures(self) -> None:
        alert = watching("azure", "files").one(ALARMS["azure"]).inputs
        assert alert["scopes"] == [ACCOUNT_ID]
        assert alert["windowSize"] == "PT15M"

    def test_the_budget_starts_this_month_and_is_of_the_services_tags(self) -> None:
        budget = whole("azure").one("azure-native:consumption:Budget").inputs
        assert budget["timePeriod"]["startDate"].endswith("-01T00:00:00Z")
        assert [it["tags"]["values"] for it in budget["filter"]["and"]] == [["shop"], ["dev"]]
        assert budget["scope"].count("/") == 2

    def test_the_audit_trail_is_the_subscriptions_activity_log(self) -> None:
        recording = whole("azure")
        setting = recording.one("azure-native:monitor:SubscriptionDiagnosticSetting").inputs
        assert {it["category"] for it in setting["logs"]} >= {"Administrative", "Security", "Policy"}
        workspace = recording.one("azure-native:operationalinsights:Workspace").inputs
        assert workspace["retentionInDays"] == 90
        assert workspace["features"]["disableLocalAuth"] is True

    def test_nothing_on_the_dashboard_covers_anything_else(self) -> None:
        (lens,) = whole("azure").one(DASHBOARDS["azure"]).inputs["properties"]["lenses"]
        taken: set[tuple[int, int]] = set()
        for part in lens["parts"]:
            at = part["position"]
            here = {(at["x"] + x, at["y"] + y) for x in range(int(at["colSpan"])) for y in range(int(at["rowSpan"]))}
            assert taken.isdisjoint(here)
            taken |= here


class TestGcp:
    def test_the_target_is_all_channels(self) -> None:
        recording = whole("gcp")
        channels = recording.all("gcp:monitoring/notificationChannel:NotificationChannel")
        assert [it.inputs["type"] for it in channels] == ["email", "webhook_tokenauth"]
        assert len(recording.outputs["alarm_target"].split(",")) == 2
        for alarm in recording.all(ALARMS["gcp"]):
            assert alarm.inputs["notificationChannels"] == recording.outputs["alarm_target"].split(",")

    def test_nobody_named_is_an_empty_target(self) -> None:
        assert monitoring("gcp").outputs["alarm_target"] == ""

    def test_a_check_asks_from_three_regions(self) -> None:
        check = monitoring("gcp", checks=CHECK).one("gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig").inputs
        assert len(check["selectedRegions"]) == 3
        assert check["monitoredResource"] == {"type": "uptime_url", "labels": {"host": "shop.acme.example"}}
        asked = check["httpCheck"]
        assert (asked["useSsl"], asked["validateSsl"], asked["path"]) == (True, True, "/health?deep=1")

    def test_a_subscription_is_found_by_its_name(self) -> None:
        (condition,) = watching("gcp", "jobs").one(ALARMS["gcp"]).inputs["conditions"]
        assert 'resource.labels.subscription_id="jobs"' in condition["conditionThreshold"]["filter"]

    def test_the_budget_tells_the_people_with_an_address(self) -> None:
        budget = whole("gcp").one("gcp:billing/budget:Budget").inputs
        assert budget["amount"]["specifiedAmount"] == {"units": "1500", "nanos": 500_000_000}
        assert budget["budgetFilter"]["labels"] == {"service": "shop"}
        assert len(budget["allUpdatesRule"]["monitoringNotificationChannels"]) == 1

    def test_a_budget_needs_its_billing_account(self) -> None:
        with pytest.raises(ArgumentError, match="billing_account"):
            monitoring("gcp", monthly_budget=10)

    def test_gcp_keeps_its_own_audit_trail(self) -> None:
        with pytest.raises(ArgumentError, match="keeps it for 400 days"):
            monitoring("gcp", audit_trail=True)


def test_registered_resources_are_recorded() -> None:
    """The helper above tells a secret from a text in clear."""
    assert not _secret_around({"url": "x"}, "x")
    assert isinstance(whole("aws").children[0], Registered)

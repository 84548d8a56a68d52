"""`Queue`: every line of docs/components/queue.md's checklist."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_components.azure_expiry import expiry, today
from stackwright_components.conventions import ArgumentError
from stackwright_components.queue import Queue, QueueArgs, QueueOutputs

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, Registered, record

TAGS = {"owner": "team-retail"}
PLACES = {
    "aws": ("pulumi_aws", ""),
    "azure": ("pulumi_azure_native", "westeurope"),
    "gcp": ("pulumi_gcp", "europe-west1"),
}
CLOUDS = sorted(PLACES)
AGENT = "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com"
COMPONENT = "stackwright-components:index:Queue"
QUEUE = "aws:sqs/queue:Queue"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def queue(cloud: str, *, preview: bool = False, **changes: Any) -> Recording:
    """Recorded once: the SDK takes its time, on Azure above all, with an alias per API version."""
    return _queue(cloud, json.dumps(changes), preview)


@cache
def _queue(cloud: str, changes: str, preview: bool) -> Recording:
    package, location = PLACES[cloud]

    def program() -> dict[str, Any]:
        provider = import_module(package).Provider("explicit")
        args: QueueArgs = {"cloud": cloud, "location": location, "tags": TAGS, **json.loads(changes)}
        built = Queue("shop", args, pulumi.ResourceOptions(providers=[provider]))
        return {name: getattr(built, name) for name in QueueOutputs.__annotations__}

    return record(program, preview=preview)


def statements(policy: Registered) -> dict[str, Any]:
    return {it["Sid"]: it for it in json.loads(policy.inputs["policy"])["Statement"]}


@pytest.mark.parametrize("cloud", CLOUDS)
class TestEveryCloud:
    def test_children_inherit_the_components_parent_and_provider(self, cloud: str) -> None:
        component = queue(cloud).one(COMPONENT)
        for child in queue(cloud).children:
            assert child.parent == component.urn
            assert "::explicit::" in child.provider
            assert child.name.startswith("shop")

    def test_a_message_is_hidden_for_six_timeouts(self, cloud: str) -> None:
        assert queue(cloud).outputs["visibility_seconds"] == 180
        assert queue(cloud, timeout_seconds=10).outputs["visibility_seconds"] == 60

    def test_a_preview_in_which_nothing_is_known_works(self, cloud: str) -> None:
        assert queue(cloud, preview=True).one(COMPONENT)

    def test_alarms_go_where_they_are_told(self, cloud: str) -> None:
        assert queue(cloud).outputs["alarm_target"]
        assert queue(cloud, alarm_target="elsewhere").outputs["alarm_target"] == "elsewhere"


def test_the_private_cloud_has_none() -> None:
    with pytest.raises(ArgumentError, match=r"^cloud: 'private' is not one of"):
        record(lambda: {"url": Queue("shop", {"cloud": "private"}).queue_url})


class TestAws:
    BOTH = ("shop-queue", "shop-dead-letters")

    def test_outputs(self) -> None:
        outputs = queue("aws").outputs
        assert (
            outputs["queue_id"]
            == outputs["queue_arn"]
            == f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue/{outputs['queue_name']}"
        )
        assert outputs["key_arn"].startswith(f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/")
        assert outputs["queue_url"].startswith("https://sqs.")
        assert (outputs["topic_id"], outputs["subscription_id"], outputs["namespace_id"]) == ("", "", "")

    @pytest.mark.parametrize("name", BOTH)
    def test_messages_are_encrypted_with_a_key_of_their_own(self, name: str) -> None:
        made = queue("aws").one(QUEUE, name).inputs
        assert made["kmsMasterKeyId"] == queue("aws").outputs["key_arn"]
        assert made["kmsDataKeyReusePeriodSeconds"] == 300
        assert queue("aws").one("aws:kms/key:Key").inputs["enableKeyRotation"] is True

    def test_the_key_is_the_accounts_and_alarms_may_use_it(self) -> None:
        policy = statements(queue("aws").one("aws:kms/keyPolicy:KeyPolicy"))
        assert policy["Account"]["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
        assert "cloudwatch.amazonaws.com" in policy["Publish"]["Principal"]["Service"]
        assert policy["Publish"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}

    @pytest.mark.parametrize("name", BOTH)
    def test_only_over_tls(self, name: str) -> None:
        (deny,) = statements(queue("aws").one("aws:sqs/queuePolicy:QueuePolicy", name)).values()
        assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "sqs:*")
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert deny["Resource"].startswith("arn:aws:sqs:")

    def test_what_fails_five_times_is_a_dead_letter(self) -> None:
        redrive = json.loads(queue("aws").one(QUEUE, "shop-queue").inputs["redrivePolicy"])
        assert redrive == {"deadLetterTargetArn": queue("aws").outputs["dead_letter_id"], "maxReceiveCount": 5}
        assert "redrivePolicy" not in queue("aws").one(QUEUE, "shop-dead-letters").inputs

    def test_only_this_queue_may_have_its_dead_letters_there(self) -> None:
        allow = json.loads(
            queue("aws").one("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy").inputs["redriveAllowPolicy"]
        )
        assert allow == {"redrivePermission": "byQueue", "sourceQueueArns": [queue("aws").outputs["queue_arn"]]}

    def test_messages_wait_a_week_and_dead_letters_two(self) -> None:
        assert queue("aws").one(QUEUE, "shop-queue").inputs["messageRetentionSeconds"] == 7 * 86400
        assert queue("aws").one(QUEUE, "shop-dead-letters").inputs["messageRetentionSeconds"] == 14 * 86400

    def test_visibility_ends_at_twelve_hours(self) -> None:
        assert queue("aws").one(QUEUE, "shop-queue").inputs["visibilityTimeoutSeconds"] == 180
        assert queue("aws", timeout_seconds=9000).outputs["visibility_seconds"] == 43200

    def test_receives_poll_long(self) -> None:
        assert queue("aws").one(QUEUE, "shop-queue").inputs["receiveWaitTimeSeconds"] == 20

    @pytest.mark.parametrize("name", BOTH)
    def test_order_is_that_of_a_group(self, name: str) -> None:
        made = queue("aws", ordered=True).one(QUEUE, name).inputs
        assert made["fifoQueue"] is made["contentBasedDeduplication"] is True
        assert (made["deduplicationScope"], made["fifoThroughputLimit"]) == ("messageGroup", "perMessageGroupId")
        assert "fifoQueue" not in queue("aws").one(QUEUE, name).inputs

    def test_everything_is_tagged(self) -> None:
        for name in self.BOTH:
            assert queue("aws").one(QUEUE, name).inputs["tags"] == {**TAGS, "Name": name}

    def test_the_owner_hears_of_old_messages_and_of_dead_letters(self) -> None:
        alarms = queue("aws", max_age_minutes=5).by_name(ALARM)
        assert set(alarms) == {"shop-age", "shop-dead-letters"}
        age, dead = alarms["shop-age"].inputs, alarms["shop-dead-letters"].inputs
        assert (age["metricName"], age["statistic"], age["threshold"]) == (
            "ApproximateAgeOfOldestMessage",
            "Maximum",
            300,
        )
        assert (dead["metricName"], dead["threshold"]) == ("ApproximateNumberOfMessagesVisible", 0)
        assert dead["dimensions"]["QueueName"].startswith("shop-dead-letters")
        for alarm in alarms.values():
            assert alarm.inputs["treatMissingData"] == "ignore"
            assert "Runbook: docs/components/queue.md#runbook" in alarm.inputs["alarmDescription"]
            assert len(alarm.inputs["alarmActions"]) == len(alarm.inputs["okActions"]) == 1


class TestAzure:
    NAMESPACE = "azure-native:servicebus:Namespace"
    QUEUE = "azure-native:servicebus:Queue"

    def test_outputs(self) -> None:
        outputs = queue("azure").outputs
        assert outputs["queue_url"].startswith("https://shop-queue-")
        assert outputs["queue_url"].endswith(f".servicebus.windows.net/{outputs['queue_name']}")
        assert outputs["dead_letter_url"] == f"{outputs['queue_url']}/$deadletterqueue"
        assert outputs["dead_letter_id"] == outputs["queue_id"]
        assert outputs["namespace_id"].startswith("/subscriptions/")
        assert (outputs["queue_arn"], outputs["key_arn"], outputs["topic_id"]) == ("", "", "")

    def test_no_keys_are_passed_around_and_tls_is_new(self) -> None:
        namespace = queue("azure").one(self.NAMESPACE).inputs
        assert namespace["disableLocalAuth"] is True
        assert namespace["minimumTlsVersion"] == "1.2"

    def test_messages_are_encrypted_with_a_key_of_their_own(self) -> None:
        recording = queue("azure")
        namespace = recording.one(self.NAMESPACE)
        assert namespace.inputs["sku"] == {"name": "Premium", "tier": "Premium", "capacity": 1}
        assert namespace.inputs["zoneRedundant"] is True
        (used,) = namespace.inputs["encryption"]["keyVaultProperties"]
        assert namespace.inputs["encryption"]["requireInfrastructureEncryption"] is True
        assert "keyVersion" not in used
        (identity,) = namespace.inputs["identity"]["userAssignedIdentities"]
        assert used["identity"] == {"userAssignedIdentity": identity}
        grant = recording.one("azure-native:authorization:RoleAssignment")
        assert grant.urn in namespace.depends_on
        assert grant.inputs["roleDefinitionId"].endswith("/e147488a-f6f5-4113-8e2d-b22465e65bf6")
        assert "Vault" in grant.inputs["scope"]

    def test_the_key_rotates_and_cannot_be_purged(self) -> None:
        key = queue("azure").one("azure-native:keyvault:Key").inputs["properties"]
        (action,) = key["rotationPolicy"]["lifetimeActions"]
        assert action == {"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "P1Y"}}
        assert key["rotationPolicy"]["attributes"] == {"expiryTime": "P2Y"}
        assert key["attributes"]["expires"] in (expiry(today(), 2), expiry(today() - timedelta(days=1), 2))
        vault = queue("azure").one("azure-native:keyvault:Vault").inputs["properties"]
        assert vault["enableRbacAuthorization"] is vault["enablePurgeProtection"] is vault["enableSoftDelete"] is True
        assert vault["networkAcls"] == {"defaultAction": "Deny", "bypass": "AzureServices"}

    def test_the_cheap_tier_has_no_key(self) -> None:
        recording = queue("azure", tier="standard")
        assert recording.one(self.NAMESPACE).inputs["sku"] == {"name": "Standard", "tier": "Standard"}
        assert not {"encryption", "identity"} & set(recording.one(self.NAMESPACE).inputs)
        assert not recording.all("azure-native:keyvault:Vault")

    def test_what_fails_five_times_or_comes_too_late_is_a_dead_letter(self) -> None:
        made = queue("azure").one(self.QUEUE).inputs
        assert made["maxDeliveryCount"] == 5
        assert made["deadLetteringOnMessageExpiration"] is True
        assert made["defaultMessageTimeToLive"] == "P7D"

    def test_visibility_ends_at_five_minutes(self) -> None:
        assert queue("azure", timeout_seconds=60).outputs["visibility_seconds"] == 300
        for timeout, written in ((5, "PT30S"), (15, "PT1M30S"), (30, "PT3M"), (60, "PT5M")):
            made = queue("azure", timeout_seconds=timeout).one(self.QUEUE).inputs
            assert made["lockDuration"] == written

    def test_order_is_that_of_a_session(self) -> None:
        ordered, plain = queue("azure", ordered=True).one(self.QUEUE).inputs, queue("azure").one(self.QUEUE).inputs
        assert ordered["requiresSession"] is ordered["requiresDuplicateDetection"] is True
        assert ordered["duplicateDetectionHistoryTimeWindow"] == "PT10M"
        assert plain["requiresSession"] is plain["requiresDuplicateDetection"] is False

    def test_everything_is_tagged_that_can_be(self) -> None:
        for type_ in (self.NAMESPACE, "azure-native:keyvault:Vault", "azure-native:resources:ResourceGroup"):
            assert queue("azure").one(type_).inputs["tags"] == TAGS

    def test_logs_and_metrics_are_kept(self) -> None:
        setting = queue("azure").one("azure-native:monitor:DiagnosticSetting").inputs
        assert setting["resourceUri"] == queue("azure").outputs["namespace_id"]
        assert setting["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
        workspace = queue("azure").one("azure-native:operationalinsights:Workspace").inputs
        assert workspace["retentionInDays"] == 90

    def test_the_owner_hears_of_a_backlog_and_of_dead_letters(self) -> None:
        alerts = queue("azure", max_backlog=50).by_name("azure-native:monitor:MetricAlert")
        assert set(alerts) == {"shop-backlog", "shop-dead-letters"}
        (backlog,) = alerts["shop-backlog"].inputs["criteria"]["allOf"]
        (dead,) = alerts["shop-dead-letters"].inputs["criteria"]["allOf"]
        assert (backlog["metricName"], backlog["timeAggregation"], backlog["threshold"]) == (
            "ActiveMessages",
            "Minimum",
            50,
        )
        assert (dead["metricName"], dead["timeAggregation"], dead["threshold"]) == (
            "DeadletteredMessages",
            "Maximum",
            0,
        )
        for alert in alerts.values():
            assert alert.inputs["scopes"] == [queue("azure").outputs["namespace_id"]]
            assert "Runbook: docs/components/queue.md#runbook" in alert.inputs["description"]


class TestGcp:
    TOPIC = "gcp:pubsub/topic:Topic"
    SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
    BOTH = ("shop-queue", "shop-dead-letters")

    def test_outputs(self) -> None:
        outputs = queue("gcp").outputs
        assert outputs["queue_id"] == outputs["subscription_id"]
        assert outputs["topic_id"]
        assert outputs["queue_url"] == f"https://pubsub.googleapis.com/v1/{outputs['subscription_id']}"
        assert (outputs["queue_arn"], outputs["key_arn"], outputs["namespace_id"]) == ("", "", "")

    @pytest.mark.parametrize("name", [*BOTH, "shop-alarms"])
    def test_messages_are_encrypted_with_a_key_of_their_own_and_rest_in_their_region(self, name: str) -> None:
        recording = queue("gcp")
        topic = recording.one(self.TOPIC, name)
        assert topic.inputs["kmsKeyName"]
        assert topic.inputs["messageStoragePolicy"] == {"allowedPersistenceRegions": ["europe-west1"]}
        usable = recording.one("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember")
        assert usable.inputs["role"] == "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        assert usable.inputs["member"] == AGENT
        assert usable.urn in topic.depends_on
        assert recording.one("gcp:kms/cryptoKey:CryptoKey").inputs["rotationPeriod"] == "7776000s"

    @pytest.mark.parametrize("name", BOTH)
    def test_a_subscription_never_expires(self, name: str) -> None:
        assert queue("gcp").one(self.SUBSCRIPTION, name).inputs["expirationPolicy"] == {"ttl": ""}

    def test_messages_wait_a_week_and_dead_letters_two(self) -> None:
        retained = {
            name: it.inputs["messageRetentionDuration"] for name, it in queue("gcp").by_name(self.SUBSCRIPTION).items()
        }
        assert retained == {"shop-queue": "604800s", "shop-dead-letters": "1209600s"}

    def test_what_fails_five_times_is_a_dead_letter(self) -> None:
        subscriptions = queue("gcp").by_name(self.SUBSCRIPTION)
        policy = subscriptions["shop-queue"].inputs["deadLetterPolicy"]
        assert policy["maxDeliveryAttempts"] == 5
        assert policy["deadLetterTopic"] == subscriptions["shop-dead-letters"].inputs["topic"]
        assert "deadLetterPolicy" not in subscriptions["shop-dead-letters"].inputs

    def test_pubsub_may_move_dead_letters(self) -> None:
        recording = queue("gcp")
        take = recording.one("gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember").inputs
        put = recording.one("gcp:pubsub/topicIAMMember:TopicIAMMember", "shop-dead-letters").inputs
        assert (take["role"], take["member"]) == ("roles/pubsub.subscriber", AGENT)
        assert take["subscription"] == recording.outputs["subscription_id"]
        assert (put["role"], put["member"]) == ("roles/pubsub.publisher", AGENT)
        assert put["topic"] == recording.by_name(self.SUBSCRIPTION)["shop-dead-letters"].inputs["topic"]

    def test_fewer_than_five_attempts_are_refused(self) -> None:
        with pytest.raises(ArgumentError, match=r"^max_receives: gcp takes 5 to 100, not 4"):
            queue("gcp", max_receives=4)

    def test_visibility_ends_at_ten_minutes(self) -> None:
        assert queue("gcp").one(self.SUBSCRIPTION, "shop-queue").inputs["ackDeadlineSeconds"] == 180
        assert queue("gcp", timeout_seconds=200).outputs["visibility_seconds"] == 600

    def test_order_is_that_of_a_key(self) -> None:
        made = queue("gcp", ordered=True).one(self.SUBSCRIPTION, "shop-queue").inputs
        assert made["enableMessageOrdering"] is made["enableExactlyOnceDelivery"] is True

    def test_everything_is_labelled(self) -> None:
        for type_ in (self.TOPIC, self.SUBSCRIPTION):
            assert all(it.inputs["labels"] == TAGS for it in queue("gcp").all(type_))

    def test_the_owner_hears_of_old_messages_and_of_dead_letters(self) -> None:
        recording = queue("gcp", max_age_minutes=5)
        policies = recording.by_name("gcp:monitoring/alertPolicy:AlertPolicy")
        assert set(policies) == {"shop-age", "shop-dead-letters"}
        conditions = {name: it.inputs["conditions"][0]["conditionThreshold"] for name, it in policies.items()}
        age, dead = conditions["shop-age"], conditions["shop-dead-letters"]
        assert (age["thresholdValue"], dead["thresholdValue"]) == (300, 0)
        assert "oldest_unacked_message_age" in age["filter"]
        assert f'subscription_id = "{recording.outputs["queue_name"]}"' in age["filter"]
        assert f'subscription_id = "{recording.outputs["dead_letter_name"]}"' in dead["filter"]
        for policy in policies.values():
            assert policy.inputs["notificationChannels"] == [recording.outputs["alarm_target"]]
            assert "Runbook: docs/components/queue.md#runbook" in policy.inputs["documentation"]["content"]
            assert policy.inputs["alertStrategy"]["notificationPrompts"] == ["OPENED", "CLOSED"]
        assert {it["evaluationMissingData"] for it in conditions.values()} == {"EVALUATION_MISSING_DATA_NO_OP"}

    def test_an_alarm_may_have_several_channels(self) -> None:
        for policy in queue("gcp", alarm_target="a,b").all("gcp:monitoring/alertPolicy:AlertPolicy"):
            assert policy.inputs["notificationChannels"] == ["a", "b"]

    def test_monitoring_may_tell_the_owner(self) -> None:
        recording = queue("gcp")
        grant = recording.one("gcp:pubsub/topicIAMMember:TopicIAMMember", "shop-alarms")
        channel = recording.one("gcp:monitoring/notificationChannel:NotificationChannel")
        assert grant.inputs["member"] == AGENT.replace("gcp-sa-pubsub", "gcp-sa-monitoring-notification")
        assert channel.urn in grant.depends_on
        assert channel.inputs["type"] == "pubsub"


@pytest.mark.parametrize("cloud", ["azure", "gcp"])
def test_a_location_is_needed(cloud: str) -> None:
    with pytest.raises(ArgumentError, match=r"^location: is needed"):
        queue(cloud, location="")


@pytest.mark.parametrize("cloud", ["aws", "gcp"])
def test_only_azure_has_tiers(cloud: str) -> None:
    with pytest.raises(ArgumentError, match=r"^tier: "):
        queue(cloud, tier="standard")


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/queue.md")
    assert len(named) > 10
    assert named <= properties_set(
        *(queue(cloud) for cloud in CLOUDS), *(queue(cloud, ordered=True) for cloud in CLOUDS)
    )

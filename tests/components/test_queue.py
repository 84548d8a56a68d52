"""`Queue`: every line of docs/components/queue.md's checklist."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.queue import Queue, QueueArgs, QueueOutputs

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, Registered, record

TAGS = {"owner": "team-retail"}
PLACES = {"aws": ("pulumi_aws", "")}
CLOUDS = sorted(PLACES)
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


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/queue.md")
    assert len(named) > 10
    assert named <= properties_set(
        *(queue(cloud) for cloud in CLOUDS), *(queue(cloud, ordered=True) for cloud in CLOUDS)
    )

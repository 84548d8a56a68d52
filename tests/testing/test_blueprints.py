"""A blueprint by itself in a test, under policies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stackwright.errors import InvalidInput, UsageError
from stackwright.testing import Rehearsal, RehearsalFailed, rehearse
from stackwright.testing import policy as policies

ROOT = Path(__file__).resolve().parents[2]
SECURITY = policies.pack(ROOT / "policies" / "security")


@pytest.fixture(scope="module")
def queue() -> Iterator[Rehearsal]:
    with rehearse("queue", cloud="aws") as it:
        it.up()
        yield it


def test_a_change_is_an_update(queue: Rehearsal) -> None:
    change = queue.preview(timeout_seconds=120)
    change.updated("aws:sqs:Queue").nothing_replaced().no_data_lost()
    assert (
        queue.preview(ordered=True)
        .replaced("aws:sqs:Queue", because="fifoQueue")
        .one("Queue::rehearsal-queue")
        .holds_data
    )


def test_it_is_deployed_as_a_service_would(queue: Rehearsal) -> None:
    resource = queue.resource("aws:sqs:Queue::rehearsal-queue")
    assert resource.inputs["tags"]["managed-by"] == "stackwright"
    assert queue.outputs["queue_url"] == resource.outputs["url"]


def test_inputs_are_checked_as_those_of_a_service(queue: Rehearsal) -> None:
    with pytest.raises(InvalidInput, match=r"queue@[\d.]+: timeout_seconds"):
        queue.up(timeout_seconds="long")
    with pytest.raises(InvalidInput, match="timeout_secs"):
        rehearse("queue", cloud="aws", inputs={"timeout_secs": 3})
    with pytest.raises(UsageError, match=r"blueprint queue runs on .*, so a test must say on which"):
        rehearse("queue")
    with pytest.raises(UsageError, match="not on moon"):
        rehearse("queue", cloud="moon")


def test_policies_judge_what_stands(queue: Rehearsal) -> None:
    assert queue.policies(SECURITY).none_mandatory().outcome in ("pass", "violated")


def test_a_policy_stops_an_up() -> None:
    from tests.testing.programs import CONFIG, shelf

    rules = SECURITY.only("AWS-S3-02")
    with rehearse(shelf, config=CONFIG, policies=rules) as it:
        with pytest.raises(RehearsalFailed, match="policy AWS-S3-02"):
            it.up()
        [found] = it.policies().mandatory
        assert (found.policy, found.name) == ("AWS-S3-02", "shelf")
        with pytest.raises(AssertionError, match=r"expected no mandatory findings, but there are 1:\n  AWS-S3-02"):
            it.policies().none_mandatory()

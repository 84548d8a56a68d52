"""Things that break: calls that fail, drift, loss, zones; and what a test may say of the recovery."""

from __future__ import annotations

import pytest

from stackwright.errors import UsageError
from stackwright.testing import RehearsalFailed, rehearse
from tests.testing.programs import CONFIG, shelf, zones


def test_the_second_create_fails_and_the_next_up_goes_on() -> None:
    with rehearse(shelf, config={**CONFIG, "books": 3}) as it:
        with it.failing("create", "s3:BucketObjectv2", nth=2, code="SlowDown") as failure:
            failed = it.up().failed("SlowDown")
            assert failure.hits(it.clouds) == 1
        assert [step.name for step in failed.steps.that("failed")] == ["book-1"]
        assert "SlowDown" in failed.one("book-1").error
        it.up().succeeded().created("book-*").nothing_replaced()
        it.up().nothing_changed()


def test_a_failure_that_nothing_met_is_a_failure_of_the_test() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        it.up()
        with (
            pytest.raises(AssertionError, match=r"(?s)no create of Bucket was met.*up\(\) of shelf: 4 unchanged"),
            it.failing("create", "Bucket"),
        ):
            it.up()
        it.lose("Bucket")
        it.refresh().gone("shelf", 1)
        it.up().created("shelf", 1).replaced("book-0")
        with (
            pytest.raises(UsageError, match="aws has no type aws:s3/buckt:Buckt"),
            it.failing("create", "aws:s3/buckt:Buckt"),
        ):
            pass


def test_drift_is_seen_and_put_back() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        it.up()
        assert it.drift("Bucket", {"tags.team": "pirates"}) == ["aws:s3/bucket:Bucket::shelf: tags.team"]
        found = it.refresh().drifted("shelf", 1).changed_only("shelf").one("shelf")
        assert (found.diff["tags.team"].old, found.diff["tags.team"].new) == ("press", "pirates")
        it.up().updated("shelf").changed_only("shelf")
        it.refresh().nothing_drifted()
        assert it.drift()
        with pytest.raises(UsageError, match=r"the clouds hold no shelv\n  did you mean 'shelf'\?"):
            it.drift("shelv", {"tags.team": "b"})
        with pytest.raises(UsageError, match="did you mean tags"):
            it.drift("shelf", tagz={})


def test_a_zone_is_lost_and_another_is_out() -> None:
    with rehearse(zones, config=CONFIG) as it:
        it.up()
        assert it.lose(zone="eu-west-1a") == ["aws:ec2/subnet:Subnet::eu-west-1a"]
        it.refresh().gone("eu-west-1a").changed_only("eu-west-1a")
        with it.outage("eu-west-1a"):
            it.up().failed("eu-west-1a is not available")
        it.up().created("eu-west-1a").changed_only("eu-west-1a")
        with pytest.raises(UsageError, match=r"(?s)nothing is in zone eu-west-1c.*eu-west-1a, eu-west-1b"):
            it.lose(zone="eu-west-1c")
        with pytest.raises(UsageError, match="lose what"):
            it.lose()


def test_a_crash_of_the_cloud_kills_no_test() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        with it.failing("create", "Queue", kind="crash"):
            it.up().failed()
        it.up().succeeded()


def test_outside_of_a_failure_nothing_fails_unnoticed() -> None:
    with rehearse(shelf, config=CONFIG) as it:
        with it.failing("create", "Queue", times=None):
            it.up().failed()
            it.up().failed()
        with pytest.raises(RehearsalFailed, match="Missing required configuration"):
            rehearse(_demanding).up()


def _demanding() -> None:
    import pulumi

    pulumi.Config().require("colour")

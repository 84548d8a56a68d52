"""What happens behind Pulumi's back, and what `refresh` and `up` make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import UsageError
from stackwright.simcloud import open_host, paths
from stackwright.simcloud.drifting.drift import unmanaged
from stackwright.simcloud.drifting.edit import at, placed
from stackwright.wire.values import is_secret, reveal, secret
from tests.simcloud.made import KEY, urn_of
from tests.simcloud.rehearsed import Rehearsed

BUCKET = "aws:s3/bucket:Bucket"


def test_a_change_is_refreshed_and_put_right(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    bench.up()
    with bench.clouds() as host:
        done = host.drift.change(host.drift.find("first"), {"tags.team": "pay", "displayName": "by hand"})
    assert [(item.path, item.old, item.new) for item in done.changes] == [
        ("tags.team", "retail", "pay"),
        ("displayName", None, "by hand"),
    ]
    assert bench.refresh().changes == {"same": 3, "update": 1}
    assert bench.resources()["first"]["outputs"]["tagsAll"] == {"team": "pay"}
    assert bench.up().changes == {"same": 3, "update": 1}
    with bench.clouds() as host:
        assert host.drift.find("first").outputs["tagsAll"] == {"team": "retail"}
    assert bench.refresh().changes == {"same": 4}


def test_a_deletion_is_refreshed_and_made_good(tmp_path) -> None:
    bench = Rehearsed(tmp_path)
    bench.up()
    with bench.clouds() as host:
        host.drift.delete(host.drift.find("third"))
    assert bench.refresh().changes == {"same": 3, "delete": 1}
    assert bench.up().changes == {"same": 3, "create": 1}
    assert sorted(bench.held()) == ["first", "second", "third"]


@pytest.mark.parametrize("seed", range(4))
def test_random_drift_is_shown_and_put_right(tmp_path, seed) -> None:
    bench = Rehearsed(tmp_path)
    bench.up()
    with bench.clouds() as host:
        done = host.drift.random(2, seed)
    gone = sum(each.what == "deleted" for each in done)
    shown = bench.refresh().changes
    assert (shown.get("update", 0), shown.get("delete", 0)) == (2 - gone, gone)
    assert bench.up().result == "succeeded"
    assert bench.refresh().changes == {"same": 4}
    assert bench.up().changes == {"same": 4}


def test_the_same_seed_does_the_same() -> None:
    done = []
    for _ in range(2):
        host = open_host(":memory:", KEY)
        for number in range(6):
            host.connect("aws").create(urn_of(BUCKET, str(number)), {"bucket": f"bucket-{number}"})
        done.append(host.drift.random(4, seed=7))
        host.close()
    plain = [[(each.what, each.resource.urn, each.changes) for each in run] for run in done]
    assert plain[0] == plain[1]
    assert len(plain[0]) == 4


def test_more_drift_than_there_is_to_drift_is_all_of_it(make, host) -> None:
    make(BUCKET, {})
    make("random:index/randomPassword:RandomPassword", {"length": 20})
    assert [each.resource.type for each in host.drift.random(9)] == [BUCKET]


def test_an_unmanaged_resource_stands_beside_the_others_and_can_be_imported(make, host) -> None:
    config = {"region": "eu-west-1", "allowedAccountIds": ["999999999999"]}
    made = make("aws:sns/topic:Topic", {}, config=config)
    done = host.drift.create("aws:sns/topic:Topic", "stray", {"name": "stray"})
    assert done.resource.id == "arn:aws:sns:eu-west-1:999999999999:stray"
    assert [unmanaged(each) for each in host.resources()] == [False, True]
    imported = made.provider.read(urn_of("aws:sns/topic:Topic", "mine"), done.resource.id, {}, {})
    assert imported.inputs["name"] == "stray"


def test_an_unmanaged_resource_is_checked_like_any_other(host) -> None:
    with pytest.raises(UsageError, match=r"buckett: Invalid or unknown key"):
        host.drift.create(BUCKET, "stray", {"buckett": "x"})
    with pytest.raises(UsageError, match="there is no type aws:s3/bucket:Buckett"):
        host.drift.create("aws:s3/bucket:Buckett", "stray", {})
    assert host.resources() == []


def test_what_was_secret_stays_secret_in_the_cloud_and_in_what_is_told(make, host) -> None:
    make("aws:ssm/parameter:Parameter", {"type": "String", "value": secret("old"), "name": "/shop"})
    done = host.drift.change(host.drift.find("web"), {"value": "new"})
    (change,) = done.changes
    assert is_secret(change.old)
    assert (is_secret(change.new), reveal(change.new)) == (True, "new")
    assert is_secret(host.resources()[0].inputs["value"])


def test_a_value_fits_its_place(make, host) -> None:
    make("aws:ec2/subnet:Subnet", {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "tags": {"a": "1"}})
    done = host.drift.change(host.drift.find("web"), {"tags.a": 2, "mapPublicIpOnLaunch": True, "tags.b": None})
    assert done.resource.outputs["tags"] == {"a": "2"}
    assert done.resource.outputs["mapPublicIpOnLaunch"] is True


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"tagz.a": "b"}, "has no property tagz; did you mean tags"),
        ({"versioning.enabledd": True}, "has no property enabledd; did you mean enabled"),
        ({"bucket.name": "b"}, "bucket holds no properties"),
        ({"corsRules[3].maxAgeSeconds": 1}, r"there is no corsRules\[3\]"),
        ({"": 1}, "cannot be empty"),
        ({"tags..a": 1}, "is not a property path"),
    ],
)
def test_a_place_that_is_not_there_is_an_error_and_changes_nothing(make, host, values, message) -> None:
    made = make(BUCKET, {})
    with pytest.raises(UsageError, match=message):
        host.drift.change(host.drift.find("web"), {"tags.ok": "yes", **values})
    assert host.resources()[0].outputs == made.outputs


def test_finding_one_among_many(make, host) -> None:
    for name in ("web", "web-2", "api"):
        make(BUCKET, {}, name=name)
    api = host.drift.find("api")
    assert host.drift.find(f"{BUCKET}::web").urn == urn_of(BUCKET, "web")
    assert host.drift.find(api.id) == host.drift.find("ap*") == host.drift.find(api.urn) == api
    with pytest.raises(UsageError, match=r"may be any of 2 resources"):
        host.drift.find("web*")
    with pytest.raises(UsageError, match="did you mean aws:s3/bucket:Bucket::web"):
        host.drift.find("wev")
    host.drift.delete(api)
    with pytest.raises(UsageError):
        host.drift.find("api")
    assert host.drift.find("api", gone=True).deleted is not None


STEPS = st.lists(st.text('ab.c[]"\\', min_size=1, max_size=4), min_size=1, max_size=3)


@given(STEPS, st.integers() | st.text(max_size=3))
def test_what_was_placed_is_there(steps, value) -> None:
    path = ""
    for step in steps:
        path = paths.join(path, step) if '"' not in step and "\\" not in step else path
    if path:
        found = paths.split(path)
        assert at(placed({}, found, value), found) == value
        assert at(placed(placed({}, found, value), found, None), found) is None


def test_lists_are_changed_appended_to_and_cut() -> None:
    rules = {"a": [{"x": 1}, {"x": 2}]}
    assert placed(rules, ("a", 1, "x"), 9) == {"a": [{"x": 1}, {"x": 9}]}
    assert placed(rules, ("a", 2), {"x": 3}) == {"a": [{"x": 1}, {"x": 2}, {"x": 3}]}
    assert placed(rules, ("a", 0), None) == {"a": [{"x": 2}]}
    assert rules == {"a": [{"x": 1}, {"x": 2}]}

"""What nobody says how it is, is said to be assumed; what is known is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stackwright.simcloud.assuming import Assumption, assumptions
from stackwright.simcloud.rules.knowledge import Verdict, knowledge
from stackwright.simcloud.store import Call, Resource


def resource(token: str) -> Resource:
    return Resource(
        package=token.partition(":")[0],
        type=token,
        urn=f"urn:pulumi:dev::p::{token}::n",
        generation=1,
        id="n",
        realm="",
        config={},
        inputs={},
        outputs={},
        created=0,
        updated=0,
    )


def test_a_region_that_nobody_configured_is_told() -> None:
    silent = replace(resource("aws:sqs/queue:Queue"), outputs={"region": "us-east-1"})
    told = assumptions([silent, replace(silent, config={"region": "eu-west-1"})], [], [])
    assert told[0] == Assumption("aws", "no region is configured; taken to be us-east-1")
    assert [each.about for each in assumptions([replace(silent, inputs={"region": "us-east-1"})], [], [])][:1] != [
        "aws"
    ]


def call(token: str, method: str = "invoke") -> Call:
    return Call(seq=1, package=token.partition(":")[0], method=method, urn=token, id="", preview=False, at=0)


def _input(token: str, verdict: Verdict) -> str:
    return next(known.input for known in knowledge(token) if known.verdict == verdict and not known.guessed)


def test_of_a_type_with_a_recipe_nothing_is_made_up_that_the_recipe_says() -> None:
    made = [each.what for each in assumptions([resource("aws:s3/bucket:Bucket")], [], [])]
    assert not any("arn" in what.replace(",", "").split() for what in made)


def test_values_of_an_unfamiliar_type_are_named_once() -> None:
    token = "aws:chime/voiceConnector:VoiceConnector"
    [told] = assumptions([resource(token), resource(token)], [], [])
    assert told.about == token
    assert "outboundHostName" in told.what


def test_functions_that_are_answered_with_care_are_not_told() -> None:
    calls = [call("aws:index/getRegion:getRegion"), call("aws:chime/getNothing:getNothing"), call("x:y:z", "read")]
    assert [told.about for told in assumptions([], calls, [])] == ["aws:chime/getNothing:getNothing"]


@pytest.mark.parametrize(
    ("verdict", "told"), [("unknown", "whether it replaces is not known"), ("in place", None), ("replaces", None)]
)
def test_a_change_is_told_where_nobody_knows_what_it_does(verdict: Verdict, told: str | None) -> None:
    token = {"unknown": "openstack:compute/instance:Instance"}.get(verdict, "aws:ec2/subnet:Subnet")
    found = assumptions([], [], [(token, _input(token, verdict))])
    assert [told in each.what for each in found if told] == ([True] if told else [])
    assert all(isinstance(each, Assumption) for each in found)


def test_of_azure_only_the_changes_are_told_that_no_source_knows() -> None:
    token = "azure-native:app:ManagedEnvironment"
    changed = [(token, name) for name in ("vnetConfiguration", "tags", "location", "availabilityZones", "elsewhere")]
    assert [(told.about, told.what) for told in assumptions([], [], changed)] == [
        (token, "a change of availabilityZones was made in place: whether it replaces is not known")
    ]


def test_a_folder_that_manifests_would_go_to_is_told() -> None:
    rendered = replace(resource("kubernetes:core/v1:ConfigMap"), config={"renderYamlToDirectory": "out"})
    told = assumptions([rendered], [], [])[0]
    assert told == Assumption("kubernetes", "manifests go to out, which is yours: nothing was written there")


def test_what_follows_from_an_id_and_what_means_nothing_is_not_assumed() -> None:
    assert assumptions([replace(resource("azure-native:resources:ResourceGroup"), outputs={})], [], []) == []
    [told] = assumptions([resource("azure-native:servicebus:Subscription")], [], [])
    assert "messageCount" in told.what
    assert "systemData" not in told.what


def test_of_what_no_cloud_has_nothing_was_assumed() -> None:
    """A dynamic provider's resources change, too, and are nobody's to know."""
    assert assumptions([], [], [("pulumi-python:dynamic/acme:Row", "title")]) == []


def test_what_is_taken_to_stand_is_told_once() -> None:
    vpc = resource("aws:ec2/vpc:Vpc")
    told = assumptions([], [], [], [vpc, replace(vpc, id="m"), vpc])
    assert told == [Assumption(vpc.type, "taken to be there already, as the program describes it: n, m")]

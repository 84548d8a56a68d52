"""Which environment a resource is in, and what a rule for production says of it."""

from __future__ import annotations

from typing import Any

import pytest
from stackwright_policies.environments import PRODUCTION, in_production, is_production, outside_production
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, NotKnown, Undecided

DEFAULTS = {name: schema["default"] for name, schema in PRODUCTION.items()}
QUEUE = "aws:sqs/queue:Queue"


def resource(token: str = QUEUE, provider: dict[str, Any] | None = None, **inputs: Any) -> Resource:
    return Resource(type=token, urn="urn:it", name="it", properties=View(inputs), provider=View(provider))


@pytest.mark.parametrize(
    ("made", "production"),
    [
        pytest.param(resource(), True, id="nothing is said"),
        pytest.param(resource(tags={"environment": "prod"}), True, id="prod"),
        pytest.param(resource(tags={"environment": "Production"}), True, id="the whole word"),
        pytest.param(resource(tags={"environment": "dev"}), False, id="dev"),
        pytest.param(resource(tags={"Environment": "dev"}), False, id="another spelling of the key"),
        pytest.param(resource(tags={"env": "staging"}), False, id="its short form"),
        pytest.param(resource(provider={"defaultTags": '{"tags": {"environment": "dev"}}'}), False, id="a default tag"),
        pytest.param(
            resource("gcp:sql/databaseInstance:DatabaseInstance", settings={"userLabels": {"environment": "dev"}}),
            False,
            id="where the cloud keeps it",
        ),
        pytest.param(resource("aws:sqs/redrivePolicy:RedrivePolicy"), True, id="what bears no tags"),
    ],
)
def test_a_tag_says_it_and_what_says_nothing_is_production(made: Resource, production: bool) -> None:
    assert is_production(made, DEFAULTS) is production


def test_a_setting_says_it_for_all() -> None:
    made = resource(tags={"environment": UNKNOWN})
    assert not is_production(made, {**DEFAULTS, "environment": "dev"})
    assert is_production(made, {**DEFAULTS, "environment": "live", "production": ["live"]})


def test_an_unknown_tag_is_not_known() -> None:
    with pytest.raises(NotKnown):
        is_production(resource(tags={"environment": UNKNOWN}), DEFAULTS)


def test_an_unknown_environment_leaves_a_violation_open_and_a_pass_a_pass() -> None:
    unknown = resource(tags={"environment": UNKNOWN})
    failing = in_production(lambda _resource, _settings: [Failed("it")])
    passing = in_production(lambda _resource, _settings: [])
    assert list(failing(unknown, DEFAULTS)) == [Undecided("tags.environment")]
    assert not list(passing(unknown, DEFAULTS))
    assert list(failing(resource(), DEFAULTS)) == [Failed("it")]
    assert not list(failing(resource(tags={"environment": "dev"}), DEFAULTS))


def test_a_rule_for_all_else_leaves_production_alone_and_judges_what_says_nothing() -> None:
    judging = outside_production(lambda _resource, _settings: [Failed("it")])
    assert list(judging(resource(), DEFAULTS)) == [Failed("it")]
    assert list(judging(resource(tags={"environment": "dev"}), DEFAULTS)) == [Failed("it")]
    assert list(judging(resource(), {**DEFAULTS, "environment": "test"})) == [Failed("it")]
    assert not list(judging(resource(tags={"environment": "prod"}), DEFAULTS))
    assert list(judging(resource(tags={"environment": UNKNOWN}), DEFAULTS)) == [Undecided("tags.environment")]

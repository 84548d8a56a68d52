"""`pulumi:autonaming` in a stack's configuration: what it may say, and what providers are asked for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from stackwright.engine.embedded.autonaming import KEY, Naming, Strategy, read
from stackwright.engine.embedded.project import Configuration
from stackwright.engine.protocol import ConfigValue
from stackwright.errors import EngineError
from stackwright.wire.naming import Autonaming
from tests.engine.embedded.support import Bench, Thing

BUCKET = "urn:pulumi:dev::demo::aws:s3/bucket:Bucket::logs"
STRUCTURE = "failed to parse autonaming config: invalid autonaming config structure: "
ROOT = "failed to resolve root naming config: "


def naming(said: Any) -> Naming:
    values = {KEY: said, "demo:owner": "ann", "demo:site": {"zones": ["a", "b"], "open": True}}
    plain = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
    structured = frozenset(key for key, value in values.items() if isinstance(value, dict | list))
    found = read(Configuration({key: (text, False) for key, text in plain.items()}, plain, structured), "demo", "dev")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        # What the official CLI prints, v3.260.
        ({"mode": "magic"}, ROOT + "invalid naming mode: magic"),
        ({"Mode": "Verbatim"}, ROOT + "invalid naming mode: Verbatim"),
        ({"enforce": True}, ROOT + "pattern must be specified when enforce is true"),
        ({"mode": "verbatim", "pattern": "x"}, ROOT + "cannot specify both mode and pattern/enforce"),
        ({"mode": "verbatim", "enforce": False}, ROOT + "cannot specify both mode and pattern/enforce"),
        ({"pattern": "${config.none}"}, ROOT + 'no value found for key "none"'),
        ({"pattern": "${config.site.none}"}, ROOT + 'no value found for key "site.none"'),
        ({"pattern": "${config.owner.none}"}, ROOT + 'no value found for key "owner.none"'),
        (
            {"providers": {"aws": {"mode": "x"}}},
            'failed to resolve naming config for provider "aws": invalid naming mode: x',
        ),
        ({"providers": {"aws": {"resources": {"t": {}}}}}, 'mode or pattern must be specified for resource "t"'),
        (
            {"providers": {"aws": {"resources": {"t": {"enforce": True}}}}},
            'failed to resolve naming config for resource "t": pattern must be specified when enforce is true',
        ),
        # Where it quotes Go's decoder, which names its types: said in words of our own.
        ("verbatim", STRUCTURE + "autonaming must be an object"),
        ('{"mode": "verbatim"}', STRUCTURE + "autonaming must be an object"),
        ([], STRUCTURE + "autonaming must be an object"),
        ({"bad": 1}, STRUCTURE + 'unknown field "bad" of autonaming'),
        ({"resources": {}}, STRUCTURE + 'unknown field "resources" of autonaming'),
        ({"pattern": 5}, STRUCTURE + "pattern of autonaming must be a text"),
        ({"enforce": "yes"}, STRUCTURE + "enforce of autonaming must be a boolean"),
        ({"providers": [1]}, STRUCTURE + "providers must be an object"),
        ({"providers": {"aws": 5}}, STRUCTURE + "providers.aws must be an object"),
        ({"pattern": "${config.a[}"}, ROOT + "failed to get config value for key \"a[\": 'a[' is not a property path"),
    ],
)
def test_what_pulumi_does_not_take_is_refused(said: object, wrong: str) -> None:
    with pytest.raises(EngineError) as caught:
        naming(said)
    assert caught.value.message == f"getting autonaming config: {wrong}"
    assert "Pulumi.dev.yaml" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("said", "asked", "repeats"),
    [
        ({}, None, False),
        ({"mode": None, "providers": {"aws": None}}, None, False),
        ({"Mode": "verbatim"}, Autonaming("enforce", "logs"), True),
        ({"mode": "disabled"}, Autonaming("disable"), True),
        ({"pattern": "${name}-${stack}"}, Autonaming("propose", "logs-dev"), True),
        ({"pattern": "${name}-${random(8)}"}, Autonaming("propose", "logs-${random(8)}"), True),
        ({"pattern": "${organization}.${project}", "enforce": True}, Autonaming("enforce", "organization.demo"), True),
        ({"pattern": "${config.owner}${config.site.zones[1]}"}, Autonaming("propose", "annb"), True),
        ({"pattern": "${config.site.zones}${config.site.open}"}, Autonaming("propose", '["a","b"]true'), True),
        ({"mode": "verbatim", "providers": {"gcp": {"mode": "disabled"}}}, Autonaming("enforce", "logs"), True),
        ({"mode": "verbatim", "providers": {"aws": {"mode": "default"}}}, None, False),
        (
            {"providers": {"aws": {"mode": "disabled", "resources": {"aws:s3/bucket:Bucket": {"pattern": "x"}}}}},
            Autonaming("propose", "x"),
            True,
        ),
    ],
)
def test_what_is_said_nearest_holds(said: object, asked: Autonaming | None, repeats: bool) -> None:
    """What has nothing random in it makes room before it is made again."""
    strategy = naming(said).of(BUCKET)

    assert strategy.proposal("logs", b"seed") == asked
    assert strategy.repeats("logs") == repeats


def test_random_parts_follow_from_the_seed() -> None:
    strategy = Strategy("pattern", "${hex(7)}/${alphanum(9)}/${string(20)}/${num(3)}/${uuid}/${name}")
    form = r"[0-9a-f]{7}/[a-z0-9]{9}/[a-z]{20}/[0-9]{3}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/logs"

    one, same, other = (strategy.proposal("logs", seed) for seed in (b"a", b"a", b"b"))

    assert one is not None
    assert re.fullmatch(form, one.name)
    assert one == same != other
    assert not strategy.repeats("logs")


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ({"pattern": "x"}, False),
        ({"mode": "verbatim"}, False),
        ({"pattern": "x", "enforce": True}, True),
        ({"providers": {"toy": {}}, "mode": "verbatim"}, True),
    ],
)
def test_a_provider_that_cannot_name_as_it_is_asked_is_told_of(said: dict[str, Any], warned: bool) -> None:
    """Where it was enforced, or meant (`WarnIfNoSupport`)."""
    bench = Bench(lambda: Thing("thing"), config={KEY: ConfigValue(json.dumps(said), json=True)})

    assert bench.preview().result == "succeeded"

    urn = next(iter(bench.said("warning")), "").partition(" ")[0]
    assert urn.endswith("toy:index:Thing::thing") == warned
    assert [line.partition(" ")[2] for line in bench.said("warning")] == [
        "resource has a custom autonaming setting but the provider does not support autonaming configuration, "
        "consider upgrading to a newer version"
    ] * warned

"""Packs in the embedded engine: when they are asked, what they may change and forbid, what is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pulumi
import pytest

from stackwright.engine.events import PolicyRemediated, PolicyViolated
from stackwright.engine.protocol import Level, Options, PolicyPack
from stackwright.errors import EngineError
from tests.engine.embedded.support import Bench, Group, Thing, Toy

PACKS = Path(__file__).parent / "packs"


def judged_by(name: str = "official", *, config: Path | None = None, **levels: Level) -> Options:
    named = {key.replace("_", "-"): level for key, level in levels.items()}
    return Options(policy_packs=(PolicyPack(path=PACKS / name, config=config, levels=named),))


def violations(bench: Bench) -> list[tuple[str, str, str]]:
    """(resource, policy, level) of every violation."""
    return [
        (event.urn.rpartition("::")[2], event.policy, event.level)
        for event in bench.events
        if isinstance(event, PolicyViolated)
    ]


@pytest.fixture
def bench() -> Bench:
    return Bench(lambda: None)


def test_what_violates_nothing_is_created(bench: Bench) -> None:
    outcome = bench.up(lambda: Thing("a", size=1), judged_by())
    assert outcome.result == "succeeded"
    assert violations(bench) == []
    assert bench.cloud.of("create") == ["a"]


def test_a_mandatory_violation_stops_the_resource_and_what_depends_on_it(bench: Bench) -> None:
    def program() -> None:
        Thing("fine", size=1)
        large = Thing("large", size=11)
        Thing("dependent", size=1, note=large.address)

    outcome = bench.up(program, judged_by())
    assert outcome.result == "failed"
    assert violations(bench) == [("large", "not-large", "mandatory")]
    assert bench.cloud.of("create") == ["fine"]
    assert set(bench.resources()) >= {"fine"}
    assert "large" not in bench.resources()
    assert outcome.error == "large: Things are small.: it is larger than 10"


def test_a_violation_carries_what_pulumi_tells_of_it(bench: Bench) -> None:
    bench.up(lambda: Thing("large", size=11), judged_by())
    [event] = [event for event in bench.events if isinstance(event, PolicyViolated)]
    assert event == PolicyViolated(
        urn="urn:pulumi:dev::demo::toy:index:Thing::large",
        policy="not-large",
        pack="toys",
        version="1.2.3",
        message="Things are small.\nit is larger than 10",
        level="mandatory",
        severity="high",
    )
    assert not event.unknown


def test_a_preview_tells_all_violations_and_fails(bench: Bench) -> None:
    def program() -> None:
        Thing("large", size=11)
        Thing("huge", size=12)
        pulumi.export("answer", 42)

    outcome = bench.preview(program, judged_by())
    assert outcome.result == "failed"
    assert [name for name, _, level in violations(bench) if level == "mandatory"] == ["large", "huge"]
    assert outcome.changes == {"create": 3}
    assert outcome.outputs == {"answer": 42}, "what is planned is planned all the same"


def test_an_advisory_violation_stops_nothing(bench: Bench) -> None:
    outcome = bench.up(lambda: Thing("large", size=11), judged_by(not_large="advisory"))
    assert outcome.result == "succeeded"
    assert violations(bench) == [("large", "not-large", "advisory")]


def test_a_disabled_policy_is_not_asked(bench: Bench) -> None:
    bench.up(lambda: Thing("large", size=11), judged_by(not_large="disabled"))
    assert violations(bench) == []


def test_all_policies_at_once_take_a_level(bench: Bench) -> None:
    bench.up(lambda: Thing("large", size=11), judged_by(all="disabled"))
    assert violations(bench) == []


def test_a_remedied_resource_is_created_as_it_was_put_right(bench: Bench) -> None:
    outcome = bench.up(lambda: Thing("loud", note="HELLO"), judged_by(no_shouting="remediate"))
    assert outcome.result == "succeeded"
    assert violations(bench) == []
    [event] = [event for event in bench.events if isinstance(event, PolicyRemediated)]
    assert (event.policy, event.pack, event.version) == ("no-shouting", "toys", "1.2.3")
    assert (event.before["note"], event.after["note"]) == ("HELLO", "hello")
    assert bench.resources()["loud"]["inputs"]["note"] == "hello"
    again = bench.up(None, judged_by(no_shouting="remediate"))
    assert set(again.changes) == {"same"}


def test_a_policy_that_needs_an_unknown_says_so_and_decides_when_it_is_known(bench: Bench) -> None:
    def program() -> None:
        first = Thing("first", size=1)
        Thing("second", note=first.address)

    preview = bench.preview(program, judged_by())
    assert preview.result == "succeeded"
    events = [event for event in bench.events if isinstance(event, PolicyViolated)]
    assert all(event.unknown for event in events)
    assert violations(bench) == [("second", "no-shouting", "advisory"), ("demo-dev", "not-many", "advisory")]
    bench.up(None, judged_by())
    assert violations(bench) == []


def test_a_violation_that_shows_only_when_values_are_known_stops_there(bench: Bench) -> None:
    def program() -> None:
        first = Thing("first", size=1)
        size = first.address.apply(lambda address: 11 if address else 1)
        second = Thing("second", size=size)
        Thing("third", note=second.address)

    assert bench.preview(program, judged_by()).result == "succeeded"
    outcome = bench.up(None, judged_by())
    assert outcome.result == "failed"
    assert violations(bench) == [("second", "not-large", "mandatory")]
    assert bench.cloud.of("create") == ["first"]


def test_a_whole_stack_is_judged_when_everything_is_there(bench: Bench) -> None:
    def program() -> None:
        for number in range(4):
            Thing(f"thing{number}", size=1)

    outcome = bench.up(program, judged_by())
    assert outcome.result == "failed"
    assert violations(bench) == [("demo-dev", "not-many", "mandatory")]
    assert len(bench.cloud.of("create")) == 4, "a stack is judged by what became of it"


def test_a_stack_in_which_something_failed_is_not_judged(bench: Bench) -> None:
    def program() -> None:
        for number in range(4):
            Thing(f"thing{number}", size=1)

    bench.cloud.refuse["thing3"] = "no room"
    assert bench.up(program, judged_by()).result == "failed"
    assert violations(bench) == []


def test_a_policy_sees_the_provider_and_the_stacks_tags(bench: Bench) -> None:
    bench.stack = replace(bench.stack, tags={"planet": "earth"})

    def program() -> None:
        moon = Toy("moon", region="moon")
        Thing("rock", opts=pulumi.ResourceOptions(provider=moon))

    bench.up(program, judged_by())
    [event] = [event for event in bench.events if isinstance(event, PolicyViolated)]
    assert event.message == "Things are on earth.\nrock is on the moon, of stack earth"


def test_components_and_providers_are_judged_too(bench: Bench) -> None:
    outcome = bench.up(lambda: (Group("group"), Toy("moon", region="moon")), judged_by())
    assert outcome.result == "succeeded"


def test_no_secret_is_quoted(bench: Bench) -> None:
    bench.up(lambda: Thing("loud", note=pulumi.Output.secret("HUSHHUSH")), judged_by())
    [event] = [event for event in bench.events if isinstance(event, PolicyViolated)]
    assert event.message == "Notes are quiet.\ndo not shout: [secret]"


def test_a_remedy_keeps_a_secret_secret(bench: Bench) -> None:
    bench.up(
        lambda: Thing("loud", note="HELLO", key=pulumi.Output.secret("HUSHHUSH")), judged_by(no_shouting="remediate")
    )
    assert "HUSHHUSH" not in repr(bench.resources())
    assert "HUSHHUSH" not in repr(bench.events)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"not-large": "sometimes"}', "'sometimes' is no enforcement level"),
        ('{"not-lagre": "advisory"}', "there is no policy not-lagre"),
        ('{"not-large": {"largest": "ten"}}', "not-large: largest: 'ten' is not of type 'integer'"),
    ],
)
def test_a_wrong_configuration_is_explained(bench: Bench, tmp_path: Path, text: str, message: str) -> None:
    config = tmp_path / "levels.json"
    config.write_text(text)
    try:
        outcome = bench.up(lambda: Thing("a", size=1), judged_by(config=config))
        said = outcome.error or ""
    except EngineError as error:
        said = str(error)
    assert message in said
    assert "levels.json:1:1" in said
    assert bench.cloud.of("create") == []


def test_settings_and_levels_come_from_the_file(bench: Bench, tmp_path: Path) -> None:
    config = tmp_path / "levels.json"
    config.write_text('{"all": "advisory", "not-large": {"largest": 5, "enforcementLevel": "mandatory"}}')
    bench.up(lambda: Thing("a", size=6, note="HELLO"), judged_by(config=config))
    assert violations(bench) == [("a", "not-large", "mandatory"), ("a", "no-shouting", "advisory")]


def test_several_packs_judge_one_run_and_share_their_levels(bench: Bench, repository: Path) -> None:
    levels: dict[str, Level] = {"not-large": "advisory", "TAGS-01": "disabled"}
    folders = (PACKS / "official", repository / "policies" / "tagging")
    options = Options(policy_packs=tuple(PolicyPack(path=folder, levels=levels) for folder in folders))
    outcome = bench.up(lambda: Thing("large", size=11), options)
    assert outcome.result == "succeeded", outcome.error
    assert violations(bench) == [("large", "not-large", "advisory")]


def test_a_violation_by_the_root_stack_stops_everything_behind_it(bench: Bench) -> None:
    """It is judged when the packs are there, before anything that could be created."""
    outcome = bench.up(lambda: Thing("a", size=1), judged_by("rootless"))
    assert outcome.result == "failed"
    assert violations(bench) == [("demo-dev", "no-stacks", "mandatory")]
    assert bench.cloud.of("create") == []

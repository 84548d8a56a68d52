"""What a file of levels comes to in the embedded engine, and when what cannot be judged fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.engine.events import PolicyViolated
from stackwright.engine.policy.inventory import Inventory
from stackwright.engine.protocol import Exemption, Options, Outcome, PolicyPack
from stackwright.errors import InvalidInput, Location
from stackwright.service.levels import Chosen, Kind, LevelSet, Line
from tests.engine.embedded.support import Bench, Thing

PACKS = Path(__file__).parent / "packs"
FILE = Location(Path("levels.yaml"), 3, 5)


def lines(*given: tuple[Kind, str, Chosen], fails: bool = False, names_from: tuple[str, ...] = ()) -> LevelSet:
    return LevelSet(
        tuple(Line(kind, name, level, FILE) for kind, name, level in given),
        fails,
        tuple(PACKS / name for name in names_from),
    )


def official(level_set: LevelSet, **given: object) -> Options:
    return Options(policy_packs=(replace(PolicyPack(path=PACKS / "official", level_set=level_set), **given),))


@pytest.fixture
def bench() -> Bench:
    return Bench(lambda: None)


def found(bench: Bench) -> list[PolicyViolated]:
    return [event for event in bench.events if isinstance(event, PolicyViolated)]


def levels(bench: Bench, options: Options) -> dict[str, str]:
    """What becomes of a thing that is too large and of one that shouts; of what is remedied nothing is said."""

    def program() -> None:
        Thing("large", size=11)
        Thing("loud", note="HELLO")

    bench.preview(program, options)
    return {event.policy: event.level for event in found(bench) if not event.unknown}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            [("all", "", "advisory"), ("severity", "high", "mandatory")],
            {"not-large": "mandatory", "no-shouting": "advisory"},
        ),
        ([("pack", "toys", "disabled"), ("pattern", "not-*", "advisory")], {"not-large": "advisory"}),
        ([("rule", "not-large", "default"), ("rule", "no-shouting", "remediate")], {"not-large": "mandatory"}),
    ],
)
def test_a_file_gives_policies_their_levels(
    bench: Bench, given: list[tuple[Kind, str, Chosen]], expected: dict[str, str]
) -> None:
    assert levels(bench, official(lines(*given))) == expected


def test_what_the_service_says_itself_beats_the_file(bench: Bench, tmp_path: Path) -> None:
    file = lines(("rule", "not-large", "disabled"), ("all", "", "disabled"))
    assert levels(bench, official(file, levels={"not-large": "advisory"})) == {"not-large": "advisory"}
    said = levels(Bench(lambda: None), official(file, levels={"all": "advisory"}))
    assert said == {"not-large": "advisory", "no-shouting": "advisory"}, "then the file has no say"
    config = tmp_path / "settings.json"
    config.write_text('{"all": "mandatory", "not-large": {"largest": 3, "enforcementLevel": "mandatory"}}')
    assert levels(Bench(lambda: None), official(lines(("all", "", "advisory")), config=config)) == {
        "not-large": "advisory",
        "no-shouting": "advisory",
    }, "settings beat nothing"


def test_a_name_that_no_pack_has_is_an_error_where_it_stands(bench: Bench) -> None:
    options = official(lines(("rule", "not-lagre", "disabled")))
    outcome = bench.preview(lambda: Thing("small", size=1), options)
    assert outcome.result == "failed"
    assert "levels.yaml:3:5: there is no policy not-lagre" in (outcome.error or "")
    assert "Did you mean 'not-large'?" in (outcome.error or "")
    with pytest.raises(InvalidInput, match="there is no policy not-lagre"):
        Inventory().configurations(options.policy_packs, {})


def test_names_of_packs_that_are_not_switched_on_may_stand_there(bench: Bench) -> None:
    file = lines(("rule", "DIM-01", "disabled"), ("pack", "dim", "advisory"), names_from=("undecided",))
    assert bench.up(lambda: Thing("small", size=1), official(file)).result == "succeeded"


def test_the_official_cli_is_told_each_level(tmp_path: Path) -> None:
    config = tmp_path / "settings.json"
    config.write_text('{"not-large": {"largest": 3}, "region": "mandatory"}')
    file = lines(("severity", "high", "advisory"), ("rule", "region", "default"), ("pack", "dim", "disabled"))
    packs = [PolicyPack(path=PACKS / name, config=config, level_set=file) for name in ("official", "undecided")]
    assert Inventory().configurations(packs, {}) == [
        {"not-large": {"largest": 3, "enforcementLevel": "advisory"}, "region": {"enforcementLevel": "advisory"}},
        {
            "DIM-01": {"enforcementLevel": "advisory"},
            "DIM-02": {"enforcementLevel": "disabled"},
            "DIM-03": {"enforcementLevel": "advisory"},
        },
    ]


FAILS = lines(fails=True)
WAIVED = Exemption(policy="DIM-01", resource=".*", words="excepted: waived until 2026-12-31 by team-test: a test")


def dim(level_set: LevelSet, **given: object) -> Options:
    return Options(policy_packs=(replace(PolicyPack(path=PACKS / "undecided", level_set=level_set), **given),))


def run(
    bench: Bench, how: Callable[..., Outcome], options: Options, name: str = "dim"
) -> tuple[str, dict[str, tuple[str, bool, bool]]]:
    """How it ended, and of each policy its level, whether it is unknown, and whether that fails where it counts."""
    bench.events.clear()
    outcome = how(lambda: Thing(name, size=1), options)
    return outcome.result, {it.policy: (it.level, it.unknown, it.closed) for it in found(bench)}


def test_what_cannot_be_judged_is_told_where_nothing_is_said(bench: Bench) -> None:
    advice = {"DIM-01": ("advisory", True, False), "DIM-02": ("advisory", True, False)}
    assert run(bench, bench.up, dim(lines())) == ("succeeded", advice)


def test_a_preview_tells_what_would_fail_and_an_up_stops_there(bench: Bench) -> None:
    advice = {"DIM-02": ("advisory", True, False)}
    assert run(bench, bench.preview, dim(FAILS)) == ("succeeded", advice | {"DIM-01": ("advisory", True, True)})
    assert run(bench, bench.up, dim(FAILS)) == ("failed", advice | {"DIM-01": ("mandatory", False, False)})
    assert "dim" not in bench.resources()
    assert bench.cloud.of("create") == []


def test_it_is_the_level_here_that_counts(bench: Bench) -> None:
    softer = lines(("rule", "DIM-01", "advisory"), ("rule", "DIM-02", "remediate"), fails=True)
    result, said = run(bench, bench.up, dim(softer))
    assert (result, said["DIM-01"][0], said["DIM-02"][0]) == ("failed", "advisory", "mandatory")


def test_a_stack_that_cannot_be_judged_at_its_end_fails(bench: Bench) -> None:
    quiet = lines(("rule", "DIM-01", "advisory"), fails=True)
    assert run(bench, bench.preview, dim(quiet), "dim-stack")[1]["DIM-03"] == ("advisory", True, True)
    result, said = run(bench, bench.up, dim(quiet), "dim-stack")
    assert (result, said["DIM-03"][0]) == ("failed", "mandatory")


def test_what_is_waived_fails_nothing(bench: Bench) -> None:
    assert run(bench, bench.preview, dim(FAILS, exemptions=(WAIVED,)))[1]["DIM-01"] == ("advisory", True, False)
    assert run(bench, bench.up, dim(FAILS, exemptions=(WAIVED,)))[0] == "succeeded"
    expired = replace(WAIVED, words=f"not {WAIVED.words}", holds=False)
    assert run(Bench(lambda: None), bench.up, dim(FAILS, exemptions=(expired,)))[0] == "failed"


def test_a_value_that_becomes_known_in_time_fails_nothing(bench: Bench) -> None:
    """What a first deployment cannot know beforehand is no reason against it."""

    def program() -> None:
        first = Thing("first", size=1)
        Thing("second", note=first.address)

    preview = bench.preview(program, official(FAILS))
    assert preview.result == "succeeded"
    assert [event.closed for event in found(bench)] == [True, True]
    bench.events.clear()
    assert bench.up(None, official(FAILS)).result == "succeeded"
    assert found(bench) == []

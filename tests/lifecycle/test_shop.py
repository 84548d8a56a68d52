"""The service `shop` rehearsed whole: over four clouds, blueprints and a plain program, with the embedded engine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import offline
from tests.lifecycle.support import Ran

STACKWRIGHT = Path(sys.executable).with_name("stackwright")
PARTS = (
    *("network", "network-azure", "network-gcp", "onprem", "archive", "identities", "alarms", "link", "link-azure"),
    *("database", "orders", "web", "catalogue", "fulfilment", "jobs", "status", "monitoring", "backup"),
)
HIDDEN = {"[unknown]", "[secret]"}


@pytest.fixture(scope="module")
def rehearsal(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """`stackwright rehearse shop -e dev` as a newcomer types it, in an environment with nothing of anybody's."""
    return rehearse("shop", repository, tmp_path_factory.mktemp("rehearsal"))


def rehearse(service: str, repository: Path, folder: Path) -> Ran:
    done = subprocess.run(
        [STACKWRIGHT, "rehearse", service, "-e", "dev", "--json"],
        cwd=repository,
        env={"PATH": os.environ["PATH"], **offline(folder), "STACKWRIGHT_HOME": str(folder / "stackwright")},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert not list((folder / "stackwright" / "simulated").glob("*")), "a rehearsal leaves nothing"
    return Ran(done.returncode, done.stdout, done.stderr)


def differences(planned: Any, done: Any, path: str = "") -> Iterator[str]:
    """Where a planned value is neither what was done then, nor said to be unknown or secret."""
    if planned == done or planned in ("[unknown]", "[secret]"):
        return
    if isinstance(planned, dict) and isinstance(done, dict):
        for key in planned.keys() | done.keys():
            yield from differences(planned.get(key), done.get(key), f"{path}.{key}")
    elif isinstance(planned, list) and isinstance(done, list) and len(planned) == len(done):
        for index, (one, other) in enumerate(zip(planned, done, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    else:
        yield f"{path}: {planned!r} became {done!r}"


def test_the_whole_rehearsal_succeeds(rehearsal: Ran) -> None:
    assert rehearsal.code == 0, rehearsal.err + rehearsal.out[-3000:]
    assert rehearsal.states("preview") == dict.fromkeys(PARTS, "succeeded")
    assert rehearsal.states("up") == dict.fromkeys(PARTS, "succeeded")
    assert rehearsal.states("check") == dict.fromkeys(PARTS, "unchanged")
    assert rehearsal.states("destroy") == dict.fromkeys(PARTS, "succeeded")


@pytest.mark.parametrize("part", PARTS)
def test_no_value_of_the_preview_was_made_up(rehearsal: Ran, part: str) -> None:
    """Every planned resource is created, and every planned input is what it then was, unless said to be unknown."""
    planned, done = rehearsal.steps("preview", part), rehearsal.steps("up", part)
    assert planned.keys() == done.keys()
    wrong = [
        f"{urn.rpartition('::')[2]}{difference}"
        for urn, step in planned.items()
        for difference in differences(step["new"], done[urn]["new"])
    ]
    assert not wrong


@pytest.mark.parametrize("part", ["web", "jobs", "status"])
def test_what_comes_from_other_parts_is_unknown_or_secret_in_the_preview(rehearsal: Ran, part: str) -> None:
    text = [str(step["new"]) for step in rehearsal.steps("preview", part).values()]
    assert any("[unknown]" in each for each in text)


def test_secrets_stay_hidden_from_end_to_end(rehearsal: Ran) -> None:
    [outputs] = [line["parts"] for line in rehearsal.lines if line["type"] == "outputs"]
    assert outputs["database"]["url"] == outputs["database"]["password"] == "[secret]"
    assert "postgresql://" not in rehearsal.out.replace("postgresql://[secret]", "")


def test_parts_wait_for_what_they_need_and_no_longer(rehearsal: Ran) -> None:
    ups = [(line["part"], line["state"]) for line in rehearsal.lines if (line["type"], line["phase"]) == ("part", "up")]
    place = {entry: index for index, entry in enumerate(ups)}
    [phase] = [line for line in rehearsal.lines if (line["type"], line["phase"]) == ("phase", "up")]
    for part in phase["parts"]:
        for other in part["needs"]:
            assert place[other, "succeeded"] < place[part["part"], "running"]
    assert ups[0][1] == ups[1][1] == "running", "two parts at a time"


@pytest.fixture(scope="module")
def reports(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Another team's service, which takes from the shop."""
    return rehearse("stacks/reports", repository, tmp_path_factory.mktemp("reports"))


def test_another_team_s_service_brings_up_what_it_needs_of_the_shop(reports: Ran) -> None:
    begun = next(line for line in reports.lines if line["type"] == "phase")
    assert (begun["phase"], begun["service"], begun["neededBy"]) == ("before", "shop", "reports"), reports.err
    needed = {"onprem", "database", "web"}
    needed |= {"network", "alarms", "archive", "orders", "identities"}  # what these need
    assert reports.states("before") == dict.fromkeys(sorted(needed), "succeeded")
    assert reports.states("preview")["collector"] == "succeeded", "it takes from three parts of the shop"
    made = {step["resourceType"] for step in reports.steps("preview", "collector").values()}
    assert "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" in made, "at the shop's database, from here"


def test_another_team_s_service_is_rehearsed_whole(reports: Ran) -> None:
    assert reports.code == 0, reports.err + reports.out[-3000:]
    assert reports.states("after") == reports.states("before")
    own = {"exports", "identities", "collector"}
    assert reports.states("up") == reports.states("destroy") == dict.fromkeys(sorted(own), "succeeded")
    assert reports.states("check") == dict.fromkeys(sorted(own), "unchanged")

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.errors import InvalidInput, UsageError
from stackwright.testing import RehearsalFailed, rehearse, validate
from tests.lifecycle.support import write_tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("clean_environment")
def test_what_was_deployed_can_be_looked_at_and_nothing_is_left(tiny: Path) -> None:
    assert list(validate(tiny).environments) == ["dev"]
    rehearsal = rehearse(tiny, "dev")
    [leaf] = rehearsal.resources("random:index/randomPet:RandomPet", part="leaf")
    assert leaf.inputs["prefix"] == "north" == rehearsal.outputs["side"]["region"]
    assert {it.name for it in rehearsal.resources(part="base")} >= {"pet", "password"}
    [password] = rehearsal.resources("random:index/randomPassword:RandomPassword")
    assert password.outputs["result"] == "[secret]"
    worlds = tiny / ".stackwright" / "simulated"
    assert not worlds.exists() or not list(worlds.glob("rehearsal-*"))


@pytest.mark.usefixtures("clean_environment")
def test_a_failure_says_which_part_and_why(tiny: Path) -> None:
    (tiny / "middle" / "fail").touch()
    with pytest.raises(RehearsalFailed, match=r"(?s)tiny in dev, preview:\n  middle: .*told to fail"):
        rehearse(tiny, "dev")


def test_what_is_wrong_in_the_file_is_no_failed_rehearsal(tiny: Path) -> None:
    with pytest.raises(UsageError, match="no environment 'live'"):
        rehearse(tiny, "live")
    file = tiny / "service.yaml"
    file.write_text(file.read_text().replace("after: [base]", "after: [bass]"))
    with pytest.raises(InvalidInput, match="bass"):
        validate(tiny)

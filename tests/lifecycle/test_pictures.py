"""Pictures of what a run does, through the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.lifecycle.support import CommandLine


def boxes(path: Path) -> dict[str, str]:
    """Each part of an SVG and what is said of it."""
    titles = [title.text or "" for title in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}title")]
    return {title.partition(",")[0]: title.partition("; ")[2] for title in titles if "; " in title}


def test_a_rehearsal_is_one_picture_of_all_its_phases(tiny: Path, stackwright: CommandLine) -> None:
    program = tiny / "base/__main__.py"
    protected = 'RandomPet("pet", opts=pulumi.ResourceOptions(protect=True))'
    program.write_text(program.read_text().replace('RandomPet("pet")', protected))
    ran = stackwright("rehearse", "tiny", "--picture", "pictures/run.svg")
    assert ran.code == 0, ran.err
    assert "Picture: pictures/run.svg" in ran.out
    told = boxes(Path("pictures/run.svg"))
    assert told == {
        "base": "preview: +4; up: +4; check: unchanged; destroy: -4; 1 protected",
        "middle": "preview: +3; up: +3; check: unchanged; destroy: -3",
        "leaf": "preview: +2; up: +2; check: unchanged; destroy: -2",
        "side": "preview: +2; up: +2; check: unchanged; destroy: -2",
    }


def test_into_a_folder_goes_a_picture_of_each_phase(tiny: Path, stackwright: CommandLine) -> None:
    assert stackwright("rehearse", "tiny", "--picture", "pictures").code == 0
    made = sorted(path.name for path in Path("pictures").iterdir())
    assert made == ["1-preview.svg", "2-up.svg", "3-check.svg", "4-destroy.svg"]
    assert boxes(Path("pictures/3-check.svg"))["leaf"] == "check: unchanged"


def test_a_run_that_fails_leaves_its_picture_too(tiny: Path, stackwright: CommandLine) -> None:
    (tiny / "middle/fail").touch()
    ran = stackwright("up", "tiny", "--simulate", "--json", "--picture", "run.svg")
    assert ran.code == 1
    assert [json.loads(line) for line in ran.out.splitlines()], "nothing but JSON lines"
    told = boxes(Path("run.svg"))
    assert (told["base"], told["middle"], told["leaf"]) == ("up: +4", "up: failed +1", "up: blocked")
    text = Path("run.svg").read_text()
    assert 'class="box told edge-failed"' in text
    assert 'class="box told edge-stopped apart"' in text


def test_a_graph_shows_what_would_change(tiny: Path, stackwright: CommandLine) -> None:
    assert stackwright("up", "tiny", "--simulate").code == 0
    program = tiny / "side/__main__.py"
    program.write_text(program.read_text().replace('RandomPet("pet")', 'RandomPet("pet", length=3)'))
    ran = stackwright("graph", "tiny", "--changes", "--simulate")
    assert (ran.code, ran.err) == (0, "")
    assert "preview: ±1" in ran.out
    assert re.search(r"│ side .*\n.*│ side/ .*\n.*│ ±1 ", ran.out)
    assert ran.out.count("unchanged") == 3
    document = stackwright("graph", "tiny", "--changes", "--simulate", "--json").out
    parts = json.loads(document)["parts"]
    assert parts["side"]["needs"] == []
    [change] = parts["side"]["changes"]
    assert (change["phase"], change["state"], change["replace"]) == ("preview", "succeeded", 1)


def test_a_graph_says_what_cannot_be_previewed(tiny: Path, stackwright: CommandLine) -> None:
    (tiny / "middle/fail").touch()
    ran = stackwright("graph", "tiny", "--changes", "--simulate", "-o", "graph.svg")
    assert ran.code == 1
    assert "RuntimeError: told to fail" in ran.err
    assert boxes(Path("graph.svg"))["leaf"] == "preview: blocked"


@pytest.mark.parametrize(
    ("file", "words"), [("run.png", "End it with one of: .svg"), ("stacks/tiny/service.yaml/x.svg", "is no folder")]
)
def test_what_cannot_be_drawn_is_found_before_anything_starts(
    tiny: Path, stackwright: CommandLine, file: str, words: str
) -> None:
    ran = stackwright("up", "tiny", "--simulate", "--picture", file)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert not (tiny / ".stackwright").exists()

"""Files of levels: which line decides, what is inherited, what is wrong in them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import stackwright.service
from stackwright.errors import Location
from stackwright.service.levels import Chosen, Kind, LevelSet, Line, Subject, levels_schema, read_levels
from stackwright.service.source import Faults

SHIPPED = Path(stackwright.service.__file__).with_name("levels.schema.json")
BUCKET = Subject("AWS-S3-08", "low", ("stackwright", "security"))
POD = Subject("K8S-POD-01", "high", ("stackwright", "security", "network-exposure"))
DISK = Subject("COST-01", "medium", ("stackwright", "cost"))
SUBJECTS = (BUCKET, POD, DISK)
LEVELS = """\
names_from: [policies]
levels:
  base:
    all: default
    packs: {cost: advisory}
    severities: {low: advisory}
    rules:
      AWS-S3-08: disabled
      K8S-*: mandatory
  dev:
    inherits: base
    packs: {security: disabled}
  prod:
    inherits: base
    unknown: fail
    rules: {COST-01: remediate}
  eu-prod: {inherits: prod, all: mandatory}
"""


def said(text: str, environment: str, folder: Path, wanted: str | None = None) -> tuple[LevelSet | None, list[str]]:
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    path, faults = folder / "levels.yaml", Faults()
    path.write_text(text)
    found = read_levels(path, wanted, environment, faults, Location(folder / "service.yaml", 7, 9))
    return found, [str(fault).replace(f"{folder}/", "") for fault in faults.sorted()]


def levels(environment: str, folder: Path, text: str = LEVELS) -> list[str]:
    found, faults = said(text, environment, folder)
    assert found is not None, faults
    assert faults == []
    lines = (found.line_for(subject) for subject in SUBJECTS)
    return [line.level if line else "-" for line in lines]


def test_the_most_specific_line_decides_wherever_it_stands(tmp_path: Path) -> None:
    assert levels("base", tmp_path) == ["disabled", "mandatory", "advisory"]
    assert levels("dev", tmp_path) == ["disabled", "mandatory", "advisory"], "a pack beats no rule, not even from below"
    assert levels("prod", tmp_path) == ["disabled", "mandatory", "remediate"]
    assert levels("eu-prod", tmp_path) == ["disabled", "mandatory", "remediate"], "a chain of three"


def test_an_environment_without_an_entry_gets_the_base(tmp_path: Path) -> None:
    assert said(LEVELS, "staging", tmp_path) == said(LEVELS, "base", tmp_path)
    assert said(LEVELS, "staging", tmp_path, "prod") == said(LEVELS, "prod", tmp_path)


def test_what_is_unknown_is_inherited_too(tmp_path: Path) -> None:
    fails = {
        name: found.fails for name in ("base", "dev", "prod", "eu-prod") if (found := said(LEVELS, name, tmp_path)[0])
    }
    assert fails == {"base": False, "dev": False, "prod": True, "eu-prod": True}
    found, _ = said(LEVELS + "  lax: {inherits: prod, unknown: tell}\n", "lax", tmp_path)
    assert found is not None
    assert not found.fails


def test_among_equals_the_heir_and_then_the_later_line_decides(tmp_path: Path) -> None:
    text = """\
levels:
  base: {rules: {K8S-POD-01: disabled, COST-*: disabled, "*": advisory}, packs: {cost: mandatory}}
  dev: {inherits: base, rules: {K8S-POD-01: default}}
  off: {packs: {cost: mandatory, stackwright: disabled}}
  on: {packs: {stackwright: disabled, cost: mandatory}}
"""
    assert levels("base", tmp_path, text) == ["advisory", "disabled", "advisory"]
    assert levels("dev", tmp_path, text) == ["advisory", "default", "advisory"]
    assert levels("off", tmp_path, text)[2] == "disabled"
    assert levels("on", tmp_path, text)[2] == "mandatory"


_CHOSEN = st.sampled_from(get_args(Chosen))
_NAMES: dict[Kind, list[str]] = {
    "all": [""],
    "pack": ["stackwright", "security", "cost"],
    "severity": ["low", "medium", "high"],
    "pattern": ["*", "AWS-*", "*-01", "K8S-POD-*"],
    "rule": [subject.name for subject in SUBJECTS],
}
_KINDS = list(_NAMES)


@st.composite
def _lines(draw: st.DrawFn) -> Line:
    kind = draw(st.sampled_from(_KINDS))
    return Line(kind, draw(st.sampled_from(_NAMES[kind])), draw(_CHOSEN), Location(Path("levels.yaml")))


@given(st.lists(_lines(), max_size=8), st.lists(_lines(), max_size=8), st.sampled_from(SUBJECTS))
def test_the_law_of_levels(inherited: list[Line], own: list[Line], subject: Subject) -> None:
    """The most specific that anybody says; of those the heir's, if it says one; of those the last."""
    decides = LevelSet((*inherited, *own)).line_for(subject)
    about = [line for line in (*inherited, *own) if line.about(subject)]
    if not about:
        assert decides is None
        return
    assert decides is not None
    assert max(about, key=lambda line: _KINDS.index(line.kind)).kind == decides.kind
    for lines in (own, inherited):
        same = [line for line in lines if line.kind == decides.kind and line.about(subject)]
        if same:
            assert decides is same[-1]
            break
    # What somebody adds about all changes nothing about which more is said.
    general = Line("all", "", "mandatory", decides.where)
    if decides.kind != "all":
        assert LevelSet((*inherited, *own, general)).line_for(subject) is decides


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["levels.yaml:1:1: the file is empty\n  A file of levels has the key `levels`, a mapping."]),
        ("level: {}\n", ["levels.yaml:1:1: unknown key 'level' in a file of levels\n  Did you mean 'levels'?"]),
        ("levels: {dev: {}}\n", []),
        (
            "levels: {prd: {}}\n",
            ["service.yaml:7:9: levels.yaml has no entry 'dev', and no 'base'\n  Its entries are: prd."],
        ),
        (
            "levels: {dev: {inherits: bsae}, base: {}}\n",
            ["levels.yaml:1:26: there is no entry 'bsae'\n  Did you mean 'base'?"],
        ),
        (
            "levels: {dev: {inherits: base}, base: {inherits: dev}}\n",
            [
                "levels.yaml:1:26: dev inherits from base inherits from dev: it would inherit from itself",
                "levels.yaml:1:50: base inherits from dev inherits from base: it would inherit from itself",
            ],
        ),
        (
            "levels: {dev: {inherits: dev}}\n",
            ["levels.yaml:1:26: dev inherits from dev: it would inherit from itself"],
        ),
        (
            "levels: {dev: {all: madatory}}\n",
            ["levels.yaml:1:21: 'all' cannot be 'madatory'\n  Did you mean 'mandatory'?"],
        ),
        (
            "levels: {dev: {severities: {hihg: mandatory}}}\n",
            ["levels.yaml:1:29: unknown key 'hihg' in severities\n  Did you mean 'high'?"],
        ),
        (
            "levels: {dev: {unknown: block}}\n",
            ["levels.yaml:1:25: 'unknown' cannot be 'block'\n  One of: tell, fail."],
        ),
        (
            "names_from: [nowhere]\nlevels: {dev: {}}\n",
            ["levels.yaml:1:14: there is no policy pack in nowhere\n  A pack is a folder with a PulumiPolicy.yaml."],
        ),
        ("levels: {dev: [all]}\n", ["levels.yaml:1:15: entry 'dev' must be a mapping, not a list"]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, words: list[str], tmp_path: Path) -> None:
    assert said(text, "dev", tmp_path)[1] == words


def test_names_that_nothing_has_are_found(tmp_path: Path) -> None:
    text = "levels: {dev: {packs: {cots: advisory, cost: advisory}, rules: {AWS-S3-80: disabled, K9S-*: disabled}}}\n"
    found, _ = said(text, "dev", tmp_path)
    assert found is not None
    strangers = list(found.strangers(SUBJECTS))
    assert [str(fault).replace(f"{tmp_path}/", "") for fault in found.faults(strangers, SUBJECTS)] == [
        "levels.yaml:1:24: there is no policy pack cots\n  Did you mean 'cost'?",
        "levels.yaml:1:65: there is no policy AWS-S3-80\n  Did you mean 'AWS-S3-08'?",
        "levels.yaml:1:86: there are no policies K9S-*",
    ]


def test_the_shipped_schema_is_up_to_date_and_fits_the_example(repository: Path) -> None:
    """`ACCEPT=1` writes it anew."""
    text = json.dumps(levels_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("ACCEPT") == "1":
        SHIPPED.write_text(text, encoding="utf-8")
    assert SHIPPED.read_text(encoding="utf-8") == text
    jsonschema.Draft202012Validator.check_schema(levels_schema())
    valid = jsonschema.Draft202012Validator(levels_schema()).is_valid
    written = (repository / "stacks" / "levels.yaml").read_text("utf-8")
    assert "src/stackwright/service/levels.schema.json" in written.splitlines()[0]
    assert valid(yaml.safe_load(written))
    assert valid(yaml.safe_load(LEVELS))
    assert not valid({"levels": {"dev": {"all": "madatory"}}})
    assert not valid({"levels": {"dev": {"severity": {"low": "advisory"}}}})

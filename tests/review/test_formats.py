"""Each format's words for the same report: `tests/golden/review/<format>`. `ACCEPT=1` writes them; read them first."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import Location
from stackwright.review.finding import Finding, Place
from stackwright.review.formats import FORMATS, written
from stackwright.review.report import Report, Rule, report_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "review"
URN = "urn:pulumi:dev.web::shop::my:index:Web$aws:s3/bucket:Bucket::logs"
PLACE = Place(project="shop", stack="dev.web", environment="dev", part="web")
RULE = Rule(
    id="AWS-S3-02",
    pack="security",
    version="1.0.0",
    title="Every S3 bucket has a public access block",
    why="Without one, a policy or an ACL can open it.",
    fix="Add a BucketPublicAccessBlock.",
    severity="high",
    frameworks=("CIS AWS 5.0 2.1.4",),
)
QUIET = Rule(id="AWS-S3-01", pack="security", version="1.0.0", title="Blocks block everything", severity="critical")
VIOLATED = Finding(
    policy=RULE.id,
    pack=RULE.pack,
    version=RULE.version,
    outcome="violated",
    level="mandatory",
    severity="high",
    title=RULE.title,
    what="it has none, 100% sure: a|b <c> `d`\nand a second line",
    why=RULE.why,
    fix=RULE.fix,
    urn=URN,
    place=PLACE,
    where=Location(Path("stacks/shop/__main__.py"), 12, 3),
    frameworks=RULE.frameworks,
)


def _changed(**changes: object) -> Finding:
    values = {name: getattr(VIOLATED, name) for name in VIOLATED.__dataclass_fields__}
    return Finding(**{**values, **changes})  # pyright: ignore[reportArgumentType]


REPORT = report_of(
    "stacks/shop",
    [RULE, QUIET],
    [
        VIOLATED,
        _changed(outcome="unknown", level="advisory", what="it cannot be judged before acl is known", urn=URN + "2"),
        _changed(outcome="broken", what="KeyError in it.py, line 3 (check)", urn="", where=None),
        _changed(excepted="waived until 2027-01-01 by team-retail (SEC-12): behind a VPN", urn=URN + "3", where=None),
        _changed(level="advisory", urn=URN + "4"),
        _changed(
            policy="blue", pack="theirs", severity="", title="Be blue", what="Be blue", why="", fix="", urn=URN + "5"
        ),
    ],
    resources=40,
)


@pytest.mark.parametrize("format", FORMATS)
def test_the_words_of_a_format(format: str) -> None:
    said = re.sub(r'("semanticVersion": ")[^"]+', r"\1VERSION", written(REPORT, format))
    golden = GOLDEN / format
    if os.environ.get("ACCEPT") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(said)
    assert said == golden.read_text()


def test_an_empty_report_says_that_there_is_nothing() -> None:
    nothing = report_of("stacks/shop", [RULE, QUIET], [], resources=40)
    assert "✅ nothing in the way" in written(nothing, "markdown")
    assert json.loads(written(nothing, "gitlab")) == []
    assert written(nothing, "github") == ""
    assert json.loads(written(nothing, "sarif"))["runs"][0]["results"] == []
    suite = Xml.fromstring(written(nothing, "junit")).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "0")


def test_sarif_has_what_code_scanning_needs() -> None:
    [run] = json.loads(written(REPORT, "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] if "ruleIndex" in result else True
        assert result["message"]["text"]
        assert result["partialFingerprints"]["stackwright/v1"]
    assert {it["id"] for it in rules} == {"AWS-S3-01", "AWS-S3-02", "blue"}
    assert [bool(it.get("suppressions")) for it in run["results"]].count(True) == 1


@given(st.text(max_size=60))
def test_law_any_text_survives_every_format(text: str) -> None:
    """What a pack of somebody else's says may hold anything."""
    report = Report(subject="s", rules=[RULE], findings=[_changed(what=text, title=text, fix=text)])
    Xml.fromstring(written(report, "junit"))
    assert json.loads(written(report, "json"))["findings"][0]["what"] == text
    assert written(report, "github").count("\n") == 1
    table = [line for line in written(report, "markdown").splitlines() if line.startswith("| `AWS")]
    assert len(table) == 1
    json.loads(written(report, "sarif"))
    json.loads(written(report, "gitlab"))

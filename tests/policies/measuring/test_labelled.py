"""Labelled cases are read strictly, and say where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from stackwright_policies.measuring.labelled import BadLabels, Labels, read, read_folder
from stackwright_policies.model import UNKNOWN, secret

HEAD = "rule: X-1\nsource: [https://example.com]\ncases:\n"


def _read(folder: Path, cases: str, head: str = HEAD) -> Labels:
    path = folder / "X-1.yaml"
    path.write_text(head + cases, "utf-8")
    return read(path)


def test_a_case_becomes_an_example_in_wire_form(tmp_path: Path) -> None:
    [case] = _read(
        tmp_path,
        """
  - why: everything
    expect: unknown
    type: aws:s3/bucket:Bucket
    name: logs
    inputs: {bucket: {unknown: true}, tags: [{secret: hush}], volume: {secret: {secretName: kept}}, nothing: null}
    settings: {ports: [22]}
    provider: {region: eu-west-1}
    dependencies: {kmsKey: [key]}
    others:
      - {type: "aws:kms/key:Key", name: key, inputs: {policy: {secret: {unknown: true}}}}
      - {why: another, type: "aws:kms/key:Key", name: other}
""",
    ).cases
    assert (case.expect, case.where) == ("unknown", f"{tmp_path / 'X-1.yaml'}:5")
    one = case.example
    assert (one.why, one.type, one.name) == ("everything", "aws:s3/bucket:Bucket", "logs")
    assert one.inputs == {
        "bucket": UNKNOWN,
        "tags": [secret("hush")],
        "volume": {"secret": {"secretName": "kept"}},
        "nothing": None,
    }
    assert (one.settings, one.provider, one.dependencies) == (
        {"ports": [22]},
        {"region": "eu-west-1"},
        {"kmsKey": ["key"]},
    )
    assert [other.name for other in one.others] == ["key", "other"]
    assert one.others[0].inputs == {"policy": secret(UNKNOWN)}


CASE = "  - {why: a, expect: pass, type: 'aws:s3/bucket:Bucket'"


@pytest.mark.parametrize(
    ("cases", "complaint"),
    [
        ("  - {expect: pass, type: t}", ":4: why is missing"),
        ("  - {why: a, expect: maybe, type: t}", ":4: expect is 'maybe'; it can be pass, fail, unknown"),
        (CASE + ", input: {}}", ":4: there is no key 'input'; there are why, expect"),
        (CASE + ", inputs: {}, inputs: {}}", "'inputs' is given twice"),
        (CASE + ", inputs: {policy: {Version: 2012-10-17}}}", "inputs.policy.Version: .* is no JSON; put it in quotes"),
        (CASE + ", inputs: {1: a}}", "the key 1 is no text"),
        (CASE + ", inputs: {policy: {on: a}}}", "the key True is no text; put it in quotes"),
        (CASE + ", others: [{type: t}]}", ":4, others: name is missing"),
        (CASE + ", others: [{type: t, name: example}]}", "two resources of the case have the same name"),
        (CASE + ", dependencies: {bucket: logs}}", "dependencies.bucket: a list is expected here, not 'logs'"),
        (f"{CASE}}}\n{CASE}}}", ":5: another case already says 'a'"),
        ("  []", "there is no case"),
        ("  - a", "a mapping is expected here, not 'a'"),
        ("  - [", "X-1.yaml: while parsing"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, cases: str, complaint: str) -> None:
    with pytest.raises(BadLabels, match=complaint):
        _read(tmp_path, cases)


def test_a_file_is_called_after_its_rule_and_says_what_it_rests_on(tmp_path: Path) -> None:
    with pytest.raises(BadLabels, match="the rule is 'X-2', and the file is called 'X-1'"):
        _read(tmp_path, CASE + "}", HEAD.replace("X-1", "X-2"))
    with pytest.raises(BadLabels, match="there is no source"):
        _read(tmp_path, CASE + "}", HEAD.replace("https://example.com", ""))


def test_a_rule_has_one_file(tmp_path: Path) -> None:
    for cloud in ("aws", "gcp"):
        (tmp_path / cloud).mkdir()
        _read(tmp_path / cloud, CASE + "}")
    with pytest.raises(BadLabels, match="two files are for X-1"):
        read_folder(tmp_path)

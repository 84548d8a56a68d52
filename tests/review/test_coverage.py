from __future__ import annotations

import json
from pathlib import Path

from stackwright_policies.packs import everything

from stackwright.review import coverage
from stackwright.review.coverage import Looked, controls, service_of, types

LISTED = json.loads(Path(coverage.__file__).with_name("controls.json").read_text())


EMPTY = {"CIS Azure 4.0": {"9.1.1", "9.1.2"}}
"""Sections that have a text and no control, in both sources."""


def policy(*named: str, of: list[str] | None = None) -> dict[str, object]:
    split = [text.rsplit(" ", 2) for text in named]
    return {"frameworks": [{"name": a, "version": b, "control": c} for a, b, c in split], "types": of or []}


def test_controls_with_and_without_a_policy() -> None:
    policies = [policy("CIS AWS 5.0 1.10", "Own 1 b"), policy("CIS AWS 5.0 1.9", "CIS AWS 5.0 1.10")]
    aws, own = controls(policies)
    assert (aws.catalogue, aws.covered) == ("CIS AWS 5.0", ["1.9", "1.10"])
    assert aws.without is not None
    assert len(aws.without) == 61
    assert not {"1.9", "1.10"} & set(aws.without)
    assert (own.covered, own.without) == (["b"], None), "there is no list of all that it asks for"


def test_lists_of_controls_are_whole() -> None:
    """Numbers go up by one, and none is a section's."""
    for catalogue, text in LISTED.items():
        ids = text.split()
        assert len(ids) == len(set(ids)), catalogue
        sections = {".".join(it.split(".")[:length]) for it in ids for length in range(1, it.count(".") + 1)}
        assert not sections & set(ids), catalogue
        for it in ids:
            head, _, last = it.rpartition(".")
            before = {f"{head}.{number}" for number in range(1, int(last))}
            assert before <= {*ids, *sections} | EMPTY.get(catalogue, set()), f"{catalogue}: what is before {it}?"


def test_a_rule_about_everything_is_about_no_type_in_particular() -> None:
    everything = [f"aws:s3/it{number}:It" for number in range(coverage.GENERAL + 1)]
    found = types([policy(of=["aws:s3/it1:It", "gcp:a/b:C"]), policy(of=["aws:s3/it1:It"]), policy(of=everything)])
    assert found == [Looked("aws:s3/it1:It", 2, 1), Looked("gcp:a/b:C", 1, 0)]


def test_services() -> None:
    assert service_of("aws:s3/bucket:Bucket") == "aws:s3"
    assert service_of("azure-native:storage:StorageAccount") == "azure-native:storage"
    assert service_of("kubernetes:core/v1:Pod") == "kubernetes:core"


def test_every_control_of_ours_is_one() -> None:
    said = {str(it) for policy in everything.policies for it in policy.frameworks}
    for catalogue, text in LISTED.items():
        ids = set(text.split())
        ours = {it.removeprefix(f"{catalogue} ") for it in said if it.startswith(f"{catalogue} ")}
        assert ours, catalogue
        assert ours <= ids, catalogue

"""The labelled cases are about types and properties that there are; what they say is measured, not tested."""

from __future__ import annotations

from pathlib import Path

import pytest
from stackwright_policies.measuring.labelled import Labels, read, read_folder
from stackwright_policies.tokens import canonical

from tests.policies.spelling import misspelt

LABELLED = Path(__file__).with_name("labelled")


@pytest.mark.parametrize("labels", read_folder(LABELLED), ids=lambda labels: labels.rule)
def test_cases_are_about_what_the_sdks_know(labels: Labels) -> None:
    wrong = [
        f"{case.where}: {name}"
        for case in labels.cases
        for one in (case.example, *case.example.others)
        for name in misspelt(one.type, one.inputs, outputs=True)
    ]
    assert not wrong


@pytest.mark.parametrize("labels", read_folder(LABELLED), ids=lambda labels: labels.rule)
def test_cases_tell_violations_from_near_misses(labels: Labels) -> None:
    expected = [case.expect for case in labels.cases]
    assert {"pass", "fail"} <= set(expected)
    assert len(expected) >= 6


def test_files_lie_in_the_folder_of_their_cloud() -> None:
    for path in LABELLED.rglob("*.yaml"):
        packages = {canonical(case.example.type).partition(":")[0] for case in read(path).cases}
        cloud = path.parent.name
        assert cloud == "any" or packages == {{"azure": "azure-native"}.get(cloud, cloud)}, path

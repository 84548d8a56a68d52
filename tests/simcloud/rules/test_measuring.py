"""How right the rules are, by sources that are not theirs: the figures may get better, never worse unnoticed."""

import json
from pathlib import Path

import pytest

from stackwright.simcloud.rules.measuring import Measured, main, measure

TRUTHS = Path(__file__).parent / "truth"
AT_LEAST = {
    "aws": (0.84, 0.88, 0.05),
    "azure-native": (0.96, 0.66, 0.03),
    "gcp": (0.90, 0.93, 0.01),
    "kubernetes": (0.83, 0.68, 0.0),
}
"""Precision, recall, and at most so many unknown. Truth and provider differ, too: AWS's CloudFormation replaces where
Terraform updates, and the other way round; azurerm makes a new one where azure-native sends an update that Azure may
refuse. So neither can be 1.
"""


@pytest.mark.parametrize("cloud", AT_LEAST)
def test_the_rules_are_as_right_as_they_were(cloud):
    found = measure(TRUTHS / f"{cloud}.json")
    precision, recall, unknown = AT_LEAST[cloud]
    assert found.precision >= precision
    assert found.recall >= recall
    assert found.unknown / found.inputs <= unknown


def _truth(folder, source, types):
    path = folder / "aws.json"
    path.write_text(json.dumps({"source": source, "types": types}))
    return path


def test_right_wrong_missed_and_unknown_are_counted(tmp_path):
    said = {"replaces": "bucket content serverSideEncryption", "in place": "key tags"}
    found = measure(_truth(tmp_path, "A person", {"aws:s3/bucketObjectv2:BucketObjectv2": said}))
    token = "aws:s3/bucketObjectv2:BucketObjectv2"
    assert found == Measured(
        "A person", 1, 1, (f"{token} key",), (f"{token} content", f"{token} serverSideEncryption"), 0, 5
    )
    assert (found.precision, found.recall) == (1 / 2, 1 / 3)


def test_a_source_is_never_measured_against_itself(tmp_path):
    types = {"aws:s3/bucketObjectv2:BucketObjectv2": {"replaces": "bucket key", "in place": "content"}}
    itself = measure(_truth(tmp_path, "Terraform provider for AWS 5.100.0: its own plan", types))
    assert (itself.right, itself.unknown) == (0, 3)


def test_the_command_prints_a_line_for_each_cloud(capsys):
    main([str(TRUTHS / "aws.json"), "--list"])
    head, line, *rest = capsys.readouterr().out.splitlines()
    assert head.split() == ["cloud", "types", "inputs", "precision", "recall", "unknown", "truth"]
    assert line.startswith("aws ")
    assert "CloudFormation" in line
    differing = [item for item in rest if "that it replaces: aws:" in item]
    assert differing == rest


def test_the_documentation_shows_the_figures_of_today(capsys):
    main([str(TRUTHS / f"{cloud}.json") for cloud in AT_LEAST])
    page = (Path(__file__).parents[3] / "docs/concepts/replacements.md").read_text()
    assert capsys.readouterr().out in page

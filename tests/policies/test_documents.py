"""Documents that are text: what is unknown inside of one hides nothing else in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from stackwright_policies.documents import parsed, statements
from stackwright_policies.examples import outcome
from stackwright_policies.model import UNKNOWN, Example
from stackwright_policies.packs import everything
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown

POLICIES = {policy.id: policy for policy in everything.policies}


def of_a_bucket(*found: dict[str, Any]) -> str:
    return outcome(
        POLICIES["AWS-S3-04"],
        Example(
            why="", type="aws:s3/bucketPolicy:BucketPolicy", inputs={"policy": json.dumps({"Statement": list(found)})}
        ),
    )


OPEN = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{UNKNOWN}/*"}


def test_an_unknown_name_inside_of_a_text_hides_no_violation() -> None:
    assert of_a_bucket(OPEN) == "fail"
    assert of_a_bucket({**OPEN, "Principal": {"AWS": UNKNOWN}}, OPEN) == "fail"


def test_what_decides_and_is_unknown_leaves_it_open() -> None:
    assert of_a_bucket({**OPEN, "Effect": UNKNOWN}) == "unknown"
    assert of_a_bucket({**OPEN, "Principal": {"AWS": UNKNOWN}}) == "unknown"


def test_what_is_certain_passes() -> None:
    assert of_a_bucket({**OPEN, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}) == "pass"


def test_a_part_of_a_text_that_is_unknown_makes_it_so_and_nothing_beside_it() -> None:
    [one] = statements(View(json.dumps({"Statement": [OPEN]}), "policy"))
    assert one.get("Effect").text() == "Allow"
    with pytest.raises(NotKnown, match=r"policy\.Statement\[0\]\.Resource"):
        one.get("Resource").text()


@pytest.mark.parametrize("text", [UNKNOWN, f'{{"Statement": {UNKNOWN}}}', f"{{{UNKNOWN}"])
def test_a_text_that_is_no_document_for_what_is_unknown_in_it_is_unknown(text: str) -> None:
    with pytest.raises(NotKnown, match="policy"):
        parsed(View(text, "policy"))


def test_other_words_are_nothing() -> None:
    assert parsed(View("no document", "policy")).absent

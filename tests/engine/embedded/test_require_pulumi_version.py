"""`pulumi.require_pulumi_version`."""

from __future__ import annotations

import pulumi
import pytest

from stackwright.engine.embedded.versions import unsatisfied
from tests.engine.embedded.support import Bench


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (">=3.100.0", True),
        (">=3.100.0 <4.0.0", True),
        (">=3.100.0 !3.260.0", False),
        ("<3.0.0 || >=3.200.0", True),
        ("<3.0.0 || =3.1.2", False),
        ("3.260.0", True),
        ("3.x", True),
        ("!3.x", False),
        ("> 3.259.9", True),
    ],
)
def test_ranges_are_those_of_the_cli(wanted: str, holds: bool) -> None:
    assert (unsatisfied(wanted, "3.260.0") is None) is holds


def test_what_is_no_range_is_said() -> None:
    assert "failed to parse version range 'new'" in (unsatisfied("new") or "")


def test_a_program_goes_on_or_ends() -> None:
    assert Bench(lambda: pulumi.require_pulumi_version(">=3.0.0")).preview().result == "succeeded"
    outcome = Bench(lambda: pulumi.require_pulumi_version("<3.0.0")).preview()
    assert outcome.result == "failed"
    assert "does not satisfy the version range '<3.0.0'" in (outcome.error or "")

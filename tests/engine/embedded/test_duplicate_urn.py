"""Two resources that claim one place."""

from __future__ import annotations

from tests.engine.embedded.support import Bench, Thing


def test_two_resources_of_one_name_are_refused() -> None:
    def program() -> None:
        Thing("twin", size=1)
        Thing("twin", size=2)

    outcome = Bench(program).up()

    assert outcome.result == "failed"
    assert "Duplicate resource URN" in (outcome.error or "")

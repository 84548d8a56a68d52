"""`custom_timeouts`: how long a cloud may take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from tests.engine.embedded.support import Bench, Provider, Thing


def test_they_reach_the_provider_and_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, float] = {}

    def noting(name: str) -> Callable[..., Any]:
        original: Callable[..., Any] = getattr(Provider, name)

        def method(self: Provider, *args: Any, timeout: float = 0, **named: Any) -> Any:
            if not named.get("preview"):
                seen[name] = timeout
            return original(self, *args, timeout=timeout, **named)

        return method

    for name in ("create", "update", "delete"):
        monkeypatch.setattr(Provider, name, noting(name))
    timeouts = pulumi.CustomTimeouts(create="1h30m", update="2m", delete="1.5s")
    bench = Bench(lambda: Thing("thing", size=1, opts=pulumi.ResourceOptions(custom_timeouts=timeouts)))
    bench.up()
    bench.up(lambda: Thing("thing", size=2, opts=pulumi.ResourceOptions(custom_timeouts=timeouts)))

    assert bench.resources()["thing"]["customTimeouts"] == {"create": 5400, "update": 120, "delete": 1.5}
    bench.up(lambda: None)
    assert seen == {"create": 5400, "update": 120, "delete": 1.5}


def test_what_is_no_duration_is_refused() -> None:
    timeouts = pulumi.CustomTimeouts(create="soon")
    outcome = Bench(lambda: Thing("thing", opts=pulumi.ResourceOptions(custom_timeouts=timeouts))).up()

    assert outcome.result == "failed"
    assert "unable to parse customTimeout value soon" in (outcome.error or "")

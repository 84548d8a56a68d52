"""What authors of blueprints, programs, services and policies import in their tests.

    from stackwright.testing import rehearse

    def test_more_replicas_are_an_update() -> None:
        with rehearse("web-service", cloud="aws", inputs={"image": "ghcr.io/acme/web:1"}) as web:
            web.up().created("aws:ecs:Service", 1)
            web.up(replicas=6).updated("aws:ecs:Service").nothing_replaced()

Policies are tested by their examples (`stackwright policy test`), and by `from stackwright.testing import policy`.
Everything here is loaded when it is first used: pytest imports this package for its plugin, in every run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackwright.testing.kit import rehearse, validate
    from stackwright.testing.rehearsal import Rehearsal, RehearsalFailed, Resource
    from stackwright.testing.result import Result
    from stackwright.testing.steps import Difference, Step, Steps
    from stackwright.wire.values import is_secret, reveal, secret

__all__ = [
    "Difference",
    "Rehearsal",
    "RehearsalFailed",
    "Resource",
    "Result",
    "Step",
    "Steps",
    "is_secret",
    "rehearse",
    "reveal",
    "secret",
    "validate",
]
_HOME = {
    "Difference": "testing.steps",
    "Rehearsal": "testing.rehearsal",
    "RehearsalFailed": "testing.rehearsal",
    "Resource": "testing.rehearsal",
    "Result": "testing.result",
    "Step": "testing.steps",
    "Steps": "testing.steps",
    "is_secret": "wire.values",
    "rehearse": "testing.kit",
    "reveal": "wire.values",
    "secret": "wire.values",
    "validate": "testing.kit",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"stackwright.{_HOME[name]}"), name)

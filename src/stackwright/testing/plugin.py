"""The pytest plugin: a fixture `rehearse` that cleans up, and tells of its rehearsals where a test fails.

pytest imports this in every run of an interpreter that has Stackwright, so it costs nothing until the fixture is used.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from stackwright.testing.rehearsal import Rehearsal

_MADE = pytest.StashKey["list[Rehearsal]"]()
_OF_SDKS = "ignore::DeprecationWarning:pulumi_(aws|azure_native|gcp|kubernetes)[.]"
"""What SDKs warn of about classes of their own while they are imported: nobody's program can help it."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the SDKs' imports quiet; what the project's own `filterwarnings` say comes later, and so decides."""
    config.getini("filterwarnings").insert(0, _OF_SDKS)


@pytest.fixture
def rehearse(request: pytest.FixtureRequest) -> Generator[Callable[..., Rehearsal]]:
    """`stackwright.testing.rehearse`: what it makes is closed at the end of the test; where that fails, its report
    shows every operation and what became of each resource.
    """
    from stackwright.testing.kit import rehearse as make

    made: list[Rehearsal] = request.node.stash.setdefault(_MADE, [])

    @wraps(make)
    def keeping(*args: Any, **options: Any) -> Rehearsal:  # noqa: ANN401 - as `make`
        made.append(make(*args, **options))
        return made[-1]

    yield keeping
    for rehearsal in made:
        rehearsal.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a test fails, say what its rehearsals have been through."""
    report = yield
    if call.when == "call" and report.failed:
        told = [rehearsal.report for rehearsal in item.stash.get(_MADE, ()) if rehearsal.results]
        report.sections += [("rehearsal", text) for text in told]
    return report

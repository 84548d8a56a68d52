"""The embedded engine does what the official CLI did: steps, diffs, outputs, state and calls of the clouds.

ACCEPT=1 pytest tests/conformance -m cli      records the goldens anew, with the official CLI on PATH
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stackwright.deploy.rehearsal import World
from stackwright.engine.embedded.engine import EmbeddedEngine
from stackwright.engine.protocol import Engine
from stackwright.engine.provider import ProviderHost
from stackwright.wire.results import Changes, DiffResult
from tests.conformance import goldens
from tests.conformance.harness import Opened, clouds_of, disorder, embedded, record
from tests.conformance.sharing import restored, shared
from tests.conformance.suite import CASES
from tests.conformance.watching import Call

BY_NAME = {case.name: case for case in CASES}


@pytest.mark.parametrize("name", goldens.listed())
def test_replay(name: str, tmp_path: Path, clean_environment: object) -> None:
    assert goldens.failures(name, record(BY_NAME[name], embedded, tmp_path)) == []


def test_every_case_has_a_golden_and_is_listed() -> None:
    """A case that is not listed is not replayed, and would prove nothing."""
    assert sorted(goldens.listed()) == sorted(BY_NAME)
    files = {path.stem for path in goldens.FOLDER.glob("*.json")} - {goldens.MANIFEST.stem}
    assert files == set(BY_NAME)
    for name, case in BY_NAME.items():
        assert len(goldens.load(name)["steps"]) == len(case.steps)


def test_goldens_say_which_cli_wrote_them() -> None:
    version = json.loads(goldens.MANIFEST.read_text())["pulumi"]
    assert {goldens.load(name)["pulumi"] for name in goldens.listed()} == {version}


class Mutant:
    """A connection to a simulated cloud through which an engine seems to have a fault."""

    def __init__(self, real: Any, faults: dict[str, Callable[..., Any]]) -> None:
        self._real = real
        self._faults = faults

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        fault = self._faults.get(name)
        return (lambda *args, **named: fault(real(*args, **named))) if fault else real


class MutantHost:
    """A host whose connections have the faults."""

    def __init__(self, host: ProviderHost, faults: dict[str, Callable[..., Any]]) -> None:
        self._host = host
        self._faults = faults

    def connect(self, package: str, version: str | None) -> Any:
        return Mutant(self._host.connect(package, version), self._faults)

    def close(self) -> None:
        self._host.close()


def mutated(**faults: Callable[..., Any]) -> Opened:
    @contextmanager
    def opened(world: World, calls: list[Call]) -> Generator[tuple[Engine, dict[str, str]]]:
        yield EmbeddedEngine(lambda: MutantHost(clouds_of(world, calls), faults)), {}

    return opened


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param({"diff": lambda _: DiffResult(Changes.NONE)}, id="changes are not seen"),
        pytest.param({"diff": lambda diff: replace(diff, detailed=None)}, id="no detailed diff"),
        pytest.param(
            {"diff": lambda diff: replace(diff, replaces=(), detailed={})}, id="an update where a replacement is due"
        ),
        pytest.param({"create": lambda result: replace(result, id=result.id + "x")}, id="other ids"),
        pytest.param(
            {"create": lambda result: replace(result, outputs={**result.outputs, "extra": 1})}, id="other outputs"
        ),
        pytest.param({"check": lambda result: replace(result, inputs={})}, id="inputs are lost"),
    ],
)
def test_a_fault_is_noticed(faults: dict[str, Callable[..., Any]], tmp_path: Path, clean_environment: object) -> None:
    """A comparison that could not fail would prove nothing."""
    assert goldens.failures("changing", record(BY_NAME["changing"], mutated(**faults), tmp_path)) != []


def test_differences_are_lines_with_a_path() -> None:
    assert goldens.differences({"a": [1, {"b": 2}], "c": 1}, {"a": [1, {"b": 3}], "d": 1}) == [
        "/a/1/b: 2 became 3",
        '/c: 1 became "(nothing)"',
        '/d: "(nothing)" became 1',
    ]
    assert goldens.differences([1, 2, 2], [2, 3]) == [": missing 1", ": missing 2", ": extra 3"]


def test_what_is_deleted_before_its_dependents_is_told() -> None:
    before = [{"urn": "a"}, {"urn": "b", "dependencies": ["a"]}, {"urn": "c", "parent": "b", "dependencies": ["a"]}]
    calls = ["aws delete b", "aws check c", "aws delete a", "aws delete c"]
    assert disorder(calls, before) == ["a before c", "b before c"]
    assert disorder(["aws delete c", "aws delete b", "aws delete a", "aws create a"], before) == []


def test_what_comes_twice_is_written_once() -> None:
    repeated = {
        "cidrBlock": "10.0.0.0/16",
        "tags": {"name": "a name that is long enough to be kept apart from the rest"},
    }
    recording = [
        {"resources": [repeated, {"urn": "a", "inputs": repeated}]},
        {"resources": [repeated], "small": [1, 1]},
    ]
    steps, values = shared(recording)
    (digest,) = values
    assert steps == [
        {"resources": [{"@": digest}, {"urn": "a", "inputs": {"@": digest}}]},
        {"resources": [{"@": digest}], "small": [1, 1]},
    ]
    assert restored(steps, values) == recording

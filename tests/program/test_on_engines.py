"""The same program, a real `__main__.py`, under the embedded engine and under the official CLI."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.events import Diagnostic, Event
from stackwright.engine.protocol import Engine, Outcome, Stack
from stackwright.engine.pulumi import PulumiEngine
from stackwright.errors import EngineError
from stackwright.wire.values import UNKNOWN, reveal, secret

PASSWORD = "correct horse battery"
MakeStack = Callable[..., Stack]


class NoProviders:
    """The service has outputs and no resources."""

    def connect(self, package: str, version: str | None) -> NoReturn:
        raise EngineError(f"{package} {version} was asked for")

    def close(self) -> None: ...


@pytest.fixture(params=["embedded", pytest.param("pulumi", marks=[pytest.mark.cli, pytest.mark.slow])])
def engine(request: pytest.FixtureRequest, clean_environment: Mapping[str, str]) -> Engine:
    return EmbeddedEngine(NoProviders) if request.param == "embedded" else PulumiEngine()


@pytest.fixture
def stack(
    service: Path,
    tmp_path: Path,
    repository: Path,
    clean_environment: Mapping[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> MakeStack:
    """A stack of the service; its blueprints are installed as a package's would be, by entry point."""
    package = tmp_path / "site" / "acme-1.0.dist-info"
    package.mkdir(parents=True)
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        "[stackwright.blueprints]\nstore = tests.program.support:STORE\nsite = tests.program.support:SITE\n"
    )
    for entry in (str(repository), str(package.parent)):
        monkeypatch.syspath_prepend(entry)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(package.parent), str(repository)]))
    (service / "Pulumi.yaml").write_text(
        "name: shop\nruntime: python\nconfig: {'pulumi:disable-default-providers': {value: ['*']}}\n"
    )
    (service / "__main__.py").write_text("from stackwright.program import run\n\nrun()\n")

    def make(name: str, **environment: str) -> Stack:
        return Stack(
            name=name,
            project="shop",
            directory=service,
            backend=(tmp_path / "state").as_uri(),
            config={},
            environment={"PULUMI_CONFIG_PASSPHRASE": "one", "DB_PASSWORD": PASSWORD, **environment},
        )

    return make


def _said(events: list[Event]) -> str:
    return "\n".join(event.message for event in events if isinstance(event, Diagnostic))


def _up(engine: Engine, stack: Stack) -> Outcome:
    events: list[Event] = []
    outcome = engine.up(stack, events.append)
    assert outcome.result == "succeeded", _said(events)
    return outcome


def test_two_parts_one_after_the_other(engine: Engine, stack: MakeStack) -> None:
    database, web = stack("dev.database"), stack("dev.web")

    planned = engine.preview(web, [].append)
    assert planned.result == "succeeded"
    assert planned.outputs["seen"]["url"] == UNKNOWN
    assert planned.outputs["seen"]["hosts"] == [UNKNOWN, "localhost"]
    assert engine.outputs(web) is None

    assert _up(engine, database).outputs["password"] == secret(PASSWORD)
    seen = _up(engine, web).outputs["seen"]
    assert seen["url"] == "postgres://shop.db:5432/"
    assert seen["port"] == 5432
    assert seen["port_text"] == "5432"
    assert seen["database"]["host"] == "shop.db"
    assert seen["database"]["password"] == secret(PASSWORD)
    assert set(_up(engine, web).changes) == {"same"}


def test_an_upstream_secret_of_another_passphrase_stops_the_program(engine: Engine, stack: MakeStack) -> None:
    _up(engine, stack("dev.database"))
    events: list[Event] = []
    web = stack("dev.web", PULUMI_CONFIG_PASSPHRASE="two")
    outcome = engine.up(web, events.append)
    assert outcome.result == "failed"
    assert "secrets of stack dev.database cannot be decrypted: " in _said(events) + str(outcome.error)
    assert not reveal(engine.outputs(web) or {})


def test_what_is_missing_is_said_without_a_traceback(engine: Engine, stack: MakeStack) -> None:
    events: list[Event] = []
    outcome = engine.up(stack("dev.web"), events.append)
    said = _said(events) + str(outcome.error)
    assert outcome.result == "failed"
    assert "stack dev.database of project shop does not exist" in said
    assert "Traceback" not in said

"""Dynamic providers: run by Pulumi's own server for them, where that is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stackwright.engine.protocol import ConfigValue, Options
from tests.engine.embedded.support import Bench

ALLOWED = Options(allow_dynamic=True)
HELPER = "def numbered(name):\n    return 'id-' + name\n"
PROGRAM = """\
import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi.dynamic import Resource, ResourceProvider

from naming import numbered

config = pulumi.Config()


class Names(ResourceProvider):
    def configure(self, request):
        self.owner = request.config.require("owner")

    def check(self, olds, news):
        wrong = [CheckFailure("name", "is no name")] if news["name"] == "" else []
        return CheckResult(news, wrong)

    def diff(self, id, olds, news):
        replaces = ["name"] if olds["name"] != news["name"] else []
        return DiffResult(changes=olds != {**news, "owner": olds["owner"]}, replaces=replaces)

    def create(self, props):
        if props["name"] == "bad":
            raise ValueError("the register is closed")
        return CreateResult(numbered(props["name"]), {**props, "owner": self.owner})

    def read(self, id, props):
        return ReadResult(id, props)

    def update(self, id, olds, news):
        return UpdateResult({**news, "owner": self.owner})

    def delete(self, id, props):
        pulumi.log.info(id)


class Name(Resource, module="acme", name="Name"):
    owner: pulumi.Output[str]

    def __init__(self, resource, **props):
        super().__init__(Names(), resource, {**props, "owner": None})


name = Name("name", name=config.require("name"), size=config.get("size"), key=pulumi.Output.secret("hush"))
pulumi.export("id", name.id)
pulumi.export("owner", name.owner)
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "Pulumi.yaml").write_text("{name: demo, runtime: python}")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "naming.py").write_text(HELPER)
    return Bench(directory=tmp_path)


def configured(bench: Bench, **values: str) -> Bench:
    config = {f"demo:{key}": ConfigValue(value) for key, value in {"owner": "ann", **values}.items()}
    return Bench(directory=bench.stack.directory, store=bench.store, cloud=bench.cloud, config=config)


def test_they_live_a_whole_life(bench: Bench) -> None:
    """Created, seen unchanged, changed, replaced, refreshed, deleted; secrets stay secret."""
    first = configured(bench, name="a", size="1")
    assert first.preview(options=ALLOWED).changes == {"create": 2}
    outcome = first.up(options=ALLOWED)
    assert outcome.error is None
    assert outcome.outputs == {"id": "id-a", "owner": "ann"}
    name: Any = first.resources()["name"]
    assert name["type"] == "pulumi-python:dynamic/acme:Name"
    assert "ciphertext" in name["inputs"]["key"]
    assert "ciphertext" in name["outputs"]["key"]
    assert "ciphertext" in name["inputs"]["__provider"]
    assert first.up(options=ALLOWED).changes == {"same": 2}
    assert first.refresh(ALLOWED).changes == {"same": 2}
    assert configured(bench, name="a", size="2").up(options=ALLOWED).changes == {"same": 1, "update": 1}
    assert configured(bench, name="b", size="2").up(options=ALLOWED).changes == {"same": 1, "replace": 1}
    assert first.destroy(ALLOWED).changes == {"delete": 2}


def test_what_they_refuse_and_raise_is_told(bench: Bench) -> None:
    refused = configured(bench, name="").up(options=ALLOWED)
    assert 'property name value "" has a problem: is no name' in (refused.error or "")
    raised = configured(bench, name="bad").up(options=ALLOWED)
    assert "ValueError: the register is closed" in (raised.error or "")


def test_they_are_not_run_unless_that_is_allowed(bench: Bench) -> None:
    outcome = configured(bench, name="a").preview()
    assert outcome.result == "failed"
    assert "dynamic providers (pulumi.dynamic) are not run" in (outcome.error or "")
    assert "--allow-dynamic" in (outcome.error or "")

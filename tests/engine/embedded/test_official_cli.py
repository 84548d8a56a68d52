"""Either engine goes on where the other stopped: states, events and outputs of both are the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from stackwright.engine import events
from stackwright.engine.embedded import EmbeddedEngine
from stackwright.engine.protocol import Options, Outcome, Stack
from stackwright.simcloud import open_host, serve
from stackwright.wire.values import MASK, SECRET, SIGNATURE
from tests.engine.embedded.support import Cloud

pytestmark = [pytest.mark.cli, pytest.mark.slow]

PROGRAM = """
import pulumi

config = pulumi.Config()


class Group(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        inputs = {"size": config.require_int("size"), "s": pulumi.Output.secret("x")}
        super().__init__("my:mod:Group", name, inputs, opts)
        self.register_outputs({"o": "v", "hidden": pulumi.Output.secret("zz")})


group = Group("group")
stash = pulumi.Stash("stash", input={"k": [1, 2.5, None, "z"], "s": config.require_secret("key")})
inner = Group("inner", pulumi.ResourceOptions(parent=group))
after = Group("after", pulumi.ResourceOptions(depends_on=[stash]))
upstream = pulumi.StackReference("organization/demo/upstream")
pulumi.export("plain", 1)
pulumi.export("nested", {"a": [1, {"b": pulumi.Output.secret("x")}]})
pulumi.export("secret", config.require_secret("key"))
pulumi.export("tags", config.require_object("tags"))
pulumi.export("asset", pulumi.StringAsset("hi"))
pulumi.export("archive", pulumi.AssetArchive({"x": pulumi.StringAsset("hi"), "d": pulumi.FileArchive("./data")}))
pulumi.export("stash", stash.output)
pulumi.export("theirs", upstream.get_output("token"))
pulumi.export("open", upstream.get_output("plain"))
"""
UPSTREAM = "import pulumi\npulumi.export('plain', 7)\npulumi.export('token', pulumi.Output.secret('hush'))\n"
STEPS = ("resourcePreEvent", "resOutputsEvent", "resOpFailedEvent")


class World:
    """A project, a backend of each engine's own, and both engines."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        (self.project / "data" / "deep").mkdir(parents=True)
        (self.project / "data" / "deep" / "file.txt").write_text("content")
        (self.project / "Pulumi.yaml").write_text(
            "name: demo\nruntime:\n  name: python\n  options: {toolchain: pip}\nconfig:\n  size: {default: 3}\n"
        )
        self.folder = folder
        self.variables = {
            **os.environ,
            "HOME": str(folder / "home"),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_CONFIG_PASSPHRASE": "pw",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_COMMANDS": "true",
            "PULUMI_PYTHON_CMD": sys.executable,
        }
        self.engine = EmbeddedEngine(Cloud())
        for name in ("ours", "theirs"):
            (folder / name).mkdir()
        self.program(UPSTREAM)
        self.cli("theirs", "stack", "init", "upstream")
        self.cli("theirs", "up", "-s", "upstream", "--yes", "--skip-preview")
        self.embedded("up", "ours", name="upstream")
        self.program(PROGRAM)
        self.cli("theirs", "stack", "init", "dev")
        values = ["--plaintext", "size=4", "--secret", "key=hunter2", "--plaintext", "tags.a[0]=5"]
        self.cli("theirs", "config", "set-all", "-s", "dev", "--path", *values)

    def program(self, code: str) -> None:
        (self.project / "__main__.py").write_text(code)

    def cli(self, backend: str, *arguments: str) -> str:
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.project,
            env={**self.variables, "PULUMI_BACKEND_URL": f"file://{self.folder / backend}"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def embedded(
        self, method: str, backend: str, sink: Callable[[events.Event], None] = lambda _: None, *, name: str = "dev"
    ) -> Outcome:
        stack = Stack(
            name=name,
            project="demo",
            directory=self.project,
            backend=f"file://{self.folder / backend}",
            environment={"PULUMI_CONFIG_PASSPHRASE": "pw"},
        )
        outcome = getattr(self.engine, method)(stack, sink, Options(expect_no_changes=method == "preview_same"))
        assert outcome.result == "succeeded", outcome.error
        return outcome

    def checkpoint(self, backend: str) -> dict[str, Any]:
        document = json.loads((self.folder / backend / ".pulumi/stacks/demo/dev.json").read_text())
        return {item["urn"]: masked(item) for item in document["checkpoint"]["latest"]["resources"]}


def masked(value: Any) -> Any:
    """Without what differs between any two runs: times, ids of providers, ciphertexts, where the SDK is installed."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == SECRET:
            return MASK
        gone = {"created", "modified", "stackTrace", "sourcePosition", "id"}
        return {key: masked(item) for key, item in value.items() if key not in gone}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return value.rpartition("::")[0] if isinstance(value, str) and "::pulumi:providers:" in value else value


def side(state: dict[str, Any] | None) -> dict[str, Any] | None:
    keys = ("urn", "type", "custom", "delete", "parent", "protect", "external", "inputs", "outputs", "provider")
    return {key: masked(state[key]) for key in keys if state.get(key)} if state else None


def step(kind: str, op: str, planning: bool, data: dict[str, Any]) -> str:
    said = [kind, op, planning, data["urn"], data.get("logical", False), side(data["old"]), side(data["new"])]
    return json.dumps(said, sort_keys=True)


def of_cli(log: Path) -> list[str]:
    result: list[str] = []
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        for kind in STEPS:
            if kind in entry:
                data = entry[kind]["metadata"]
                result.append(step(kind, data["op"], bool(entry[kind].get("planning")), data))
        if "preludeEvent" in entry:
            result.append(json.dumps(entry["preludeEvent"]["config"], sort_keys=True))
        if "summaryEvent" in entry:
            result.append(json.dumps(entry["summaryEvent"]["resourceChanges"] or {}, sort_keys=True))
    return sorted(result)


def of_ours(seen: list[events.Event]) -> list[str]:
    result: list[str] = []
    for event in seen:
        if isinstance(event, events.StepStarted | events.StepDone):
            kind = STEPS[0] if isinstance(event, events.StepStarted) else STEPS[1]
            result.append(step(kind, event.step.op, event.planning, asdict(event.step)))
        elif isinstance(event, events.Started):
            result.append(json.dumps(dict(event.config), sort_keys=True))
        elif isinstance(event, events.Summary):
            result.append(json.dumps(dict(event.changes), sort_keys=True))
    return sorted(result)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("cli"))


def test_both_engines_say_and_write_the_same_and_continue_each_others_work(world: World) -> None:
    for index, (method, arguments) in enumerate(
        [("preview", ["preview"]), ("up", ["up", "--yes", "--skip-preview"]), ("up", ["up", "--yes", "--skip-preview"])]
    ):
        log = world.folder / f"{index}.jsonl"
        world.cli("theirs", *arguments, "-s", "dev", "--event-log", str(log))
        seen: list[events.Event] = []
        world.embedded(method, "ours", seen.append)
        assert of_ours(seen) == of_cli(log)
    assert world.checkpoint("ours") == world.checkpoint("theirs")

    # Across: each engine sees nothing to do in what the other left.
    world.cli("ours", "preview", "-s", "dev", "--expect-no-changes")
    assert set(world.embedded("preview", "theirs").changes) == {"same"}

    shown = json.loads(world.cli("ours", "stack", "output", "-s", "dev", "--show-secrets", "--json"))
    assert shown["secret"] == "hunter2"
    assert shown["theirs"] == "hush"
    assert shown["nested"] == {"a": [1, {"b": "x"}]}
    history = json.loads(world.cli("ours", "stack", "history", "-s", "dev", "--json"))
    assert [entry["kind"] for entry in history] == ["update", "update"]

    # The official CLI's export goes through ours and back.
    exported = world.folder / "export.json"
    exported.write_text(world.cli("ours", "stack", "export", "-s", "dev"))
    world.cli("theirs", "stack", "import", "-s", "dev", "--file", str(exported))
    assert world.checkpoint("theirs") == world.checkpoint("ours")

    log = world.folder / "destroy.jsonl"
    world.cli("theirs", "destroy", "--yes", "--skip-preview", "-s", "dev", "--event-log", str(log))
    seen = []
    world.embedded("destroy", "ours", seen.append)
    assert of_ours(seen) == of_cli(log)


EDITED = """
import pulumi, pulumi_aws as aws

provider = aws.Provider("aws", region="eu-west-1")
options = pulumi.ResourceOptions(provider=provider)
vpc = aws.ec2.Vpc("vpc", cidr_block="{net}.0.0/16", tags={{"tier": "{tier}"}}, opts=options)
for index in range({subnets}):
    aws.ec2.Subnet(f"subnet-{{index}}", vpc_id=vpc.id, cidr_block=f"{net}.{{index}}.0/24", opts=options)
pulumi.export("vpc", vpc.id)
"""


def test_changes_on_simulated_clouds_are_the_same_in_both_engines(world: World, tmp_path: Path) -> None:
    host = open_host(tmp_path / "theirs.sqlite", "key")
    ports = serve(host, ["aws"])
    world.variables["PULUMI_DEBUG_PROVIDERS"] = ",".join(f"{name}:{port}" for name, port in ports.items())
    world.engine = EmbeddedEngine(lambda: open_host(tmp_path / "ours.sqlite", "key"))
    edits = [  # made, updated in place, replaced with what depends on it, one dropped
        {"net": "10.0", "tier": "a", "subnets": 2},
        {"net": "10.0", "tier": "b", "subnets": 2},
        {"net": "10.1", "tier": "b", "subnets": 2},
        {"net": "10.1", "tier": "b", "subnets": 1},
    ]
    try:
        for index, edit in enumerate(edits):
            world.program(EDITED.format(**edit))
            log = tmp_path / f"{index}.jsonl"
            world.cli("theirs", "up", "--yes", "--skip-preview", "-s", "dev", "--event-log", str(log))
            seen: list[events.Event] = []
            world.embedded("up", "ours", seen.append)
            assert of_ours(seen) == of_cli(log), edit
        assert world.checkpoint("ours") == world.checkpoint("theirs")
    finally:
        del world.variables["PULUMI_DEBUG_PROVIDERS"]
        host.close()

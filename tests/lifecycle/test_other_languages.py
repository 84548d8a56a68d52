"""Programs in other languages, with the official CLI over simulated clouds: their whole lives."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from stackwright.engine.pulumi import executable

YAML: Final = """
name: pets
runtime: yaml
config:
  words: {type: integer, default: 2}
variables:
  zones:
    fn::invoke: {function: "aws:getAvailabilityZones", arguments: {state: available}}
resources:
  pet: {type: "random:RandomPet", properties: {length: "${words}"}}
  network: {type: "aws:ec2:Vpc", properties: {cidrBlock: 10.0.0.0/16, tags: {Name: "${pet.id}"}}}
  subnet:
    type: aws:ec2:Subnet
    properties: {vpcId: "${network.id}", cidrBlock: 10.0.1.0/24, availabilityZone: "${zones.names[0]}"}
  app:
    type: kubernetes:yaml/v2:ConfigGroup
    properties: {files: ["map.yaml"]}
outputs:
  name: ${pet.id}
  zone: ${subnet.availabilityZone}
"""
MAP: Final = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}"
TYPESCRIPT: Final = """
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
const pet = new random.RandomPet("pet", { length: new pulumi.Config().getNumber("words") ?? 2 });
const password = new random.RandomPassword("password", { length: 16 });
export const name = pet.id;
export const secret = password.result;
"""
COMPILER: Final = {"compilerOptions": {"module": "commonjs", "target": "es2020", "skipLibCheck": True}}
VARIABLE: Final = "STACKWRIGHT_NODE_MODULES"
"""Names a node_modules with @pulumi/pulumi, @pulumi/random and typescript (`npm install` makes one)."""
MODULES: Final = os.environ.get(VARIABLE, "")


def host(language: str) -> bool:
    """Whether the CLI can run programs in a language: their hosts lie beside it, as where it is installed."""
    found = shutil.which(os.environ.get(executable.VARIABLE, "pulumi"))
    return found is not None and (Path(found).resolve().parent / f"pulumi-language-{language}").is_file()


class Project:
    """A project in a world of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._environment = environment

    def pulumi(self, *words: str) -> str:
        world = ["--world", str(self.folder.parent / "world")]
        done = subprocess.run(
            [sys.executable, "-m", "stackwright.cli.main", "simulate", *world, "--", "pulumi", *words],
            cwd=self.folder,
            env={**self._environment},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def live(self) -> list[dict[str, Any]]:
        """Up, an up that changes nothing, a change, refresh, destroy; gives the outputs before and after the change."""
        self.pulumi("stack", "init", "dev")
        outputs: list[dict[str, Any]] = []
        self.pulumi("up", "--yes", "--skip-preview", "--stack", "dev")
        self.pulumi("up", "--yes", "--expect-no-changes", "--stack", "dev")
        outputs.append(json.loads(self.pulumi("stack", "output", "--json", "--stack", "dev")))
        self.pulumi("config", "set", "words", "3", "--stack", "dev")
        self.pulumi("up", "--yes", "--skip-preview", "--stack", "dev")
        outputs.append(json.loads(self.pulumi("stack", "output", "--json", "--stack", "dev")))
        self.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes", "--stack", "dev")
        self.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev")
        assert "urn" not in self.pulumi("stack", "export", "--stack", "dev")
        return outputs


@pytest.fixture
def project(tmp_path: Path, clean_environment: Mapping[str, str]) -> Project:
    folder = tmp_path / "pets"
    folder.mkdir()
    return Project(folder, clean_environment)


@pytest.mark.cli
@pytest.mark.slow
@pytest.mark.skipif(not host("yaml"), reason="pulumi-language-yaml is not beside pulumi")
def test_a_program_in_yaml(project: Project) -> None:
    (project.folder / "Pulumi.yaml").write_text(YAML)
    (project.folder / "map.yaml").write_text(MAP)
    before, after = project.live()
    assert before["zone"] == after["zone"] == "us-east-1a"
    assert (before["name"].count("-"), after["name"].count("-")) == (1, 2)


@pytest.mark.cli
@pytest.mark.slow
@pytest.mark.skipif(not host("nodejs"), reason="pulumi-language-nodejs is not beside pulumi")
@pytest.mark.skipif(not MODULES, reason=f"{VARIABLE} names no node_modules with the SDKs")
def test_a_program_in_typescript(project: Project) -> None:
    (project.folder / "Pulumi.yaml").write_text("{name: pets, runtime: nodejs}")
    (project.folder / "package.json").write_text('{"name": "pets", "main": "index.ts"}')
    (project.folder / "tsconfig.json").write_text(json.dumps({**COMPILER, "files": ["index.ts"]}))
    (project.folder / "index.ts").write_text(TYPESCRIPT)
    (project.folder / "node_modules").symlink_to(MODULES)
    before, after = project.live()
    assert (before["name"].count("-"), after["name"].count("-")) == (1, 2)
    assert before["secret"] == "[secret]"

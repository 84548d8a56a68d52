"""No secret in clear: not in a file, an argument, an environment, a log, an event, a picture, on a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from stackwright.deploy.rehearsal.configuration import placeholder as configured
from stackwright.program.secret_sources import placeholder as made_up
from tests.lifecycle import canaries
from tests.lifecycle.canaries import Search, set_mode, watched, write_vault
from tests.lifecycle.support import CommandLine, Ran

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads what Linux shows of processes"),
]

WRITTEN: Mapping[str, str] = {
    "secret file": canaries.FILE,
    "nested value": canaries.NESTED,
    "provider's configuration": canaries.KUBECONFIG,
    "template": canaries.TEMPLATE,
    "configuration": configured("keeper:token"),
    "configuration inside": configured("keeper:nested.inner"),
    "configuration of a blueprint": configured("vault:token"),
    "made up for a rehearsal": made_up("vault/dev/jobs/secrets.BY_ENV", {}),
    **canaries.CREDENTIALS,
}


@dataclass(frozen=True)
class Vault:
    """The service, the folder above everything that a run may write, and the command line."""

    folder: Path
    root: Path
    run: CommandLine

    @property
    def world(self) -> Path:
        return self.root / ".stackwright/simulated/standing"

    def own(self) -> set[Path]:
        """The files that hold secrets by nature: where a person wrote them, the key to all of them."""
        return {self.folder / name for name in canaries.GIVEN} | {self.world / "passphrase", self.world / "key"}

    def search(self, more: Mapping[str, str] | None = None) -> Search:
        found = {**WRITTEN, **(more or {})}
        for name in ("passphrase", "key"):
            path = self.world / name
            if path.exists():
                found[f"world's {name}"] = json.loads(path.read_text())["key"] if name == "key" else path.read_text()
        return Search(found)


@pytest.fixture
def vault(tmp_path: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vault]:
    for name in ("home", "tmp", ".git"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("STACKWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name, value in canaries.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    yield Vault(write_vault(tmp_path), tmp_path, stackwright)
    monkeypatch.undo()
    monkeypatch.setattr("tempfile.tempdir", None)


def looked(vault: Vault, *words: str, code: int = 0) -> Ran:
    """Run one command, and look at all that it said and at every process that it started."""
    with watched() as processes:
        ran = vault.run(*words)
    assert ran.code == code, (words, ran.out, ran.err)
    search = vault.search()
    assert not search.inside(ran.out.encode() + ran.err.encode()), words
    for seen in processes.values():
        assert not search.inside(seen), (words, seen.partition(b"\0\0")[0])
    return ran


def start(*words: str, folder: Path) -> subprocess.Popen[bytes]:
    """A command in a process of its own."""
    path = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "stackwright.cli.main", *words]
    return subprocess.Popen(
        command, cwd=folder, env={**os.environ, **path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_no_secret_is_in_clear_anywhere(vault: Vault) -> None:
    simulated = ("vault", "--simulate")
    looked(vault, "validate", "vault")
    looked(vault, "graph", "vault")
    looked(vault, "graph", *simulated, "--changes")
    looked(vault, "preview", *simulated, "--diff", "--picture", "preview.svg")
    ran = looked(vault, "up", *simulated, "--json")
    said = [line["message"] for line in ran.lines if line["type"] == "diagnostic"]
    assert any("to stdout [secret]" in text for text in said), "the program said so, and it was masked"
    assert any("to stderr [secret]" in text for text in said)
    assert any("logged [secret]" in text for text in said)
    looked(vault, "preview", *simulated, "--diff", "--json")

    outputs = looked(vault, "outputs", *simulated).out
    assert "url" in outputs
    clear = json.loads(vault.run("outputs", *simulated, "--json", "--show-secrets").out)["parts"]["keeper"]["outputs"]
    generated = {
        "generated password": clear["url"].removeprefix("postgres://shop:").partition("@db/")[0],
        "additional secret output": clear["tree"]["map"]["hidden"],
    }
    assert [len(text) for text in generated.values()] == [24, 24]

    set_mode(vault.folder, "raise")
    failed = looked(vault, "up", *simulated, code=1)
    assert "the token '[secret]' is not good" in failed.out + failed.err
    looked(vault, "--debug", "up", *simulated, "--json", code=1)
    set_mode(vault.folder, "cloud")
    failed = looked(vault, "up", *simulated, code=1)
    assert "the tag '![secret]'" in failed.out + failed.err, "the cloud quoted what it refused"
    set_mode(vault.folder, "good")
    looked(vault, "up", *simulated, "--picture", "pictures")
    drawn = [path.read_text() for path in (vault.root / "preview.svg", vault.root / "pictures/1-up.svg")]
    assert all(">keeper</text>" in text and ">url" in text for text in drawn), "names are drawn, and what is read"

    looked(vault, "refresh", *simulated, "--json")
    looked(vault, "state", "list", "vault", "keeper", "--simulate")
    looked(vault, "state", "show", "vault", "keeper", "data", "--simulate")
    looked(vault, "cloud", "show")
    shown = json.loads(looked(vault, "cloud", "show", "--json").out)
    [data] = [each["urn"] for each in shown if (each["urn"] or "").endswith("Secret::data")]
    assert "[secret]" in looked(vault, "cloud", "show", "vault", data, "--json").out
    assert not vault.search(generated).files(vault.root, vault.own())
    looked(vault, "destroy", *simulated, "--json")
    looked(vault, "rehearse", "vault", "reader", "--with-dependencies", "--keep")
    assert not vault.search(generated).files(vault.root, vault.own())


def test_a_killed_run_leaves_no_secret(vault: Vault) -> None:
    set_mode(vault.folder, "wait")
    process = start("up", "vault", "keeper", "--simulate", folder=vault.root)
    waiting = vault.folder / "keeper/waiting"
    while not waiting.exists():
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    state = vault.world / "state/.pulumi"
    assert not vault.search().files(vault.root, vault.own()), "while the worker still runs"
    set_mode(vault.folder, "good")
    while list(state.glob("locks/**/*.json")):
        time.sleep(0.02)
    out, err = process.communicate()  # the worker, which ended on its own, had the pipes as well
    assert not vault.search().inside(out + err)
    assert not vault.search().files(vault.root, vault.own())


def test_the_search_finds_what_leaks(vault: Vault) -> None:
    """A program that puts a secret out as if it were none: nobody can tell, and so the search has something to find."""
    set_mode(vault.folder, "leak")
    assert vault.run("up", "vault", "keeper", "--simulate").code == 0
    found = vault.search().files(vault.root, vault.own())
    assert any(path.endswith("stacks/keeper/dev.json") for path in found)
    with watched() as processes:
        subprocess.run(["sleep", "0.1"], env={"KEY": canaries.FILE}, check=True)
    assert any(vault.search().inside(seen) for seen in processes.values())


@pytest.mark.parametrize("shift", range(3))
def test_base64_is_found_wherever_it_begins(shift: int) -> None:
    import base64

    search = Search({"it": canaries.FILE})
    data = base64.b64encode(b"abc"[:shift] + canaries.FILE.encode() + b"tail")
    assert search.inside(b'{"x": "' + data + b'"}')
    assert not search.inside(base64.b64encode(b"something else that is as long"))


@pytest.mark.cli
def test_under_the_official_cli_each_process_sees_what_it_must_and_no_more(vault: Vault) -> None:
    """Pulumi itself hands passphrase and configuration to the program in its environment; nothing else is there."""
    said = b""
    with watched() as processes:
        for words in (("stack", "init", "dev"), ("up", "-s", "dev", "--yes", "--skip-preview", "--non-interactive")):
            process = start("simulate", "--", "pulumi", *words, folder=vault.folder / "keeper")
            out, err = process.communicate()
            said += out + err
            assert process.returncode == 0, said.decode()
            del processes[process.pid]  # what a person started has what the person's shell has
    search = vault.search()
    assert b"to stdout [secret]" in said
    assert not without(search, "configuration inside").inside(said), "the program prints that, and Pulumi lets it"
    assert not search.files(vault.root, vault.own())
    theirs = without(search, "configuration", "configuration inside", "world's passphrase")
    assert any(b"PULUMI_CONFIG=" in seen for seen in processes.values()), "a program was seen"
    for seen in processes.values():
        assert not theirs.inside(seen), seen.partition(b"\0\0")[0]


def without(search: Search, *names: str) -> Search:
    return Search({name: text for name, text in search.canaries.items() if name not in names})

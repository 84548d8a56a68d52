"""`doctor`: what is missing or in the way is named with what to do, and nothing is changed by looking."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.support import CommandLine

Diagnose = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def diagnose(stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Diagnose:
    """`doctor --json`; checks the exit code against what it says."""
    monkeypatch.setenv("PATH", "/nowhere")

    def run(*arguments: str) -> list[dict[str, Any]]:
        ran = stackwright("doctor", *arguments, "--json")
        document = json.loads(ran.out)
        failed = any(finding["level"] == "fail" for finding in document["findings"])
        assert ran.code == document["exitCode"] == int(failed)
        return document["findings"]

    return run


def worst(findings: list[dict[str, Any]]) -> list[tuple[str, str, str, str]]:
    """What is not ok, the Pulumi CLI aside: it is not on PATH here."""
    return [
        (each["level"], each["about"], each["message"], each["hint"] or "")
        for each in findings
        if each["level"] != "ok" and each["about"] != "Pulumi CLI"
    ]


def world(tiny: Path) -> Path:
    return tiny / ".stackwright/simulated/standing"


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_healthy_service_and_machine(tiny: Path, stackwright: CommandLine, diagnose: Diagnose) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    before = files(tiny)
    findings = diagnose("tiny")
    assert worst(findings) == []
    assert files(tiny) == before, "looking changes nothing"
    said = {(each["about"], each["message"]) for each in findings}
    assert ("service", "tiny is valid: 4 parts") in said
    assert ("world standing", "1 stack looked at") in said
    assert ("world standing", "the passphrase is set and is that of every stack") in said
    [cli] = [each for each in findings if each["about"] == "Pulumi CLI"]
    assert cli["level"] == "warn"
    assert "STACKWRIGHT_PULUMI" in cli["hint"]


def test_lines_for_people(tiny: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    monkeypatch.setenv("NO_COLOR", "1")
    ran = stackwright("doctor", "tiny")
    lines = ran.out.splitlines()
    assert lines[0].startswith("ok    Python ")
    [place] = [place for place, line in enumerate(lines) if "the stack's secrets need a passphrase" in line]
    assert lines[place].startswith("warn  environment dev")
    assert lines[place + 1].strip().startswith("→ set PULUMI_CONFIG_PASSPHRASE")


def test_a_service_that_does_not_load_is_a_finding(tiny: Path, diagnose: Diagnose) -> None:
    manifest = tiny / "service.yaml"
    manifest.write_text(manifest.read_text().replace("after: [base]", "after: [bsae]"))
    [(level, about, message, hint)] = worst(diagnose("tiny"))
    assert (level, about) == ("fail", "service")
    assert "service.yaml:6:" in message
    assert "Did you mean 'base'?" in hint


def test_stale_locks_and_cut_off_runs_are_named_with_what_lifts_them(
    tiny: Path, stackwright: CommandLine, diagnose: Diagnose
) -> None:
    stackwright("up", "tiny", "base", "--simulate")
    state = world(tiny) / "state/.pulumi"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    locks = state / "locks/organization/base/dev"
    locks.mkdir(parents=True, exist_ok=True)
    about = {"username": "ada", "hostname": os.uname().nodename, "timestamp": "2026-11-20T10:00:00Z"}
    (locks / "gone.json").write_text(json.dumps({"pid": ended.pid, **about}))
    (locks / "here.json").write_text(json.dumps({"pid": os.getpid(), **about}))
    path = state / "stacks/base/dev.json"
    checkpoint = json.loads(path.read_text())
    pet = next(each for each in checkpoint["checkpoint"]["latest"]["resources"] if each["urn"].endswith("::pet"))
    checkpoint["checkpoint"]["latest"]["pending_operations"] = [{"resource": pet, "type": "creating"}]
    path.write_text(json.dumps(checkpoint))

    found = {message: (level, hint) for level, about, message, hint in worst(diagnose("tiny"))}
    [stale] = [message for message in found if "is gone" in message]
    assert f"dev is locked by ada@{os.uname().nodename} (pid {ended.pid}) since 2026-11-20T10:00:00Z" in stale
    assert found[stale] == ("fail", f"Lift the lock: rm {locks / 'gone.json'}")
    [running] = [message for message in found if f"pid {os.getpid()}" in message]
    assert found[running][0] == "warn"
    [pending] = [message for message in found if "cut off" in message]
    assert "while creating urn:pulumi:dev::base::random:index/randomPet:RandomPet::pet" in pending
    assert found[pending][1].startswith("stackwright refresh tiny --simulate clears it")


def test_a_corrupt_state_and_a_wrong_passphrase_fail(tiny: Path, stackwright: CommandLine, diagnose: Diagnose) -> None:
    stackwright("up", "tiny", "--simulate")
    real = tiny / ".stackwright/state"
    (world(tiny) / "state").rename(real)
    (world(tiny) / "state").mkdir()
    broken = real / ".pulumi/stacks/side/dev.json"
    broken.write_text(broken.read_text()[:50])
    found = worst(diagnose("tiny"))
    assert [(level, about) for level, about, _, _ in found] == [("fail", "environment dev")] * 2
    assert "not a checkpoint that can be read" in found[0][2]
    assert found[1][2] == "the passphrase is not that of dev, dev, dev"


def test_a_backend_that_cannot_be_made(tiny: Path, diagnose: Diagnose) -> None:
    (tiny / ".stackwright").write_text("a file")
    [(level, about, message, _)] = worst(diagnose("tiny"))
    assert (level, about) == ("fail", "environment dev")
    assert "cannot be made" in message


def test_rehearsals_that_were_left_behind(tiny: Path, diagnose: Diagnose) -> None:
    left = tiny / ".stackwright/simulated/rehearsal-1234"
    left.mkdir(parents=True)
    (left / ".stackwright-world").touch()
    with (left / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        assert worst(diagnose("tiny")) == [], "one that is in use is not left behind"
    [(level, about, message, hint)] = worst(diagnose("tiny"))
    assert (level, about) == ("warn", "rehearsals")
    assert "left behind" in message
    assert f"rm -r {left}" in hint


def test_what_is_asked_for_but_is_not_there(tiny: Path, stackwright: CommandLine) -> None:
    assert stackwright("doctor", "nobody").code == 2
    assert stackwright("doctor", "tiny", "-e", "prod").code == 2

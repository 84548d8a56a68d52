"""Plans and states as the official CLI saves them, judged; `ACCEPT=1` records them in tests/golden/saved."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.lifecycle.support import CommandLine

pytestmark = pytest.mark.cli
REPOSITORY = Path(__file__).resolve().parents[2]
SECURITY = REPOSITORY / "policies" / "security"
RECORDED = REPOSITORY / "tests" / "golden" / "saved"
ACCEPT = os.environ.get("ACCEPT") == "1"
VIOLATED, NOT_JUDGED = 3, 2
COMMANDS = {
    "created": ("pulumi preview --json > created.json", VIOLATED),
    "created-plan": ("pulumi preview --save-plan created-plan.json", VIOLATED),
    "state": ("pulumi up --yes --skip-preview && pulumi stack export > state.json", VIOLATED),
    "changed": ("CHANGED=1 pulumi preview --json > changed.json", 0),
    "changed-whole": ("CHANGED=1 pulumi preview --json --show-sames > changed-whole.json", VIOLATED),
    "changed-plan": ("CHANGED=1 pulumi preview --save-plan changed-plan.json", NOT_JUDGED),
}
"""What is saved, how, and what a check of it comes to."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, and beside it all that is saved of it."""
    folder = tmp_path_factory.mktemp("saved") / "program"
    shutil.copytree(RECORDED / "program", folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _masked(value: Any) -> Any:
    """Without what is different on every machine, the place of what runs the program; what is the same, once."""
    if isinstance(value, dict):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        masked = [_masked(item) for item in value]
        return [it for index, it in enumerate(masked) if it not in masked[:index]]
    if isinstance(value, str) and re.search(r"lib/python3|pulumi-language-python", value):
        return "project:///../lib/python3.11/site-packages/pulumi/runtime/stack.py#1"
    return value


def _said(report: Path) -> set[tuple[str, str, str, str, int | None]]:
    return {
        (it["policy"], it["urn"].rpartition("::")[2], it["outcome"], it["what"], it["line"])
        for it in json.loads(report.read_text())["findings"]
    }


def test_what_the_cli_saves_now_is_judged_as_what_it_saved_then(
    saved: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved)
    monkeypatch.setenv("PULUMI_EXPERIMENTAL", "true")
    script = " && ".join(["pulumi stack init dev", *(command for command, _ in COMMANDS.values())])
    assert stackwright("simulate", "--", "sh", "-c", f"({script}) > /dev/null").code == 0
    for name, (_, expected) in COMMANDS.items():
        assert "s3cr3t-key" not in (saved / f"{name}.json").read_text()
        if ACCEPT:
            document = _masked(json.loads((saved / f"{name}.json").read_text()))
            (RECORDED / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")
        codes = [
            stackwright("policy", "check", path, "--pack", SECURITY, "--format", "json", "-o", report).code
            for path, report in ((f"{name}.json", "now.json"), (RECORDED / f"{name}.json", "then.json"))
        ]
        assert codes == [expected, expected]
        if expected != NOT_JUDGED:
            assert _said(saved / "now.json") == _said(saved / "then.json")


def test_a_first_preview_says_what_a_check_of_the_program_does(
    saved: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved)
    stackwright("policy", "check", ".", "--pack", SECURITY, "--format", "json", "-o", "program.json")
    stackwright("policy", "check", RECORDED / "created.json", "--pack", SECURITY, "--format", "json", "-o", "plan.json")
    assert _said(saved / "program.json") == _said(saved / "plan.json")

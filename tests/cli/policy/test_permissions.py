"""`stackwright policy permissions`, from a state to what people and programs read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.main import main

Run = Callable[..., tuple[int, str]]

ROLE = "urn:pulumi:dev::shop::aws:iam/role:Role::web"
POLICY = "urn:pulumi:dev::shop::aws:iam/rolePolicy:RolePolicy::web"


def state(path: Path, *actions: str) -> Path:
    """A state file with one role that may do `actions` on everything."""
    allow = {"Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
    trust = {
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]
    }
    resources: list[dict[str, Any]] = [
        {"urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "type": "pulumi:pulumi:Stack", "custom": False},
        {
            "urn": ROLE,
            "type": "aws:iam/role:Role",
            "custom": True,
            "id": "web",
            "inputs": {"assumeRolePolicy": json.dumps(trust)},
            "outputs": {
                "name": "web",
                "arn": "arn:aws:iam::123456789012:role/web",
                "assumeRolePolicy": json.dumps(trust),
            },
        },
        {
            "urn": POLICY,
            "type": "aws:iam/rolePolicy:RolePolicy",
            "custom": True,
            "id": "web:web",
            "inputs": {"role": "web", "policy": json.dumps(allow)},
            "outputs": {"role": "web", "policy": json.dumps(allow)},
            "propertyDependencies": {"role": [ROLE], "policy": []},
        },
    ]
    path.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": resources}}), "utf-8")
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def it(*arguments: str | Path) -> tuple[int, str]:
        code = main(["policy", "permissions", *map(str, arguments)])
        return code, capsys.readouterr().out

    return it


@pytest.fixture
def mighty(tmp_path: Path) -> Path:
    return state(tmp_path / "mighty.json", "iam:PutRolePolicy", "s3:GetObject")


def test_a_state_is_told_for_people(mighty: Path, run: Run) -> None:
    code, text = run(mighty)
    assert code == 0
    assert "IAM role web" in text
    assert "✗ IAM role web: gets at every right in the account  (critical, escalation)" in text
    assert text.endswith("1 identity: 1 wildcard, 1 way to more rights.\n")


def test_it_fails_only_where_it_is_asked_to(mighty: Path, tmp_path: Path, run: Run) -> None:
    quiet = state(tmp_path / "quiet.json", "s3:GetObject")
    assert run(mighty, "--fail-on", "escalation")[0] == 3
    assert run(mighty, "--fail-on", "wildcard")[0] == 3
    assert run(quiet, "--fail-on", "escalation", "--fail-on", "wildcard")[0] == 0


def test_what_was_written_before_is_what_a_change_is_compared_with(mighty: Path, tmp_path: Path, run: Run) -> None:
    quiet, before = state(tmp_path / "quiet.json", "s3:GetObject"), tmp_path / "before.json"
    run(quiet, "--format", "json", "-o", before)
    for against in (before, quiet):
        code, text = run(mighty, "--against", against, "--format", "markdown", "--fail-on", "escalation")
        assert code == 3
        assert "+   may iam: PutRolePolicy; s3: GetObject on *" in text
        assert "-   may s3: GetObject on *" in text
        assert "🆕 critical" in text
    assert run(mighty, "--against", mighty, "--fail-on", "escalation")[0] == 0


def test_a_file_that_is_not_there_or_is_something_else_is_refused(tmp_path: Path, mighty: Path, run: Run) -> None:
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert run(tmp_path / "none.json")[0] == 2
    assert run(other)[0] == 2
    assert run(mighty, "--against", tmp_path / "none.json")[0] == 2

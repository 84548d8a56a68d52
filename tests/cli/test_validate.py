from __future__ import annotations

import json
from pathlib import Path

import pytest

from stackwright.cli.main import main


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stacks" / "shop"
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "service.yaml").write_text(
        "service: shop\n"
        "owner: team\n"
        "parts:\n"
        "  network: {blueprint: netwrok@^1, cloud: aws, inputs: {cidr: 10.0.0.0/16}}\n"
        "  web: {blueprint: network, cloud: awz, inputs: {cidr: '${x.y}'}}\n"
        "environments: {dev: {backend: 'file://s', providers: {aws: {region: eu-west-1}}}}\n"
    )
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_valid_service(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(repository)
    assert main(["validate", "shop"]) == 0
    assert capsys.readouterr().out.startswith("shop is valid: dev with ")
    assert main(["validate", "shop", "-e", "prod", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["environments"]) == ["prod"]


@pytest.mark.usefixtures("broken")
def test_every_fault_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "shop"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "stacks/shop/service.yaml:4:24: there is no blueprint 'netwrok'" in err
    assert "stacks/shop/service.yaml:5:36: 'cloud' cannot be 'awz'" in err
    assert "stacks/shop/service.yaml:5:57: ${x.y} refers to a part that does not exist" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("broken")
def test_faults_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "shop", "--json"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert data["type"] == "error"
    assert data["errors"][0] == {
        "message": "there is no blueprint 'netwrok'",
        "hint": "Did you mean 'network'?",
        "file": str(Path("stacks/shop/service.yaml").absolute()),
        "line": 4,
        "column": 24,
    }
    assert [error["line"] for error in data["errors"]] == [4, 5, 5, 5]


def test_an_environment_that_is_not_there(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository)
    assert main(["validate", "shop", "-e", "pord"]) == 2
    assert "Did you mean 'prod'?" in capsys.readouterr().err

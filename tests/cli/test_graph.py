from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackwright.cli.main import main


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def shop(repository, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(repository)
    return "shop"


def test_text(shop: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")  # eighteen parts in boxes; where it is narrower they are a list
    code, out, _ = _run(capsys, "graph", shop, "-e", "dev")
    assert code == 0
    assert out.splitlines()[0].startswith("shop in dev: ")
    assert any("│ web " in line for line in out.splitlines())
    assert "\x1b" not in out, "no colours where it is no terminal"


@pytest.mark.parametrize("columns", ["20", "80", "120", "200"])
def test_text_fits_its_terminal_or_is_a_list(
    shop: str, columns: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    _, out, _ = _run(capsys, "graph", shop, "-e", "dev")
    _, listed, _ = _run(capsys, "graph", shop, "-e", "dev", "--format", "list")
    assert out == listed or max(map(len, out.splitlines())) <= int(columns)
    assert (out == listed) or "wave 1" in out
    assert out == listed or columns != "20"
    assert out != listed or columns != "200"


@pytest.mark.parametrize(
    ("form", "start"), [("dot", "digraph"), ("mermaid", "flowchart LR"), ("svg", "<svg "), ("list", "shop in dev: ")]
)
def test_pictures(shop: str, form: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "graph", shop, "-e", "dev", "--format", form)
    assert code == 0
    assert out.startswith(start)


def test_json(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "graph", shop, "-e", "dev", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["parts"]["web"]["stack"] == "dev.web"
    assert set(data["order"]) == set(data["parts"])


def test_a_selection(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, alone, _ = _run(capsys, "graph", shop, "web", "-e", "dev", "--json")
    _, below, _ = _run(capsys, "graph", shop, "web", "-e", "dev", "--json", "--with-dependencies")
    assert list(json.loads(alone)["parts"]) == ["web"]
    assert {"web", "network"} <= set(json.loads(below)["parts"])


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("shop.svg", "<svg "),
        ("new/shop.dot", "digraph"),
        ("shop.mmd", "flowchart"),
        ("shop.txt", "shop in dev"),
        ("a.json", "{"),
    ],
)
def test_a_file_is_what_its_name_says(
    shop: str, name: str, start: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(capsys, "graph", shop, "-e", "dev", "-o", str(tmp_path / name))
    assert (code, out) == (0, "")
    assert str(tmp_path / name) in err
    assert (tmp_path / name).read_text().startswith(start)
    assert [path.name for path in (tmp_path / name).parent.iterdir()] == [Path(name).name]


def test_an_encoding_without_boxes(shop: str) -> None:
    """What a log of an old system can show."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "100"}
    command = [sys.executable, "-m", "stackwright.cli.main", "graph", shop, "-e", "dev"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.isascii()
    assert "| web " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("shop", "-e", "dev", "-o", "picture.png"), "End it with one of: .svg"),
        (("shop", "-e", "dev", "--simulate"), "Add --changes."),
        (("shop", "wbe", "-e", "dev"), "Did you mean 'web'?"),
        (("shop", "-e", "pord"), "pord"),
        (("shop", "-e", "dev", "--with-dependents"), "belong to one PART"),
        (("shp", "-e", "dev"), "shop"),
    ],
)
def test_mistakes(shop: str, arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(capsys, "graph", *arguments)
    assert code == 2
    assert out == ""
    assert words in err

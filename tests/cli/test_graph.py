from __future__ import annotations

import json

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


def test_text(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "graph", shop, "-e", "dev")
    assert code == 0
    assert out.splitlines()[0].startswith("shop in dev: ")
    assert any(line.split()[:1] == ["web"] or " web " in line for line in out.splitlines())


@pytest.mark.parametrize(("form", "start"), [("dot", "digraph"), ("mermaid", "flowchart LR")])
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
    ("arguments", "words"),
    [
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

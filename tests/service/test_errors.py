"""What a person sees for each kind of bad input: `tests/golden/errors/<case>.yaml` and the words in `<case>.txt`.

`ACCEPT=1` writes the words anew; read them as a person would before committing them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stackwright.errors import InputError
from stackwright.service.catalogue import Blueprints
from stackwright.service.loading import load_service

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "errors"
CASES = sorted(path.stem for path in GOLDEN.glob("*.yaml"))
SECRETS = ("hunter2", "correct-horse")


def _report(folder: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch) -> InputError:
    monkeypatch.chdir(folder)
    with pytest.raises(InputError) as caught:
        load_service(Path("service.yaml"), catalogue)
    return caught.value


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_explained(
    case: str, tmp_path: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "stacks" / "shop"
    (folder.parent / "status-page").mkdir(parents=True)
    (folder.parent / "legacy").mkdir()
    (folder.parent / "legacy" / "Pulumi.yaml").write_text("name: legacy\nruntime: nodejs\n")
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "service.yaml").write_bytes((GOLDEN / f"{case}.yaml").read_bytes())
    error = _report(folder, catalogue, monkeypatch)
    assert error.exit_code == 2
    said = str(error) + "\n"
    assert not any(secret in said for secret in SECRETS)
    golden = GOLDEN / f"{case}.txt"
    if os.environ.get("ACCEPT") == "1":
        golden.write_text(said)
    assert said == golden.read_text()


def test_every_case_has_words() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)
    assert len(CASES) >= 40


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "service.yaml:1:1: the file is empty"),
        (b"# nothing yet\n", "service.yaml:1:1: the file is empty"),
        (b"\x7fELF\x02\x01\x00\x00", "service.yaml:1:1: this is a binary file, not YAML"),
        (b"service: shop\nowner: caf\xe9\n", "service.yaml:2:11: not UTF-8: byte 0xe9"),
        ("service: shop\n".encode("utf-16"), "service.yaml:1:1: this is a binary file, not YAML"),
        (b"service: shop\nowner: a\x07b\n", "service.yaml:2:9: not valid YAML: a control character"),
        (b"service: a\n---\nservice: b\n", "service.yaml:2:1: not valid YAML: but found another document"),
        (b"- service\n", "service.yaml:1:1: a service must be a mapping, not a list"),
        (b"just words\n", "service.yaml:1:1: a service must be a mapping, not text"),
    ],
)
def test_a_file_that_is_no_service(
    content: bytes, words: str, tmp_path: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "service.yaml").write_bytes(content)
    assert str(_report(tmp_path, catalogue, monkeypatch)).startswith(words)


def test_a_missing_file_and_a_folder(tmp_path: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "there is no file" in str(_report(tmp_path, catalogue, monkeypatch))
    (tmp_path / "service.yml").write_text("service: shop\n")
    assert "rename it to service.yaml" in str(_report(tmp_path, catalogue, monkeypatch))
    (tmp_path / "service.yaml").mkdir()
    assert "is a folder, not a file" in str(_report(tmp_path, catalogue, monkeypatch))


@pytest.mark.parametrize("name", ["deep", "aliases", "loop"])
def test_a_file_made_to_hurt(name: str, tmp_path: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "deep": "service: " + "[" * 5000,
        "aliases": "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
        "loop": "service: &here [*here]\n",
    }
    (tmp_path / "service.yaml").write_text(texts[name])
    words = {"deep": "not valid YAML", "aliases": "expand without end", "loop": "contains itself"}[name]
    assert words in str(_report(tmp_path, catalogue, monkeypatch))

from __future__ import annotations

import tomllib
from itertools import permutations
from pathlib import Path

import pytest
import yaml

from stackwright.errors import UsageError
from stackwright.service.authoring.repository import TEMPLATES, Repository, default_name, render, write
from stackwright.service.model import Cloud

CLOUDS: tuple[Cloud, ...] = ("aws", "azure", "gcp", "private")
CHOICES = [choice for length in range(1, 5) for choice in permutations(CLOUDS, length)]


def _repository(*clouds: Cloud, name: str = "north-wind") -> Repository:
    return Repository(name=name, clouds=clouds or ("aws",), version="1.4.2")


@pytest.mark.parametrize("clouds", CHOICES, ids="-".join)
def test_the_service_runs_where_it_was_said_and_nowhere_else(clouds: tuple[Cloud, ...]) -> None:
    files = {str(path): text for path, text in render(_repository(*clouds)).items()}
    service = yaml.safe_load(files["stacks/hello/service.yaml"])
    parts = service["parts"]
    assert {part["cloud"] for part in parts.values()} == set(clouds)
    assert parts["settings"]["cloud"] == clouds[0]
    for environment in service["environments"].values():
        assert set(environment["providers"]) == set(clouds)
        assert {"backend", "secrets"} < set(environment)
    modules = {Path(path).stem for path in files if path.startswith("components/north_wind_components/settings/")}
    assert modules == {"__init__", *clouds}
    [requirement] = tomllib.loads(files["pyproject.toml"])["project"]["dependencies"]
    assert requirement == f"stackwright[{','.join(clouds)}]~=1.4.2"


def test_nothing_is_left_of_the_templates() -> None:
    for path, text in render(_repository("private", "gcp")).items():
        assert "acme" not in f"{path}\n{text}"
        assert "_CLOUD" not in text
        assert "# [" not in text, path


def test_a_tool_s_cache_beside_the_templates_is_none_of_them() -> None:
    cache = TEMPLATES / "tests" / "__pycache__" / "test_services.pyc"
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(b"\xff")  # as pip writes some when it installs
    try:
        assert not any("__pycache__" in path.parts or path.suffix == ".pyc" for path in render(_repository()))
    finally:
        cache.unlink()


@pytest.mark.parametrize(
    ("folder", "name", "distribution"),
    [
        ("acme-platform", "acme", "acme-platform"),
        ("Acme Platform", "acme", "acme-platform"),
        ("platform", "platform", "platform"),
        ("2024_infra", "infra", "infra-platform"),
        ("---", "platform", "platform"),
        ("a-very-long-name-for-a-company", "a-very-long-name-for", "a-very-long-name-for-platform"),
    ],
)
def test_the_folder_suggests_a_name(folder: str, name: str, distribution: str, tmp_path: Path) -> None:
    assert default_name(tmp_path / folder) == name
    repository = _repository(name=name)
    assert repository.distribution == distribution
    write(tmp_path / folder, repository)


@pytest.mark.parametrize("name", ["Acme", "acme_1", "-acme", "1acme", "", "a" * 21, "a--b", "stackwright"])
def test_a_name_that_makes_no_packages_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no name for a repository"):
        write(tmp_path / "platform", _repository(name=name))
    assert not list(tmp_path.iterdir())


def test_a_folder_with_other_things_in_it_keeps_them(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "CODEOWNERS").write_text("* @acme/platform\n")
    files = write(tmp_path, _repository())
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == {
        tmp_path / ".github" / "CODEOWNERS",
        *(tmp_path / file for file in files),
    }


def test_what_is_in_the_way_is_listed_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "tests").write_text("no folder")
    with pytest.raises(UsageError) as caught:
        write(tmp_path, _repository())
    assert str(caught.value).splitlines()[1:] == [
        "    README.md",
        "    tests",
        "  Move them away, or choose another folder.",
    ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["README.md", "tests"]
    assert (tmp_path / "README.md").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("")
    with pytest.raises(UsageError, match="acme"):
        write(tmp_path / "acme", _repository())


def test_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses in the middle leaves what there was before."""
    (tmp_path / "policies").mkdir()
    rename = Path.rename

    def full(self: Path, target: Path) -> Path:
        if target.name == "service.yaml":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(UsageError, match="cannot be written: No space left on device"):
        write(tmp_path, _repository())
    assert [path.name for path in tmp_path.rglob("*")] == ["policies"]

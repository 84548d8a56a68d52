"""What `pip install` brings: everything that the packages read at run time, and nothing of this repository besides."""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

PACKAGES = {
    "stackwright": "src",
    "stackwright_blueprints": "blueprints",
    "stackwright_components": "components",
    "stackwright_policies": "policies",
}


@pytest.fixture(scope="module")
def built(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    return folder


def _files(folder: Path) -> set[str]:
    """The files of a folder by path, without what tools leave there."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part[0] == "." or part == "__pycache__" for part in path.relative_to(folder).parts)
    }


def test_the_wheel_holds_the_packages_whole_and_nothing_else(built: Path, repository: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    within = {name for name in names if name.partition("/")[0] in PACKAGES}
    assert within == {
        f"{package}/{file}" for package, home in PACKAGES.items() for file in _files(repository / home / package)
    }
    assert {f"{package}/py.typed" for package in PACKAGES} < within
    besides = {name.partition("/")[0].rpartition(".")[2] for name in names - within}
    assert besides == {"dist-info", "data"}
    pages = {name.partition("/share/doc/stackwright/")[2] for name in names if "/share/doc/stackwright/" in name}
    assert pages == _files(repository / "docs")


def test_the_wheel_says_what_it_is(built: Path, repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        told = email.message_from_string(archive.read(metadata).decode())
        assert any(name.endswith(".dist-info/licenses/LICENSE") for name in archive.namelist())
        points = archive.read(metadata.replace("METADATA", "entry_points.txt")).decode()
    assert (told["Name"], told["Version"]) == ("stackwright", project["version"])
    assert told["License-Expression"] == "Apache-2.0"
    assert set(told.get_all("Provides-Extra", [])) == set(project["optional-dependencies"])
    required = told.get_all("Requires-Dist", [])
    assert not [it for it in required if "pulumi-" in it and "extra ==" not in it], "no SDK comes unasked"
    assert "stackwright = stackwright.cli.main:main" in points
    for name, value in project["entry-points"]["stackwright.blueprints"].items():
        assert f"{name} = {value}" in points


def test_the_source_distribution_is_the_repository(built: Path, repository: Path) -> None:
    [source] = built.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("src", "blueprints", "components", "policies", "stacks", "tests", "docs"):
        assert {f"{folder}/{file}" for file in _files(repository / folder)} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "PKG-INFO"} < names
    binary = (".whl", ".gz", ".sqlite", ".so", ".pyc")
    assert not [name for name in names if name.endswith(binary)], "something was committed that nobody wrote"


def test_the_version_is_said_once(repository: Path) -> None:
    """`--version`, rehearsals and components read the distribution's; packs must say theirs to Pulumi themselves."""
    version = tomllib.loads((repository / "pyproject.toml").read_text())["project"]["version"]
    manifests = list((repository / "policies").rglob("PulumiPolicy.yaml"))
    assert manifests
    for manifest in manifests:
        assert f"version: {version}\n" in manifest.read_text()

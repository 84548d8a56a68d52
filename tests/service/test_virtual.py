"""The virtual environment that a project names, and what is other in it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from stackwright.service.virtual import differing, named


def install(virtual: Path, **versions: str) -> Path:
    for name, number in versions.items():
        info = virtual / f"lib/python3.11/site-packages/{name}-{number}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n")
    return virtual


@pytest.mark.parametrize(
    ("runtime", "folder"),
    [
        ("python", None),
        ("{name: python, options: {virtualenv: venv}}", "venv"),
        ("{name: python, options: {virtualenv: gone}}", None),
        ("{name: python, options: {toolchain: uv}}", ".venv"),
        ("{name: python, options: {toolchain: pip}}", None),
    ],
)
def test_which_one(tmp_path: Path, runtime: str, folder: str | None) -> None:
    (tmp_path / "Pulumi.yaml").write_text(f"name: demo\nruntime: {runtime}\n")
    install(tmp_path / "venv", pulumi="1.0")
    install(tmp_path / ".venv", pulumi="1.0")
    assert named(tmp_path / "Pulumi.yaml") == (tmp_path / folder if folder else None)


def test_what_is_other_in_it(tmp_path: Path) -> None:
    virtual = install(tmp_path, pulumi=version("pulumi"), pulumi_random="1.0.0", pulumi_acme="2.0.0", requests="1.0")
    assert differing(virtual) == {"pulumi-acme": ("2.0.0", ""), "pulumi-random": ("1.0.0", version("pulumi-random"))}

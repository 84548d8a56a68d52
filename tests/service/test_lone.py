"""What is a Pulumi project by itself, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from stackwright.errors import Location
from stackwright.service.lone import is_lone, lone_service
from stackwright.service.project import Project


def test_a_service_whose_program_lies_beside_its_file_is_a_service(tmp_path: Path) -> None:
    alone = lone_service(Project("pets", "python", tmp_path / "Pulumi.yaml"), [], None, {})
    assert is_lone(alone)
    assert not is_lone(replace(alone, path=tmp_path / "service.yaml"))
    assert not is_lone(replace(alone, path=tmp_path / "service.yaml", parts={"dev": {}}))
    assert alone.parts["dev"]["pets"].where == Location(tmp_path / "Pulumi.yaml")

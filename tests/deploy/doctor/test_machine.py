"""What is installed, against what is required."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

import pytest

from stackwright.deploy.doctor.machine import machine, packages, pulumi, python

INSTALLED = metadata.version("click")


def test_this_interpreter_will_do() -> None:
    assert python().level == "ok"
    assert sys.executable in python().message


@pytest.mark.parametrize(
    ("requirement", "needed", "level", "said"),
    [
        ("click>=8", (), "ok", f"click {INSTALLED}"),
        ("click<1", (), "fail", f"click {INSTALLED} is installed, <1 is needed"),
        ("no-such-package>=1", (), "fail", "not installed: no-such-package"),
        ('no-such-package>=1; extra == "aws"', (), "ok", "not installed: no-such-package (not needed here)"),
        ('no-such-package>=1; extra == "aws"', ("aws",), "fail", "not installed: no-such-package"),
        ('click<1; extra == "aws"', (), "warn", f"click {INSTALLED} is installed, <1 is needed"),
        ('click<1; extra == "aws"', ("aws",), "fail", f"click {INSTALLED} is installed, <1 is needed"),
    ],
)
def test_packages(requirement: str, needed: tuple[str, ...], level: str, said: str) -> None:
    [finding] = [each for each in packages([requirement], needed) if each.message]
    assert (finding.level, finding.message) == (level, said)
    if level != "ok":
        wanted = "'stackwright[aws]'" if "extra" in requirement else "stackwright"
        assert finding.hint == f"python -m pip install {wanted}"


def test_what_all_stands_for_is_told_once() -> None:
    abouts = [each.about for each in machine()]
    assert "extra all" not in abouts
    assert len([about for about in abouts if about.startswith("extra ")]) >= 4


def program(folder: Path, name: str, says: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)
    return path


def test_the_pulumi_cli(tmp_path: Path) -> None:
    where = {"PATH": f"{tmp_path}{os.pathsep}/usr/bin{os.pathsep}/bin"}
    assert [each.level for each in pulumi({"PATH": "/nowhere"})] == ["warn"], "rehearsals do without"
    assert [each.level for each in pulumi({"PATH": "/nowhere", "STACKWRIGHT_PULUMI": "/no/pulumi"})] == ["fail"]
    program(tmp_path, "pulumi", "v3.1.0")
    [old] = pulumi(where)
    assert old.level == "fail"
    assert "is Pulumi 3.1.0" in old.message
    program(tmp_path, "pulumi", "v3.260.0")
    assert [each.level for each in pulumi(where)] == ["ok", "fail"]
    program(tmp_path, "pulumi-language-python", "3")
    assert [each.level for each in pulumi(where)] == ["ok", "ok"]


def test_a_provider_that_is_attached_for_debugging() -> None:
    found = machine(environment={"PATH": "/nowhere", "PULUMI_DEBUG_PROVIDERS": "aws:1234"})
    assert [each.message for each in found if each.about == "environment"] == [
        "PULUMI_DEBUG_PROVIDERS is set: real runs refuse to start"
    ]

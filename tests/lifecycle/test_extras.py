"""One extra is enough for what one cloud needs, and none for what needs no cloud: the other SDKs are not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import offline

STACKWRIGHT = Path(sys.executable).with_name("stackwright")
SDKS = {
    "aws": {"pulumi_aws", "pulumi_random"},
    "azure": {"pulumi_azure_native", "pulumi_random"},
    "gcp": {"pulumi_gcp", "pulumi_random"},
    "private": {"pulumi_kubernetes", "pulumi_openstack"},
}
# What pip did not install is not found. A worker is a process of its own, and starts with this, too.
HIDING = """
import importlib.machinery

HIDDEN = {hidden!r}
find_spec = importlib.machinery.PathFinder.find_spec
importlib.machinery.PathFinder.find_spec = classmethod(
    lambda cls, name, *arguments: None if name in HIDDEN else find_spec(name, *arguments)
)
"""
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def with_extras(tmp_path: Path) -> Callable[..., Run]:
    """The command line in an empty folder, as it is after `pip install stackwright[EXTRA,…]`."""

    def installed(*extras: str) -> Run:
        hidden = set[str]().union(*SDKS.values()).difference(*(SDKS[extra] for extra in extras))
        (tmp_path / "hiding").mkdir()
        (tmp_path / "hiding" / "sitecustomize.py").write_text(HIDING.format(hidden=hidden))
        path = os.pathsep.join([str(tmp_path / "hiding"), os.environ.get("PYTHONPATH", "")])

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [STACKWRIGHT, *arguments],
                cwd=tmp_path,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": path, **offline(tmp_path)},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )

        return run

    return installed


def test_with_none_a_service_is_begun_read_and_drawn(with_extras: Callable[..., Run]) -> None:
    run = with_extras()
    assert run("--help").returncode == 0
    ran = run("new", "service", "blog", "--blueprint", "network", "--cloud", "gcp")
    assert ran.returncode == 0, ran.stderr
    assert run("graph", "blog").returncode == 0
    ran = run("validate", "blog")
    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [
        "blog is valid: dev with 1 part",
        "It cannot be rehearsed here: part 'network' needs pulumi-gcp, which is not installed: "
        "pip install 'stackwright[gcp]'",
    ]


def test_an_extra_that_is_missing_is_named_before_anything_starts(
    with_extras: Callable[..., Run], tmp_path: Path
) -> None:
    run = with_extras("aws")
    run("new", "service", "blog", "--blueprint", "object-storage", "--part", "files", "--cloud", "aws")
    run("new", "part", "blog", "more", "--blueprint", "object-storage", "--cloud", "gcp")
    ran = run("rehearse", "blog")
    assert (ran.returncode, ran.stdout) == (2, "")
    [line] = ran.stderr.splitlines()
    assert line.startswith("error: stacks/blog/service.yaml:")
    assert line.endswith("part 'more' needs pulumi-gcp, which is not installed: pip install 'stackwright[gcp]'")
    assert not (tmp_path / "stacks/blog/.stackwright").exists()
    assert run("rehearse", "blog", "files").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("extra", "blueprint"),
    [("aws", "database"), ("azure", "database"), ("gcp", "object-storage"), ("private", "network")],
)
def test_one_extra_is_enough_for_its_cloud(with_extras: Callable[..., Run], extra: str, blueprint: str) -> None:
    run = with_extras(extra)
    ran = run("new", "service", "blog", "--blueprint", blueprint, "--cloud", extra)
    assert ran.returncode == 0, ran.stderr
    ran = run("rehearse", "blog")
    assert ran.returncode == 0, ran.stdout + ran.stderr

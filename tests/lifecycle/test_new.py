"""A service begun from the command line: valid, extended, and rehearsed as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_service_is_rehearsed_and_grows(empty: Path, stackwright: CommandLine) -> None:
    ran = stackwright("new", "service", "blog", "--owner", "team-web")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines() == [
        "Wrote stacks/blog/Pulumi.yaml",
        "Wrote stacks/blog/__main__.py",
        "Wrote stacks/blog/service.yaml",
        "Next: stackwright rehearse blog -e dev",
    ]
    ran = stackwright("rehearse", "blog", "-e", "dev", "--json")
    assert ran.code == 0, ran.out
    assert list(ran.states("check")) == ["object-storage"]

    ran = stackwright("new", "part", "blog", "network", "--blueprint", "network", "--cloud", "aws")
    assert ran.code == 0, ran.err
    ran = stackwright("new", "part", "blog", "web", "--blueprint", "web-service", "--input", "port=8000")
    assert ran.code == 0, ran.err
    assert ran.out.endswith("Next: stackwright rehearse blog web -e dev\n")
    parts = json.loads(stackwright("graph", "blog", "-e", "dev", "--json").out)["parts"]
    assert parts["web"]["needs"] == ["network"]
    assert "port: 8000" in (empty / "stacks/blog/service.yaml").read_text()


def test_what_is_refused_writes_nothing(empty: Path, stackwright: CommandLine) -> None:
    for arguments, said in (
        (("service", "Blog"), "'Blog' is no name for a service"),
        (("service", "blog", "--blueprint", "nothing"), "there is no blueprint 'nothing'"),
        (("service", "blog", "--blueprint", "network"), "Choose one with --cloud"),
        (("service", "blog", "--blueprint", "network", "--cloud", "aws", "--input", "cidr"), "not NAME=VALUE"),
        (("service", "blog", "--blueprint", "network", "--cloud", "aws", "--input", "cidr=1"), "no valid service"),
        (("part", "blog", "web", "--blueprint", "network"), "no service 'blog'"),
    ):
        ran = stackwright("new", *arguments)
        assert ran.code == 2, arguments
        assert said in ran.err
    assert not [path for path in empty.rglob("*") if path.is_file()]
    stackwright("new", "service", "blog")
    ran = stackwright("new", "service", "blog")
    assert ran.code == 2
    assert "is there already" in ran.err

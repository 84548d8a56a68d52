"""What a person may write wrongly: each a message with its place, exit code 2, no traceback, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lifecycle.support import CommandLine

HEAD = "service: shop\nowner: team-retail\n"
NETWORK = "parts:\n  network: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}\n"
TAIL = """environments:
  dev:
    backend: file://.stackwright/state
    secrets: passphrase
    providers: {aws: {region: eu-west-1}}
"""

FILES = {
    "broken YAML": (HEAD + "parts: {network: [\n", 4, ""),
    "an empty file": ("", 1, "empty"),
    "an unknown key": (HEAD + "partz: {}\n" + NETWORK + TAIL, 3, "parts"),
    "an unknown part": (
        HEAD
        + NETWORK
        + '  web: {blueprint: web-service@^1, cloud: aws, inputs: {network: "${netwrk}", image: a/b:1}}\n'
        + TAIL,
        5,
        "network",
    ),
    "an unknown output": (
        HEAD
        + NETWORK
        + '  web: {blueprint: web-service@^1, cloud: aws, inputs: {network: "${network.vpc_idd}", image: a/b:1}}\n'
        + TAIL,
        5,
        "vpc_idd",
    ),
    "a cycle": (
        HEAD
        + "parts:\n"
        + "  a: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}, after: [b]}\n"
        + "  b: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.11.0.0/16}, after: [a]}\n"
        + TAIL,
        4,
        "a → b → a",
    ),
    "a duplicate name": (HEAD + NETWORK + NETWORK.splitlines()[1] + "\n" + TAIL, 5, "network"),
    "a wrong type": (HEAD + NETWORK.replace("10.10.0.0/16", "[1]") + TAIL, 4, "cidr"),
    "out of range": (HEAD + NETWORK.replace("10.10.0.0/16", "10.10.0.0/16, zones: {eu-west-1a: 9}") + TAIL, 4, "zones"),
    "an unknown blueprint": (HEAD + NETWORK.replace("network@^1", "netwrk@^1") + TAIL, 4, "network"),
    "an unknown version": (HEAD + NETWORK.replace("network@^1", "network@^9") + TAIL, 4, "9"),
    "an unknown cloud": (HEAD + NETWORK.replace("cloud: aws", "cloud: ams") + TAIL, 4, "aws"),
}


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "stacks" / "shop"
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "__main__.py").write_text("from stackwright.program import run\n\nrun()\n")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("command", [("up", "--simulate"), ("rehearse",), ("validate",)], ids=lambda words: words[0])
@pytest.mark.parametrize("fault", FILES)
def test_a_wrong_file(fault: str, command: tuple[str, ...], shop: Path, stackwright: CommandLine) -> None:
    text, line, says = FILES[fault]
    (shop / "service.yaml").write_text(text)
    before = files_in(shop)
    name, *flags = command
    ran = stackwright(name, "shop", "-e", "dev", *flags)
    assert ran.code == 2, ran.out + ran.err
    assert f"stacks/shop/service.yaml:{line}:" in ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert files_in(shop) == before


def test_a_binary_file(shop: Path, stackwright: CommandLine) -> None:
    (shop / "service.yaml").write_bytes(bytes(range(256)))
    ran = stackwright("rehearse", "shop")
    assert ran.code == 2
    assert "service.yaml" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("up", "shop", "-e", "dvv", "--simulate"), "no environment 'dvv'"),
        (("up", "shop", "netwrk", "--simulate"), "Did you mean 'network'?"),
        (("up", "shpo", "--simulate"), "did you mean 'shop'?"),
        (("up", "shop", "--engine", "embedded"), "Add --simulate"),
        (("up", "shop"), "Add --yes"),
        (("destroy", "shop"), "Add --yes"),
        (("up", "shop", "--yes"), "PULUMI_CONFIG_PASSPHRASE"),
        (("outputs", "shop"), "PULUMI_CONFIG_PASSPHRASE"),
    ],
)
def test_a_wrong_command_line(
    arguments: tuple[str, ...],
    says: str,
    shop: Path,
    stackwright: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    (shop / "service.yaml").write_text(HEAD + NETWORK + TAIL)
    ran = stackwright(*arguments)
    assert ran.code == 2, ran.out + ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert not (shop / ".stackwright/state").exists()


def test_a_real_run_refuses_where_a_provider_is_attached(
    shop: Path, stackwright: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_DEBUG_PROVIDERS", "aws:1234")
    (shop / "service.yaml").write_text(HEAD + NETWORK + TAIL)
    ran = stackwright("up", "shop", "--yes")
    assert ran.code == 2
    assert "PULUMI_DEBUG_PROVIDERS is set" in ran.err


def test_an_environment_that_asks_for_approval_is_not_deployed_without_a_person(
    shop: Path, stackwright: CommandLine
) -> None:
    (shop / "service.yaml").write_text(HEAD + NETWORK + TAIL + "    approve: [sre]\n")
    ran = stackwright("up", "shop", "--yes")
    assert ran.code == 2
    assert "asks for approval by sre" in ran.err
    assert "stacks/shop/service.yaml:6:" in ran.err

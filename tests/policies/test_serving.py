"""What an engine may rely on: levels, settings, failures of a policy itself, and how the pack is started."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from pulumi.runtime import proto
from stackwright_policies.asking import request
from stackwright_policies.model import Example, Pack, Policy
from stackwright_policies.packs import PACKS, everything, found_in, network_exposure, security
from stackwright_policies.serving import STATELESS, Analyzer, message
from stackwright_policies.verdicts import Failed

from tests.policies import support

OPEN = next(policy for policy in security.policies if policy.id == "AWS-SG-01").violates[0]


def test_a_disabled_policy_says_nothing(pack: support.Pack) -> None:
    pack.configure("AWS-SG-01", {}, level="disabled")
    assert not pack.analyze(OPEN)


def test_an_advisory_policy_advises(pack: support.Pack) -> None:
    pack.configure("AWS-SG-01", {}, level="advisory")
    [found] = pack.analyze(OPEN)
    assert found.enforcementLevel == proto.ADVISORY
    assert "unknown:" not in found.message


def test_what_nobody_can_put_right_is_a_violation_at_the_level_remediate(pack: support.Pack) -> None:
    pack.configure("AWS-SG-01", {}, level="remediate")
    assert not pack.remediate(OPEN)
    [found] = pack.analyze(OPEN)
    assert found.enforcementLevel == proto.MANDATORY


def test_the_engine_is_told_all_about_every_policy(pack: support.Pack) -> None:
    told = {info.name: info for info in pack.info().policies}
    assert list(told) == [policy.id for policy in everything.policies]
    assert STATELESS in pack.info().tags
    for policy in everything.policies:
        info = told[policy.id]
        assert info.displayName == policy.title
        assert info.remediation_steps == policy.fix
        assert info.severity != proto.POLICY_SEVERITY_UNSPECIFIED
        assert set(info.configSchema.properties) == set(policy.settings)
        assert list(info.tags) == [
            *(f"{it.name} {it.version} {it.control}" for it in policy.frameworks),
            *(f"stackwright:pack={name}" for name in policy.themes),
        ]
        assert set(policy.themes) == {pack.name for pack in PACKS if policy in pack.policies} - {everything.name}


@pytest.mark.parametrize("policy", everything.policies, ids=lambda policy: policy.id)
def test_a_message_says_what_why_and_how_to_fix_it(policy: Policy) -> None:
    text = message(policy, Failed("something is open"))
    assert text.splitlines() == [
        f"{policy.id}: {policy.title}",
        "something is open",
        f"why: {policy.why}",
        f"fix: {policy.fix}",
    ]


def test_settings_are_said_as_they_were_written(pack: support.Pack) -> None:
    pack.configure("AWS-SG-01", {"ports": [22]})
    [found] = pack.analyze(OPEN)
    assert "at port 22\n" in found.message


def _broken(*_: object) -> list[Failed]:
    raise KeyError("the-secret-that-it-looked-at")


def _stack_broken(*_: object) -> list[Failed]:
    raise ValueError("the-secret-that-it-looked-at")


_BROKEN = Policy(
    id="TEST-01",
    title="Always breaks",
    severity="high",
    why="It is a test.",
    fix="None.",
    types=("aws:ec2/vpc:Vpc",),
    check=_broken,
    remedy=lambda inputs, settings: inputs["missing"],
    passes=(),
    violates=(),
)
CONTEXT = SimpleNamespace()


def test_a_policy_that_raises_has_failed_and_quotes_nothing_that_it_saw() -> None:
    analyzer = Analyzer(Pack(name="test", title="Test", description="", policies=[_BROKEN]))
    response = analyzer.Analyze(request(Example(why="", type="aws:ec2/vpc:Vpc")), CONTEXT)
    [found] = response.diagnostics
    assert found.enforcementLevel == proto.MANDATORY
    assert found.policyName == "TEST-01"
    assert "the policy itself failed" in found.message
    assert "KeyError in test_serving.py, line" in found.message
    assert "secret" not in found.message


def test_a_stack_policy_that_raises_has_failed() -> None:
    policy = Policy(
        id="TEST-02",
        title="Always breaks",
        severity="low",
        why="It is a test.",
        fix="None.",
        types=(),
        check_stack=_stack_broken,
        passes=(),
        violates=(),
    )
    analyzer = Analyzer(Pack(name="test", title="Test", description="", policies=[policy]))
    [found] = analyzer.AnalyzeStack(proto.AnalyzeStackRequest(), CONTEXT).diagnostics
    assert "the policy itself failed" in found.message


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_a_pack_starts_as_pulumi_starts_it(repository: Path, pack: Pack) -> None:
    folder = repository / "policies" / ("" if pack is everything else pack.name)
    with support.running(folder) as running:
        info = running.info()
    assert (info.name, info.description) == (pack.name, pack.description)
    assert [policy.name for policy in info.policies] == [policy.id for policy in pack.policies]


def test_manifests_say_the_same_as_the_distribution(repository: Path) -> None:
    version = tomllib.loads((repository / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for pack in PACKS:
        folder = repository / "policies" / ("" if pack is everything else pack.name)
        manifest = yaml.safe_load((folder / "PulumiPolicy.yaml").read_text("utf-8"))
        assert (manifest["version"], manifest["description"]) == (version, pack.description)


def test_the_pack_with_all_has_each_policy_once() -> None:
    ids = [policy.id for policy in everything.policies]
    assert ids == sorted(set(ids))
    assert set(ids) == {policy.id for pack in PACKS for policy in pack.policies}


def test_a_policy_is_in_the_pack_of_its_folder_and_in_those_that_it_names() -> None:
    guests = [policy for policy in security.policies if "network-exposure" in policy.also_in]
    assert "AWS-SG-01" in {policy.id for policy in guests}
    assert set(map(id, guests)) <= set(map(id, network_exposure.policies)), "the same objects"
    for pack in PACKS:
        assert all(pack.name not in policy.also_in or policy in pack.policies for policy in everything.policies)


def test_every_file_of_a_policy_is_found(repository: Path) -> None:
    """A policy that nothing finds would never run."""
    root = repository / "policies" / "stackwright_policies"
    written = [path for path in root.rglob("*.py") if "\npolicy: Final = Policy(" in path.read_text("utf-8")]
    assert len(written) == len(everything.policies)


def test_a_package_without_policies_has_none() -> None:
    assert found_in("stackwright_policies.network_exposure") == ()


def test_importing_the_policies_starts_nothing() -> None:
    """`pulumi_policy.PolicyPack` would serve, and never return, on import."""
    code = "import stackwright_policies.packs, sys; sys.exit('grpc' in sys.modules or 'pulumi' in sys.modules)"
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
    assert time.monotonic() - began < 10

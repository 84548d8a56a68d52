"""`stackwright simulate`, as a person types it, with the official CLI and simulated clouds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

NETWORK = """
import pulumi, pulumi_aws as aws
config = pulumi.Config()
network = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags={"Name": config.require("name")})
pulumi.export("id", network.id)
pulumi.export("password", config.require_secret("password"))
pulumi.export("seen", sorted(name for name in __import__("os").environ if name.startswith(("AWS_", "KUBE"))))
"""
WEB = """
import pulumi, pulumi_aws as aws
network = pulumi.StackReference("organization/network/dev.network")
subnet = aws.ec2.Subnet("a", vpc_id=network.require_output("id"), cidr_block="10.0.1.0/24",
                        tags={"password": network.require_output("password")})
pulumi.export("network", subnet.vpc_id)
"""
DYNAMIC = """
from pulumi.dynamic import CreateResult, Resource, ResourceProvider
class Reaching(ResourceProvider):
    def create(self, props):
        return CreateResult("reached", {})
class Reached(Resource):
    def __init__(self):
        super().__init__(Reaching(), "r", {})
Reached()
"""
REAL = (
    "encryptionsalt: v1:real\nconfig: {aws:region: eu-west-1, network:name: main, network:password: {secure: v1:x}}\n"
)
Simulate = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def repository_of_user(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / ".git").mkdir(parents=True)
    for name, program in (("network", NETWORK), ("web", WEB), ("dynamic", DYNAMIC)):
        folder = root / name
        folder.mkdir()
        (folder / "Pulumi.yaml").write_text(f"{{name: {name}, runtime: python}}")
        (folder / "__main__.py").write_text(program)
    (root / "network" / "Pulumi.dev.network.yaml").write_text(REAL)
    (root / "web" / "Pulumi.yaml").write_text("{name: web, runtime: python, backend: {url: 's3://acme-pulumi-prod'}}")
    return root


@pytest.fixture
def simulate(clean_environment: Mapping[str, str], repository_of_user: Path) -> Simulate:
    """Runs `stackwright simulate -- WORDS` in a project of the user's, with real credentials lying about."""

    def simulate(project: str, *words: str, flags: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "stackwright.cli.main", "simulate", *flags, "--", *words],
            cwd=repository_of_user / project,
            env={
                **clean_environment,
                "AWS_ACCESS_KEY_ID": "real",
                "KUBECONFIG": "/srv/work/.kube/config",
                "PULUMI_ACCESS_TOKEN": "pul-real",
                "PULUMI_BACKEND_URL": "s3://acme-pulumi-prod",
                "STACKWRIGHT_CACHE": str(Path(os.environ.get("TMPDIR", "/tmp")) / "stackwright-test-cache"),
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return simulate


def good(finished: subprocess.CompletedProcess[str]) -> str:
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def state(root: Path, project: str, stack: str) -> str:
    return (root / f".stackwright/simulated/standing/state/.pulumi/stacks/{project}/{stack}.json").read_text()


@pytest.mark.cli
@pytest.mark.slow
def test_two_stacks_from_nothing(simulate: Simulate, repository_of_user: Path) -> None:
    good(simulate("network", "pulumi", "stack", "init", "dev.network"))
    good(simulate("network", "pulumi", "up", "-s", "dev.network", "--yes", "--skip-preview"))
    good(simulate("web", "sh", "-c", "pulumi stack init dev.web && pulumi up -s dev.web --yes --skip-preview"))
    outputs = json.loads(good(simulate("web", "pulumi", "stack", "output", "--json", "-s", "dev.web")))
    assert outputs["network"].startswith("vpc-")
    seen = json.loads(good(simulate("network", "pulumi", "stack", "output", "--json", "--show-secrets")))
    assert seen["id"] == outputs["network"]
    assert seen["seen"] == ["AWS_EC2_METADATA_DISABLED"]
    assert seen["password"].startswith("Simulated-")
    assert seen["password"] not in state(repository_of_user, "network", "dev.network")
    files = {path.name for path in repository_of_user.glob("*/Pulumi.*")}
    assert files == {"Pulumi.yaml", "Pulumi.dev.network.yaml"}, "the user's folders have no new file"
    assert (repository_of_user / "network/Pulumi.dev.network.yaml").read_text() == REAL
    tags = repository_of_user.glob(".stackwright/simulated/standing/state/.pulumi/stacks/*/*.pulumi-tags")
    assert {path.stem: json.loads(path.read_text())["tags"] for path in tags} == {
        stack: {"stackwright:clouds": "simulated"} for stack in ("dev.network", "dev.web")
    }

    # A cloud that knows nothing of what the state holds says so; it does not report it deleted.
    before = state(repository_of_user, "network", "dev.network")
    for path in (repository_of_user / ".stackwright/simulated/standing").glob("clouds.sqlite*"):
        path.unlink()
    for operation in ("refresh", "destroy"):
        ignorant = simulate("network", "pulumi", operation, "-s", "dev.network", "--yes", "--skip-preview")
        assert ignorant.returncode != 0
        assert "vpc-" in ignorant.stdout
    resources = [
        [(item["urn"], item.get("id")) for item in json.loads(text)["checkpoint"]["latest"]["resources"]]
        for text in (before, state(repository_of_user, "network", "dev.network"))
    ]
    assert resources[0] == resources[1]


@pytest.mark.cli
@pytest.mark.slow
def test_what_would_leave_the_rehearsal_is_refused(simulate: Simulate, repository_of_user: Path) -> None:
    """Each by a way that a script could take; in one shell, since the clouds start once."""
    script = r"""
    env PULUMI_BACKEND_URL=s3://acme-pulumi-prod pulumi stack ls; echo "=$?"
    env PULUMI_ACCESS_TOKEN=pul-real pulumi stack ls; echo "=$?"
    env -u PULUMI_DEBUG_PROVIDERS pulumi stack ls; echo "=$?"
    pulumi login s3://acme-pulumi-prod; echo "=$?"
    pulumi up -s acme/web/prod; echo "=$?"
    pulumi plugin install resource gitlab; echo "=$?"
    pulumi stack init dev && pulumi stack ls | grep -q '^dev'; echo "=$?"
    cd ../dynamic && pulumi stack init dev && pulumi up -s dev --yes --skip-preview; echo "=$?"
    exit 7
    """
    finished = simulate("web", "sh", "-c", script)
    assert finished.returncode == 7
    assert [line for line in finished.stdout.splitlines() if line.startswith("=")] == [
        *["=2"] * 6,
        "=0",
        "=1",
    ], finished.stdout + finished.stderr
    for word in ("PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_DEBUG_PROVIDERS", "login", "acme/web/prod"):
        assert word in finished.stderr
    assert "plugin install" in finished.stderr
    assert "does not run dynamic providers" in finished.stdout
    assert "pul-real" not in finished.stdout + finished.stderr


@pytest.mark.cli
@pytest.mark.slow
def test_dynamic_providers_run_where_asked_for(simulate: Simulate) -> None:
    script = "pulumi stack init dev && pulumi up -s dev --yes --skip-preview"
    good(simulate("dynamic", "sh", "-c", script, flags=("--dynamic",)))


def test_a_machine_without_the_cli_is_told_so(tmp_path: Path, clean_environment: Mapping[str, str]) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "stackwright.cli.main", "simulate", "--", "pulumi", "up"],
        cwd=tmp_path,
        env={**clean_environment, "PATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 2
    assert "the Pulumi CLI is not on PATH" in finished.stderr
    assert not (tmp_path / ".stackwright").exists()


def test_a_world_somewhere_else(tmp_path: Path, clean_environment: Mapping[str, str]) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "draft.txt").write_text("mine")
    pulumi = shutil.which("true") or "/bin/true"
    finished = subprocess.run(
        [sys.executable, "-m", "stackwright.cli.main", "simulate", "--world", "thesis", "--", "pulumi", "up"],
        cwd=tmp_path,
        env={**clean_environment, "STACKWRIGHT_PULUMI": pulumi},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 2
    assert "draft.txt" in finished.stderr

"""The official CLI attached to the simulated clouds."""

import json
import os
import subprocess
import sys

import pytest

from stackwright.simcloud import calls, open_host, serve
from stackwright.simcloud.serving.serve import debug_providers
from tests.conftest import offline
from tests.simcloud.made import KEY

PROGRAM = """
import pulumi
import pulumi_random as random
import pulumi_aws as aws

options = lambda provider: pulumi.ResourceOptions(provider=provider)
eu = aws.Provider("eu", region="eu-west-1", default_tags={"tags": {"owner": "retail"}})
us = aws.Provider("us", region="us-east-2")
first = aws.sns.Topic("first", opts=options(eu))
second = aws.sns.Topic("second", tags={"tier": "gold"}, opts=options(us))
default = aws.sns.Topic("default")
password = random.RandomPassword("password", length=20)
for name, topic in {"eu": first, "us": second, "default": default}.items():
    pulumi.export(name, topic.arn.apply(lambda arn: arn.split(":")[3]))
pulumi.export("tags", first.tags_all)
pulumi.export("password", password.result)
"""


@pytest.fixture
def pulumi(tmp_path):
    """Runs the CLI in a project of its own, attached to a world of its own."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: topics\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    (tmp_path / "state").mkdir()
    host = open_host(tmp_path / "clouds.sqlite", KEY)
    environment = {
        **os.environ,
        **offline(tmp_path),
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_BACKEND_URL": f"file://{tmp_path / 'state'}",
        "PULUMI_DEBUG_PROVIDERS": debug_providers(serve(host, ["aws", "random"])),
    }

    def run(*arguments):
        done = subprocess.run(
            [os.environ.get("STACKWRIGHT_PULUMI", "pulumi"), *arguments, "--non-interactive"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    yield run
    host.close()


@pytest.mark.cli
@pytest.mark.slow
def test_the_official_cli_runs_a_whole_life(pulumi, tmp_path):
    pulumi("stack", "init", "dev")
    pulumi("config", "set", "aws:region", "eu-central-1")
    pulumi("up", "--yes", "--skip-preview")
    outputs = json.loads(pulumi("stack", "output", "--json", "--show-secrets"))
    assert {name: outputs[name] for name in ("eu", "us", "default")} == {
        "eu": "eu-west-1",
        "us": "us-east-2",
        "default": "eu-central-1",
    }
    assert outputs["tags"] == {"owner": "retail"}
    assert len(outputs["password"]) == 20
    assert outputs["password"] not in (tmp_path / "state" / ".pulumi" / "stacks" / "topics" / "dev.json").read_text()
    pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes")
    pulumi("preview", "--expect-no-changes")
    pulumi("destroy", "--yes", "--skip-preview")
    made = [call.method for call in calls(tmp_path / "clouds.sqlite") if not call.preview]
    assert (made.count("create"), made.count("delete")) == (4, 4)

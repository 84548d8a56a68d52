"""Every service, rehearsed in every environment: on simulated clouds, under the policies, without an account."""

from pathlib import Path

import pytest
from stackwright.testing import rehearse, validate

STACKS = Path(__file__).parents[1] / "stacks"
SERVICES = sorted(file.parent.name for file in STACKS.glob("*/service.yaml"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_can_be_rehearsed_in_every_environment(service: str) -> None:
    for environment in validate(STACKS / service).environments:
        rehearse(STACKS / service, environment)


def test_hello_reads_its_settings() -> None:
    rehearsal = rehearse(STACKS / "hello", "dev")
    [settings] = rehearsal.resources("acme-components:index:Settings", part="settings")
    assert settings.inputs["values"]["GREETING"] == "Hello from acme"
    # [public]
    assert settings.inputs["values"]["FILES"] == rehearsal.outputs["files"]["url"]
    # [/public]
    assert rehearsal.outputs["settings"]["address"] == settings.outputs["address"]

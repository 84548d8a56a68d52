"""Every service, rehearsed in every environment: on simulated clouds, under the policies, without an account."""

from pathlib import Path

import pytest
from stackwright.testing import rehearse, validate

STACKS = Path(__file__).parents[1] / "stacks"
SERVICES = sorted(file.parent.name for file in STACKS.glob("*/service.yaml"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_lives_its_whole_life_in_every_environment(service: str) -> None:
    for environment in validate(STACKS / service).environments:
        with rehearse(STACKS / service, environment) as it:
            it.whole_life()


def test_hello_reads_its_settings() -> None:
    with rehearse(STACKS / "hello", "dev") as hello:
        hello.up()
        settings = hello.resource("acme-components:index:Settings")
        assert settings.inputs["values"]["GREETING"] == "Hello from acme"
        # [public]
        assert settings.inputs["values"]["FILES"] == hello.outputs["files"]["url"]
        # [/public]
        assert hello.outputs["settings"]["address"] == settings.outputs["address"]


def test_another_greeting_is_an_update() -> None:
    with rehearse(STACKS / "hello", "dev") as hello:
        hello.up()
        changed = hello.up(settings={"values": {"GREETING": "Good morning"}})
        changed.nothing_replaced().no_data_lost()

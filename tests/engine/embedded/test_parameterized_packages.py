"""Packages that a provider makes of parameters: they cannot be simulated, and that is said."""

from __future__ import annotations

from typing import Any

import pulumi
from pulumi.runtime import settings
from pulumi.runtime.proto import resource_pb2

from tests.engine.embedded.support import Bench


def test_the_package_and_what_to_do_are_named() -> None:
    async def program() -> None:
        monitor: Any = settings.get_monitor()
        parameters = resource_pb2.Parameterization(name="datadog", version="1.0.0", value=b"{}")
        monitor.RegisterPackage(
            resource_pb2.RegisterPackageRequest(
                name="terraform-provider", version="0.10.0", parameterization=parameters
            )
        )

    outcome = Bench(program).preview()

    assert outcome.result == "failed"
    assert "the package datadog is made by the provider terraform-provider from parameters" in (outcome.error or "")
    assert "STACKWRIGHT_REHEARSAL" in (outcome.error or "")


def test_a_package_without_parameters_has_a_name() -> None:
    async def program() -> None:
        monitor: Any = settings.get_monitor()
        answer = monitor.RegisterPackage(resource_pb2.RegisterPackageRequest(name="toy", version="1.2.3"))
        pulumi.export("ref", answer.ref)

    assert Bench(program).preview().outputs == {"ref": "toy@1.2.3"}

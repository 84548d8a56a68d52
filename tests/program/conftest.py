"""The real SDK runs a service's program against a recording monitor."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import Settings, configure, set_all_config
from pulumi.runtime.mocks import MockEngine
from pulumi.runtime.stack import run_in_stack

from stackwright.program.deploying import deploy
from stackwright.service.catalogue import Blueprints
from tests.program.support import BUILT, CATALOGUE, SHOP, Deploy, Deployed, RecordingMonitor, Upstream


@pytest.fixture
def service(tmp_path: Path) -> Path:
    folder = tmp_path / "stacks" / "shop"
    folder.mkdir(parents=True)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "service.yaml").write_text(SHOP)
    return folder


@pytest.fixture
def run_stack(service: Path) -> Deploy:
    """Run the service's program for one stack, as an engine would; raises what the program raises."""

    def run(
        stack: str,
        stacks: Mapping[str, Upstream] | None = None,
        *,
        preview: bool = False,
        config: Mapping[str, str] | None = None,
        catalogue: Blueprints = CATALOGUE,
        deployed: Deployed | None = None,
    ) -> Deployed:
        deployed = deployed or Deployed()
        monitor = RecordingMonitor(stacks or {}, deployed)

        def start() -> None:
            set_all_config(dict(config or {}), [])
            configure(
                Settings(
                    project="shop",
                    stack=stack,
                    monitor=monitor,
                    engine=MockEngine(None),
                    dry_run=preview,
                    organization="organization",
                    root_directory=str(service),
                )
            )
            asyncio.run(run_in_stack(lambda: pulumi.run(partial(deploy, catalogue))))

        BUILT.clear()
        try:
            contextvars.Context().run(start)
        finally:
            deployed.built = list(BUILT)
        return deployed

    return run

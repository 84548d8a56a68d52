from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.errors import UsageError
from stackwright.service import sdks
from stackwright.service.catalogue import Blueprints
from stackwright.service.loading import load_service
from stackwright.service.model import Part
from tests.service.conftest import NETWORK

SERVICE = """
service: shop
owner: team
parts:
  network: {blueprint: strange, cloud: aws, inputs: {cidr: 10.0.0.0/16}}
  other: {blueprint: strange, cloud: private, inputs: {cidr: 10.0.0.0/16}}
  program: {program: ../shop}
environments:
  dev:
    backend: file://state
    providers: {aws: {region: eu-west-1}, private: {cloud: lab}}
"""
ABSENT, PRESENT = "no-such-package", "random"
CATALOGUE = Blueprints([replace(NETWORK, name="strange", clouds={"aws": [ABSENT, PRESENT], "private": [PRESENT]})])


@pytest.fixture
def parts(write: Callable[..., Path]) -> dict[str, Part]:
    return dict(load_service(write(SERVICE), CATALOGUE).parts["dev"])


def test_the_first_part_that_lacks_an_sdk_is_named_with_the_command_that_installs_it(parts: dict[str, Part]) -> None:
    with pytest.raises(UsageError) as caught:
        sdks.require_sdks(parts.values(), CATALOGUE)
    [line] = str(caught.value).splitlines()
    assert caught.value.exit_code == 2
    assert line.endswith(
        "service.yaml:5:3: part 'network' needs pulumi-no-such-package, which is not installed: "
        "pip install pulumi-no-such-package"
    )


def test_what_is_not_chosen_or_needs_nothing_more_is_no_matter(parts: dict[str, Part]) -> None:
    sdks.require_sdks([parts["other"], parts["program"]], CATALOGUE)


def test_one_command_installs_everything(parts: dict[str, Part]) -> None:
    lacks = [sdks.Lack(parts["network"], ["gcp"]), sdks.Lack(parts["other"], ["kubernetes", "openstack", "datadog"])]
    assert sdks.complaint(lacks) == (
        "parts 'network', 'other' need pulumi-gcp, pulumi-kubernetes, pulumi-openstack, pulumi-datadog, which are not "
        "installed: pip install 'stackwright[gcp,private]' pulumi-datadog"
    )


def test_the_extras_are_those_of_the_distribution(repository: Path) -> None:
    import tomllib

    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    for package, extra in sdks.EXTRAS.items():
        assert any(it.startswith(f"pulumi-{package}>=") for it in project["optional-dependencies"][extra])

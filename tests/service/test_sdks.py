from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.errors import InvalidInput, UsageError
from stackwright.service import sdks
from stackwright.service.catalogue import Blueprints
from stackwright.service.loading import load_service
from stackwright.service.model import Part
from tests.service.conftest import NETWORK, WEB

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
        sdks.require_sdks(parts.values(), parts, CATALOGUE)
    [line] = str(caught.value).splitlines()
    assert caught.value.exit_code == 2
    assert line.endswith(
        "service.yaml:5:3: part 'network' needs pulumi-no-such-package, which is not installed: "
        "pip install pulumi-no-such-package"
    )


def test_what_is_not_chosen_or_needs_nothing_more_is_no_matter(parts: dict[str, Part]) -> None:
    sdks.require_sdks([parts["other"], parts["program"]], parts, CATALOGUE)


def test_one_command_installs_everything(parts: dict[str, Part]) -> None:
    lacks = [
        sdks.Lack(parts["network"], ["gcp", "random"]),
        sdks.Lack(parts["other"], ["kubernetes", "openstack", "datadog"]),
        sdks.Lack(parts["other"], ["kubernetes"]),  # in another environment
    ]
    assert sdks.complaint(lacks) == (
        "parts 'network', 'other' need pulumi-gcp, pulumi-random, pulumi-kubernetes, pulumi-openstack, "
        "pulumi-datadog, which are not installed: pip install 'stackwright[gcp,private]' pulumi-datadog"
    )


def test_what_a_part_reaches_on_another_cloud_is_needed_too(write: Callable[..., Path]) -> None:
    link = replace(WEB, name="link", clouds={"aws": [PRESENT]}, reaches={"private": [ABSENT]})
    catalogue = Blueprints([replace(NETWORK, clouds={"aws": [PRESENT], "private": [PRESENT]}), link])
    for cloud, lacks in (("private", [[ABSENT]]), ("aws", [])):
        text = f"""
service: shop
owner: team
parts:
  network: {{blueprint: network, cloud: {cloud}, inputs: {{cidr: 10.0.0.0/16}}}}
  link: {{blueprint: link, cloud: aws, inputs: {{network: "${{network}}"}}}}
environments:
  dev: {{backend: "file://state", providers: {{aws: {{region: eu-west-1}}, private: {{cloud: lab}}}}}}
"""
        parts = load_service(write(text), catalogue).parts["dev"]
        assert [lack.packages for lack in sdks.lacking([parts["link"]], parts, catalogue)] == lacks


def test_a_blueprint_that_is_written_but_not_installed_is_named_with_its_command(write: Callable[..., Path]) -> None:
    folder = write(SERVICE)
    repository = folder.parents[1]
    publishing = (
        '[project]\nname = "acme"\n[project.entry-points."stackwright.blueprints"]\nstrange = "acme:blueprint"\n'
    )
    for text, said in ((publishing, f"publishes it: pip install --editable {repository}"), ("[", "`pip install` the")):
        (repository / "pyproject.toml").write_text(text)
        with pytest.raises(InvalidInput, match="there is no blueprint 'strange'") as caught:
            load_service(folder, Blueprints([NETWORK]))
        assert said in str(caught.value)


def test_the_extras_are_those_of_the_distribution(repository: Path) -> None:
    import tomllib

    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    for package, extra in sdks.EXTRAS.items():
        assert any(it.startswith(f"pulumi-{package}>=") for it in project["optional-dependencies"][extra])

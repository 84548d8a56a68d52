from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pulumi
import pytest

from stackwright.errors import ServiceError
from stackwright.program.providers import build_providers, provider_arguments
from stackwright.service.clouds import SETTINGS
from stackwright.service.sdks import EXTRAS
from stackwright.wire.values import secret
from tests.program.support import SHOP, Deploy, Upstream

TAGS = {"service": "shop", "part": "web"}


def _provider_arguments_of(package: str) -> set[str]:
    """What the installed SDK's `Provider` takes, read without importing it."""
    spec = find_spec("pulumi_" + package.replace("-", "_"))
    assert spec
    assert spec.origin
    tree = ast.parse((Path(spec.origin).parent / "provider.py").read_text())
    found = next(
        node
        for provider in ast.walk(tree)
        if isinstance(provider, ast.ClassDef) and provider.name == "Provider"
        for node in provider.body
        if isinstance(node, ast.FunctionDef) and node.name == "_internal_init"
    )
    return {argument.arg for argument in (*found.args.args, *found.args.kwonlyargs)}


@pytest.mark.parametrize("package", sorted(EXTRAS))
def test_every_setting_is_an_argument_of_the_provider(package: str) -> None:
    known = _provider_arguments_of(package)
    wanted = {
        setting.arguments[package]
        for settings in SETTINGS.values()
        for setting in settings.values()
        if package in setting.arguments
    }
    assert wanted
    assert wanted <= known


def test_aws() -> None:
    settings = {
        "region": "eu-west-1",
        "assume_role": "arn:aws:iam::123456789012:role/deploy",
        "default_tags": {"cost-centre": "42", "part": "mine"},
    }
    assert provider_arguments("aws", "aws", settings, TAGS) == {
        "region": "eu-west-1",
        "assume_roles": [{"role_arn": "arn:aws:iam::123456789012:role/deploy"}],
        "default_tags": {"tags": {"service": "shop", "part": "mine", "cost-centre": "42"}},
    }


def test_the_others() -> None:
    azure = {"location": "westeurope", "subscription": "s", "tenant": "t"}
    assert provider_arguments("azure", "azure-native", azure, TAGS) == {
        "location": "westeurope",
        "subscription_id": "s",
        "tenant_id": "t",
    }
    gcp = {"project": "shop-dev", "region": "europe-west1"}
    assert provider_arguments("gcp", "gcp", gcp, TAGS) == {**gcp, "default_labels": TAGS}


def test_a_private_cloud_is_two_packages() -> None:
    settings = {"context": "lab", "namespace": "shop", "cloud": "lab", "region": "RegionOne"}
    assert provider_arguments("private", "kubernetes", settings, TAGS) == {"context": "lab", "namespace": "shop"}
    assert provider_arguments("private", "openstack", settings, TAGS) == {"cloud": "lab", "region": "RegionOne"}


def test_a_missing_sdk_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pulumi_openstack", None)
    with pytest.raises(ServiceError) as caught:
        build_providers("private", ["openstack"], {}, {})
    assert str(caught.value) == "the Pulumi SDK for openstack is not installed: pip install 'stackwright[private]'"


def test_the_provider_is_explicit_and_keeps_its_name(run_stack: Deploy, service: Path) -> None:
    on_aws = SHOP.replace("cloud: private", "cloud: aws").replace(
        "private: {}", "private: {}, aws: {region: eu-west-1, default_tags: {cost-centre: a}}"
    )
    (service / "service.yaml").write_text(on_aws)
    deployed = run_stack("dev.web", preview=True)
    assert deployed.registered == [("pulumi:providers:aws", "aws")]
    assert deployed.inputs["aws"]["region"] == "eu-west-1"
    context, _ = deployed.built[0]
    assert isinstance(context.providers["aws"], pulumi.ProviderResource)
    assert context.location == "eu-west-1"


LINKED = SHOP.replace(
    "environments:",
    """  edge: {blueprint: site, cloud: aws, inputs: {database: "${database}"}}
  link: {blueprint: link, inputs: {ends: {left: "${database}", right: "${edge}"}, data: "${web.token}"}}
environments:""",
).replace("private: {}", "private: {region: one}, aws: {region: eu-west-1}")


def test_a_part_gets_the_providers_of_the_clouds_that_it_reaches(run_stack: Deploy, service: Path) -> None:
    """In a preview of stacks that do not exist yet, too: clouds and blueprints are known from the file."""
    (service / "service.yaml").write_text(LINKED)
    deployed = run_stack("dev.link", preview=True)
    assert deployed.outputs == {"ends": {"left": ["private", "store"], "right": ["aws", "site"]}}
    context, _ = deployed.built[0]
    assert list(context.providers) == ["openstack", "random", "aws"]  # each once
    assert (context.cloud, context.location) == ("hybrid", "")
    assert context.locations == {"private": "one", "aws": "eu-west-1"}
    assert deployed.inputs["aws"]["region"] == "eu-west-1"


def test_a_blueprint_may_look_at_other_parts_before_it_builds_anything(run_stack: Deploy, service: Path) -> None:
    (service / "service.yaml").write_text(LINKED)
    outputs = {"host": "nowhere", "endpoint": {"host": "nowhere", "port": 1}, "password": secret("p")}
    standing = {
        "organization/shop/dev.database": Upstream(outputs, ("password",)),
        "organization/shop/dev.edge": Upstream({"seen": {}, "token": secret("t")}, ("token",)),
        "organization/shop/dev.web": Upstream({"seen": {}, "token": secret("t")}, ("token",)),
    }
    with pytest.raises(pulumi.RunError, match="part 'link': link: there is nothing to link with"):
        run_stack("dev.link", standing)


def test_a_cloud_that_no_whole_part_is_on_is_not_reached(run_stack: Deploy, service: Path) -> None:
    (service / "service.yaml").write_text(
        LINKED.replace(', right: "${edge}"', "").replace("${web.token}", "${edge.token}")
    )
    deployed = run_stack("dev.link", preview=True)
    assert list(deployed.built[0][0].providers) == ["openstack", "random"]

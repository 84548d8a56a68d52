from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from stackwright.errors import InvalidInput, StackwrightError, UsageError
from stackwright.service.catalogue import Blueprints
from stackwright.service.changing import UNCHANGED, Changes, changed, changes_of
from stackwright.service.graph import make_graph
from stackwright.service.loading import load_service
from stackwright.service.model import Input, Reference, Service

SHOP = """
service: shop
owner: team-retail
parts:
  network:  {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}
  database:
    blueprint: database
    inputs:
      engine: postgres
      version: 16.10
      allowed: ["10.0.0.0/8"]
      tags: {a: "1"}
      users: {ada: {secret: {env: A}}, bob: "${network.id}"}
  web:
    blueprint: web-service@^2
    cloud: aws
    inputs:
      network: ${network}
      database: ${database.url}
      upstream: https://${database.endpoint.host}/
  legacy: {program: legacy, after: [database, web]}
environments:
  dev:
    backend: file://.stackwright/state
    providers: {aws: {region: eu-west-1}, azure: {location: westeurope}}
  prod:
    backend: s3://acme-pulumi-prod
    providers: {aws: {region: eu-west-1}, azure: {location: westeurope}}
"""


@pytest.fixture
def shop(write: Callable[..., Path], catalogue: Blueprints) -> Service:
    folder = write(SHOP)
    (folder / "legacy").mkdir()
    (folder / "legacy/Pulumi.yaml").write_text("name: legacy\nruntime: python\n")
    return load_service(folder, catalogue)


def said(*settings: str, without: tuple[str, ...] = ()) -> Changes:
    return Changes(settings, without)


def inputs(service: Service, part: str, environment: str = "dev") -> dict[str, Input]:
    return dict(service.parts[environment][part].inputs)


def test_settings_are_overrides_of_the_environment_in_order(shop: Service, catalogue: Blueprints) -> None:
    there = changed(
        shop,
        "dev",
        said(
            "web.replicas=3", "web.replicas=6", "database.tags.c=x", "database.allowed=[]", "network.cidr=10.9.0.0/16"
        ),
        catalogue,
    )
    assert inputs(there, "web")["replicas"] == 6
    assert inputs(there, "database")["tags"] == {"a": "1", "c": "x"}
    assert inputs(there, "database")["allowed"] == []
    assert inputs(there, "network")["cidr"] == "10.9.0.0/16"
    assert inputs(there, "network", "prod") == inputs(shop, "network"), "only that environment"
    assert "replicas" not in inputs(shop, "web"), "the service itself is left alone"


def test_null_or_nothing_takes_back_and_text_stays_as_written(shop: Service, catalogue: Blueprints) -> None:
    there = changed(
        shop,
        "dev",
        said("web.upstream=null", "web.database=", "database.users.ada=", "database.version=1.10"),
        catalogue,
    )
    assert set(inputs(there, "web")) == {"network"}
    assert inputs(there, "database")["users"] == {"bob": Reference("network", ("id",))}
    assert inputs(there, "database")["version"] == "1.10"


def test_a_setting_may_be_a_reference_and_gives_the_order(shop: Service, catalogue: Blueprints) -> None:
    there = changed(
        shop, "dev", said("database.users.eve=${web.hostname}", "web.database=", "web.upstream="), catalogue
    )
    assert make_graph(there, "dev").needed["database"] == ("network", "web")


def test_what_refers_to_a_part_that_is_taken_out_goes_with_it(shop: Service, catalogue: Blueprints) -> None:
    there = changed(shop, "dev", said(without=("database",)), catalogue)
    assert set(there.parts["dev"]) == {"network", "web", "legacy"}
    assert set(inputs(there, "web")) == {"network"}
    assert there.parts["dev"]["legacy"].after == ("web",)


def test_a_part_that_cannot_do_without_is_named(shop: Service, catalogue: Blueprints) -> None:
    with pytest.raises(InvalidInput) as caught:
        changed(shop, "dev", said(without=("network",)), catalogue)
    assert str(caught.value) == (
        "--then-without network: part 'web' cannot do without 'network': its input 'network' needs it\n"
        "  Take it out, too: --then-without web; or give it another: --then-set web.network=…"
    )
    there = changed(shop, "dev", said(without=("network", "web")), catalogue)
    assert set(cast("dict[str, Input]", inputs(there, "database")["users"])) == {"ada"}, (
        "one entry of a mapping, and no more"
    )


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("web.replica=3", "--then-set web.replica: unknown input 'replica'\n  Did you mean 'replicas'?"),
        ("wob.replicas=3", "service 'shop' has no part 'wob'\n  Did you mean 'web'?"),
        ("web.replicas=99", "--then-set web.replicas: 'replicas' is 99; it must be at most 20"),
        ("web.replicas=many", "--then-set web.replicas: 'replicas' must be a whole number, not 'many'"),
        ("web", "--then-set web says nothing"),
        ("web.=3", "--then-set web. says nothing"),
        ("web.upstream=${databse.url}", "Did you mean 'database'?"),
        ("web.upstream=${database.uri}", "--then-set web.upstream: "),
        ("web.upstream=[1", "--then-set web.upstream: not valid YAML"),
        ("web.upstream=${database", "--then-set web.upstream: a reference that does not end"),
    ],
)
def test_what_makes_no_service_is_refused_with_its_option(
    shop: Service, catalogue: Blueprints, setting: str, message: str
) -> None:
    with pytest.raises(StackwrightError) as caught:
        changed(shop, "dev", said(setting), catalogue)
    assert message in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("setting", ["database.password=s3cret-canary", "database.users={ada: s3cret-canary}"])
def test_a_secret_in_clear_is_refused_and_not_repeated(shop: Service, catalogue: Blueprints, setting: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        changed(shop, "dev", said(setting), catalogue)
    assert f"--then-set {setting.partition('=')[0]}" in str(caught.value)
    assert "s3cret-canary" not in str(caught.value)


def test_a_part_that_is_not_there_cannot_be_taken_out(shop: Service, catalogue: Blueprints) -> None:
    with pytest.raises(UsageError, match="has no part 'databse'\n  Did you mean 'database'"):
        changed(shop, "dev", said(without=("databse",)), catalogue)


def test_changes_survive_as_text() -> None:
    both = said("web.replicas=6").then(said('web.a="ü"', without=("jobs",)))
    assert both == said("web.replicas=6", 'web.a="ü"', without=("jobs",))
    assert changes_of(both.text) == both
    assert changes_of("") == UNCHANGED


def test_a_program_is_configured_otherwise(shop: Service, catalogue: Blueprints) -> None:
    part = changed(shop, "dev", said("legacy.aws:region=eu-west-1", "legacy.a.b=[1, 2]"), catalogue).part(
        "dev", "legacy"
    )
    assert {"aws:region": "eu-west-1", "a.b": [1, 2]}.items() <= dict(part.inputs).items()

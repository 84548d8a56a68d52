from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import InvalidInput, UsageError
from stackwright.service.catalogue import Blueprints
from stackwright.service.graph import make_graph
from stackwright.service.inputs import Inputs, merge
from stackwright.service.loading import load_service
from stackwright.service.model import Reference, SecretSource, Template

SHOP = """
# yaml-language-server: $schema=service.schema.json
service: shop
owner: team-retail
parts:
  network:  {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}
  database: {blueprint: database, inputs: {engine: postgres, version: 16.10, password: {secret: {env: DB_PASSWORD}}}}
  web:
    blueprint: web-service@^2
    cloud: aws
    was: [frontend, site]
    inputs:
      network: ${network}
      database: ${database.url}
      upstream: https://${database.endpoint.host}:${database.endpoint.port}/
  legacy: {program: ../legacy, inputs: {greeting: hello, size: 2}, after: network}
  inside: {program: jobs}
environments:
  dev:
    backend: file://.stackwright/state
    providers: {aws: {region: eu-west-1}, azure: {location: westeurope}, private: {context: lab}}
  prod:
    backend: s3://acme-pulumi-prod?region=eu-west-1
    secrets: awskms://alias/pulumi-prod
    providers:
      aws:
        region: eu-west-1
        assume_role: arn:aws:iam::123456789012:role/deploy
        allowed_account_ids: 123456789012
      private: {}
    approve: [sre]
    parts:
      web: {cloud: private, inputs: {replicas: 6, upstream: null}}
      database: {enabled: false}
      network: {version: <1, inputs: {cidr: 10.99.0.0/16}}
"""
PROD_WITHOUT_DATABASE = SHOP.replace("      database: ${database.url}\n", "").replace(
    "upstream: https://${database.endpoint.host}:${database.endpoint.port}/", "upstream: http://example.com"
)


@pytest.fixture
def projects(tmp_path: Path) -> None:
    for folder, name in (("legacy", "legacy"), ("shop/jobs", "shop-jobs")):
        path = tmp_path / "stacks" / folder
        path.mkdir(parents=True)
        (path / "Pulumi.yaml").write_text(f"name: {name}\nruntime: {{name: nodejs}}\n")


@pytest.mark.usefixtures("projects")
def test_a_whole_service(write, catalogue: Blueprints) -> None:
    folder = write(
        SHOP.replace("      database: {enabled: false}\n", "").replace(
            "private: {}", "private: {}\n      azure: {location: x}"
        )
    )
    service = load_service(folder, catalogue)
    dev = service.parts["dev"]
    assert (service.name, service.owner, service.folder) == ("shop", "team-retail", folder)
    assert list(dev) == ["network", "database", "web", "legacy", "inside"]
    assert dev["network"].cloud == "aws"
    assert dev["network"].version == "^1"
    assert dev["database"].cloud == "azure"  # the only one that the blueprint runs on
    assert dev["database"].inputs["version"] == "16.10"  # text by its schema, so not the number 16.1
    assert dev["database"].inputs["password"] == SecretSource("env", "DB_PASSWORD")
    assert dev["web"].inputs["network"] == Reference("network")
    assert dev["web"].inputs["upstream"] == Template(
        ("https://", Reference("database", ("endpoint", "host")), ":", Reference("database", ("endpoint", "port")), "/")
    )
    assert dev["web"].was == ("frontend", "site")
    assert dev["legacy"].after == ("network",)
    assert dev["legacy"].inputs == {"greeting": "hello", "size": 2}


@pytest.mark.usefixtures("projects")
def test_stacks_and_projects(write, catalogue: Blueprints) -> None:
    parts = load_service(write(PROD_WITHOUT_DATABASE), catalogue).parts
    names = {name: (part.project, part.stack) for name, part in parts["dev"].items()}
    assert names["web"] == ("shop", "dev.web")
    assert names["legacy"] == ("legacy", "dev.shop.legacy")  # outside the folder, so it may be another service's too
    assert names["inside"] == ("shop-jobs", "dev.inside")
    assert parts["prod"]["web"].stack == "prod.web"


@pytest.mark.usefixtures("projects")
def test_an_environment_overrides(write, catalogue: Blueprints) -> None:
    service = load_service(write(PROD_WITHOUT_DATABASE), catalogue)
    prod = service.parts["prod"]
    assert "database" not in prod
    assert prod["network"].version == "<1"
    assert prod["network"].inputs == {"cidr": "10.99.0.0/16"}
    assert prod["web"].cloud == "private"
    assert prod["web"].inputs == {"network": Reference("network"), "replicas": 6}  # null took `upstream` back
    assert service.parts["dev"]["web"].inputs["upstream"] == "http://example.com"
    assert service.environments["prod"].approve == ("sre",)
    assert service.environments["prod"].providers["aws"]["allowed_account_ids"] == ["123456789012"]
    with pytest.raises(UsageError, match="not enabled in environment 'prod'"):
        service.part("prod", "database")


@pytest.mark.usefixtures("projects")
def test_what_simulated_clouds_refuse_is_of_an_environment(write, catalogue: Blueprints) -> None:
    text = PROD_WITHOUT_DATABASE.replace("  dev:\n", "  dev:\n    simulate: {allow: [aws-zone], refuse: quotas}\n", 1)
    dev = load_service(write(text), catalogue).environment("dev")
    assert (dev.allow, dev.refuse) == (("aws-zone",), ("quotas",))
    assert dev.places["simulate"].line > 1


@pytest.mark.usefixtures("projects")
def test_backends(write, catalogue: Blueprints) -> None:
    folder = write(PROD_WITHOUT_DATABASE)
    environments = load_service(folder, catalogue).environments
    assert environments["dev"].backend == f"file://{folder}/.stackwright/state"
    assert environments["dev"].secrets == "passphrase"
    assert environments["prod"].backend == "s3://acme-pulumi-prod?region=eu-west-1"
    (folder / "service.yaml").write_text(PROD_WITHOUT_DATABASE.replace("file://.stackwright", "file://~/.stackwright"))
    assert load_service(folder, catalogue).environments["dev"].backend == f"file://{Path.home()}/.stackwright/state"


@pytest.mark.usefixtures("projects")
def test_places_follow_the_value_into_the_override(write, catalogue: Blueprints) -> None:
    service = load_service(write(PROD_WITHOUT_DATABASE), catalogue)
    dev, prod = service.parts["dev"]["network"], service.parts["prod"]["network"]
    lines = service.path.read_text().splitlines()
    for part, value in ((dev, "10.10.0.0/16"), (prod, "10.99.0.0/16")):
        place = part.at("cidr")
        assert lines[place.line - 1][place.column - 1 :].startswith(value)


@pytest.mark.usefixtures("projects")
def test_only_the_environment_asked_for_is_checked_against_blueprints(write, catalogue: Blueprints) -> None:
    folder = write(PROD_WITHOUT_DATABASE.replace("version: <1", "version: ^7"))
    with pytest.raises(InvalidInput, match="no version of blueprint 'network'"):
        load_service(folder, catalogue)
    assert load_service(folder, catalogue, environments={"dev"}).parts["prod"]["network"].version == "^7"
    assert load_service(folder, None).parts["dev"]["database"].inputs["version"] == 16.1


def test_yaml_1_2(write, catalogue: Blueprints) -> None:
    service = load_service(
        write("""
service: shop
owner: no
parts:
  db:
    blueprint: database
    inputs:
      engine: postgres
      allowed: [on, 12:30]
      tags: {when: 2026-01-01, ok: yes, off: off, hex: 0x1F, octal: 0o17, old: 017, big: 1_000, tilde: a ~}
environments:
  on: {backend: "file://s", providers: {azure: {location: westeurope}}}
"""),
        catalogue,
    )
    part = service.parts["on"]["db"]
    assert service.owner == "no"
    assert part.inputs["allowed"] == ["on", "12:30"]
    assert part.inputs["tags"] == {
        "when": "2026-01-01",
        "ok": "yes",
        "off": "off",
        "hex": "0x1F",
        "octal": "0o17",
        "old": "017",
        "big": "1_000",
        "tilde": "a ~",
    }


def test_anchors_and_merge_keys(write, catalogue: Blueprints) -> None:
    service = load_service(
        write("""
service: shop
owner: team
parts:
  a: &net {blueprint: network@^1, cloud: aws, inputs: &in {cidr: 10.1.0.0/16, zones: 2}}
  b: {<<: *net, inputs: {<<: *in, cidr: 10.2.0.0/16}}
environments:
  dev: {backend: "file://s", providers: {aws: {region: eu-west-1}}}
"""),
        catalogue,
    )
    assert service.parts["dev"]["b"].inputs == {"cidr": "10.2.0.0/16", "zones": 2}
    assert service.parts["dev"]["b"].cloud == "aws"


NEIGHBOUR = """
service: billing
owner: team-money
parts:
  db: {blueprint: database, inputs: {engine: mysql}}
environments:
  dev: {backend: "file://s", providers: {azure: {location: westeurope}}}
"""
CUSTOMER = """
service: shop
owner: team-retail
parts:
  network: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.10.0.0/16}}
  web: {blueprint: web-service, cloud: aws, inputs: {network: "${network}", database: "${REFERENCE}"}}
environments:
  dev: {backend: "file://s", providers: {aws: {region: eu-west-1}}}
"""


@pytest.mark.parametrize(
    ("reference", "fault"),
    [
        ("billing/db.url", None),
        ("elsewhere/db.url", None),  # its file is not here, so nothing can be said
        ("billing/db.uri", "part 'db' has no output 'uri'"),
        ("billing/bd.url", "service 'billing' has no part 'bd'"),
        ("billing/db", "'database' must be text; ${billing/db} is a whole part"),
        ("billing/db.endpoint", "'database' must be text; ${billing/db.endpoint} is a mapping"),
    ],
)
def test_references_to_another_service(reference: str, fault: str | None, write, catalogue: Blueprints) -> None:
    write(NEIGHBOUR, folder="billing")
    folder = write(CUSTOMER.replace("REFERENCE", reference))
    if fault is None:
        graph = make_graph(load_service(folder, catalogue), "dev")
        assert graph.outside["web"] == (reference.split(".")[0],)
        assert graph.needed["web"] == ("network",)
    else:
        with pytest.raises(InvalidInput) as caught:
            load_service(folder, catalogue)
        assert fault in str(caught.value)


def test_another_services_faults_name_its_file(write, catalogue: Blueprints) -> None:
    write(NEIGHBOUR.replace("owner", "onwer"), folder="billing")
    with pytest.raises(InvalidInput) as caught:
        load_service(write(CUSTOMER.replace("REFERENCE", "billing/db.url")), catalogue)
    assert "billing/service.yaml:3:1: unknown key 'onwer'" in str(caught.value)


def test_the_service_and_its_project_have_one_name(write, catalogue: Blueprints) -> None:
    folder = write(CUSTOMER.replace("${REFERENCE}", "${x/y.z}"))
    (folder / "Pulumi.yaml").write_text("name: store\nruntime: python\n")
    with pytest.raises(InvalidInput, match="the service is 'shop', its Pulumi project 'store'"):
        load_service(folder, catalogue)
    (folder / "Pulumi.yaml").unlink()
    with pytest.raises(InvalidInput, match="the service's folder is no Pulumi project"):
        load_service(folder, catalogue)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
MAPPINGS = st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)


@given(MAPPINGS, MAPPINGS)
def test_merging_takes_the_override_and_keeps_the_rest(base: dict, over: dict) -> None:
    merged = merge(Inputs(base), Inputs(over)).values
    for key in {*base, *over}:
        if key not in over:
            assert merged[key] == base[key]
        elif over[key] is None:
            assert key not in merged
        elif isinstance(over[key], dict) and isinstance(base.get(key), dict):
            assert merged[key] == merge(Inputs(base[key]), Inputs(over[key])).values
        else:
            assert merged[key] == over[key]


@given(MAPPINGS)
def test_merging_with_nothing_changes_nothing(base: dict) -> None:
    assert merge(Inputs(base), Inputs()).values == base


def test_a_thousand_parts_are_quick(write, catalogue: Blueprints) -> None:
    """The figure that counts is `benchmarks/`'s; this catches what would be quadratic."""
    parts = ["  w0: {blueprint: network@^1, cloud: aws, inputs: {cidr: 10.0.0.0/16}}"]
    for number in range(1, 1000):
        before = "w0.id" if number == 1 else f"w{number - 1}.hostname"
        parts += [
            f"  w{number}:",
            "    blueprint: web-service@^2",
            "    cloud: aws",
            f"    inputs: {{network: '${{w0}}', upstream: 'https://${{{before}}}/', replicas: 3}}",
        ]
    head = "service: shop\nowner: t\nparts:\n"
    tail = "\nenvironments: {dev: {backend: 'file://s', providers: {aws: {region: eu-west-1}}}}\n"
    folder = write(head + "\n".join(parts) + tail)
    start = time.process_time()
    graph = make_graph(load_service(folder, catalogue), "dev")
    assert len(graph.order) == 1000
    assert len(graph.waves) == 1000
    assert time.process_time() - start < (10 if os.environ.get("CI") else 5)

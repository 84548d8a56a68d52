"""Which version, cloud and inputs a new part gets, and how it comes into the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright.errors import InvalidInput, ServiceError, UsageError
from stackwright.service.authoring.part import add, choose
from stackwright.service.authoring.service import default_blueprint, write
from stackwright.service.catalogue import Blueprints, installed
from stackwright.service.loading import load_service

CATALOGUE = installed()
GCP = "gcp: {project: my-project, region: europe-west1}"


def nobody(_name: str, _said: str, _example: str | None) -> None:
    """There is no terminal."""


def new_service(folder: Path, blueprint: str = "network", cloud: str = "aws") -> Path:
    write(folder, "blog", "team", choose(CATALOGUE, "first", blueprint, cloud, {}, nobody), CATALOGUE)
    return folder / "service.yaml"


@pytest.mark.parametrize("blueprint", ["network", "object-storage", "database", "worker"])
@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp", "private"])
def test_every_first_part_is_valid(blueprint: str, cloud: str, tmp_path: Path) -> None:
    info = CATALOGUE.versions(blueprint)[0]
    if cloud not in info.clouds:
        with pytest.raises(UsageError, match=f"{blueprint} does not run on {cloud}"):
            new_service(tmp_path / "blog", blueprint, cloud)
        assert not list(tmp_path.iterdir()), "nothing is left of what was refused"
        return
    service = load_service(new_service(tmp_path / "blog", blueprint, cloud), CATALOGUE)
    assert service.parts["dev"]["first"].cloud == cloud
    assert [path.name for path in tmp_path.iterdir()] == ["blog"]


def test_the_first_choice_asks_for_nothing() -> None:
    assert not default_blueprint(CATALOGUE).input_schema().get("required")
    others = [CATALOGUE.versions(name)[0] for name in ("network", "database")]
    assert default_blueprint(Blueprints(others)).name == "database"


def test_a_new_service_is_under_the_policies_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    assert "policies:" not in new_service(tmp_path / "stacks" / "blog").read_text()
    (tmp_path / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    service = load_service(new_service(tmp_path / "stacks" / "shop"), CATALOGUE)
    assert [pack.resolve() for pack in service.environments["dev"].policies.packs] == [tmp_path / "policies"]


def test_an_input_comes_from_who_knows_it(tmp_path: Path) -> None:
    service = load_service(new_service(tmp_path / "blog"), CATALOGUE)
    asked: list[str] = []

    def ask(name: str, said: str, example: str | None) -> str | None:
        asked.append(f"{name}: {example}")
        assert said
        return "ghcr.io/x@sha256:1" if name == "image" else example

    part = choose(CATALOGUE, "web", "web-service", "aws", {"port": "80"}, ask, service)
    assert asked == ["image: registry.example.com/shop/web@sha256:…", "network: ${first}"]
    assert dict(part.inputs) == {
        "port": ("80", ""),
        "image": ("ghcr.io/x@sha256:1", ""),
        "network": ("${first}", ""),
    }
    assert choose(CATALOGUE, "n", "network", None, {}, lambda *_: "gcp" if _[0] == "cloud" else None).cloud == "gcp"


def test_what_is_not_known_is_asked_for_by_name(tmp_path: Path) -> None:
    for message, blueprint, cloud, given in (
        ("runs on several clouds\n  Choose one with --cloud: aws, azure, gcp, private", "network", None, {}),
        ("there is no blueprint 'netwrok'\n  Did you mean 'network'", "netwrok", "aws", {}),
        ("has no input 'cdir'\n  Did you mean 'cidr'", "network", "aws", {"cdir": "x"}),
        ("needs the input 'network'.*\n  Add a part of the blueprint network first", "web-service", "aws", {}),
        ("no version of blueprint 'network' is in the range", "network@^9", "aws", {}),
    ):
        with pytest.raises(UsageError, match=message):
            choose(CATALOGUE, "x", blueprint, cloud, given, nobody)
    with pytest.raises(UsageError, match="'X' is no name for a part"):
        choose(CATALOGUE, "X", "network", "aws", {}, nobody)


def test_a_part_and_what_its_cloud_needs_are_added_and_nothing_else_changes(tmp_path: Path) -> None:
    path = new_service(tmp_path / "blog")
    text = path.read_text().replace("# prod:", "# prod: ä€")
    path.write_text("\ufeff" + text.replace("\n", "\r\n"), newline="")
    path.chmod(0o640)
    before = path.read_bytes().decode().split("\r\n")
    add(path, choose(CATALOGUE, "store", "object-storage", "gcp", {"expire_days": "30"}, nobody), CATALOGUE)
    after = path.read_bytes().decode().split("\r\n")
    rest = iter(after)
    assert all(line in rest for line in before), "every line is still there, in its order"
    new = [line.strip() for line in after if line not in before and "#" not in line]
    assert new == ["store:", "blueprint: object-storage@^1", "cloud: gcp", "expire_days: 30", GCP]
    assert path.stat().st_mode & 0o777 == 0o640
    part = load_service(path, CATALOGUE).parts["dev"]["store"]
    assert (part.cloud, part.inputs) == ("gcp", {"expire_days": 30})
    assert sorted(each.name for each in path.parent.iterdir()) == ["Pulumi.yaml", "__main__.py", "service.yaml"]


def test_an_environment_without_providers_gets_some(tmp_path: Path) -> None:
    folder = tmp_path / "blog"
    path = new_service(folder)
    (folder / "program").mkdir()
    (folder / "program/Pulumi.yaml").write_text("name: program\nruntime: python\n")
    path.write_text(
        "service: blog\nowner: team\nparts: {p: {program: program}}\nenvironments:\n"
        "  dev: {backend: 'file://x'}\n  prod:\n    backend: file://y\n    secrets: passphrase\n"
    )
    add(path, choose(CATALOGUE, "store", "object-storage", "aws", {}, nobody), CATALOGUE)
    service = load_service(path, CATALOGUE)
    assert [service.environments[name].providers["aws"] for name in ("dev", "prod")] == [{"region": "eu-west-1"}] * 2
    assert path.read_text().startswith("service: blog\nowner: team\nparts: {p: {program: program}, store: {blueprint: ")


def test_what_would_not_be_valid_is_not_written(tmp_path: Path) -> None:
    path = new_service(tmp_path / "blog")
    before = path.read_bytes()
    with pytest.raises(UsageError, match="there is a part 'first' already"):
        add(path, choose(CATALOGUE, "first", "network", "aws", {}, nobody), CATALOGUE)
    for given in ({"cidr": "10.0.0.0/40"}, {"cidr": "[1"}, {"cidr": "${nobody.cidr}"}):
        with pytest.raises((InvalidInput, ServiceError)) as caught:
            add(path, choose(CATALOGUE, "second", "network", "aws", given, nobody), CATALOGUE)
        assert "service.yaml:" in str(caught.value)
        assert ".service.yaml" not in str(caught.value), "the place is that of the person's file"
    assert path.read_bytes() == before
    assert sorted(each.name for each in path.parent.iterdir()) == ["Pulumi.yaml", "__main__.py", "service.yaml"]
    with pytest.raises(UsageError, match="is there already"):
        new_service(tmp_path / "blog")
    assert path.read_bytes() == before

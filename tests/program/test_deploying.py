from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_blueprints.model import Blueprint

from stackwright.service.catalogue import Blueprints
from stackwright.wire.values import SECRET, SIGNATURE, UNKNOWN, secret
from tests.program.support import CATALOGUE, SHOP, Deploy, Deployed, Upstream

DATABASE = "organization/shop/dev.database"
PASSWORD = "correct horse battery"
OUTPUTS = {
    "host": "shop.db",
    "endpoint": {"host": "shop.db", "port": 5432},
    "password": secret(PASSWORD),
    "replica": "shop.db2",
    "undeclared": 1,
}
STANDING = {DATABASE: Upstream(OUTPUTS, ("password",))}


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", PASSWORD)


def test_the_stacks_name_says_which_part_is_built(run_stack: Deploy) -> None:
    deployed = run_stack("dev.database")
    context, inputs = deployed.built[0]
    assert (context.service, context.part, context.environment, context.cloud) == ("shop", "database", "dev", "private")
    assert context.owner == "team-retail"
    assert context.tags == {
        "service": "shop",
        "part": "database",
        "environment": "dev",
        "owner": "team-retail",
        "managed-by": "stackwright",
    }
    assert inputs["port"] == 5432  # the schema's default
    assert deployed.outputs == {
        "host": "shop.db",
        "endpoint": {"host": "shop.db", "port": 5432},
        "password": secret(PASSWORD),
    }


def test_references_become_values_of_the_right_type(run_stack: Deploy) -> None:
    deployed = run_stack("dev.web", STANDING)
    seen = deployed.outputs["seen"]
    assert deployed.read == [DATABASE]  # one reference per stack, however often it is referred to
    assert seen["url"] == "postgres://shop.db:5432/"
    assert seen["port"] == 5432
    assert seen["port_text"] == "5432"
    assert seen["hosts"] == ["shop.db", "localhost"]
    assert seen["replicas"] == 2
    assert deployed.outputs["token"] == secret("t0ken-of-web")


def test_a_whole_part_is_its_declared_outputs_each_with_its_own_secretness(run_stack: Deploy) -> None:
    seen = run_stack("dev.web", STANDING).outputs["seen"]["database"]
    declared = {key: value for key, value in OUTPUTS.items() if key != "undeclared"}
    assert seen == declared | {"cloud": "private", "blueprint": "store"}


def test_an_output_is_secret_where_only_the_blueprint_says_so(run_stack: Deploy) -> None:
    """As after an import from a stack that did not know."""
    stacks = {DATABASE: Upstream({**OUTPUTS, "password": "plain"})}
    assert run_stack("dev.web", stacks).outputs["seen"]["database"]["password"] == secret("plain")


def test_a_secret_inside_an_output_hides_that_output_and_no_other(run_stack: Deploy) -> None:
    endpoint = {"host": secret("shop.db"), "port": 5432}
    stacks = {DATABASE: Upstream({**OUTPUTS, "endpoint": endpoint}, ("endpoint", "password"))}
    seen = run_stack("dev.web", stacks).outputs["seen"]
    assert seen["url"] == secret("postgres://shop.db:5432/")
    assert seen["port"] == secret(5432)
    assert seen["database"]["host"] == "shop.db"


def test_an_edit_is_seen_by_the_next_run_in_the_same_process(run_stack: Deploy, service: Path) -> None:
    assert run_stack("dev.web", STANDING).outputs["seen"]["hosts"] == ["shop.db", "localhost"]
    (service / "service.yaml").write_text(SHOP.replace("localhost", "127.0.0.1"))
    assert run_stack("dev.web", STANDING).outputs["seen"]["hosts"] == ["shop.db", "127.0.0.1"]


class TestPreview:
    def test_a_stack_that_is_not_there_yet_is_unknown(self, run_stack: Deploy) -> None:
        deployed = run_stack("dev.web", preview=True)
        assert deployed.read == []
        seen = deployed.outputs["seen"]
        assert seen["url"] == UNKNOWN
        assert seen["port"] == UNKNOWN
        assert seen["hosts"] == [UNKNOWN, "localhost"]
        assert seen["replicas"] == 2
        assert seen["database"]["host"] == UNKNOWN
        assert seen["database"]["password"] == secret(UNKNOWN)
        assert deployed.outputs["token"] == secret("t0ken-of-web")

    def test_an_output_that_is_not_there_yet_is_unknown_and_its_siblings_are_known(self, run_stack: Deploy) -> None:
        outputs = {key: value for key, value in OUTPUTS.items() if key != "endpoint"}
        seen = run_stack("dev.web", {DATABASE: Upstream(outputs, ("password",))}, preview=True).outputs["seen"]
        assert seen["url"] == UNKNOWN
        assert seen["database"]["endpoint"] == UNKNOWN
        assert seen["database"]["host"] == "shop.db"
        assert seen["database"]["password"] == secret(PASSWORD)

    def test_planned_outputs_carry_unknowns_and_secret_unknowns(self, run_stack: Deploy) -> None:
        """As a preview of the whole service puts them into the upstream checkpoint."""
        planned = {
            "host": "shop.db",
            "endpoint": {"host": "shop.db", "port": UNKNOWN},
            "password": {SIGNATURE: SECRET, "value": UNKNOWN},
        }
        seen = run_stack("dev.web", {DATABASE: Upstream(planned, ("password",))}, preview=True).outputs["seen"]
        assert seen["port"] == UNKNOWN
        assert seen["url"] == UNKNOWN
        assert seen["hosts"] == ["shop.db", "localhost"]
        assert seen["database"]["host"] == "shop.db"
        assert seen["database"]["password"] == secret(UNKNOWN)


class TestNothingIsRegistered:
    """Everything that is missing is found before the first resource, providers included."""

    def refuse(self, run_stack: Deploy, stack: str, stacks: Mapping[str, Upstream], **options: Any) -> str:
        deployed = Deployed()
        with pytest.raises(pulumi.RunError) as caught:
            run_stack(stack, stacks, deployed=deployed, **options)
        assert deployed.registered == []
        assert deployed.built == []
        return str(caught.value)

    def test_without_the_upstream_stack(self, run_stack: Deploy, service: Path) -> None:
        said = self.refuse(run_stack, "dev.web", {}).splitlines()
        names = "${database.host}, ${database.endpoint}, ${database.password}"
        assert said[0] == "part 'web' cannot be deployed yet"
        assert said[1].startswith(f"{service}/service.yaml:10:17: {names}")
        assert said[1].endswith("stack dev.database of project shop does not exist")
        assert said[2] == "  Deploy it first: stackwright up shop database -e dev, or pulumi up -s dev.database"

    def test_without_an_output(self, run_stack: Deploy) -> None:
        outputs = {key: value for key, value in OUTPUTS.items() if key != "endpoint"}
        said = self.refuse(run_stack, "dev.web", {DATABASE: Upstream(outputs, ("password",))})
        assert "${database.endpoint.port}" in said
        assert "${database.host}" not in said
        assert "stack dev.database of project shop has no such output" in said

    def test_with_an_unknown_outside_a_preview(self, run_stack: Deploy) -> None:
        stacks = {DATABASE: Upstream({**OUTPUTS, "host": UNKNOWN}, ("password",))}
        assert "${database.host}" in self.refuse(run_stack, "dev.web", stacks)

    @pytest.mark.parametrize("preview", [True, False])
    def test_with_a_secret_that_cannot_be_decrypted(self, run_stack: Deploy, preview: bool) -> None:
        stacks = {DATABASE: Upstream({**OUTPUTS, "password": secret({})}, ("password",))}
        said = self.refuse(run_stack, "dev.web", stacks, preview=preview)
        assert said.startswith("secrets of stack dev.database cannot be decrypted: password\n")
        assert "another passphrase or key" in said

    def test_with_a_secret_deep_inside_that_cannot_be_decrypted(self, run_stack: Deploy) -> None:
        endpoint = {"host": "shop.db", "port": secret({})}
        stacks = {DATABASE: Upstream({**OUTPUTS, "endpoint": endpoint}, ("endpoint", "password"))}
        assert "cannot be decrypted: endpoint" in self.refuse(run_stack, "dev.web", stacks)

    def test_without_a_secret_source(self, run_stack: Deploy, service: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DB_PASSWORD")
        said = self.refuse(run_stack, "dev.database", {})
        assert f"{service}/service.yaml:5:60: the secret 'password' is not there" in said
        assert "export DB_PASSWORD=" in said

    def test_for_a_stack_that_no_part_has(self, run_stack: Deploy) -> None:
        said = self.refuse(run_stack, "dev.databse", {})
        assert said.startswith("no part of service 'shop' has the stack 'dev.databse'")
        assert "Did you mean 'dev.database'? Its stacks are: dev.database, dev.web." in said

    def test_not_even_a_provider(self, run_stack: Deploy, service: Path) -> None:
        on_aws = SHOP.replace("cloud: private", "cloud: aws").replace(
            "private: {}", "private: {}, aws: {region: eu-west-1}"
        )
        (service / "service.yaml").write_text(on_aws)
        assert "cannot be deployed yet" in self.refuse(run_stack, "dev.web", {})
        assert run_stack("dev.web", STANDING).registered == [("pulumi:providers:aws", "aws")]

    def test_with_a_service_file_that_is_wrong(self, run_stack: Deploy, service: Path) -> None:
        (service / "service.yaml").write_text(SHOP.replace("${database.host}", "${database.hots}"))
        said = self.refuse(run_stack, "dev.database", {})
        assert "part 'database' has no output 'hots'" in said
        assert "Did you mean 'host'?" in said


def _rebuilt(name: str, build: str) -> Blueprints:
    def changed(blueprint: Blueprint) -> Blueprint:
        return dataclasses.replace(blueprint, build=f"{__name__}:{build}") if blueprint.name == name else blueprint

    return Blueprints([changed(blueprint) for blueprint in CATALOGUE.blueprints])  # type: ignore[arg-type]


def build_less(_context: object, _inputs: object) -> Mapping[str, Any]:
    return {"host": "h", "endpoint": {"host": "h", "port": 1}}


def build_more(_context: object, _inputs: object) -> Mapping[str, Any]:
    return {"host": "h", "endpoint": {"host": "h", "port": 1}, "password": "p", "admin": "p"}


def build_nothing(_context: object, _inputs: object) -> Mapping[str, Any]:
    return {"host": pulumi.Output.from_input(None), "endpoint": {"host": "h", "port": 1}, "password": "p"}


def build_badly(_context: object, _inputs: object) -> Mapping[str, Any]:
    raise KeyError("a bug of the blueprint's author")


@pytest.mark.parametrize(
    ("build", "words"),
    [("build_less", "differ in password"), ("build_more", "differ in admin"), ("build_nothing", "outputs host")],
)
def test_a_blueprint_that_does_not_keep_its_word(run_stack: Deploy, build: str, words: str) -> None:
    with pytest.raises(pulumi.RunError, match=words):
        run_stack("dev.database", catalogue=_rebuilt("store", build))


def test_a_bug_in_a_blueprint_keeps_its_traceback(run_stack: Deploy) -> None:
    with pytest.raises(KeyError, match="author"):
        run_stack("dev.database", catalogue=_rebuilt("store", "build_badly"))


def test_a_missing_value_is_unknown_in_a_preview_of_it(run_stack: Deploy) -> None:
    run_stack("dev.database", catalogue=_rebuilt("store", "build_nothing"), preview=True)


PROGRAM = """
service: shop
owner: team-retail
parts:
  legacy: {program: ../legacy, stack: live}
  web: {blueprint: site, cloud: private, inputs: {database: "${legacy}", url: "http://${legacy.host}"}}
environments:
  dev: {backend: "file://s", providers: {private: {}}}
"""


class TestAPartThatIsAProgram:
    """Nobody declares its outputs: a whole part is what its stack has."""

    LEGACY = "organization/legacy/live"

    @pytest.fixture(autouse=True)
    def _legacy(self, service: Path) -> None:
        (service.parent / "legacy").mkdir()
        (service.parent / "legacy" / "Pulumi.yaml").write_text("name: legacy\nruntime: nodejs\n")
        (service / "service.yaml").write_text(PROGRAM)

    def test_deployed(self, run_stack: Deploy) -> None:
        stacks = {self.LEGACY: Upstream({"host": "h", "key": secret("k"), "size": 3}, ("key",))}
        seen = run_stack("dev.web", stacks).outputs["seen"]
        assert seen["database"] == {"host": "h", "key": secret("k"), "size": 3}
        assert seen["url"] == "http://h"

    @pytest.mark.parametrize("stacks", [{}, {LEGACY: Upstream({})}])
    def test_not_deployed_yet(self, run_stack: Deploy, stacks: Mapping[str, Upstream]) -> None:
        seen = run_stack("dev.web", stacks, preview=True).outputs["seen"]
        assert seen["database"] == UNKNOWN
        assert seen["url"] == UNKNOWN
        with pytest.raises(pulumi.RunError, match=r"\$\{legacy\}, \$\{legacy.host\}: stack live of project legacy"):
            run_stack("dev.web", stacks)


def test_a_stack_of_another_service(run_stack: Deploy, service: Path) -> None:
    text = SHOP.replace("${database", "${billing/database")
    (service / "service.yaml").write_text(text)
    stacks = {"organization/billing/dev.database": Upstream(OUTPUTS, ("password",))}
    seen = run_stack("dev.web", stacks).outputs["seen"]
    assert seen["url"] == "postgres://shop.db:5432/"
    assert seen["database"]["undeclared"] == 1  # its file is not at hand, so it is as a program's
    with pytest.raises(pulumi.RunError, match="stackwright up billing database -e dev"):
        run_stack("dev.web")
    (service.parent / "billing").mkdir()
    (service.parent / "billing" / "Pulumi.yaml").write_text("name: billing\nruntime: python\n")
    (service.parent / "billing" / "service.yaml").write_text(SHOP.replace("service: shop", "service: billing"))
    assert "undeclared" not in run_stack("dev.web", stacks).outputs["seen"]["database"]


def test_something_inside_a_declared_secret_is_secret_before_it_is_there(run_stack: Deploy, service: Path) -> None:
    (service / "service.yaml").write_text(
        SHOP.replace("port_text: ${database.endpoint.port}", "port_text: ${database.password}")
    )
    assert run_stack("dev.web", preview=True).outputs["seen"]["port_text"] == secret(UNKNOWN)

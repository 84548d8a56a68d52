"""What a policy is told that a person did not write: facts, where the schema of its settings asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pulumi.runtime import proto

from stackwright.engine.policy.configuration import parse, reconciled, told
from stackwright.engine.policy.inventory import Inventory
from stackwright.engine.protocol import PolicyPack

FACTS = {"owner": "team-retail", "environment": "dev"}
TEXT = {"type": "string", "default": ""}
PACK = """
from pulumi_policy import PolicyConfigSchema, PolicyPack, ResourceValidationPolicy

whose = {"type": "string", "x-stackwright": "owner"}
schema = PolicyConfigSchema(properties={"whose": whose, "words": {"type": "string"}})
rule = ResourceValidationPolicy(name="R-1", description="A rule.", validate=lambda *_: None, config_schema=schema)
PolicyPack(name="theirs", policies=[rule])
"""


def info(**schemas: Any) -> proto.AnalyzerInfo:
    policy = proto.PolicyInfo(name="R-1", enforcementLevel=proto.ADVISORY)
    policy.configSchema.properties.update(schemas)
    return proto.AnalyzerInfo(name="rules", supportsConfig=True, policies=[policy, proto.PolicyInfo(name="R-2")])


def test_a_setting_asks_for_one_fact_or_for_all() -> None:
    asking = info(
        whose={**TEXT, "x-stackwright": "owner"},
        all={"type": "object", "x-stackwright": "*"},
        until={**TEXT, "x-stackwright": "expires"},
        other=TEXT,
    )
    assert told(asking, FACTS) == {"R-1": {"whose": "team-retail", "all": FACTS}}
    assert told(asking, {}) == {}


def test_what_a_person_wrote_comes_first_and_a_default_last() -> None:
    asking = info(whose={**TEXT, "x-stackwright": "owner"}, where={**TEXT, "x-stackwright": "environment"}, other=TEXT)
    pack = PolicyPack(path=Path("/rules"), given={"R-1": {"whose": "somebody"}}, facts=FACTS)
    found = reconciled(asking, parse(pack.given, pack), pack)
    assert found["R-1"].settings == {"whose": "somebody", "where": "dev", "other": ""}


def test_the_official_cli_is_told_the_same_in_a_file(tmp_path: Path) -> None:
    """The pack is somebody else's, made with pulumi-policy."""
    (tmp_path / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 1.0.0\n")
    (tmp_path / "__main__.py").write_text(PACK)
    inventory = Inventory()

    def configured(**given: Any) -> dict[str, Any]:
        pack = PolicyPack(path=tmp_path, given=given, facts=FACTS)
        return inventory.configurations([pack], {})[0]

    assert configured() == {"R-1": {"whose": "team-retail"}}
    assert configured(all="mandatory") == {"all": "mandatory", "R-1": {"whose": "team-retail"}}
    level = {"whose": "team-retail", "enforcementLevel": "disabled"}
    assert configured(**{"R-1": "disabled"}) == {"R-1": level}
    assert configured(**{"R-1": {"whose": "somebody", "words": "x"}}) == {"R-1": {"whose": "somebody", "words": "x"}}

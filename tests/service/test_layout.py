"""The JSON Schema that editors use says what the reader says."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import stackwright.service
from stackwright.service.layout import SERVICE, service_schema
from stackwright.service.shape import decode
from stackwright.service.source import Faults, read, scalar

SHIPPED = Path(stackwright.service.__file__).with_name("service.schema.json")
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "errors"
YAML = sorted(path for path in GOLDEN.glob("*.yaml") if not path.name.startswith("yaml-"))


def test_the_shipped_schema_is_up_to_date() -> None:
    """`ACCEPT=1` writes it anew."""
    text = json.dumps(service_schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("ACCEPT") == "1":
        SHIPPED.write_text(text, encoding="utf-8")
    assert SHIPPED.read_text(encoding="utf-8") == text


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(service_schema())


def plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return scalar(node)


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.stem)
def test_schema_and_reader_agree(path: Path) -> None:
    source, faults = read(path), Faults()
    decode(source, SERVICE, faults)
    structural = [fault for fault in faults.found if "twice" not in fault.message]  # YAML's own rule, not a schema's
    valid = jsonschema.Draft202012Validator(service_schema()).is_valid(plain(source.root))
    assert valid == (not structural)


def test_the_example_service_is_valid_by_the_schema(repository: Path) -> None:
    source = read(repository / "stacks" / "shop" / "service.yaml")
    jsonschema.Draft202012Validator(service_schema()).validate(plain(source.root))

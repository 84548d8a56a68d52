"""The JSON Schemas of waivers and of a baseline say what their readers say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import stackwright.service
from stackwright.errors import ServiceError
from stackwright.service.baseline import Known, baseline_schema, read_baseline
from stackwright.service.shape import decode
from stackwright.service.source import Faults, read
from stackwright.service.waivers import WAIVERS, waivers_schema
from tests.service.test_layout import plain

SHIPPED = Path(stackwright.service.__file__).parent
KNOWN = asdict(Known("R-1", "shop::a:b:C::gate", "port 22 is open", "ours", "2026-11-01", "0" * 32))
WAIVER = "{policy: R-1, resource: web, reason: why, owner: me, expires: 2026-12-31}"


@pytest.mark.parametrize(("name", "schema"), [("waivers", waivers_schema), ("baseline", baseline_schema)])
def test_the_shipped_schema_is_one_and_up_to_date(name: str, schema: Callable[[], Any]) -> None:
    """`ACCEPT=1` writes it anew."""
    path, text = SHIPPED / f"{name}.schema.json", json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("ACCEPT") == "1":
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("waivers: []", True),
        (f"waivers: [{WAIVER}]", True),
        (f"max_days: 90\nnever: [AWS-*]\nwaivers: [{WAIVER}]", True),
        (f"never: AWS-*\nwaivers: [{WAIVER[:-1]}, created: 2026-11-01, ticket: S-1, environments: dev}}]", True),
        ("never: [AWS-*]", False),
        ("[]", False),
        ("waivers: {}", False),
        ("waivers: [{policy: R-1}]", False),
        (f"waivers: [{WAIVER[:-1]}, until: 2026-12-31}}]", False),
        (f"waivers: [{WAIVER.replace('2026-12-31', 'tomorrow')}]", False),
        (f"waivers: [{WAIVER.replace('reason: why', 'reason: [why]')}]", False),
        (f"waivers: [{WAIVER}]\nwaiver: []", False),
        (f"max_days: '90'\nwaivers: [{WAIVER}]", True),
        (f"max_days: 0\nwaivers: [{WAIVER}]", False),
        (f"max_days: many\nwaivers: [{WAIVER}]", False),
        (f"never: [R-1, R-1]\nwaivers: [{WAIVER}]", False),
    ],
)
def test_schema_and_reader_of_waivers_agree(text: str, valid: bool, tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(text)
    source, faults = read(path), Faults()
    decode(source, WAIVERS, faults)
    assert (not faults.found) == valid
    assert jsonschema.Draft202012Validator(waivers_schema()).is_valid(plain(source.root)) == valid


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ({"findings": []}, True),
        ({"findings": [KNOWN]}, True),
        ({"findings": [KNOWN], "$schema": "baseline.schema.json"}, True),
        ([], False),
        ({}, False),
        ({"findings": {}}, False),
        ({"findings": [3]}, False),
        ({"findings": [{**KNOWN, "more": "x"}]}, False),
        ({"findings": [{**KNOWN, "since": "then"}]}, False),
        *(({"findings": [{**KNOWN, key: None}]}, False) for key in KNOWN),
        *(({"findings": [{name: text for name, text in KNOWN.items() if name != key}]}, False) for key in KNOWN),
    ],
)
def test_schema_and_reader_of_a_baseline_agree(document: object, valid: bool, tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(document))
    dates = jsonschema.Draft202012Validator.FORMAT_CHECKER
    assert jsonschema.Draft202012Validator(baseline_schema(), format_checker=dates).is_valid(document) == valid
    if valid:
        assert len(read_baseline(path)) == len(document["findings"])  # type: ignore[call-overload, index]
    else:
        with pytest.raises(ServiceError):
            read_baseline(path)


def test_the_schema_of_a_baseline_knows_what_is_written() -> None:
    finding: Any = baseline_schema()["properties"]
    assert list(finding["findings"]["items"]["properties"]) == [it.name for it in fields(Known)]

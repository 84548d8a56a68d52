"""`aws.iam.getPolicyDocument`, computed for real.

Source: the data source `aws_iam_policy_document` of the AWS provider: lists sorted in reverse and single values
unwrapped, statements of source documents first, those with the same `sid` overridden.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable

from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

_LISTS = (
    ("actions", "Action"),
    ("notActions", "NotAction"),
    ("resources", "Resource"),
    ("notResources", "NotResource"),
)


def policy_document(it: Subject, _store: Store) -> Properties:
    """`json`, `minifiedJson` and an id that is the document's checksum."""
    own = [_statement(item) for item in it.items("statements") if isinstance(item, dict)]
    merged = _merge([*_parsed(it.items("sourcePolicyDocuments")), *own], _parsed(it.items("overridePolicyDocuments")))
    document: dict[str, Value] = {"Version": it.text("version") or "2012-10-17"}
    if it.text("policyId"):
        document["Id"] = it.text("policyId")
    if merged:
        document["Statement"] = merged
    text = json.dumps(document, indent=2)
    return {
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":")),
        "id": str(zlib.crc32(text.encode())),
    }


def _statement(given: dict[str, Value]) -> dict[str, Value]:
    made: dict[str, Value] = {}
    if given.get("sid"):
        made["Sid"] = given["sid"]
    made["Effect"] = given.get("effect") or "Allow"
    for name, key in _LISTS:
        values = given.get(name)
        if isinstance(values, list) and values:
            made[key] = _unwrapped(values)
    for name, key in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if principals := _principals(given.get(name)):
            made[key] = principals
    if conditions := _conditions(given.get("conditions")):
        made["Condition"] = conditions
    return made


def _unwrapped(values: list[Value]) -> Value:
    ordered = sorted((str(value) for value in values), reverse=True)
    return ordered[0] if len(ordered) == 1 else list[Value](ordered)


def _principals(given: Value) -> Value:
    """`{"Service": "ecs.amazonaws.com"}`; a principal of type `*` is everybody."""
    by_type: dict[str, list[Value]] = {}
    for item in given if isinstance(given, list) else []:
        identifiers = item.get("identifiers") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(identifiers, list):
            if item.get("type") == "*":
                return "*"
            by_type.setdefault(str(item.get("type")), []).extend(identifiers)
    return {kind: _unwrapped(identifiers) for kind, identifiers in by_type.items()}


def _conditions(given: Value) -> dict[str, Value]:
    made: dict[str, Value] = {}
    for item in given if isinstance(given, list) else []:
        values = item.get("values") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(values, list):
            test = made.setdefault(str(item.get("test")), {})
            if isinstance(test, dict):
                test[str(item.get("variable"))] = str(values[0]) if len(values) == 1 else list[Value](values)
    return made


def _parsed(documents: Iterable[Value]) -> list[dict[str, Value]]:
    found: list[dict[str, Value]] = []
    for text in documents:
        document: Value = json.loads(str(text)) if text else {}
        statements = document.get("Statement") if isinstance(document, dict) else None
        listed = statements if isinstance(statements, list) else [statements]
        found += [item for item in listed if isinstance(item, dict)]
    return found


def _merge(statements: list[dict[str, Value]], overrides: list[dict[str, Value]]) -> list[Value]:
    """Statements in order; a later one with the same `Sid` takes the place of the earlier."""
    merged: list[dict[str, Value]] = []
    for statement in [*statements, *overrides]:
        sid = statement.get("Sid")
        places = [index for index, item in enumerate(merged) if sid and item.get("Sid") == sid]
        if places:
            merged[places[0]] = statement
        else:
            merged.append(statement)
    return list[Value](merged)

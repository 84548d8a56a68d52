"""What an AWS API takes when it creates a thing and no longer when it updates it, by its service models in botocore.

botocore is Apache-2.0. A provider can change in place only what an update takes: a parameter of `CreateX` that
`UpdateX` lacks, or that says there which X is meant, cannot change. Where Terraform's own plans know the answer, too
(2 335 inputs of 455 types), this is right in 92 %: it is asked about what they do not tell.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.rules.distilling.distil import Said
from stackwright.simcloud.rules.distilling.probing import Verdict

_CREATE = re.compile(r"Create(\w+)")
_KEY = re.compile(r"(Name|Id|Identifier|Arn|Scope|Namespace|LanguageCode|Owner)$", re.IGNORECASE)
_ID = re.compile(r"(Id|Identifier|Arn)$")
_ELSEWHERE = frozenset({"description", "displayname", "enabled", "permissions"})
"""What operations of other names change, where the update does not take it."""
_WITHIN = re.compile(r"(Update|Updates|Input|Config)$")
"""What an update may wrap its parameters in: `UpdateJob` of Glue has a `JobUpdate`."""
_OTHER = re.compile(r"(tags|client(Request)?Token|creatorRequestId|idempotencyToken|dryRun)$", re.IGNORECASE)


def resources(folder: Path) -> Iterator[tuple[str, Said]]:
    """Whatever a service creates and updates, as `ecs_daemon`. `folder` is `botocore/data`."""
    for service in sorted(folder.iterdir()):
        files = sorted(service.glob("*/service-2.json*")) if service.is_dir() else []
        if files:
            data = files[-1].read_bytes()
            model: Any = json.loads(gzip.decompress(data) if files[-1].suffix == ".gz" else data)
            for name, said in read(model):
                yield f"{service.name.replace('-', '')}_{name}", said


def read(model: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    """What the model of one service says of each thing that it creates and updates."""
    operations: Mapping[str, Any] = model["operations"]
    for name, operation in operations.items():
        match = _CREATE.fullmatch(name)
        update = operations.get(f"Update{match[1]}") if match else None
        if match and update:
            created, updated = _input(model, operation), _Update.of(match[1], model, _input(model, update))
            if not updated.patches:
                shapes = {item: model["shapes"][member["shape"]] for item, member in created["members"].items()}
                yield (
                    snake(match[1]),
                    {(item,): updated.verdict(item, shape["type"]) for item, shape in shapes.items() if _said(item)},
                )


def _said(name: str) -> bool:
    return not _OTHER.fullmatch(name)


def _input(model: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any]:
    name = operation.get("input", {}).get("shape")
    return {"members": {}, **(model["shapes"][name] if name else {})}


@dataclass(frozen=True, slots=True)
class _Update:
    """What an update takes: names in lower case. `keys` say which thing is meant; `patches`: the rest is no list."""

    takes: frozenset[str]
    keys: frozenset[str]
    patches: bool

    @classmethod
    def of(cls, noun: str, model: Mapping[str, Any], shape: Mapping[str, Any]) -> _Update:
        members: Mapping[str, Any] = shape["members"]
        takes = {name.lower() for name in members}
        for name, member in members.items():
            if _WITHIN.search(name):
                takes |= {inner.lower() for inner in model["shapes"][member["shape"]].get("members", ())}
        required = [name for name in shape.get("required", ()) if _KEY.search(name)]
        in_path = [name for name, member in members.items() if member.get("location") == "uri"]
        # An id, which only the service gives, says which thing is meant: a required name beside it is a new name.
        # Where there is a lock to be given back, WAF wants all of them to say so.
        ids = [name for name in required if _ID.search(name) or "LockToken" in members]
        own = f"{noun}name".lower()
        named = [name for name in members if name.lower() in {"name", own}]
        keys = {name.lower() for name in (in_path or ids or required or named)}
        return cls(frozenset(takes), frozenset(keys | ({"name"} if own in keys else set())), "patchoperations" in takes)

    def verdict(self, name: str, kind: str) -> Verdict:
        """`kind` as service models have it. What is a structure often has an operation of its own."""
        folded = name.lower()
        if f"new{folded}" in self.takes or (folded in self.takes and folded not in self.keys):
            return "update"
        if folded in self.keys:
            return "replace"
        return "unknown" if kind == "structure" or folded in _ELSEWHERE else "replace"

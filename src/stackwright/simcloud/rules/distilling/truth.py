"""Makes the truths that rules are measured against: of a sample of types, what an independent source says.

A truth is never a source of the rules it is compared with (`measuring.py` leaves those out): CloudFormation's schemas
for what Terraform's AWS provider says, Google's Declarative Resource Client Library for what its Google provider does.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.rules.distilling.distil import Said, facts
from stackwright.simcloud.rules.distilling.matching import same_types

_SEED = 7
_SIZE = 120


def write(path: Path, types: Catalogue, source: str, said: Mapping[str, Said]) -> None:
    """Write what `source` says (name → its inputs) of a random sample of the types that it knows."""
    inputs = {name: {steps[0] for steps in paths} for name, paths in said.items()}
    matched = sorted(same_types(types, inputs))
    sample = sorted(random.Random(_SEED).sample(matched, min(_SIZE, len(matched))))  # noqa: S311 - no secret
    lines: list[str] = []
    for token, name in sample:
        found = facts(types, token, said[name])
        whole = {path for path in found.replaces if path in found.known}
        partly = {re.split(r"[.\[=]", path)[0] for path in found.replaces} - whole
        line = {"replaces": " ".join(sorted(whole)), "in place": " ".join(sorted(found.known - whole - partly))}
        lines.append(f"{json.dumps(token)}: {json.dumps(line)}")
    head = json.dumps({"source": source, "of": len(matched)}, indent=1)[:-2]
    path.write_text(head + ',\n "types": {\n' + ",\n".join(lines) + "\n}}\n", "utf-8")


def google_client(clone: Path) -> Iterator[tuple[str, Said]]:
    """The resources of Google's Declarative Resource Client Library: `x-kubernetes-immutable` of each field."""

    def git(*arguments: str) -> str:
        return subprocess.run(  # noqa: S603 - fixed words
            ["git", "-C", str(clone), *arguments],  # noqa: S607 - whichever git there is
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    for path in git("ls-tree", "-r", "--name-only", "HEAD", "services/google").splitlines():
        if re.fullmatch(r"services/google/[a-z0-9]+/[a-z_0-9]+\.yaml", path):
            document: Any = yaml.safe_load(git("show", f"HEAD:{path}"))
            [(name, schema)] = document["components"]["schemas"].items()
            yield f"{path.split('/')[2]}_{snake(name)}", _fields(schema)


def _fields(schema: Any) -> Said:  # noqa: ANN401 - a YAML document
    return {
        (snake(name),): "replace" if field.get("x-kubernetes-immutable") else "update"
        for name, field in schema.get("properties", {}).items()
        if not field.get("readOnly") and field.get("type") not in {"object", "array"}
    }

"""What CloudFormation's resource types say can be set only when a resource is created: `createOnlyProperties`.

Read from the schemas that the cfn-lint wheel carries (`cfnlint/data/schemas/resources/`; cfn-lint is MIT-0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.rules.distilling.distil import Said, Steps
from stackwright.simcloud.rules.distilling.probing import Verdict


def schemas(folder: Path) -> Iterator[tuple[str, Said]]:
    """Every resource type, as `ec2_subnet`, with what its schema says of its properties."""
    for file in sorted(folder.glob("*.json")):
        schema: Any = json.loads(file.read_bytes())
        service, _, kind = str(schema["typeName"]).removeprefix("AWS::").partition("::")
        yield f"{service.lower()}_{snake(kind)}", said(schema)


def said(schema: Any) -> Said:  # noqa: ANN401 - a JSON document
    """What one schema says. A property that replaces under conditions only is unknown."""
    read = {_steps(path) for path in schema.get("readOnlyProperties", ())}
    found: dict[Steps, Verdict] = {
        (name,): "update" for name in schema.get("properties", {}) if (name,) not in read and name != "Tags"
    }
    for path in schema.get("createOnlyProperties", ()):
        found[_steps(path)] = "replace"
        if len(_steps(path)) > 1:
            found[*_steps(path)[:-1], "*"] = "update"  # what else is there is not listed
    for path in schema.get("conditionalCreateOnlyProperties", ()):
        found[_steps(path)] = "unknown"
    return {steps: verdict for steps, verdict in found.items() if steps not in read}


def _steps(path: str) -> Steps:
    """`/properties/A/B/*/C` → `("A", "B", "C")`."""
    return tuple(
        step for step in path.removeprefix("/properties/").split("/") if step not in {"*", "items", "properties"}
    )

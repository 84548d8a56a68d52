"""`python -m stackwright_policies.permissions`: JSON of resources in, JSON of who may do what out.

In: `{"resources": [{"type", "urn", "name", "part", "properties", "provider", "depends"}]}`, in Pulumi's wire form.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from stackwright_policies.permissions.analysis import document_of
from stackwright_policies.resource import Resource, View


def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The document about what is asked."""
    resources = [
        Resource(
            type=one["type"],
            urn=one["urn"],
            name=one["name"],
            properties=View(one["properties"]),
            provider=View(one.get("provider")),
            depends=one.get("depends", {}),
        )
        for one in asked["resources"]
    ]
    return document_of(resources, {one["urn"]: one.get("part", "") for one in asked["resources"]})


if __name__ == "__main__":
    json.dump(answer(json.load(sys.stdin)), sys.stdout, ensure_ascii=False)

"""Permissions as one JSON document; docs/reference/json.md describes it."""

from __future__ import annotations

import json
from dataclasses import asdict

from stackwright.review.permissions.document import Permissions


def written(permissions: Permissions) -> str:
    changes = permissions.changes
    document = {
        "subject": permissions.subject,
        "notes": list(permissions.notes),
        "identities": permissions.document["identities"],
        "findings": permissions.document["findings"],
        "changes": asdict(changes) if changes else None,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

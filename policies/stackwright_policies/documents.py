"""IAM policy documents, which AWS takes as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stackwright_policies.resource import View


def statements(document: View) -> Iterator[View]:
    """The statements of a document that is JSON text or, as some SDKs allow, a mapping. What is no JSON has none.

    Raises:
        NotKnown: the document is not known, as a whole or in the part that is asked for.
    """
    found: Any = document.value
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            return
    yield from View(found, document.path).get("Statement").items()

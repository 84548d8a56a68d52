"""IAM policy documents, which clouds take as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stackwright_policies.resource import View


def parsed(document: View) -> View:
    """A document that is JSON text or, as some SDKs allow, a mapping. What is no JSON is nothing.

    Raises:
        NotKnown
    """
    found: Any = document.value
    if isinstance(found, str):
        try:
            found = json.loads(found)
        except ValueError:
            found = None
    return View(found, document.path)


def statements(document: View) -> Iterator[View]:
    """The statements of a document of AWS.

    Raises:
        NotKnown: the document is not known, as a whole or in the part that is asked for.
    """
    yield from parsed(document).get("Statement").items()

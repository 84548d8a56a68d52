"""IAM policy documents, which clouds take as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import View, holds_unknown
from stackwright_policies.verdicts import NotKnown


def parsed(document: View) -> View:
    """A document that is JSON text or, as some SDKs allow, a mapping. What is no JSON is nothing.

    Text that a program put together of what a preview does not know has Pulumi's sentinel inside: only what it is a
    part of is unknown.

    Raises:
        NotKnown
    """
    found: Any = document.value
    if isinstance(found, str):
        try:
            found = _apart(json.loads(found))
        except ValueError:
            if holds_unknown(found):
                raise NotKnown(document.path) from None
            found = None
    return View(found, document.path, secret=document.secret)


def _apart(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A value with each text that has something unknown inside as an unknown one."""
    if isinstance(value, dict):
        return {key: _apart(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_apart(item) for item in cast("list[Any]", value)]
    return UNKNOWN if isinstance(value, str) and holds_unknown(value) else value


def statements(document: View) -> Iterator[View]:
    """The statements of a document of AWS.

    Raises:
        NotKnown: the document is not known, as a whole or in the part that is asked for.
    """
    yield from parsed(document).get("Statement").items()

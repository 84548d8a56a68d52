"""Which of the files that can be judged one is, by what is in it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Final, cast

from stackwright.errors import UsageError
from stackwright.review.saved import lines, preview, state, update_plan
from stackwright.review.saved.model import Saved

Json = Mapping[str, Any]
_UNDERSTOOD: Final = (
    "Judged are a state (a checkpoint of a file backend, `pulumi stack export`) and a plan (`pulumi preview --json "
    "--show-sames`, `stackwright preview --json`; before anything is deployed also `pulumi preview --save-plan`)."
)


def read(data: bytes, name: str) -> list[Saved]:
    """The stacks that a file tells of: of a state and of a plan of Pulumi's one. `name` is for messages.

    Raises:
        UsageError: it is none of those that can be judged; the message says what it looks like.
        StateError: it is a state that is not sound.
    """
    text = _text(data, name)
    found = _documents(text)
    if not found:
        raise _refused(name, _prose(text))
    try:
        return _saved(found, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{name} cannot be read: {_reason(error)}", hint=_UNDERSTOOD) from error


def _saved(found: list[Any], name: str) -> list[Saved]:
    first: Any = found[0]
    if not all(isinstance(it, Mapping) for it in found):
        raise _refused(name, f"JSON, {'a list' if isinstance(first, list) else 'no object'}")
    objects = cast("list[Json]", found)
    if any(it.get("type") in lines.TYPES for it in objects) and all("type" in it for it in objects):
        return lines.saved(objects, name)
    if len(objects) > 1:
        raise _refused(name, _lines_like(objects))
    document = objects[0]
    if isinstance(document.get("checkpoint"), Mapping) or "deployment" in document:
        return [state.saved(document, name, PurePath(name).stem)]
    if "resourcePlans" in document:
        return [update_plan.saved(document, name)]
    if isinstance(document.get("steps"), list) or {"changeSummary", "duration"} <= document.keys():
        return [preview.saved(document)]
    raise _refused(name, _looks_like(document))


def _text(data: bytes, name: str) -> str:
    try:
        plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        return plain.decode(json.detect_encoding(plain))  # a shell of Windows may write UTF-16
    except (OSError, EOFError, ValueError) as error:
        raise _refused(name, "not text") from error


def _documents(text: str) -> list[Any]:
    """The one document, or that of each line; nothing where there is none."""
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        return []


def _refused(name: str, like: str) -> UsageError:
    return UsageError(f"{name} is no state and no plan: it is {like}", hint=_UNDERSTOOD)


def _prose(text: str) -> str:
    if not text.strip():
        return "empty"
    first = text.lstrip().splitlines()[0]
    if first.startswith(("Previewing update", "Updating (")):
        return "what Pulumi shows to people; with --json it is for programs"
    return "not JSON"


def _lines_like(objects: list[Json]) -> str:
    if any("sequence" in it and "timestamp" in it for it in objects):
        return "an event log of Pulumi's engine, which does not say what depends on what"
    return "JSON lines of something else"


_LIKE: Final[tuple[tuple[str, Callable[[Json], bool]], ...]] = (
    ("a plan or a state of Terraform", lambda it: "terraform_version" in it),
    (
        "a report of `policy check`, which `policy explain --report` reads",
        lambda it: {"findings", "rules"} <= it.keys(),
    ),
    ("a baseline, which --baseline takes", lambda it: set(it) == {"findings"}),
    ("SARIF, a report of findings", lambda it: "runs" in it),
    ("what stackwright prints of a service", lambda it: "parts" in it and "service" in it),
    ("an error of stackwright's", lambda it: it.get("type") == "error"),
    ("one event of Pulumi's engine", lambda it: "sequence" in it and "timestamp" in it),
    ("a package lock", lambda it: "lockfileVersion" in it),
)


def _looks_like(document: Json) -> str:
    for like, holds in _LIKE:
        if holds(document):
            return like
    keys = ", ".join(f"`{key}`" for key in list(document)[:4])
    return f"JSON with {keys} and others" if len(document) > 4 else f"JSON with {keys or 'nothing in it'}"


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it lacks {error}"
    return str(error) if isinstance(error, ValueError) else "something in it is of another form"

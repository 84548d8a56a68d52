"""What the official CLI did, kept as files: recorded with ACCEPT=1, replayed by every test run."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from tests.conformance.sharing import restored, shared

FOLDER: Final = Path(__file__).parents[1] / "golden" / "conformance"
MANIFEST: Final = FOLDER / "manifest.json"


ACCEPTING: Final = os.environ.get("ACCEPT") == "1"
"""Whether goldens are to be written, not compared with. Read at once: tests run in an environment of their own."""
EVERYTHING: Final = ACCEPTING or os.environ.get("CONFORMANCE") == "all"
"""Whether the official CLI goes through everything, which takes minutes, or through a part that stands for it."""


_PREFIX: Final = "urn:pulumi:dev::conformance::"
_SHORT: Final = "…::"
"""How goldens write the beginning of nearly every URN."""

SDKS: Final = ("pulumi-aws", "pulumi-azure-native", "pulumi-kubernetes", "pulumi-random")
"""The simulated clouds learn their types from these, so a newer one may know more properties."""


def installed() -> dict[str, str]:
    return {sdk: version(sdk) for sdk in SDKS}


def list_cases(pulumi: str, cases: Iterable[str]) -> None:
    manifest = {"pulumi": pulumi, "sdks": installed(), "cases": sorted(cases)}
    MANIFEST.write_text(json.dumps(manifest, indent=1) + "\n")


def failures(case: str, found: list[dict[str, Any]]) -> list[str]:
    """Where `found` differs from the golden."""
    return unlike(load(case)["steps"], found)


def unlike(expected: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """Where the recordings of some steps differ.

    With other SDKs than the goldens were recorded with, properties of resources that they do not have are let pass:
    what the engines do is compared, not what the SDKs know.
    """
    lines = differences(expected, found)
    if not lines or json.loads(MANIFEST.read_text())["sdks"] == installed():
        return lines
    return [line for line in lines if not _NEW_PROPERTY.match(line)]


_NEW_PROPERTY: Final = re.compile(r'/\d+/resources/\d+/(inputs|outputs)/.*: "\(nothing\)" became ')


def listed() -> list[str]:
    """The cases that the manifest lists: all of these must be replayed."""
    return list(json.loads(MANIFEST.read_text())["cases"])


def load(case: str) -> dict[str, Any]:
    """What is known of a case: the CLI's version, and its steps."""
    found = json.loads((FOLDER / f"{case}.json").read_text().replace(_SHORT, _PREFIX))
    return {"pulumi": found["pulumi"], "steps": restored(found["steps"], found["values"])}


def save(case: str, pulumi: str, recordings: list[dict[str, Any]]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    steps, values = shared(recordings)
    lines = {"pulumi": json.dumps(pulumi), "steps": _listed(steps), "values": _tabled(values)}
    text = ",\n".join(f"{json.dumps(key)}: {value}" for key, value in lines.items())
    (FOLDER / f"{case}.json").write_text(f"{{\n{text}\n}}\n".replace(_PREFIX, _SHORT))


def _tabled(values: dict[str, Any]) -> str:
    """A line for each value, so that a change shows as one."""
    return "{\n" + ",\n".join(f"{json.dumps(key)}: {_line(value)}" for key, value in values.items()) + "\n}"


def _listed(steps: list[dict[str, Any]]) -> str:
    """A line for each thing that is recorded of a step, or where it is a list for each item of it."""
    return "[\n" + ",\n".join(f"{{\n{_recorded(step)}\n}}" for step in steps) + "\n]"


def _recorded(step: dict[str, Any]) -> str:
    return ",\n".join(
        f" {json.dumps(key)}: " + ("[\n  " + ",\n  ".join(map(_line, value)) + "\n ]" if _long(value) else _line(value))
        for key, value in sorted(step.items())
    )


def _long(value: Any) -> bool:
    return isinstance(value, list) and bool(value)


def _line(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Where two recordings differ, a line each: far easier to read than two long documents."""
    if expected == found:
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            line
            for key in sorted({*expected, *found})
            for line in differences(expected.get(key, _NOTHING), found.get(key, _NOTHING), f"{path}/{key}")
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            line
            for index, (one, other) in enumerate(zip(expected, found, strict=True))
            for line in differences(one, other, f"{path}/{index}")
        ]
    if isinstance(expected, list) and isinstance(found, list):
        rest = list(found)
        missing = [item for item in expected if not (item in rest and rest.remove(item) is None)]
        return [f"{path}: missing {_short(item)}" for item in missing] + [
            f"{path}: extra {_short(item)}" for item in rest
        ]
    return [f"{path}: {_short(expected)} became {_short(found)}"]


_NOTHING: Final = "(nothing)"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 300 else text[:300] + "…"

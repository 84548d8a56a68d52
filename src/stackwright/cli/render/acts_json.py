"""Acts as data, for `--json`; what the keys mean is in docs/reference/json.md."""

from __future__ import annotations

from typing import Any

from stackwright.deploy.acts.model import ActResult, Fate, PartFate, Report
from stackwright.deploy.differences import sides


def act(result: ActResult) -> dict[str, Any]:
    """One act and what came of it."""
    return {
        "number": result.act.number,
        "title": result.act.title,
        "kind": type(result.act.doing).__name__.lower(),
        "recovered": result.recovered,
        "reason": result.reason,
        "exitCode": result.exit_code,
        "seconds": round(result.seconds, 3),
        "noticedAfter": _rounded(result.noticed),
        "repairedAfter": _rounded(result.repaired),
        "done": list(result.done),
        "failures": [{"what": failure, "times": times} for failure, times in result.met.items()],
        "parts": [_part(part) for part in result.parts],
    }


def _part(part: PartFate) -> dict[str, Any]:
    return {
        "part": part.part,
        "cloud": part.cloud,
        "counts": {**part.counts, "untouched": part.untouched},
        "seconds": round(part.seconds, 3),
        "downSeconds": _rounded(part.down),
        "reaches": list(part.dependants),
        "resources": [_fate(fate) for fate in part.fates],
    }


def _fate(fate: Fate) -> dict[str, Any]:
    return {
        "urn": fate.urn,
        "resourceType": fate.type,
        "became": fate.became,
        "because": list(fate.because),
        "dataLost": fate.data,
        "downSeconds": _rounded(fate.down),
        "interrupts": list(fate.interrupts),
        "changes": [{"path": path, "old": old, "new": new} for path, old, new in sides(fate.step)] if fate.step else [],
    }


def report(told: Report) -> dict[str, Any]:
    """The verdict."""
    return {
        "service": told.service,
        "environment": told.environment,
        "engine": told.engine,
        "recovered": told.recovered,
        "assumed": [{"about": each.about, "what": each.what} for each in told.assumed],
        "reason": told.reason,
        "exitCode": told.exit_code,
        "seconds": round(told.seconds, 3),
        "acts": [act(each) for each in told.acts],
        "notBegun": [{"number": each.number, "title": each.title} for each in told.skipped],
    }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)

"""Comparing property values as Pulumi's engine does where a provider leaves it to the engine.

Source: `sdk/go/common/resource/properties_diff.go`, `pkg/resource/plugin/provider.go` (pulumi v3.260).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from stackwright.engine.embedded import paths
from stackwright.wire.results import Changes, DiffKind, DiffResult, PropertyDiff
from stackwright.wire.values import ARCHIVE, ASSET, RESOURCE, SECRET, SIGNATURE, Properties, Value, revealed

INIT_ERROR = "#initerror"
"""What a diff names where a resource is changed because it did not become ready the last time."""


_TELLING: Final = {ASSET: ("hash",), ARCHIVE: ("hash",), RESOURCE: ("urn", "id"), SECRET: ("value",)}
"""By its signature, what of a value says whether it is the same."""


def equal(old: Value, new: Value) -> bool:
    """Deep equality: assets by hash, resource references by URN and id; the rest by value, marks included."""
    if isinstance(old, dict):
        if not isinstance(new, dict):
            return False
        telling = _TELLING.get(str(old.get(SIGNATURE)))
        if telling is None:
            return old.keys() == new.keys() and all(equal(value, new[key]) for key, value in old.items())
        return old[SIGNATURE] == new.get(SIGNATURE) and all(equal(old.get(key), new.get(key)) for key in telling)
    if isinstance(old, list):
        return (
            isinstance(new, list)
            and len(old) == len(new)
            and all(equal(mine, theirs) for mine, theirs in zip(old, new, strict=True))
        )
    return isinstance(old, bool) == isinstance(new, bool) and old == new


def detailed(old: Properties, new: Properties, *, input_diff: bool) -> dict[str, PropertyDiff]:
    """Each changed property by its path, at the deepest place where both sides have the same shape."""
    result: dict[str, PropertyDiff] = {}
    _compare_maps((), old, new, input_diff, result)
    return result


def _compare_maps(
    path: paths.Path,
    old: Mapping[str, Value],
    new: Mapping[str, Value],
    input_diff: bool,
    result: dict[str, PropertyDiff],
) -> None:
    for key in {**old, **new}:
        _compare((*path, key), old.get(key), new.get(key), input_diff, result)


def _compare(
    path: paths.Path,
    old: Value,
    new: Value,
    input_diff: bool,
    result: dict[str, PropertyDiff],
) -> None:
    if isinstance(old, list) and isinstance(new, list):
        for index in range(max(len(old), len(new))):
            here = (*path, index)
            if index >= len(old):
                result[paths.text(here)] = PropertyDiff("add", input_diff)
            elif index >= len(new):
                result[paths.text(here)] = PropertyDiff("delete", input_diff)
            else:
                _compare(here, old[index], new[index], input_diff, result)
    elif isinstance(old, dict) and isinstance(new, dict) and SIGNATURE not in old and SIGNATURE not in new:
        _compare_maps(path, old, new, input_diff, result)
    elif not equal(old, new):
        kind: DiffKind = "add" if old is None else "delete" if new is None else "update"
        result[paths.text(path)] = PropertyDiff(kind, input_diff)


def of_inputs(old: Properties, new: Properties) -> DiffResult:
    """The engine's own answer where a provider's is unknown: inputs compared, secret marks ignored (`diffResource`)."""
    before, after = revealed(old), revealed(new)
    differences = detailed(before, after, input_diff=True)
    if not differences:
        return DiffResult(Changes.NONE)
    changed = dict.fromkeys(str(paths.parse(path)[0]) for path in differences)
    return DiffResult(Changes.SOME, diffs=sorted(changed), detailed=differences)


def replaces(result: DiffResult) -> bool:
    """Whether the change needs a new resource (`DiffResult.Replace` in `sdk/go/common/resource/plugin/provider.go`)."""
    detailed_says = any(diff.kind.endswith("-replace") for diff in (result.detailed or {}).values())
    return detailed_says or bool(result.replaces)


def replacing_on(result: DiffResult, replace_on_changes: Sequence[str], *, init_errors: bool) -> DiffResult:
    """The diff with the resource option `replaceOnChanges` applied (`applyReplaceOnChanges`)."""
    if not replace_on_changes:
        return result
    wanted = [paths.parse(path) for path in replace_on_changes]

    def replacing(path: str) -> bool:
        return any(paths.contains(outer, paths.steps(path)) for outer in wanted)

    keys = list(result.replaces)
    keys += [key for key in result.diffs if key not in keys and replacing(key)]
    differences = result.detailed
    if differences is not None:
        differences = {path: to_replace(diff) if replacing(path) else diff for path, diff in differences.items()}
    changes = result.changes
    if init_errors and replacing(INIT_ERROR):
        keys.append(INIT_ERROR)
        changes = Changes.SOME
        if differences is not None:
            differences = {**differences, INIT_ERROR: PropertyDiff("update-replace")}
    return replace(result, changes=changes, replaces=keys, detailed=differences)


def to_replace(diff: PropertyDiff) -> PropertyDiff:
    kinds: dict[DiffKind, DiffKind] = {"add": "add-replace", "delete": "delete-replace", "update": "update-replace"}
    return replace(diff, kind=kinds.get(diff.kind, diff.kind))


def inverted(result: DiffResult) -> DiffResult:
    """The diff seen from the other side: what was added was deleted. A refresh reports it so."""
    kinds: dict[DiffKind, DiffKind] = {
        "add": "delete",
        "add-replace": "delete-replace",
        "delete": "add",
        "delete-replace": "add-replace",
    }
    if result.detailed is None:
        return result
    turned = {path: replace(diff, kind=kinds.get(diff.kind, diff.kind)) for path, diff in result.detailed.items()}
    return replace(result, detailed=turned)

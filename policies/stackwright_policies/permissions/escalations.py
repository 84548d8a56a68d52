"""Paths that a reviewer has to know of: to rights that nobody wrote down for whoever gets at them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from stackwright_policies.permissions.model import Facts, Finding, Identity, Path, Severity

_POWER = "power:"
_PARTLY = (":any-role", ":any-user", ":secrets:", ":accounts:")
"""Powers that are not every right there is."""
_COVERED = {":any-role": "IAM role", ":any-user": "IAM user", ":accounts:": "service account"}


def escalations_of(facts: Facts, reached: Mapping[str, Mapping[str, Path]]) -> Iterator[Finding]:
    """One finding for each identity and what it gets at, the shortest way; without what another one says already."""
    by_id = {one.id: one for one in facts.identities}
    for start, ends in reached.items():
        if start not in by_id or any(_is_everything(end) and _is_given(path) for end, path in ends.items()):
            continue
        whole = [end for end, path in ends.items() if _is_everything(end) and _is_certain(path)]
        for end, path in ends.items():
            if (whole and end not in whole) or _is_covered(end, path, ends, by_id):
                continue
            if all(step.meant for step in path.steps) and not _is_everything(end):
                continue
            yield _finding(path, facts.powers.get(end) or _called(by_id[end]), certain=_is_certain(path))


def worth_telling(ends: Mapping[str, Path]) -> dict[str, Path]:
    """Where an identity gets, without what goes without saying: whoever has every right gets everywhere."""
    whole = [(end, path) for end, path in ends.items() if _is_everything(end) and _is_certain(path)]
    owns = any(_is_given(path) for _, path in whole)
    clouds = {_cloud(end) for end, _ in whole}
    return {
        end: path
        for end, path in sorted(ends.items())
        if (not owns or all(step.meant for step in path.steps))
        and (not end.startswith(_POWER) or _is_everything(end) or _cloud(end) not in clouds)
    }


def _cloud(power: str) -> str:
    return power.split(":")[1]


def _is_everything(end: str) -> bool:
    return end.startswith(_POWER) and not any(it in end for it in _PARTLY)


def _is_given(path: Path) -> bool:
    """Whether it is the identity's own, in so many words: that is a wildcard, and no way to it."""
    return len(path.steps) == 1 and path.steps[0].meant


def _is_certain(path: Path) -> bool:
    return all(step.certain for step in path.steps)


def _is_covered(end: str, path: Path, ends: Mapping[str, Path], by_id: Mapping[str, Identity]) -> bool:
    """Whether it is one of a kind of which the identity gets at all, as surely and no farther."""
    if end not in by_id:
        return False
    return any(
        by_id[end].kind == kind
        and mark in other
        and _is_certain(through) >= _is_certain(path)
        and len(through.steps) <= len(path.steps)
        for other, through in ends.items()
        for mark, kind in _COVERED.items()
    )


def _called(identity: Identity) -> str:
    return f"{identity.kind} {identity.part}/{identity.label}" if identity.part else f"{identity.kind} {identity.label}"


def _finding(path: Path, what: str, *, certain: bool) -> Finding:
    everything = _is_everything(path.end)
    power = path.end.startswith(_POWER)
    worst: Severity = "critical" if everything else "high"
    return Finding(
        kind="escalation",
        severity=worst if certain else "high" if everything else "medium",
        identity=path.start,
        what=f"{'gets at' if power else 'becomes'} {what}",
        path=path,
        certain=certain,
    )

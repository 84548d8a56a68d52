"""What of a baseline is still found, what is put right, and what the next one holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stackwright.review.finding import Finding
from stackwright.service.baseline import Known
from stackwright.service.waivers import today_utc


@dataclass(frozen=True, slots=True)
class Next:
    """The next baseline: what it holds, and what of that is new; what of the old one it leaves out."""

    known: Sequence[Known]
    new: Sequence[Known]
    fixed: Sequence[Known]


def next_baseline(old: Sequence[Known], found: Sequence[Finding], *, whole: bool, today: date | None = None) -> Next:
    """A baseline of what was found. Left out: what is waived, what cannot be judged, a policy that itself failed.

    What was known keeps its date. Where less than the `whole` was judged, nothing of the old one is given up.
    """
    day = (today or today_utc()).isoformat()
    since = {_key(entry): entry for entry in old}
    entries = [
        Known(it.policy, _resource(it), it.what, it.pack, day, it.fingerprint)
        for it in found
        if it.outcome == "violated" and not it.about and not it.excepted.startswith("waived ")
    ]
    now = {_key(entry): since.get(_key(entry), entry) for entry in entries}
    fixed = fixed_of(old, found) if whole else []
    gone = set(fixed)
    kept = [entry for entry in old if entry not in gone and _key(entry) not in now]
    return Next([*now.values(), *kept], [entry for key, entry in now.items() if key not in since], fixed)


def fixed_of(old: Sequence[Known], found: Sequence[Finding]) -> list[Known]:
    """What is known and no longer found; what cannot be judged may still be there."""
    still = {(it.pack, it.policy, _resource(it), it.what) for it in found if it.outcome == "violated"}
    unclear = {(it.pack, it.policy, _resource(it)) for it in found if it.outcome != "violated"}
    return [entry for entry in old if _key(entry) not in still and _key(entry)[:3] not in unclear]


def _key(entry: Known) -> tuple[str, str, str, str]:
    return entry.pack, entry.policy, entry.resource, entry.what


def _resource(finding: Finding) -> str:
    return "::".join(finding.urn.split("::")[1:])

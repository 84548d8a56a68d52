"""What policies found, rule by rule: which resources, what is wrong, why it matters, how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.text import Text

from stackwright.cli.render.tally import name_of
from stackwright.deploy.progress import RunResult
from stackwright.engine.events import PolicySeverity, PolicyViolated

Finding = tuple[str, PolicyViolated]
"""A part, and what a policy says of it."""
_STYLES: Final[Mapping[PolicySeverity, str]] = {
    "critical": "bold red",
    "high": "red",
    "medium": "yellow",
    "low": "dim",
    "": "",
}
_UNKNOWN: Final = re.compile(r"^unknown: it (.*)$", re.MULTILINE)
_MOST: Final = 3
"""Resources that are named where a policy says the same of many."""


@dataclass(slots=True)
class Findings:
    """Shows each finding once, however many phases come to it."""

    _told: set[Finding] = field(default_factory=set[Finding])

    def lines(self, result: RunResult) -> Iterable[Text]:
        """What is new in this phase; the worst first."""
        new = [
            finding
            for part in result.parts
            for finding in ((part.part, event) for event in part.findings)
            if finding not in self._told
        ]
        self._told.update(new)
        judged = [finding for finding in new if not finding[1].unknown]
        for _, several in sorted(_grouped(judged).items(), key=lambda item: _rank(item[1][0][1])):
            yield from _violation(several)
        unknown = _grouped([finding for finding in new if finding[1].unknown])
        for (policy, message), several in unknown.items():
            must = ", and fails if it still is not in an up" if several[0][1].closed else ""
            yield Text.assemble(
                ("? ", "yellow"), (policy, "bold"), f" {_undecided(message)}{must}: {_resources(several)}"
            )


def _grouped(findings: Sequence[Finding]) -> dict[tuple[str, str], list[Finding]]:
    """Those that say the same, together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding[1].policy, finding[1].message), []).append(finding)
    return groups


def _rank(event: PolicyViolated) -> tuple[bool, bool, int, str]:
    return bool(event.excepted), event.level != "mandatory", list(_STYLES).index(event.severity), event.policy


def _violation(several: Sequence[Finding]) -> Iterable[Text]:
    event = several[0][1]
    mark, style = (
        ("✗ ", "bold red") if event.level == "mandatory" else ("~ ", "dim") if event.excepted else ("! ", "yellow")
    )
    words = ", ".join(filter(None, [event.severity, event.level]))
    title, *rest = event.message.splitlines() or [""]
    title = title.removeprefix(f"{event.policy}: ")
    yield Text.assemble((mark, style), (event.policy, "bold"), " ", title, (f"  ({words})", _STYLES[event.severity]))
    yield Text(f"    {_resources(several)}")
    yield from (Text("    " + line, "dim" if line.startswith(("why:", "fix:")) else "") for line in rest)


def _undecided(message: str) -> str:
    """`cannot be judged before policy is known`, as far as the message says what is unknown."""
    found = _UNKNOWN.search(message)
    return found[1] if found else "cannot be judged yet"


def _resources(several: Sequence[Finding]) -> str:
    names = list(dict.fromkeys(f"{part}: {name_of(event.urn)}" for part, event in several))
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more

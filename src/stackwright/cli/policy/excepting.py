"""What a person excepts by options, besides what an environment names: waivers, and a baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from stackwright.review.report import Report
    from stackwright.service.model import Policies

Command = TypeVar("Command", bound=Callable[..., Any])

_WAIVERS = click.option(
    "--waivers",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What is excepted, until when and why, besides what the environment names; repeat for more.",
)
_BASELINE = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What was found before and is excepted until it is put right, besides what the environment names.",
)
_WRITE = click.option(
    "--write-baseline",
    "write",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what is found to FILE as the baseline; what it knew keeps its date, what was put right is dropped.",
)


@dataclass(frozen=True, slots=True)
class Excepted:
    """Files that a person named."""

    waivers: Sequence[Path] = ()
    baseline: Path | None = None
    write: Path | None = None

    def onto(self, policies: Policies, environment: str) -> Policies:
        """The policies with what these files except, too.

        Raises:
            InputError: something is wrong in them.
        """
        from stackwright.errors import InvalidInput
        from stackwright.service.baseline import read_baseline
        from stackwright.service.source import Faults
        from stackwright.service.waivers import read_waivers

        faults, paths = Faults(), [path.resolve() for path in self.waivers]
        waivers = read_waivers(paths, faults, environment=environment, never=policies.never)
        if faults.found:
            raise InvalidInput(faults.sorted())
        known = [entry for path in self._baselines for entry in read_baseline(path.resolve())]
        return replace(
            policies,
            waivers=[*policies.waivers, *waivers],
            baseline=list(dict.fromkeys([*policies.baseline, *known])),
        )

    @property
    def _baselines(self) -> Sequence[Path]:
        rewritten = [self.write] if self.write is not None and self.write.is_file() else []
        return [*([self.baseline] if self.baseline else []), *rewritten]

    def written(self, report: Report) -> Report:
        """Write the next baseline where that is wanted; the report as it is under it, with a note of the change."""
        from stackwright.review.known import next_baseline
        from stackwright.service.baseline import read_baseline, write_baseline

        if self.write is None:
            return report
        old = read_baseline(self.write) if self.write.is_file() else []
        after = next_baseline(old, report.findings, whole=report.whole)
        write_baseline(self.write, after.known)
        new = {entry.fingerprint for entry in after.new}
        findings = [
            replace(it, excepted=it.excepted or "known since today")
            if it.fingerprint in new and it.outcome == "violated"
            else it
            for it in report.findings
        ]
        count = f"{len(after.known)} known, {len(after.new)} of them new, {len(after.fixed)} put right"
        return replace(report, findings=findings, notes=[*report.notes, f"{self.write} is written: {count}"])


def except_options(command: Command) -> Command:
    """`--waivers`, `--baseline` and `--write-baseline`."""
    return _WAIVERS(_BASELINE(_WRITE(command)))

"""What acts of a rehearsal came to, for people: what became of every part, what was interrupted, what would be lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.text import Text

from stackwright.cli.render.tally import short_type
from stackwright.deploy.acts.model import ActResult, Became, Fate, PartFate, Report
from stackwright.deploy.differences import properties
from stackwright.deploy.progress import ActFinished, ActStarted, Rehearsed

SIGNS: Final[Mapping[Became, tuple[str, str]]] = {
    "replaced": ("±", "magenta"),
    "updated": ("~", "yellow"),
    "created": ("+", "green"),
    "deleted": ("-", "red"),
    "recovered": ("+", "green"),
    "put back": ("~", "green"),
    "lost": ("✗", "bold red"),
    "drifted": ("✗", "bold red"),
    "failed": ("✗", "bold red"),
}
"""Every fate in the order in which a report has them, with its sign and colour."""
_TOGETHER: Final = frozenset[Became]({"created", "deleted", "recovered"})
"""Fates of which the number of each type says enough."""
_MOST: Final = 12
_FEW: Final = 3
_TENTH: Final = 0.1


@dataclass(frozen=True, slots=True)
class Row:
    """Resources of one part with the same fate: one in detail, or several together."""

    became: Became
    text: str
    details: Sequence[str] = ()


def rows(part: PartFate) -> list[Row]:
    """The resources that something became of, the gravest fates first."""
    found: list[Row] = []
    for became in SIGNS:
        fates = [fate for fate in part.fates if fate.became == became]
        if became in _TOGETHER and fates:
            found.append(Row(became, ", ".join(_counted(fates))))
            continue
        found += [_alone(fate) for fate in fates[:_MOST]]
        if len(fates) > _MOST:
            found.append(Row(became, f"and {len(fates) - _MOST} more"))
    return found


def _alone(fate: Fate) -> Row:
    return Row(fate.became, f"{short_type(fate.type)} {fate.name}{_because(fate)}", _details(fate))


def _counted(fates: Sequence[Fate]) -> list[str]:
    types = Counter(short_type(fate.type) for fate in fates)
    return [f"{count} {token}" for token, count in types.items()]


def _because(fate: Fate) -> str:
    return f", because of {', '.join(fate.because)}" if fate.because else ""


def _details(fate: Fate) -> list[str]:
    return list(properties(fate.step)) if fate.step else []


def summed_up(part: PartFate) -> str:
    """`1 updated, 2 replaced, 20 untouched`."""
    counts = [f"{count} {became}" for became in SIGNS if (count := part.counts.get(became))]
    untouched = [f"{part.untouched} untouched"] if part.untouched or not counts else []
    return ", ".join([*counts, *untouched])


def losses(result: ActResult) -> list[str]:
    """What data would be gone."""
    return [
        f"{part.part}: {short_type(fate.type)} {fate.name} {_lost(fate)}"
        for part in result.parts
        for fate in part.fates
        if fate.data
    ]


def _lost(fate: Fate) -> str:
    if fate.became == "replaced":
        return f"is replaced{_because(fate)}, and the new one is empty"
    return {"recovered": "came back empty", "deleted": "is deleted"}.get(fate.became, "is gone")


def interruptions(result: ActResult) -> list[str]:
    """What was not there for a while, for how long, and what that reaches."""
    return [_interruption(part) for part in result.parts if part.down is not None]


def _interruption(part: PartFate) -> str:
    down = [fate for fate in part.fates if fate.down is not None]
    inside = listed(list(dict.fromkeys(name for fate in down for name in fate.interrupts)))
    noun = "part" if len(part.dependants) == 1 else "parts"
    outside = f"the {noun} {', '.join(part.dependants)}" if part.dependants else ""
    reached = " and ".join(filter(None, (inside, outside)))
    reaches = f"; this reaches {reached}" if reached else ""
    return f"{part.part}: {listed(_counted(down))}, for {_span(part.down or 0)}{reaches}"


def _span(seconds: float) -> str:
    """Events come in batches of a few hundredths of a second: less than a tenth is all that can be said."""
    return f"up to {seconds:.1f} s" if seconds >= _TENTH else "less than 0.1 s"


def listed(names: Sequence[str]) -> str:
    """The first few of them, and how many more there are."""
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def times(result: ActResult) -> str:
    """`3.2 s (noticed after 0.4 s, repaired after 2.1 s)`."""
    told = [("noticed", result.noticed), ("repaired", result.repaired)]
    inner = ", ".join(f"{word} after {at:.1f} s" for word, at in told if at is not None)
    return f"{result.seconds:.1f} s" + (f" ({inner})" if inner else "")


def failures(result: ActResult) -> list[str]:
    """The calls that were to fail, and whether they did."""
    return [f"{failure}: {'it did' if times else 'it never did'}" for failure, times in result.met.items()]


def told(progress: ActStarted | ActFinished | Rehearsed) -> Iterable[Text]:
    """What a person reads of a piece of progress of this kind."""
    match progress:
        case ActStarted(begun, total):
            yield Text(f"Act {begun.number} of {total}: {begun.title}", "bold")
        case ActFinished(result):
            yield from (Text(), *act(result), Text())
        case Rehearsed(whole):
            yield from (*report(whole), Text())


def act(result: ActResult) -> Iterator[Text]:
    """One act."""
    for line in result.done:
        yield Text.assemble("  ", ("▸ ", "yellow"), line)
    for line in failures(result):
        yield Text.assemble("  ", ("▸ ", "yellow"), line)
    width = max((len(part.part) for part in result.parts), default=0)
    for part in result.parts:
        style = "" if part.fates else "dim"
        yield Text.assemble("  ", (f"{part.part:{width}}", f"bold {style}"), "  ", (summed_up(part), style))
        for row in rows(part):
            sign, colour = SIGNS[row.became]
            yield Text.assemble("    ", (f"{sign} {row.became}", colour), f": {row.text}")
            yield from (Text(f"        {line}", "dim") for line in row.details)
    for line in interruptions(result):
        yield Text.assemble("  ", ("interrupted ", "yellow"), line)
    for line in losses(result):
        yield Text.assemble("  ", (" DATA WOULD BE LOST ", "bold white on red"), f" {line}")
    yield _verdict("  ", recovered=result.recovered, reason=result.reason, time=times(result))


def report(whole: Report) -> Iterator[Text]:
    """The whole, in a few lines; nothing where there were no acts."""
    if not whole.acts and not whole.skipped:
        return
    count = len(whole.acts)
    for result in whole.acts:
        mark = ("✓ ", "green") if result.recovered else ("✗ ", "bold red")
        lost = len(losses(result))
        extra = f" · data of {lost} would be lost" if lost else ""
        yield Text.assemble(mark, f"{result.act.number} {result.act.title} · {result.seconds:.1f} s", (extra, "red"))
    for skipped in whole.skipped:
        yield Text.assemble(("○ ", "yellow"), f"{skipped.number} {skipped.title} · not begun")
    reason = whole.reason or next((each.reason for each in whole.acts if each.reason), None)
    words = f"{count} act{'' if count == 1 else 's'}, {whole.seconds:.1f} s"
    yield _verdict("", recovered=whole.recovered, reason=reason, time=words)


def _verdict(indent: str, *, recovered: bool, reason: str | None, time: str) -> Text:
    word, style = ("yes", "bold green") if recovered else ("no", "bold red")
    return Text.assemble(indent, "recovered: ", (word, style), f" · {reason}" if reason else "", (f" · {time}", "dim"))

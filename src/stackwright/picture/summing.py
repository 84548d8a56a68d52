"""What a run changes in all, as a line of text."""

from __future__ import annotations

from collections import Counter

from stackwright.deploy.signs import Sign
from stackwright.picture.model import Picture


def totals(picture: Picture) -> list[tuple[str, str]]:
    """`preview: +31 ~2, 1 failed`: of every phase the resources touched and the parts that came to harm.

    Pieces of text, each with the name of its style; nothing where nothing was run.
    """
    line: list[tuple[str, str]] = []
    for number, phase in enumerate(picture.phases):
        changes = [box.changes[number] for box in picture.parts if number < len(box.changes)]
        signs = Counter[Sign]()
        for change in changes:
            signs.update(dict(change.counted))
        bad = Counter(change.state for change in changes if change.effect in {"failed", "stopped"})
        said = [(f"{sign}{count}", f"sign.{sign}") for sign, count in signs.items()]
        said += [
            (f"{count} {state}", "effect.failed" if state == "failed" else "effect.stopped")
            for state, count in bad.items()
        ]
        line += [("   " if line else "", ""), (f"{phase}: ", "muted")]
        for index, piece in enumerate(said or [("no changes", "effect.unchanged")]):
            line += [piece] if index == 0 else [(" ", ""), piece]
    return [piece for piece in line if piece[0]]

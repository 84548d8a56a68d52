"""Where steps lead: from each identity to every other one and every power that it can get at."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from stackwright_policies.permissions.model import Path, Step


def paths(steps: Iterable[Step]) -> Mapping[str, Mapping[str, Path]]:
    """For each start, the best path to each end: of certain steps if there is such a one, then the shortest.

    More steps never lose an end: what could be reached can be reached.
    """
    onward: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        onward[step.of].append(step)
    return {start: _from(start, onward) for start in onward}


def _from(start: str, onward: Mapping[str, Sequence[Step]]) -> dict[str, Path]:
    certain = _walk(start, onward, certain=True)
    return {**_walk(start, onward, certain=False), **certain}


def _walk(start: str, onward: Mapping[str, Sequence[Step]], *, certain: bool) -> dict[str, Path]:
    """Breadth first; of two steps to the same place the one that somebody meant."""
    found: dict[str, Path] = {}
    queue = deque([(start, Path(steps=()))])
    while queue:
        here, so_far = queue.popleft()
        for step in sorted(onward.get(here, ()), key=lambda it: (not it.meant, not it.certain)):
            if step.to in found or step.to == start or (certain and not step.certain):
                continue
            found[step.to] = Path(steps=(*so_far.steps, step))
            queue.append((step.to, found[step.to]))
    return found

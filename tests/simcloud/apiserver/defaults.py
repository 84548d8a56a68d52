"""What a real API server added to the objects of the cases, recorded: `answers/defaults.json`.

As many cases are kept as it takes to show every value of every field that was added to a kind. Left out is what a
server draws by lot (unique ids, addresses, ports), what it counts, and the status, which is a controller's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from stackwright.simcloud import paths
from stackwright.wire.values import revealed
from tests.simcloud.apiserver.asking import Answer
from tests.simcloud.apiserver.cases import HERE, SETS, Case, Manifest, load
from tests.simcloud.apiserver.simulating import simulate

FILE: Final = HERE / "answers" / "defaults.json"
_METADATA: Final = {"creationTimestamp", "generation", "managedFields", "name", "namespace", "resourceVersion", "uid"}
_SPEC: Final = {"clusterIP", "clusterIPs", "healthCheckNodePort", "ports[].nodePort", "volumeName"}
_LEFT_OUT: Final = {"status", *(f"metadata.{it}" for it in _METADATA), *(f"spec.{it}" for it in _SPEC)}
_DRAWN: Final = ("controller-uid", "kube-api-access-", "kubernetes.io/limit-ranger")

Added = Mapping[str, Any]
"""By path. A list or mapping that was given has its additions below it."""


def added(sent: Manifest, made: Manifest) -> Added:
    """What `made` has and `sent` has not."""
    return dict(_added(sent, made, ""))


def _added(sent: Any, made: Any, path: str) -> Iterator[tuple[str, Any]]:
    if paths.pattern(path) in _LEFT_OUT:
        return
    if isinstance(sent, dict) and isinstance(made, dict):
        for key, value in made.items():
            yield from _added(sent.get(key), value, paths.join(path, key))
    elif isinstance(sent, list) and isinstance(made, list):
        for index, pair in enumerate(zip(sent, made, strict=False)):
            yield from _added(*pair, paths.join(path, index))
    elif sent is None and made is not None and not any(word in json.dumps(made) + path for word in _DRAWN):
        yield path, made


def covering(cases: Iterable[tuple[Case, Answer]]) -> dict[str, Added]:
    """What was added, by case: of the cases that are made, those that show something which those before them do not."""
    found: dict[str, Added] = {}
    shown: set[str] = set()
    for case, answer in cases:
        if case.before is not None or not answer.accepted:
            continue
        more = added(case.sent, answer.made)
        if new := _lines(case, more) - shown:
            shown |= new
            found[case.name] = more
    return found


def recorded() -> tuple[str, dict[str, Added]]:
    """The version of the server, and what it added by the name of the case."""
    document = json.loads(FILE.read_text(encoding="utf-8"))
    return document["server"], document["added"]


@dataclass(frozen=True, slots=True)
class Filled:
    """Fields with their values, as lines: what the server filled in, and of that what the simulated cluster did."""

    server: str
    recorded: tuple[str, ...]
    shown: tuple[str, ...]
    made_up: tuple[str, ...]
    """What the simulated cluster fills in and the server does not."""


def filled() -> Filled:
    """Compare the simulated cluster with what was recorded."""
    server, known = recorded()
    cases = {case.name: case for which in SETS for case in load(which) if case.name in known}
    verdicts = simulate(list(cases.values()))
    piles: dict[str, set[str]] = {"recorded": set(), "wrong": set(), "made up": set()}
    for name, case in cases.items():
        mine = _lines(case, added(case.sent, cast("Manifest", revealed(verdicts[name].made))))
        theirs = _lines(case, known[name])
        piles["recorded"] |= theirs
        piles["wrong"] |= theirs - mine
        piles["made up"] |= mine - theirs
    shown = piles["recorded"] - piles["wrong"]
    return Filled(server, tuple(sorted(piles["recorded"])), tuple(sorted(shown)), tuple(sorted(piles["made up"])))


def _lines(case: Case, more: Added) -> set[str]:
    return {
        f"{case.sent['kind']} {paths.pattern(path)}: {json.dumps(value, sort_keys=True)}"
        for path, value in more.items()
    }


def record(server: str, cases: Mapping[str, Added]) -> None:
    """A line for each case."""
    lines = [f"  {json.dumps(name)}: {json.dumps(it)}" for name, it in cases.items()]
    head = f'{{"server": {json.dumps(server)}, "added": {{\n'
    FILE.write_text(head + ",\n".join(lines) + "\n}}\n", encoding="utf-8")

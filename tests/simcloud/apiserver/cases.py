"""The cases: each one object that somebody asks an API server to make, or to change, and what is there before it.

A file of `cases/` holds documents, each an `object` that is valid, and `cases`: how it is edited before it is sent.
`{spec.replicas: -1}` sets, a null takes away. With `then` the object is made first and then sent again with the edits
below `then`; `given` is what is made before all that, besides the document's own `given`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from stackwright.simcloud import paths

HERE: Final = Path(__file__).parent
SETS: Final = ("cases", "heldout")
"""`cases` were written before the simulator checked anything, `heldout` after it was mended for those."""

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`sent` is what the answer is about; with `before` it changes that. `edited` are the paths that a change edits."""

    name: str
    given: Sequence[Manifest]
    before: Manifest | None
    sent: Manifest
    edited: tuple[str, ...] = ()


def load(which: str) -> list[Case]:
    """The cases of one of `SETS`, in the order of the files. A name is `<file>: <kind>: <what is odd about it>`."""
    found = [case for file in sorted((HERE / which).glob("*.yaml")) for case in _cases(file)]
    names = [case.name for case in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{HERE / which}: cases of one name: {sorted(twice)}; say what differs")
    return found


def _cases(file: Path) -> Iterator[Case]:
    for document in yaml.load_all(file.read_text(encoding="utf-8"), yaml.CSafeLoader):
        for item in document["cases"]:
            name, edits = (item, {}) if isinstance(item, str) else next(iter(item.items()))
            edits = dict(edits)
            given = [*document.get("given", ()), *edits.pop("given", ())]
            then = edits.pop("then", None)
            made = edited(document["object"], edits)
            kind = document["object"]["kind"]
            version = document["object"]["apiVersion"].rpartition("/")[2]
            yield Case(
                name=f"{file.stem}: {kind}{'' if version == 'v1' else ' ' + version}: {name}",
                given=given,
                before=made if then is not None else None,
                sent=made if then is None else edited(made, then),
                edited=tuple(then or ()),
            )


def edited(manifest: Manifest, edits: Mapping[str, Any]) -> Manifest:
    """A copy with every path set, or taken away where the value is null."""
    result = copy.deepcopy(manifest)
    for path, value in edits.items():
        *above, last = paths.split(path)
        at: Any = result
        for step in above:
            at = at[step] if isinstance(step, int) else at.setdefault(step, {})
        if value is None:
            at.pop(last, None)
        else:
            at[last] = copy.deepcopy(value)
    return result

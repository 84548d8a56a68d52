"""Values outside of closed sets, which are kept as data: type → path of an input, `[]` for the items of a list → what
may stand there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.twins import canonical
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


@lru_cache(maxsize=4)
def sets(cloud: str) -> Mapping[str, Mapping[str, Sequence[Any]]]:
    """`data/<cloud>-values.json`, which says where it is from."""
    return json.loads((Path(__file__).parent / "data" / f"{cloud}-values.json").read_bytes())["types"]


def strays(it: Subject, cloud: str, *, folded: bool = False) -> Iterator[tuple[str, Value, Sequence[Any]]]:
    """The path of each value that is in no set, the value, and the set; with `folded` no case is told apart."""
    for path, members in sets(cloud).get(canonical(it.token), {}).items():
        known = [_folded(member) for member in members] if folded else members
        for given in _at(dict(it.inputs), path.replace("[]", ".*").split(".")):
            if given not in ("", None) and (_folded(given) if folded else given) not in known:
                yield path, given, members


def outside(it: Subject, cloud: str, *, folded: bool = False) -> str | None:
    """What a bridged provider says of the first of them (terraform-plugin-sdk, `validation.StringInSlice`)."""
    for path, given, members in strays(it, cloud, folded=folded):
        listed = " ".join(json.dumps(member) for member in members)
        name = snake(path.rpartition(".")[2].removesuffix("[]"))
        return f"expected {name} to be one of [{listed}], got {given}. Examine values at '{it.name}.{path}'."
    return None


def _folded(value: Value) -> Value:
    return value.lower() if isinstance(value, str) else value


def _at(value: Value, steps: Sequence[str]) -> Iterator[Value]:
    """The plain values at a path, `*` for all items of a list."""
    if not steps:
        yield from [] if isinstance(value, dict | list) else [value]
    elif steps[0] == "*" and isinstance(value, list):
        for item in value:
            yield from _at(item, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from _at(value[steps[0]], steps[1:])

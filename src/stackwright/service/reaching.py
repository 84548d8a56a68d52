"""Which clouds a part reaches beside its own: those of the parts that its inputs name whole.

A part's providers are explicit, and have to be known before its program runs. So they follow from what stands in the
service's file alone: where an input wants a whole part (`x-part`) and one is given, the part's cloud is reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from stackwright.service.inputs import Path
from stackwright.service.model import BlueprintInfo, Cloud, Input, Part, Reference
from stackwright.service.references import references
from stackwright.service.schemas import Schema, schema_at


def joined(inputs: Mapping[str, Input], schema: Schema) -> Iterator[tuple[Path, Reference]]:
    """Each whole part that stands where one is wanted, by the place of the input."""
    for path, reference, _ in references(dict(inputs)):
        wanted = None if reference.path else schema_at(schema, path)
        if wanted is not None and "x-part" in wanted:
            yield path, reference


def cloud_of(part: Part, blueprint: BlueprintInfo | None) -> Cloud | None:
    """Where a part runs: as it says, or the one cloud that its blueprint has. None for a program or a hybrid part."""
    if part.cloud is not None or blueprint is None:
        return part.cloud
    return next(iter(blueprint.clouds)) if len(blueprint.clouds) == 1 else None


def packages(blueprint: BlueprintInfo, own: Cloud | None, reached: Iterable[Cloud]) -> dict[Cloud, Sequence[str]]:
    """The Pulumi packages by cloud, the part's own cloud first, of a part that reaches these.

    Each package once: one that no cloud owns (`random`) is with the first that asks for it.
    """
    needed: dict[Cloud, list[str]] = {own: list(blueprint.clouds[own])} if own is not None else {}
    seen = {package for known in needed.values() for package in known}
    for cloud in reached:
        more = [package for package in blueprint.reaches.get(cloud, ()) if package not in seen]
        needed.setdefault(cloud, []).extend(more)
        seen.update(more)
    return dict(needed)

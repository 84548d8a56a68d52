"""Whether anything in a stack uses a resource: by the dependencies that Pulumi records, or by a name at any depth."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """What resources use at certain places: URNs, names in words, and what is not known (`unclear`)."""

    linked: Collection[str]
    named: Collection[str]
    unclear: Sequence[str]

    def of(self, target: Resource, *names: str) -> bool:
        """Whether one of them uses `target`; `names` are the properties that a program names it by.

        Raises:
            NotKnown: it depends on what is not known yet.
        """
        if target.urn in self.linked:
            return True
        unknown = None
        for name in names:
            try:
                found = target.properties.get(name)
                if not found.absent and _last(found.text()) in self.named:
                    return True
            except NotKnown as error:
                unknown = unknown or error
        for path in self.unclear:
            raise NotKnown(path)
        if unknown is not None and self.named:
            raise unknown
        return False


def uses(resources: Sequence[Resource], places: Mapping[str, Sequence[str]]) -> Uses:
    """What the resources of the types in `places` say at the properties that stand there."""
    here = {one.urn for one in resources}
    linked: set[str] = set()
    named: set[str] = set()
    unclear: list[str] = []
    for one in resources:
        for key in places.get(one.type, ()):
            urns = one.depends.get(key, ())
            linked.update(urns)
            for text in _texts(one.properties, key):
                if text is not None:
                    named.add(_last(text))
                elif urns and here.isdisjoint(urns):  # without any, the provider fills it in
                    unclear.append(f"{one.name}.{key}")
    return Uses(linked=linked, named=named, unclear=unclear)


def _last(text: str) -> str:
    """A name, or the last part of an id that is a path, as Azure and GCP have them. Azure's ignore case."""
    return text.rpartition("/")[2].lower()


def _texts(view: View, *place: str) -> Iterator[str | None]:
    """Every text at a place, however deep; None for what is not known."""
    try:
        found = view.get(*place)
        value = found.value
    except NotKnown:
        yield None
        return
    if isinstance(value, list):
        for item in found.items():
            yield from _texts(item)
    elif isinstance(value, dict):
        for _, entry in found.entries():
            yield from _texts(entry)
    elif value is not None:
        yield str(value)

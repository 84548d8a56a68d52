"""Which resources of a stack refer to which: by the dependencies that Pulumi records, or by a name in words.

Indexed once for a stack, so that a rule costs the same for each of its resources however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown, Verdict, any_of, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """Resources by what they refer to: a URN, or what their property says. `unclear`: what they say is not known."""

    linked: Mapping[str, Sequence[Resource]]
    named: Mapping[object, Sequence[Resource]]
    unclear: Sequence[tuple[Resource, str]]

    def to(self, target: Resource, *names: str) -> list[Resource]:
        """Those that certainly refer to `target`; `names` are its properties, with dots, that a program names it by."""
        found = [*self.linked.get(target.urn, ())]
        try:
            name = _name(target, names)
        except NotKnown:
            return found
        known = {one.urn for one in found}
        return [*found, *(one for one in self.named.get(name, ()) if one.urn not in known)]

    def any_to(self, target: Resource, *names: str, where: Callable[[Resource], bool] = lambda _: True) -> bool:
        """Whether one that is as `where` says refers to `target`.

        Raises:
            NotKnown: it depends on what is not known yet.
        """
        return any_of(
            *((lambda one=one: where(one)) for one in self.to(target, *names)),
            lambda: self._perhaps(target, names),
        )

    def _perhaps(self, target: Resource, names: Sequence[str]) -> bool:
        for one, path in self.unclear:
            raise NotKnown(f"{one.name}.{path}")
        if self.named:
            _name(target, names)
        return False


def references(resources: Sequence[Resource], types: Collection[str], key: str) -> References:
    """The resources of `types`, by what the property `key` (with dots; one thing, or a list) of theirs refers to."""
    linked: dict[str, list[Resource]] = defaultdict(list)
    named: dict[object, list[Resource]] = defaultdict(list)
    unclear: list[tuple[Resource, str]] = []
    here = {one.urn for one in resources}
    for one in resources:
        if one.type not in types:
            continue
        urns = one.depends.get(key.partition(".")[0], ())
        for urn in urns:
            linked[urn].append(one)
        try:
            for name in _said(one, key):
                named[name].append(one)
        except NotKnown as error:
            if urns and here.isdisjoint(urns):  # what depends on nothing is the provider's to fill in: see `said`
                unclear.append((one, error.path))
    return References(linked=linked, named=named, unclear=unclear)


def said(resource: Resource, *place: str) -> View:
    """What the program says at a place of a resource that is judged with its whole stack; nothing, if it says nothing.

    There a preview shows outputs: what the provider will fill in is not known either, and depends on nothing. An input
    that is not known depends on what it comes from.

    Raises:
        NotKnown: it says something, and that is not known.
    """
    try:
        view = resource.properties.get(*place)
        _ = view.value
    except NotKnown:
        if resource.depends.get(place[0]):
            raise
        return View(None, ".".join(place))
    return view


def says(resource: Resource, *place: str) -> bool:
    """Whether the program says something there, known or not; nothing, an empty text and `false` are nothing."""
    try:
        return bool(said(resource, *place).value)
    except NotKnown:
        return True


def is_said(resource: Resource, *place: str) -> bool:
    """Whether the program says something at a place, though that be unknown."""
    try:
        return bool(said(resource, *place).value)
    except NotKnown:
        return True


def of_each(
    resources: Iterable[Resource], types: Collection[str], judge: Callable[[Resource], Iterable[Verdict]]
) -> Iterator[Verdict]:
    """The verdicts on every resource of `types`, told of that resource."""
    for one in resources:
        if one.type in types:
            for verdict in settled(lambda one=one: judge(one)):
                yield replace(verdict, urn=verdict.urn or one.urn)


def _said(one: Resource, key: str) -> Iterator[object]:
    for view in one.properties.get(*key.split(".")).items():
        if isinstance(view.value, Hashable):  # what is a mapping names nothing
            yield view.value


def _name(target: Resource, names: Sequence[str]) -> object:
    """The first of its properties that says anything."""
    views = [target.properties.get(*name.split(".")) for name in names]
    found = next((view.value for view in views if not view.absent), None)
    return found if isinstance(found, Hashable) else None

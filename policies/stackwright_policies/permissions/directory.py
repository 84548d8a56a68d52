"""The resources of some stacks, found by whatever another one, or a policy, calls them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, cast

from stackwright_policies.permissions.model import UNKNOWN
from stackwright_policies.permissions.reading import strings, text
from stackwright_policies.resource import Resource

_IDS: Final = ("id", "arn", "email", "member", "name", "uniqueId", "principalId", "clientId", "bucket", "url", "keyId")
"""Properties that others name a resource by, on one cloud or another."""
_NESTED: Final = (("identity", "principalId"), ("metadata", "name"))
_OWN: Final = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):")
_ARN_PARTS: Final = 6
_PIECES: Final = re.compile(r"[:/]|[^:/]+")
_CUT: Final = re.compile(r"^(.+)[:/]")


class Directory:
    """`parts` says which part of a service a resource is in, by URN."""

    def __init__(self, resources: Sequence[Resource], parts: Mapping[str, str] | None = None) -> None:
        self.resources = resources
        self.parts = parts or {}
        self._by_urn = {one.urn: one for one in resources}
        self._by_text: dict[str, list[Resource]] = defaultdict(list)
        for one in resources:
            for name in _names(one):
                self._by_text[name].append(one)

    def of(self, *types: str) -> Iterator[Resource]:
        """The resources of some types."""
        yield from (one for one in self.resources if one.type in types)

    def find(self, name: str, types: Collection[str] = ()) -> Resource | None:
        """The resource (of `types`, if any are given) that is called so.

        Of several that share an id or an ARN it is the first: the others are about it. A plain name must be one's own.
        """
        found = [one for one in self._by_text.get(name, ()) if not types or one.type in types]
        return found[0] if found and (len(found) == 1 or types or ":" in name or name.startswith("/")) else None

    def linked(self, one: Resource, key: str, types: Collection[str]) -> list[Resource]:
        """What `one` refers to with a property: by what that says, else by what it came from."""
        by_name = [found for name in strings(_raw(one, key)) if (found := self.find(name, types)) is not None]
        if by_name:
            return by_name
        return [self._by_urn[urn] for urn in one.depends.get(key, ()) if self._is(urn, types)]

    def _is(self, urn: str, types: Collection[str]) -> bool:
        return urn in self._by_urn and self._by_urn[urn].type in types

    def label(self, one: Resource) -> str:
        """`Bucket archive/shop-objects`: kind, part and the name in the program."""
        kind = one.type.rpartition(":")[2]
        part = self.parts.get(one.urn, "")
        return f"{kind} {part}/{one.name}" if part else f"{kind} {one.name}"

    @cached_property
    def accounts(self) -> frozenset[str]:
        """The AWS accounts that resources here are in."""
        arns = (text(one.properties, "arn") for one in self.resources if one.type.startswith("aws:"))
        return frozenset(found[1] for arn in arns if (found := _OWN.match(arn)))

    def shown(self, name: str) -> str:
        """A name, an ARN or a pattern of one as people read it: as the resource here that it means, if any."""
        if name in ("", "*", UNKNOWN):
            return name or UNKNOWN
        rest = ""
        head = name
        while True:
            if (found := self.find(head)) is not None:
                return f"{self.label(found)}{self._named(rest)}"
            cut = _CUT.match(head)
            if cut is None or (head.count(":") < _ARN_PARTS - 1 and head.startswith("arn:")):
                return self._short(name)
            rest, head = head[len(cut[1]) :] + rest, cut[1]
            if head.count("/") + head.count(":") < 1:
                return self._short(name)

    def _short(self, arn: str) -> str:
        """`iam:role/*` for an ARN of this account: where and whose it is goes without saying."""
        pieces = arn.split(":", _ARN_PARTS - 1)
        if pieces[0] != "arn" or len(pieces) < _ARN_PARTS:
            return arn
        account = pieces[4]
        whose = "" if account in self.accounts or not account else f"{account}:"
        return f"{pieces[2]}:{whose}{self._named(pieces[5])}"

    def _named(self, rest: str) -> str:
        """The rest of an ARN with the names that clouds know replaced by those that programs do."""
        return "".join(self._piece(it) for it in _PIECES.findall(rest))

    def _piece(self, piece: str) -> str:
        if piece in self.accounts:
            return "ACCOUNT"
        generated = (one.name for one in self._by_text.get(piece, ()) if piece.startswith(f"{one.name}-"))
        name = next(generated, "")
        return f"{{{name}}}" if name else piece

    @cached_property
    def _users(self) -> Mapping[str, Sequence[tuple[Resource, str]]]:
        """Which resources say a text in which of their properties."""
        found: dict[str, dict[tuple[str, str], tuple[Resource, str]]] = defaultdict(dict)
        for one in self.resources:
            for key, _ in one.properties.entries():
                if key == "id" or (key == "arn" and key not in one.depends):
                    continue
                for said in strings(_raw(one, key)):
                    if said in self._by_text:
                        found[said][one.urn, key] = (one, key)
        return {name: list(of_it.values()) for name, of_it in found.items()}

    def users(self, target: Resource) -> list[tuple[Resource, str]]:
        """The resources that say a name of `target`'s, with the property that does; or depend on it by one unknown."""
        found: dict[str, tuple[Resource, str]] = {}
        for name in _names(target):
            if self.find(name) is target:
                for one, key in self._users.get(name, ()):
                    found.setdefault(one.urn, (one, key))
        for one in self.resources:
            for key, urns in one.depends.items():
                if target.urn in urns and text(one.properties, key) == UNKNOWN:
                    found.setdefault(one.urn, (one, key))
        found.pop(target.urn, None)
        return list(found.values())


def _names(one: Resource) -> Iterator[str]:
    """What others call it. An ARN that a program gives it is somebody else's."""
    seen: set[str] = set()
    for place in (*((name,) for name in _IDS), *_NESTED):
        name = text(one.properties, *place) if place != ("arn",) or "arn" not in one.depends else ""
        if name not in ("", UNKNOWN) and name not in seen and not name.startswith("["):
            seen.add(name)
            yield name


def _raw(one: Resource, key: str) -> object:
    inside = one.properties.value
    return cast("Mapping[str, object]", inside).get(key) if isinstance(inside, Mapping) else None

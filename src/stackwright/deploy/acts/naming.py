"""What a person names on the command line: a part, a type, a zone or a resource, told apart before anything runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Final, cast

from stackwright.deploy.acts.model import Selection
from stackwright.deploy.plan import Plan
from stackwright.deploy.state.entries import short_type
from stackwright.engine.state import urns
from stackwright.errors import UsageError
from stackwright.service.clouds import LOCATION
from stackwright.service.model import Cloud
from stackwright.service.names import nearest
from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.custom import custom_resource
from stackwright.simcloud.zones import zones_in

_PACKAGES: Final[Mapping[Cloud, tuple[str, ...]]] = {
    "aws": ("aws",),
    "azure": ("azure-native",),
    "gcp": ("gcp",),
    "private": ("openstack", "kubernetes"),
}
_SHOWN: Final = 3


@dataclass(frozen=True)
class Names:
    """The parts of a plan, the zones of its clouds, and the types of these clouds' SDKs."""

    parts: Collection[str]
    locations: Mapping[Cloud, str]

    @cached_property
    def zones(self) -> list[str]:
        """In the clouds of the environment."""
        return [
            zone
            for cloud, location in self.locations.items()
            for package in _PACKAGES[cloud]
            for zone in zones_in(package, location)
        ]

    @cached_property
    def tokens(self) -> list[str]:
        """The types of every package that the environment can deploy with."""
        clouds: Collection[Cloud] = self.locations or cast("Collection[Cloud]", _PACKAGES)
        packages = [package for cloud in clouds for package in _PACKAGES[cloud]]
        return [token for package in packages if installed(package) for token in catalogue(package).tokens()]

    def select(self, text: str, option: str) -> Selection:
        """What `text` means.

        Raises:
            UsageError: nothing; lists what it may have been meant to be.
        """
        if text in self.parts:
            return Selection("part", text)
        if text in self.zones:
            return Selection("zone", text)
        if urns.is_urn(text) or "::" in text:
            return Selection("resource", text)
        types = self._types(text)
        if types:
            return Selection("type", text, types)
        if ":" not in text and any(character in text for character in "*?["):
            return Selection("resource", text)
        raise UsageError(f"{option} {text}: there is no such part, type or zone", hint=self._near(text))

    def _types(self, text: str) -> frozenset[str]:
        found = {token for token in self.tokens if fnmatchcase(token, text)} or {
            token for token in self.tokens if text in _short(token)
        }
        package = text.partition(":")[0]
        if not found and ":" in text and installed(package):
            known = catalogue(package).resource(text) or custom_resource(text)
            found = {text} if known else found
        return frozenset(found)

    def _near(self, text: str) -> str:
        named = [*self.parts, *self.zones]
        kinds = {form: token for token in reversed(self.tokens) for form in (token, *_short(token))}
        found = [nearest(text, named), nearest(text, kinds) if len(text) > _SHOWN else None]
        meant = list(dict.fromkeys(kinds.get(word, word) if ":" in text else word for word in found if word))
        if meant:
            return f"Did you mean {' or '.join(repr(word) for word in meant)}?"
        zones = f"; zones: {', '.join(self.zones)}" if self.zones else ""
        return f"Parts: {', '.join(self.parts)}{zones}; a type is such as aws:s3:Bucket or Bucket."


def _short(token: str) -> tuple[str, ...]:
    """How else a type may be written: `aws:ecs:Service`, `ecs:Service`, `Service`."""
    short = short_type(token)
    return short, short.partition(":")[2], short.rpartition(":")[2]


def names_of(plan: Plan) -> Names:
    """What can be named in a plan."""
    locations: Mapping[Cloud, str] = {
        cloud: str(settings.get(LOCATION[cloud], "")) for cloud, settings in plan.environment.providers.items()
    }
    return Names([part.name for part in plan.parts], locations)

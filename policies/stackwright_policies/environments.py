"""Which environment a resource is in, for rules that ask more of production: its tag says it, or a setting.

A pack is asked about one stack, and what a stack is called is its team's own affair. So a rule is told for the whole
run (`environment`), or goes by what each resource says of itself. What says nothing is judged, by rules for production
and by those for all else: a rule that passed for want of a tag would never be missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from stackwright_policies.model import Json, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.tagging.reading import read, taggable
from stackwright_policies.verdicts import NotKnown, Undecided, Verdict, settled

PRODUCTION: Final[Mapping[str, Json]] = {
    "production": {
        "type": "array",
        "items": {"type": "string"},
        "default": ["prod", "production"],
        "description": "Which environments are production.",
    },
    "environmentTags": {
        "type": "array",
        "items": {"type": "string"},
        "default": ["environment", "env"],
        "description": "Tags or labels that say which environment a resource is in. Without one, it is production.",
    },
    "environment": {
        "type": "string",
        "default": "",
        "description": "Which environment everything is in; if it is empty, each resource's tag says it.",
    },
}
"""The settings of a rule that is for production only."""
OUTSIDE: Final[Mapping[str, Json]] = {
    **PRODUCTION,
    "environmentTags": {
        **PRODUCTION["environmentTags"],
        "description": "Tags or labels that say which environment a resource is in. Without one, it is not production.",
    },
}
"""The settings of a rule that is for all that is not production."""


def in_production(
    judge: Callable[[Resource, Settings], Iterable[Verdict]],
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges a resource if it is in production; not knowing that leaves only violations open."""

    def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
        return where_production(resource, settings, lambda: judge(resource, settings))

    return check


def outside_production(
    judge: Callable[[Resource, Settings], Iterable[Verdict]],
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges a resource unless it is in production, as it says itself or a setting does."""

    def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
        return _where(lambda: is_outside(resource, settings), lambda: judge(resource, settings))

    return check


def where_production(
    resource: Resource, settings: Settings, judge: Callable[[], Iterable[Verdict]]
) -> Iterator[Verdict]:
    """The verdicts of `judge`, if the resource is in production."""
    return _where(lambda: is_production(resource, settings), judge)


def _where(holds: Callable[[], bool], judge: Callable[[], Iterable[Verdict]]) -> Iterator[Verdict]:
    try:
        if not holds():
            return
    except NotKnown as error:
        for verdict in settled(judge):
            yield Undecided(error.path, verdict.urn)
        return
    yield from judge()


def is_production(resource: Resource, settings: Settings) -> bool:
    """Whether a resource is in production, or does not say where it is.

    Raises:
        NotKnown: its tag is not known.
    """
    environment = _environment(resource, settings)
    return not environment or environment in _production(settings)


def is_outside(resource: Resource, settings: Settings) -> bool:
    """Whether a resource is not in production, or could say where it is and does not.

    Raises:
        NotKnown: its tag is not known.
    """
    environment = _environment(resource, settings)
    return environment not in _production(settings) and bool(environment or resource.type in taggable())


def _environment(resource: Resource, settings: Settings) -> str:
    return str(settings["environment"] or _tagged(resource, settings).text()).strip().lower()


def _production(settings: Settings) -> set[str]:
    return {name.lower() for name in settings["production"]}


def _tagged(resource: Resource, settings: Settings) -> View:
    tags = {key.lower(): value for key, value in read(resource).items()} if resource.type in taggable() else {}
    return next((tags[key.lower()] for key in settings["environmentTags"] if key.lower() in tags), View(None))

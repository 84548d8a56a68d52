"""Which environment a resource is in, for rules that ask more of production: its tag says it, or a setting.

A pack is asked about one stack, and what a stack is called is its team's own affair. So a rule is told for the whole
run (`environment`), or goes by what each resource says of itself. What says nothing is judged as production: a rule
that passed for want of a tag would never be missed.
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


def in_production(
    judge: Callable[[Resource, Settings], Iterable[Verdict]],
) -> Callable[[Resource, Settings], Iterator[Verdict]]:
    """The check that judges a resource if it is in production; not knowing that leaves only violations open."""

    def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
        return where_production(resource, settings, lambda: judge(resource, settings))

    return check


def where_production(
    resource: Resource, settings: Settings, judge: Callable[[], Iterable[Verdict]]
) -> Iterator[Verdict]:
    """The verdicts of `judge`, if the resource is in production."""
    try:
        if not is_production(resource, settings):
            return
    except NotKnown as error:
        for verdict in settled(judge):
            yield Undecided(error.path, verdict.urn)
        return
    yield from judge()


def is_production(resource: Resource, settings: Settings) -> bool:
    """Whether a resource is in production.

    Raises:
        NotKnown: its tag is not known.
    """
    environment = settings["environment"] or _tagged(resource, settings).text()
    return not environment or environment.strip().lower() in {name.lower() for name in settings["production"]}


def _tagged(resource: Resource, settings: Settings) -> View:
    tags = {key.lower(): value for key, value in read(resource).items()} if resource.type in taggable() else {}
    return next((tags[key.lower()] for key in settings["environmentTags"] if key.lower() in tags), View(None))

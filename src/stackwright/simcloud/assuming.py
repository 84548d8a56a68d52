"""What a rehearsal took for granted, because nobody says how it is: so that nobody takes it for knowledge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.invokes.answer import functions
from stackwright.simcloud.rules.knowledge import knowledge
from stackwright.simcloud.store import Call, Resource
from stackwright.simcloud.values.common import always
from stackwright.wire.values import reveal

_FAMILIAR = frozenset({"tagsAll", "effectiveLabels", "pulumiLabels", "terraformLabels", "azureApiVersion"})
"""Outputs that follow from inputs and the provider's configuration for any type."""
_OPAQUE = re.compile(
    r"^(e_?tag|.*fingerprint|systemData|resourceGuid|(creation|create|update)(Time|Timestamp))$", re.IGNORECASE
)
"""Outputs that mean nothing but that they are there, as an id does: who makes one up assumes nothing of the cloud."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """`about` is a type or a function; `what` was assumed of it, as a sentence without its subject."""

    about: str
    what: str


def assumptions(
    resources: Iterable[Resource],
    calls: Iterable[Call],
    changed: Collection[tuple[str, str]],
    supposed: Sequence[Resource] = (),
) -> list[Assumption]:
    """What was assumed of places, of what is `supposed` to stand, of changes, functions and values, in this order.

    `resources` are all that were there, `calls` what the clouds were asked, `changed` the inputs that were changed, by
    type: `("aws:s3/bucket:Bucket", "tags")`. Of what is no cloud's, such as a dynamic provider's, nothing was assumed.
    """
    there = list(resources)
    types = sorted({resource.type for resource in there})
    asked = sorted({(call.package, call.urn) for call in calls if call.method == "invoke"})
    simulated = sorted(each for each in changed if installed(each[0].partition(":")[0]))
    return [
        *_of_places(there),
        *_of_standing(supposed),
        *_of_changes(simulated),
        *_of_functions(asked),
        *_of_values(types),
    ]


_PLACES = {"aws": ("region",), "gcp": ("project", "region"), "azure-native": ("location",)}
"""What a provider is configured with, and real ones insist on where a resource does not say it itself."""


_RENDERING = "renderYamlToDirectory"


def _of_places(there: Sequence[Resource]) -> Iterator[Assumption]:
    folders = {str(each.config.get(_RENDERING)) for each in there if each.config.get(_RENDERING)}
    for folder in sorted(folders):
        yield Assumption("kubernetes", f"manifests go to {folder}, which is yours: nothing was written there")
    for package, names in _PLACES.items():
        own = [each for each in there if each.package == package]
        for name in names:
            silent = [each for each in own if name not in each.config and each.inputs.get(name) is None]
            outputs = {str(value) for each in silent if isinstance(value := reveal(each.outputs.get(name)), str)}
            if outputs:
                yield Assumption(package, f"no {name} is configured; taken to be {', '.join(sorted(outputs))}")


def _of_standing(supposed: Iterable[Resource]) -> Iterator[Assumption]:
    """What a program reads, or imports; each once, as every preview and `up` reads it again."""
    ids: dict[str, dict[str, None]] = {}
    for each in supposed:
        ids.setdefault(each.type, {})[each.id] = None
    for token, named in sorted(ids.items()):
        yield Assumption(token, f"taken to be there already, as the program describes it: {', '.join(named)}")


def _of_changes(changed: Iterable[tuple[str, str]]) -> Iterator[Assumption]:
    for token, pairs in groupby(changed, key=itemgetter(0)):
        known = {item.input: item for item in knowledge(token)}
        for _, name in pairs:
            item = known.get(name)
            if item is None:
                continue
            if item.verdict == "unknown":
                yield Assumption(token, f"a change of {name} was made in place: whether it replaces is not known")
            elif item.guessed:
                yield Assumption(token, f"a change of {name} replaces: {item.source}")


def _of_functions(asked: Iterable[tuple[str, str]]) -> Iterator[Assumption]:
    for package, token in asked:
        if token not in functions(package):
            yield Assumption(token, "answered with what stands, or else in the shape that its SDK declares")


def _of_values(types: Iterable[str]) -> Iterator[Assumption]:
    for token in types:
        kind = catalogue(token.partition(":")[0]).resource(token)
        made = recipe(token)
        if kind is None:
            continue
        careful = {*made.outputs, *made.planned, *made.absent} if made else set[str]()
        known = careful | _FAMILIAR | always(kind)
        unsaid = (name for name in kind.outputs if name not in kind.inputs and name not in known)
        guessed = [name for name in unsaid if not _OPAQUE.match(name)]
        if guessed:
            yield Assumption(token, f"values made up by their names and shapes: {', '.join(guessed)}")

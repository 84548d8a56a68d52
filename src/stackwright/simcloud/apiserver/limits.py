"""What the LimitRanges of a namespace refuse of a pod. Source: `plugin/pkg/admission/limitranger`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.apiserver import quantities
from stackwright.simcloud.apiserver.field import Field
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

_RANGE: Final = "kubernetes:core/v1:LimitRange"


def check_limits(it: Subject, others: Callable[[str], Sequence[Properties]]) -> None:
    """
    Raises:
        CloudError: a container asks for less, or more, than one may.
    """
    if it.token != "kubernetes:core/v1:Pod":  # noqa: S105 - a type
        return
    spec = Field(it.inputs, "", []).at("spec")
    for item in others(_RANGE):
        place = item.get("metadata")
        if not isinstance(place, dict) or place.get("namespace") != it.mapping("metadata").get("namespace"):
            continue
        for limit in Field(item, "", []).at("spec", "limits").each():
            if limit.at("type").text == "Container":
                for container in spec.at("containers").each():
                    _check(it, limit, container.at("resources"))


def _check(it: Subject, limit: Field, resources: Field) -> None:
    name = it.mapping("metadata").get("name")
    for kind in limit.at("max").keys:
        most, asked = limit.at("max").key(kind), resources.at("limits").key(kind)
        if asked.there and _more(asked, most):
            raise CloudError(
                f'pods "{name}" is forbidden: maximum {kind} usage per Container is'
                f" {quantities.canonical(most.value)}, but limit is {quantities.canonical(asked.value)}"
            )
    for kind in limit.at("min").keys:
        least = limit.at("min").key(kind)
        asked = resources.at("requests").key(kind)
        asked = asked if asked.there else resources.at("limits").key(kind)
        if asked.there and _more(least, asked):
            raise CloudError(
                f'pods "{name}" is forbidden: minimum {kind} usage per Container is'
                f" {quantities.canonical(least.value)}, but request is {quantities.canonical(asked.value)}"
            )


def _more(one: Field, two: Field) -> bool:
    first, second = quantities.parse(one.value), quantities.parse(two.value)
    return first is not None and second is not None and first > second

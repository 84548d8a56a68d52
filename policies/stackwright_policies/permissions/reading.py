"""Values as they are told: what is not known, and what is secret, in so many words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackwright_policies.model import UNKNOWN as SENTINEL
from stackwright_policies.permissions.model import SECRET, UNKNOWN
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown


def text(view: View, *place: str) -> str:
    """What stands there; empty where nothing does."""
    try:
        found = view.get(*place)
        return SECRET if found.secret and not found.absent else found.text()
    except NotKnown:
        return UNKNOWN


def texts(view: View, *place: str) -> list[str]:
    """The items of a list (or the one thing) that stands there."""
    return [text(item) for item in items(view, *place)]


def items(view: View, *place: str) -> list[View]:
    """Views of what a list holds; one that is not known as a whole is one unknown item."""
    try:
        found = view.get(*place)
    except NotKnown as error:
        return [_unknown(error.path)]
    try:
        return found.items()
    except NotKnown:
        return [found]


def entries(view: View, *place: str) -> Iterator[tuple[str, View]]:
    """The entries of a mapping; one that is not known as a whole has an entry of that name."""
    try:
        yield from view.get(*place).entries()
    except NotKnown as error:
        yield UNKNOWN, _unknown(error.path)


def said(view: View, *place: str) -> bool:
    """Whether anything stands there, known or not."""
    try:
        return not view.get(*place).empty
    except NotKnown:
        return True


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Every text in a value in wire form, at any depth, keys of mappings among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield str(key)  # pyright: ignore[reportUnknownArgumentType]
            yield from strings(item)


def _unknown(path: str) -> View:
    return View(SENTINEL, path)

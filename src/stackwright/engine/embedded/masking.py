"""Which texts no message may contain: a program's output, a traceback, what a cloud says when it refuses.

The official CLI masks the secrets of a stack's configuration, wherever they come up. Here the secrets that resources
were given or have put out are masked as well, from the moment the engine meets them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from stackwright.wire.values import MASK, SECRET, SIGNATURE, UNKNOWNS, Properties, Value

_CONFIG_LENGTH: Final = 3
"""Shorter ones would mask half of every message; Pulumi leaves them out, too."""
_LENGTH: Final = 8
"""For what is not declared as a secret by a person: a shorter one may well be a word of the message itself."""

_LINE_LENGTH: Final = 24
"""For one line of several: a key's, and not the `kind: Config` of a kubeconfig."""


class Hidden:
    """Secret texts, and messages without them."""

    def __init__(self, config: Iterable[str] = ()) -> None:
        self._texts: dict[str, None] = {}
        self._sorted: list[str] | None = None
        for text in config:
            self._add(text, _CONFIG_LENGTH)
            self._leaves(_structure(text))

    def learn(self, properties: Properties) -> None:
        """Remember the secrets in a resource's properties."""
        for value in properties.values():
            self._learn(value)

    def mask(self, message: str) -> str:
        if self._sorted is None:
            self._sorted = sorted(self._texts, key=len, reverse=True)
        for text in self._sorted:
            if text in message:
                message = message.replace(text, MASK)
        return message

    def _learn(self, value: Value) -> None:
        if isinstance(value, dict):
            if value.get(SIGNATURE) == SECRET:
                self._leaves(value.get("value"))
            else:
                for item in value.values():
                    self._learn(item)
        elif isinstance(value, list):
            for item in value:
                self._learn(item)

    def _leaves(self, value: Value) -> None:
        if isinstance(value, str):
            self._add(value, _LENGTH)
        elif isinstance(value, dict):
            for key, item in value.items():
                if key != SIGNATURE:
                    self._leaves(item)
        elif isinstance(value, list):
            for item in value:
                self._leaves(item)

    def _add(self, text: str, shortest: int) -> None:
        if len(text) < shortest or text in UNKNOWNS or text in self._texts:
            return
        # Messages quote: as JSON, as Python. What a program prints comes line by line.
        for form in (text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1]):
            self._texts[form] = None
        if len(lines := text.splitlines()) > 1:
            self._texts.update((line.strip(), None) for line in lines if len(line.strip()) >= _LINE_LENGTH)
        self._sorted = None


def _structure(text: str) -> Value:
    """What is inside an entry of the configuration that is JSON; nothing where it is plain text."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None

"""Functions."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.invokes.answer import Function

FUNCTIONS: Mapping[str, Function] = {}

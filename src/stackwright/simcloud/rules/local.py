"""Providers that keep what they are given: what makes a new moment, a new marker, a new message."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.rules.model import Rule

_NULL = "hashicorp/null provider: `triggers` has RequiresReplace"
_TIME = "hashicorp/time provider: `triggers` and the moment itself have RequiresReplace"
_CLOUDINIT = "hashicorp/cloudinit provider: every argument of cloudinit_config has RequiresReplace"
_TYPES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "cloudinit:index/config:Config": (_CLOUDINIT, ("parts", "gzip", "base64Encode", "boundary")),
    "null:index/resource:Resource": (_NULL, ("triggers",)),
    "time:index/offset:Offset": (_TIME, ("triggers", "baseRfc3339")),
    "time:index/rotating:Rotating": (_TIME, ("triggers", "rfc3339")),
    "time:index/sleep:Sleep": (_TIME, ("triggers",)),
    "time:index/static:Static": (_TIME, ("triggers", "rfc3339")),
}


def known(token: str) -> list[Rule]:
    source, names = _TYPES.get(token, ("", ()))
    return [Rule(name, source) for name in names]

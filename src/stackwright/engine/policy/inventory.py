"""What each of several packs is told by the official CLI, which refuses settings of a policy that a pack has not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stackwright.engine.policy.configuration import parse, require_known, written
from stackwright.engine.policy.manifest import Manifest, read
from stackwright.engine.policy.process import PackProcess
from stackwright.engine.protocol import PolicyPack
from stackwright.errors import EngineError

_FOR_ALL = ("all", "environments")


def configurations(packs: Sequence[PolicyPack], variables: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was written for each pack, without what concerns the others: several may share one file.

    Packs are asked what is in them only where that matters.

    Raises:
        EngineError: something is of a wrong form, or concerns no pack at all.
    """
    given = [written(pack) for pack in packs]
    for pack, settings in zip(packs, given, strict=True):
        parse(settings, pack)
    if len(packs) == 1 or not any(given):
        return given
    names = [_policies(pack, variables) for pack in packs]
    if None in names:
        return given
    known = [found or frozenset() for found in names]
    for pack, settings in zip(packs, given, strict=True):
        require_known(parse(settings, pack), frozenset[str]().union(*known), pack)
    return [
        {name: value for name, value in settings.items() if name in found or name in _FOR_ALL}
        for settings, found in zip(given, known, strict=True)
    ]


def _policies(pack: PolicyPack, variables: Mapping[str, str]) -> frozenset[str] | None:
    """The names of a pack's policies; None if it is written in another language, which only the CLI runs."""
    manifest = manifest_of(pack, variables)
    if manifest is None:
        return None
    process = PackProcess(manifest, variables)
    try:
        return frozenset(policy.name for policy in process.info().policies)
    finally:
        process.close()


def manifest_of(pack: PolicyPack, variables: Mapping[str, str]) -> Manifest | None:
    """What a pack says of itself; None if it is written in another language, which only the CLI runs."""
    try:
        return read(pack.path, variables)
    except EngineError:
        return None

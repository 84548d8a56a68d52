"""What each of several packs is told by the official CLI.

It refuses settings of a policy that a pack has not, and knows nothing of facts; so packs are asked what is in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from pulumi.runtime import proto

from stackwright.engine.policy.configuration import LEVEL_KEY, parse, require_known, told, written
from stackwright.engine.policy.manifest import Manifest, read
from stackwright.engine.policy.process import PackProcess
from stackwright.engine.protocol import PolicyPack
from stackwright.errors import EngineError

_FOR_ALL = ("all", "environments")


class Inventory:
    """What is in packs; each is asked once, and only where that matters."""

    def __init__(self) -> None:
        self._infos: dict[Path, proto.AnalyzerInfo] = {}
        self._asking = Lock()

    def configurations(self, packs: Sequence[PolicyPack], variables: Mapping[str, str]) -> list[dict[str, Any]]:
        """What was written for each pack, without what concerns the others (several may share one file), and what
        its policies ask of the facts.

        Raises:
            EngineError: something is of a wrong form, or concerns no pack at all.
        """
        given = [written(pack) for pack in packs]
        for pack, settings in zip(packs, given, strict=True):
            parse(settings, pack)
        shared = len(packs) > 1 and any(given)
        if not shared and not any(pack.facts for pack in packs):
            return given
        infos = [self._info(pack, variables) for pack in packs]
        if shared and None not in infos:
            names = [{policy.name for policy in info.policies} for info in infos if info is not None]
            known = set[str]().union(*names)
            for pack, settings in zip(packs, given, strict=True):
                require_known(parse(settings, pack), known, pack)
            given = [
                {name: value for name, value in settings.items() if name in found or name in _FOR_ALL}
                for settings, found in zip(given, names, strict=True)
            ]
        return [
            settings if info is None else _with_facts(settings, info, pack.facts)
            for pack, settings, info in zip(packs, given, infos, strict=True)
        ]

    def _info(self, pack: PolicyPack, variables: Mapping[str, str]) -> proto.AnalyzerInfo | None:
        """What a pack tells of itself; None if it is written in another language, which only the CLI runs."""
        manifest = manifest_of(pack, variables)
        if manifest is None:
            return None
        with self._asking:
            if manifest.folder not in self._infos:
                with closing(PackProcess(manifest, variables)) as process:
                    self._infos[manifest.folder] = process.info()
            return self._infos[manifest.folder]


def _with_facts(settings: Mapping[str, Any], info: proto.AnalyzerInfo, facts: Mapping[str, str]) -> dict[str, Any]:
    """Facts are given where a person gave nothing; a level that stands alone becomes one among settings."""
    result = dict(settings)
    for name, known in told(info, facts).items():
        said = result.get(name, {})
        result[name] = {**known, **(said if isinstance(said, Mapping) else {LEVEL_KEY: said})}
    return result


def manifest_of(pack: PolicyPack, variables: Mapping[str, str]) -> Manifest | None:
    """What a pack says of itself; None if it is written in another language, which only the CLI runs."""
    try:
        return read(pack.path, variables)
    except EngineError:
        return None

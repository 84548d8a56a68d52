"""What is in packs, and what each of several is told by the official CLI.

It refuses settings of a policy that a pack has not, and knows nothing of facts and of files of levels; so packs are
asked what is in them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, cast

from pulumi.runtime import proto

from stackwright.engine.policy.configuration import (
    ALL,
    LEVEL_KEY,
    deciding,
    leveled,
    parse,
    require_known,
    subject,
    told,
    written,
)
from stackwright.engine.policy.manifest import Manifest, read
from stackwright.engine.policy.process import PackProcess
from stackwright.engine.protocol import Level, PolicyPack
from stackwright.errors import EngineError, InvalidInput

_FOR_ALL = (ALL, "environments")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack tells of itself."""

    name: str
    version: str
    info: proto.AnalyzerInfo

    @property
    def policies(self) -> Sequence[proto.PolicyInfo]:
        return self.info.policies


def infos(packs: Sequence[PolicyPack], variables: Mapping[str, str]) -> list[PackInfo]:
    """Ask each pack what is in it.

    Raises:
        EngineError: there is no such pack, or it does not start.
    """
    return _ask([read(pack.path.resolve(), variables) for pack in packs], variables)


def _ask(manifests: Sequence[Manifest], variables: Mapping[str, str]) -> list[PackInfo]:
    processes: list[PackProcess] = []
    try:
        processes.extend(PackProcess(manifest, variables) for manifest in manifests)  # all start; then each is asked
        asked = [(it.manifest, it.info()) for it in processes]
        return [PackInfo(info.name, manifest.version or info.version, info) for manifest, info in asked]
    finally:
        for process in processes:
            process.close()


def require_names(
    packs: Sequence[PolicyPack], told_by: Sequence[proto.AnalyzerInfo], variables: Mapping[str, str]
) -> None:
    """What files of levels name is in one of the packs, which `told_by` tells of, or in those of `names_from`.

    Raises:
        InvalidInput: something is in none.
        EngineError: a pack of `names_from` does not start.
    """
    for level_set in {id(it): it for pack in packs if (it := pack.level_set) is not None}.values():
        known = [subject(policy, info.name) for info in told_by for policy in info.policies]
        if list(level_set.strangers(known)) and level_set.names_from:
            others = [manifest_of(PolicyPack(path=path), variables) for path in level_set.names_from]
            for info in _ask([it for it in others if it is not None], variables):
                known += [subject(policy, info.name) for policy in info.policies]
        if strangers := list(level_set.strangers(known)):
            raise InvalidInput(level_set.faults(strangers, known))


class Inventory:
    """What is in packs; each is asked once, and only where that matters."""

    def __init__(self) -> None:
        self._infos: dict[Path, proto.AnalyzerInfo] = {}
        self._asking = Lock()

    def configurations(self, packs: Sequence[PolicyPack], variables: Mapping[str, str]) -> list[dict[str, Any]]:
        """What was written for each pack, without what concerns the others (several may share one file), with what
        its policies ask of the facts, and with the levels that a file of levels gives them.

        Raises:
            EngineError: something is of a wrong form, or concerns no pack at all.
            InvalidInput: a file of levels names what no pack has.
        """
        given = [written(pack) for pack in packs]
        for pack, settings in zip(packs, given, strict=True):
            parse(settings, pack)
        shared = len(packs) > 1 and any(given)
        if not shared and not any(pack.facts or pack.level_set for pack in packs):
            return given
        told_by = [self._info(pack, variables) for pack in packs]
        asked = [info for info in told_by if info is not None]
        names = {policy.name for info in asked for policy in info.policies}
        if len(asked) == len(packs):
            if shared:
                for pack, settings in zip(packs, given, strict=True):
                    require_known(parse(settings, pack), names, pack)
                given = [_own(settings, info) for settings, info in zip(given, asked, strict=True)]
            require_names(packs, asked, variables)
        return [
            _of_another_language(pack, settings, names)
            if info is None
            else _with_levels(pack, _with_facts(settings, info, pack.facts), info)
            for pack, settings, info in zip(packs, given, told_by, strict=True)
        ]

    def _info(self, pack: PolicyPack, variables: Mapping[str, str]) -> proto.AnalyzerInfo | None:
        """What a pack tells of itself; None if it is written in another language, which only the CLI runs."""
        manifest = manifest_of(pack, variables)
        if manifest is None:
            return None
        with self._asking:
            if manifest.folder not in self._infos:
                self._infos[manifest.folder] = _ask([manifest], variables)[0].info
            return self._infos[manifest.folder]


def _own(settings: Mapping[str, Any], info: proto.AnalyzerInfo) -> dict[str, Any]:
    names = {policy.name for policy in info.policies}
    return {name: value for name, value in settings.items() if name in names or name in _FOR_ALL}


def _with_facts(settings: Mapping[str, Any], info: proto.AnalyzerInfo, facts: Mapping[str, str]) -> dict[str, Any]:
    """Facts are given where a person gave nothing; a level that stands alone becomes one among settings."""
    result = dict(settings)
    for name, known in told(info, facts).items():
        said = result.get(name, {})
        result[name] = {**known, **(said if isinstance(said, Mapping) else {LEVEL_KEY: said})}
    return result


def _with_levels(pack: PolicyPack, settings: dict[str, Any], info: proto.AnalyzerInfo) -> dict[str, Any]:
    """With the level of each policy about which a file of levels says something."""
    if pack.level_set is None:
        return settings
    found = leveled(info, parse(settings, pack), pack)
    decided = (it.name for it in info.policies if deciding(it, info.name, pack) is not None)
    return settings | {name: _leveled(settings.get(name), found[name].level) for name in decided}


def _leveled(entry: object, level: Level | None) -> dict[str, Any]:
    kept: Mapping[str, Any] = cast("Mapping[str, Any]", entry) if isinstance(entry, Mapping) else {}
    return {**kept, LEVEL_KEY: level}


def _of_another_language(pack: PolicyPack, settings: Mapping[str, Any], known: Collection[str]) -> dict[str, Any]:
    """What cannot be asked gets what a file says of all, and of policies by their names that are in no other pack."""
    levels = {
        line.name or ALL: line.level
        for line in (pack.level_set.lines if pack.level_set else ())
        if line.kind == "all" or (line.kind == "rule" and line.name not in known)
    }
    by_name = {name: level for name, level in levels.items() if level != "default" and name not in pack.levels}
    return {**settings, **({} if ALL in pack.levels else by_name)}


def manifest_of(pack: PolicyPack, variables: Mapping[str, str]) -> Manifest | None:
    """What a pack says of itself; None if it is written in another language, which only the CLI runs."""
    try:
        return read(pack.path.resolve(), variables)
    except EngineError:
        return None

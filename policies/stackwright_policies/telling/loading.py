"""The pack in a folder, as an object: its program runs as Pulumi runs it, and hands over what it would serve."""

from __future__ import annotations

import runpy
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Final

from stackwright_policies.model import Pack
from stackwright_policies.serving import served_to

_THEIRS: Final = "pulumi_policy"
"""Its `PolicyPack(…)` serves where it stands, for ever: a program that imports it would never come back."""


class NotOurs(Exception):
    """The pack is not made with stackwright_policies, so it has no examples."""


def pack_in(folder: Path) -> Pack:
    """The pack whose PulumiPolicy.yaml is in `folder`.

    Raises:
        NotOurs
        Exception: whatever its program raises.
    """
    found: list[Pack] = []
    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)
    try:
        with served_to(found.append):
            runpy.run_path(str(folder), run_name="__main__")
    finally:
        sys.meta_path.remove(refusing)
    if not found:
        raise NotOurs(f"the program in {folder} serves no pack made with stackwright_policies")
    return found[0]


class _Refusing(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname == _THEIRS:
            raise NotOurs("it is made with pulumi-policy")
        return None

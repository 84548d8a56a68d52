"""Colours, light and dark, as one style sheet. Contrast of text is at least 4.5:1 on what is behind it (WCAG 2.2, AA).

Plain rules and no custom properties, which viewers other than browsers do not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_Pair = tuple[str, str]
"""A colour in light and in dark."""

_GROUND: Final[_Pair] = ("#ffffff", "#0d1117")
_SURFACE: Final[_Pair] = ("#ffffff", "#161b22")
_INK: Final[_Pair] = ("#1f2328", "#e6edf3")
_MUTED: Final[_Pair] = ("#57606a", "#9aa4af")
_LINE: Final[_Pair] = ("#77818c", "#7d8794")
_EDGE: Final[_Pair] = ("#c4cad1", "#3d444d")
_CONNECTION: Final[_Pair] = ("#0a5cc2", "#6cb1ff")

TINTS: Final[Mapping[str, _Pair]] = {
    "aws": ("#fff5e2", "#241a0b"),
    "azure": ("#e7f2fd", "#0d2036"),
    "gcp": ("#e8f7ec", "#0f2417"),
    "private": ("#f4ebfb", "#211530"),
    "programs": ("#f1f3f5", "#1a1f26"),
    "outside": ("#f7f8f9", "#12161c"),
}
ACCENTS: Final[Mapping[str, _Pair]] = {
    "aws": ("#e07f00", "#f0a43c"),
    "azure": ("#0f6cbd", "#4aa0ee"),
    "gcp": ("#1e8e3e", "#4cc26d"),
    "private": ("#7d3fa6", "#b57bdc"),
    "programs": ("#6a737d", "#8b95a1"),
    "outside": ("#9aa3ad", "#6a737d"),
}
_TITLES: Final[Mapping[str, _Pair]] = {
    "aws": ("#8a4b00", "#f5b45c"),
    "azure": ("#0b558f", "#7dbdf5"),
    "gcp": ("#14682c", "#6fd68c"),
    "private": ("#6a2f91", "#cb9dea"),
    "programs": ("#4d5661", "#a5afba"),
    "outside": ("#57606a", "#9aa4af"),
}
_EFFECTS: Final[Mapping[str, _Pair]] = {
    "create": ("#1a7f37", "#46c35c"),
    "update": ("#8a5a00", "#dba53a"),
    "replace": ("#7a3fd0", "#b48cff"),
    "delete": ("#c2202b", "#ff7b72"),
    "unchanged": ("#57606a", "#9aa4af"),
    "stopped": ("#8a5a00", "#dba53a"),
    "failed": ("#c2202b", "#ff7b72"),
}
_GROUNDS: Final[Mapping[str, _Pair]] = {
    "create": ("#effbf1", "#12261a"),
    "update": ("#fff8e5", "#2b2310"),
    "replace": ("#f6f0ff", "#231a36"),
    "delete": ("#fff1f0", "#2d1617"),
    "failed": ("#ffdfdc", "#4a1a1c"),
}
"""Behind the text of a part that changes, so that it is found among those that do not."""
_FONT: Final = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
_Rule = tuple[str, str, _Pair]
"""A selector, a property, its colours."""


def sheet() -> str:
    """The whole style sheet, every rule below the class of the picture, so that it disturbs no page it stands in."""
    fixed = [
        f".sw text{{font-family:{_FONT};font-size:13px}}",
        ".sw .title{font-size:20px;font-weight:700}",
        ".sw .lane{font-size:13px;font-weight:700;paint-order:stroke;stroke-width:5px;stroke-linejoin:round}",
        ".sw .name{font-size:14px;font-weight:700}",
        ".sw .small{font-size:12px}",
        ".sw .label{font-size:11px;paint-order:stroke;stroke-width:4px;stroke-linejoin:round}",
        ".sw .count{font-weight:700}",
        ".sw .box{stroke-width:1.25}",
        ".sw .told{stroke-width:2}",
        ".sw .edge-unchanged{stroke-width:1.25}",
        ".sw .apart{stroke-dasharray:5 4}",
        ".sw .wire path{fill:none;stroke-width:1.5}",
        ".sw .connection path{stroke-width:2.5}",
        ".sw .order path{stroke-dasharray:5 4}",
        ".sw .wire path.tip{stroke-dasharray:none}",
        ".sw .wire:hover path{stroke-width:3.5}",
    ]
    return "".join([*fixed, *_rules(0), "@media (prefers-color-scheme:dark){", *_rules(1), "}"])


def _rules(theme: int) -> Sequence[str]:
    return [f".sw {selector}{{{property_}:{pair[theme]}}}" for selector, property_, pair in _COLOURED]


_COLOURED: Final[Sequence[_Rule]] = [
    (".ground", "fill", _GROUND),
    ("text", "fill", _INK),
    (".muted", "fill", _MUTED),
    (".box", "fill", _SURFACE),
    (".box", "stroke", _EDGE),
    (".label", "stroke", _GROUND),
    (".label", "fill", _MUTED),
    (".lock", "fill", _MUTED),
    (".wire path", "stroke", _LINE),
    (".wire .tip", "fill", _LINE),
    (".connection path", "stroke", _CONNECTION),
    (".connection .tip", "fill", _CONNECTION),
    (".wire:hover path", "stroke", _INK),
    (".wire:hover .tip", "fill", _INK),
    *((f".tint-{cloud}", "fill", pair) for cloud, pair in TINTS.items()),
    *((f".stop-{cloud}", "stop-color", pair) for cloud, pair in TINTS.items()),
    *((f".accent-{cloud}", "fill", pair) for cloud, pair in ACCENTS.items()),
    *((f".lane-{cloud}", "fill", pair) for cloud, pair in _TITLES.items()),
    *((f".on-{cloud}", "stroke", pair) for cloud, pair in TINTS.items()),
    *((f".lane-{cloud}", "stroke", pair) for cloud, pair in TINTS.items()),
    *((f".ink-{effect}", "fill", pair) for effect, pair in _EFFECTS.items()),
    *((f".told.edge-{effect}", "stroke", pair) for effect, pair in _EFFECTS.items()),
    *((f".told.edge-{effect}", "fill", pair) for effect, pair in _GROUNDS.items()),
    (".told.edge-unchanged", "stroke", _EDGE),
]

"""An entry added to a mapping of a YAML file; every other character stays as it is.

The place comes from the parser's marks, so comments, quotes, flow and block style, indentation and line ends are kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import yaml

from stackwright.service.source import Source

Lines = Sequence[str]
"""A value below its key in block style, relative to the column of the entries inside it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is added: `flow` is the value on one line, `block` the same over several, with comments."""

    key: str
    flow: str
    block: Lines


@dataclass(frozen=True, slots=True)
class Insertion:
    """`text` put before the character at `index`."""

    index: int
    text: str


def insert(source: Source, mapping: yaml.MappingNode, entry: Entry) -> Insertion:
    """Where and how `entry` becomes the last of `mapping`, in the style that the mapping is written in."""
    if mapping.flow_style:
        return _in_flow(source, mapping, entry)
    return _in_block(source, mapping, entry)


def apply(text: str, insertions: Sequence[Insertion]) -> str:
    """The text with all insertions, each made once: an anchored mapping may stand for several."""
    for insertion in sorted(set(insertions), key=lambda each: each.index, reverse=True):
        text = text[: insertion.index] + insertion.text + text[insertion.index :]
    return text


def _in_flow(source: Source, mapping: yaml.MappingNode, entry: Entry) -> Insertion:
    closing = cast("int", mapping.end_mark.index) - 1
    last = cast("int", mapping.value[-1][1].end_mark.index) if mapping.value else closing
    between = source.text[last:closing]
    if not mapping.value:
        return Insertion(closing, f"{entry.key}: {entry.flow}")
    comma = ","
    if between.lstrip().startswith(","):
        comma, last = "", source.text.index(",", last) + 1
    # With one entry a line, the new one gets a line of its own.
    indent = _newline(source.text) + " " * cast("int", mapping.value[-1][0].start_mark.column)
    space = indent if "\n" in between else " "
    return Insertion(last, f"{comma}{space}{entry.key}: {entry.flow}")


def _in_block(source: Source, mapping: yaml.MappingNode, entry: Entry) -> Insertion:
    text, newline = source.text, _newline(source.text)
    column = cast("int", mapping.value[0][0].start_mark.column)
    step = _step(mapping, column)
    last = _last(mapping)
    end = _end_of_lines(text, cast("int", last.end_mark.index), column)
    lines = [f"{entry.key}:", *(" " * step + line if line else "" for line in entry.block)]
    if not entry.block:
        lines = [f"{entry.key}: {entry.flow}"]
    before = text[cast("int", mapping.value[0][0].start_mark.index) : end]
    apart = len(mapping.value) == 1 or re.search(r"\n[ \t]*\r?\n", before)
    kept = re.match(r"[|>]\d?\+", text[cast("int", last.start_mark.index) :])
    if entry.block and apart and not kept:  # a blank line behind a text that keeps its own would be part of it
        lines.insert(0, "")
    written = newline.join((" " * column + line).rstrip() for line in lines)
    missing = "" if end == 0 or text[end - 1] == "\n" else newline
    return Insertion(end, f"{missing}{written}{newline}")


def _step(mapping: yaml.MappingNode, column: int) -> int:
    """How far a value is indented below its key, as the entries that are there do it."""
    for _, value in mapping.value:
        if isinstance(value, yaml.MappingNode) and not value.flow_style and value.value:
            return max(cast("int", value.value[0][0].start_mark.column) - column, 1)
    return 2


def _last(node: yaml.Node) -> yaml.Node:
    """The last node in a node, whose end is its end: a block mapping's own mark is where the next thing begins."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last(cast("yaml.Node", node.value[-1]))
    return node


def _end_of_lines(text: str, index: int, column: int) -> int:
    """The start of the line behind what ends at `index`: its comment, and comments that are indented below it."""
    line = text.rfind("\n", 0, index) + 1
    # A block scalar ends where the next line begins; how many blank lines there are may be part of it.
    end = line if not text[line:index].strip() else text.find("\n", index) + 1 or len(text)
    while (line := re.compile(r"([ ]*)#[^\n]*(\n|$)").match(text, end)) and len(line[1]) > column and line.end() > end:
        end = line.end()
    return end


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"

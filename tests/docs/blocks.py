"""The blocks of a page, and what a comment in the line above one says of it.

    <!-- not run: REASON -->          the commands below are for the reader's own machine or accounts
    <!-- cli -->                      they run where the official CLI is on PATH
    <!-- file: PATH -->               the block is this file, whole; written where the reader is at that point
    <!-- edit: PATH -->               the block is a diff of this file, without line numbers; applied
    <!-- part of: PATH -->            the block stands in this file

A ```sh block holds commands, a ```console block commands after `$ ` and what they print; `# exit code N` at the end of
a command says that it fails so. `…` in what is printed stands for anything, alone in a line for any lines. A page is
followed from top to bottom, from an empty repository and in a virtual environment that has Stackwright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

COMMANDS = ("console", "sh")
FILES = ("file", "edit", "part of")
_FENCE = re.compile(r"^(?P<fence>```+)(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)\n?", re.MULTILINE | re.DOTALL)
_MARK = re.compile(r"<!-- (?P<kind>not run|cli|file|edit|part of|run)\b(?:[^:]*: (?P<text>.*))? -->\n\Z")
_COMMENT = re.compile(r"<!--.*?-->")
_EXIT = re.compile(r"\s*# exit code (\d+)$")


@dataclass(frozen=True, slots=True)
class Command:
    """What a reader types, the exit code that it must end with, and what the page shows of its output (or None)."""

    text: str
    code: int = 0
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    page: Path
    line: int
    language: str
    text: str
    kind: str
    said: str
    before: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def runs(self) -> bool:
        """Whether a reader who follows the page has something to do with it, or to see in what was done."""
        return self.kind in FILES or (self.language in COMMANDS and self.kind != "not run")

    @property
    def commands(self) -> list[Command]:
        """Nothing where the block holds no commands."""
        if self.language == "sh":
            return [_command(line) for line in _joined(self.text) if line.strip() and not line.startswith("#")]
        if self.language == "console":
            return list(_printed(self.text))
        return []


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    """All fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return tuple(_blocks(page, text))


def _blocks(page: Path, text: str) -> Iterator[Block]:
    for found in _FENCE.finditer(text):
        before = text[: found.start()]
        mark = _MARK.search(before)
        yield Block(
            page,
            before.count("\n") + 1,
            found["language"],
            found["text"],
            mark["kind"] if mark else "",
            (mark["text"] or "") if mark else "",
            _COMMENT.sub("", before).rstrip(),
        )


def followed(page: Path) -> bool:
    """Whether something of the page is typed, written or compared."""
    return any(block.runs for block in blocks(page))


def indented_commands(page: Path) -> list[str]:
    """What looks like a command and stands in no fence."""
    rest = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.findall(
        r"^ {4}((?:\$ |stackwright|pulumi|make|pip|python|\.venv|source|export|cd) ?.*)$", rest, re.MULTILINE
    )


def _joined(text: str) -> list[str]:
    """Lines, with those that end in a backslash and their next as one."""
    return re.sub(r"\\\n(?:> )?", "\\\\\n", text).replace("\\\n", "\x00").splitlines()


def _command(line: str, shown: str | None = None) -> Command:
    line = line.replace("\x00", "\\\n")
    code = _EXIT.search(line)
    return Command(_EXIT.sub("", line).strip(), int(code[1]) if code else 0, shown)


def _printed(text: str) -> Iterator[Command]:
    _, *parts = re.split(r"^\$ ", "\n".join(_joined(text)) + "\n", flags=re.MULTILINE)
    for part in parts:
        line, _, shown = part.partition("\n")
        yield _command(line, shown.replace("\x00", "\\\n").strip("\n") or None)


def agree(shown: str, said: str) -> bool:
    """Whether a page shows what was said. Spaces at the ends of lines and empty lines around do not count."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*?") + r"[ \t]*\n"
        for line in shown.strip("\n").splitlines()
    )
    return re.fullmatch(pattern, said.strip("\n") + "\n") is not None


def accepted(shown: str, said: str) -> str:
    """What a page is to show from now on. What it leaves out stays out, where the lines around it are still found."""
    lines = said.strip("\n").splitlines()
    new: list[str] = []
    at = 0
    for line in shown.strip("\n").splitlines():
        if line.strip() == "…":
            new.append(line)
            continue
        # Behind what is left out, the line most like this one; otherwise the next.
        until = len(lines) if new and new[-1].strip() == "…" else at + 1
        likeness = {number: _likeness(line, lines[number]) for number in range(at, min(until, len(lines)))}
        if not likeness:
            return said
        found = max(likeness, key=lambda number: likeness[number])
        new.append(line if likeness[found] == 1 else lines[found])
        at = found + 1
    result = "\n".join(new)
    return result if agree(result, said) else said


def _likeness(shown: str, said: str) -> float:
    return 1.0 if agree(shown or " ", said or " ") else SequenceMatcher(None, shown, said).ratio()

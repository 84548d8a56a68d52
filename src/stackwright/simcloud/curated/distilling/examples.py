"""What the documentation in an SDK shows of a type's ids: the command that imports one, and what it is made of.

Using `pulumi import`, import … using `policy_id` and `policy_store_id` separated by a comma (`,`). For example:
$ pulumi import aws:… example DxQg2j8xvXJQ1tQCYNWj9T,DxQg2j8xvXJQ1tQCYNWj9U
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMMAND: Final = re.compile(r"\$ pulumi import \S+ \S+ (.+)")
_SENTENCE: Final = re.compile(r"Using `pulumi import`, import ([^\n]*)")
_SEPARATORS: Final = (",", "|", ";", "/", ":", "#", "_")
_WORD: Final = re.compile(r"[A-Za-z_\-]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an id: how the documentation calls it (may be empty), and an example."""

    name: str
    example: str


@dataclass(frozen=True, slots=True)
class Example:
    """An id: its pieces, and what stands between them."""

    pieces: Sequence[Piece]
    separator: str = ""

    @property
    def alone(self) -> str:
        """The example of an id in one piece, else empty."""
        return self.pieces[0].example if len(self.pieces) == 1 else ""


def example(file: Path) -> Example | None:
    """The first example of an id in the file of a type; None if it shows none, or nobody can tell its pieces."""
    text = file.read_text("utf-8")
    command = _COMMAND.search(text)
    if command is None:
        return None
    whole = command[1].strip().strip("`'\"")
    if not whole or re.search(r"[{}\[\]<> ]", whole):
        return None
    sentence = _SENTENCE.search(text)
    return _split(whole, _names(sentence[1] if sentence else ""), text)


def _names(sentence: str) -> list[str]:
    """What comes behind "using": `` `a` and `b` ``, `` `a:b` ``, the data source ID and the knowledge base ID."""
    told = re.split(r",? separated by|\. For example", sentence.rpartition(" using ")[2])[0]
    quoted = [item.strip() for item in re.findall(r"`([^`]+)`", told)]
    if len(quoted) == 1:
        return _WORD.findall(quoted[0])
    if not quoted:
        plain = re.split(r", and |, | and ", told)
        return [re.sub(r"^(both )?(the |its )?", "", item).strip() for item in plain] if len(plain) > 1 else []
    return [item for item in quoted if _WORD.fullmatch(item)]


def _split(whole: str, names: Sequence[str], text: str) -> Example | None:
    if len(names) > 1:
        for separator in _SEPARATORS:
            pieces = whole.split(separator)
            if len(pieces) == len(names):
                return Example([Piece(*both) for both in zip(names, pieces, strict=True)], separator)
    several = whole.count("arn:") > 1 if whole.startswith("arn:") else re.search(r"[,|;#]|\w/", whole)
    if several:
        return None
    given = re.search(rf'(\w+)="{re.escape(whole)}"', text)
    return Example([Piece(names[0] if len(names) == 1 else given[1] if given else "", whole)])

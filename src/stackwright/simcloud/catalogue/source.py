"""Generated Python source, opened a class at a time.

`pulumi_aws/ec2/outputs.py` has 1.3 MB and takes 0.3 s to parse; one class of it takes a millisecond. Top-level
definitions are found by a pattern and only the wanted one is given to `ast`.
"""

from __future__ import annotations

import ast
import re
import threading
from functools import lru_cache
from pathlib import Path

_TOP = re.compile(r"\n(?:(?:class|def) (\w+)|@)")
_IMPORT = re.compile(r"\nfrom (\.+)([\w.]*) import (\w+)(?: as (\w+))?(?=\n)")
"""Both begin with a line break and not with `^`: that is found four times as fast, and files have megabytes."""
_SETTER = re.compile(r"\n    @\w+\.setter\n    def .*\n        pulumi\.set\(.*")
"""It says nothing that the getter does not, and takes a quarter of the time to parse."""
_PARSE_LOCK = threading.Lock()
"""`ast.parse` raised SystemError under thread concurrency on Python 3.11."""


class Source:
    """One file: its text, and what stands in it at the top level."""

    __slots__ = ("path", "text")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = f"\n{path.read_bytes().decode()}\n"

    def __contains__(self, name: str) -> bool:
        return self._start(name) >= 0

    def _start(self, name: str) -> int:
        """Where a class or a function begins, or -1. To look for one name is a tenth of the time that all take."""
        return next(
            (
                found + 1
                for form in (f"\nclass {name}(", f"\nclass {name}:", f"\ndef {name}(")
                if (found := self.text.find(form)) >= 0
            ),
            -1,
        )

    def names(self) -> list[str]:
        """The top-level classes and functions, in order."""
        return list(dict.fromkeys(match[1] for match in _TOP.finditer(self.text) if match[1]))

    def block(self, name: str) -> str:
        """The text of one top-level class or function, without its decorators.

        Raises:
            KeyError: there is none.
        """
        start = self._start(name)
        if start < 0:
            raise KeyError(name)
        end = _TOP.search(self.text, start)
        return self.text[start : end.start() + 1 if end else len(self.text)]

    def class_def(self, name: str, *, getters_only: bool = False) -> ast.ClassDef:
        """One class. `getters_only` leaves out what stands before the first property, often most of the text."""
        block = _SETTER.sub("", self.block(name))
        if getters_only:
            first = re.search(r"^    @(?:_builtins\.)?property$", block, re.MULTILINE)
            block = f"class {name}:\n" + (block[first.start() :] if first else "    pass\n")
        node = parse(block).body[0]
        if not isinstance(node, ast.ClassDef):
            raise SyntaxError(f"{name} in {self.path} is no class")  # noqa: TRY004 - the source is wrong, not an argument
        return node

    def function_def(self, name: str) -> ast.FunctionDef:
        node = parse(self.block(name)).body[0]
        if not isinstance(node, ast.FunctionDef):
            raise SyntaxError(f"{name} in {self.path} is no function")  # noqa: TRY004
        return node

    def imports(self) -> dict[str, tuple[int, str]]:
        """Relative imports: the local name → (number of dots, dotted path)."""
        found: dict[str, tuple[int, str]] = {}
        for dots, path, name, alias in _IMPORT.findall(self.text):
            found[alias or name] = (len(dots), f"{path}.{name}" if path else name)
        return found


def parse(text: str) -> ast.Module:
    """`ast.parse`, one thread at a time."""
    with _PARSE_LOCK:
        return ast.parse(text)


@lru_cache(maxsize=64)
def source(path: Path) -> Source:
    """The file at `path`, kept for a while."""
    return Source(path)

"""docs/reference/errors.md is what errors look like, and the tree at the top of `errors.py` is the tree there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stackwright import errors
from stackwright.errors import InputError, RunError, StackwrightError
from tests.docs.errors_page import KINDS, page

BASES = {StackwrightError, InputError, RunError}


def _below(error: type[StackwrightError], depth: int = 0) -> Iterator[tuple[type[StackwrightError], int]]:
    """Those of this module, each after its base."""
    yield error, depth
    for one in error.__subclasses__():
        if one.__module__ == errors.__name__:
            yield from _below(one, depth + 1)


@pytest.mark.slow
def test_the_page_is_what_its_commands_print(repository: Path, tmp_path: Path) -> None:
    """After a change: `python -m tests.docs.errors_page > docs/reference/errors.md`, and read it."""
    assert (repository / "docs/reference/errors.md").read_text(encoding="utf-8") == page(tmp_path)


def test_every_kind_is_explained() -> None:
    assert set(KINDS) == {error for error, _ in _below(StackwrightError)} - BASES


def test_the_tree_in_the_module_is_the_tree_there_is() -> None:
    told = re.findall(r"^ {4}([│├└─ ]*)(\w+) +exit (\d+)", errors.__doc__ or "", re.MULTILINE)
    written = {(name, len(line) // 4, int(code)) for line, name, code in told}
    assert written == {(error.__name__, depth, error.exit_code) for error, depth in _below(StackwrightError)}

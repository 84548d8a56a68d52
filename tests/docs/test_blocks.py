"""How pages are read: what a command is, what counts as its output, and what `ACCEPT=1` makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.blocks import Command, accepted, agree, blocks, indented_commands

PAGE = """\
# A page

In `a/b.py`:

<!-- file: a/b.py -->
```python
print(1)
```

<!-- not run: it needs an account -->
```sh
pulumi up
```

```console
$ python a/b.py    # exit code 3
1

two
$ cat \\
  a/b.py
```

    pulumi preview
"""


def test_a_page_is_read_block_by_block(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    file, left, typed = blocks(page)
    assert (file.kind, file.said, file.text, file.line) == ("file", "a/b.py", "print(1)\n", 6)
    assert file.before.endswith("In `a/b.py`:")
    assert (left.kind, left.said, left.runs) == ("not run", "it needs an account", False)
    assert left.commands == [Command("pulumi up")]
    assert typed.runs
    assert typed.commands == [Command("python a/b.py", 3, "1\n\ntwo"), Command("cat \\\n  a/b.py")]
    assert indented_commands(page) == ["pulumi preview"]


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        ("a\nb", "a  \nb\n", True),
        ("a\n…\nd", "a\nb\nc\nd", True),
        ("a\n…\nd", "a\nd", True),
        ("took … s.", "took 3 s.", True),
        ("took … s.", "took 3 s, at last", False),
        ("a", "a\nb", False),
        ("a.c", "abc", False),
    ],
)
def test_what_is_left_out_stands_for_anything(shown: str, said: str, same: bool) -> None:
    assert agree(shown, said) is same


def test_what_is_accepted_leaves_out_what_was_left_out() -> None:
    shown = "…\nUp: it\n\nfiles  17  …\n…\n2 parts: … s"
    said = "Preview: it\n\nfiles  18  0.1\nUp: it\n\nfiles  18  0.2\nmore\n2 parts: 3 s"
    assert accepted(shown, said) == "…\nUp: it\n\nfiles  18  0.2\n…\n2 parts: … s"


def test_what_cannot_be_found_any_more_is_shown_whole() -> None:
    assert accepted("a\n…\nb\nc", "a\nb\nx\nc") == "a\nb\nx\nc"
    assert accepted("a\nb", "") == ""

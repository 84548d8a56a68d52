"""Values that stand for one that somebody meant to fill in later."""

from __future__ import annotations

import re
from typing import Final

_APART: Final = re.compile(r"[\s_.\-]+")
# fmt: off
_WORDS: Final = frozenset({
    "tba", "tbc", "tbd", "todo", "fixme", "changeme", "changethis", "replaceme", "replacethis", "fillme",
    "fillmein", "placeholder", "dummy", "unknown", "undefined", "unspecified", "unassigned", "notset",
    "notapplicable", "n/a", "none", "null", "nil", "tobedefined", "tobedetermined", "tobedecided", "tobeconfirmed",
    "tobeannounced", "yourname", "yourteam", "yourvalue", "insertvalue", "inserthere", "asdf", "qwerty", "foo",
    "bar", "foobar",
})
# fmt: on
_SHAPES: Final = re.compile(
    r"x{2,}|\?+|\*+|<.*>|\{\{.*\}\}|\$\{.*\}|\[.*\]|__\w+__|(?:your|insert|enter)[\s_-].*[\s_-]here", re.DOTALL
)
"""`xxx`, `???`, `<owner>`, `{{owner}}`, `${owner}`, `[owner]`, `__OWNER__`, `your-team-here`."""


def says_nothing(value: str) -> bool:
    """Whether a value of a tag is a placeholder, or nothing but signs. Empty is not: some tags are just there."""
    if not value:
        return False
    text = value.strip().lower()
    word = _APART.sub("", text)
    return not word or word in _WORDS or bool(_SHAPES.fullmatch(text))


def lacks(value: str) -> bool:
    """Whether a tag that has to say something says nothing: by a placeholder, or by being empty."""
    return not value.strip() or says_nothing(value)

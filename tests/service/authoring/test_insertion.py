"""An entry added to YAML: the result means what it should, and nothing else of the text has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stackwright.service.authoring.insertion import Entry, apply, insert
from stackwright.service.source import read

ENTRY = Entry("new", "{blueprint: x, cloud: aws}", ["blueprint: x # which", "", "# what follows", "cloud: aws"])
VALUE = {"blueprint": "x", "cloud": "aws"}

TEXTS = {
    "block": "parts:\n  a:\n    cloud: aws\n  b:\n    cloud: gcp\nmore: 1\n",
    "block, apart": "parts:\n  a:\n    cloud: aws\n\n  b:\n    cloud: gcp\n\n# about more\nmore: 1\n",
    "comment behind the last": "parts:\n  a: {x: 1} # about a\n\n# about more\nmore: 1\n",
    "comment below the last": "parts:\n  a:\n    x: 1\n    # of a\n  # of nobody\nmore: 1\n",
    "at the end": "more: 1\nparts:\n  a: {x: 1}\n",
    "no line end": "more: 1\nparts:\n  a: {x: 1}",
    "four spaces": "parts:\n    a:\n        x: 1\nmore: 1\n",
    "no indent in list": "parts:\n  a:\n    after:\n    - x\n    - y\nmore: 1\n",
    "text block": "parts:\n  a:\n    text: |\n      one\n      two\n\nmore: 1\n",
    "text block at the end": "parts:\n  a:\n    text: |+\n      one\n\n",
    "text over lines": "parts:\n  a:\n    text: one\n      two\nmore: 1\n",
    "quoted": 'parts:\n  "a": "x: # {"\nmore: 1\n',
    "flow on a line": "parts: {a: {x: 1}}\nmore: 1\n",
    "flow with spaces": "parts: { a: { x: 1 } } # all\nmore: 1\n",
    "flow with a comma": "parts: {a: {x: 1},}\nmore: 1\n",
    "flow over lines": "parts: {\n  a: {x: 1},\n  b: {x: 1} # last\n}\nmore: 1\n",
    "flow over lines with a comma": "parts: {\n  a: {x: 1},\n  b: {x: 1},\n}\nmore: 1\n",
    "empty flow": "parts: {}\nmore: 1\n",
    "inside flow": "{parts: {a: {x: 1}}, more: 1}\n",
    "windows": "parts:\r\n  a:\r\n    x: 1\r\nmore: 1\r\n",
    "not ascii": "parts:\n  a: {x: 'ä€𝄞'} # ä€𝄞\nmore: ä\n",
}


def added(text: str, tmp_path: Path, entry: Entry = ENTRY) -> str:
    path = tmp_path / "x.yaml"
    path.write_bytes(text.encode())
    source = read(path)
    root: Any = source.root
    mapping = next(value for key, value in root.value if key.value == "parts")
    return apply(source.text, [insert(source, mapping, entry)])


def check(before: str, after: str) -> None:
    expected = yaml.safe_load(before)
    expected["parts"]["new"] = VALUE
    assert yaml.safe_load(after) == expected
    assert list(yaml.safe_load(after)["parts"])[-1] == "new"
    start = next(place for place in range(len(after)) if before[place : place + 1] != after[place])
    length = len(after) - len(before)
    slices = [after[:place] + after[place + length :] for place in range(max(0, start - length), start + 1)]
    assert before in slices, "taking out what was put in gives what there was"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_entry_is_added_in_the_style_of_the_file(text: str, tmp_path: Path) -> None:
    check(text, added(text, tmp_path))


def test_it_looks_as_if_a_person_wrote_it(tmp_path: Path) -> None:
    assert added(TEXTS["block, apart"], tmp_path) == (
        "parts:\n  a:\n    cloud: aws\n\n  b:\n    cloud: gcp\n\n"
        "  new:\n    blueprint: x # which\n\n    # what follows\n    cloud: aws\n"
        "\n# about more\nmore: 1\n"
    )
    assert added(TEXTS["comment below the last"], tmp_path) == (
        "parts:\n  a:\n    x: 1\n    # of a\n\n"
        "  new:\n    blueprint: x # which\n\n    # what follows\n    cloud: aws\n"
        "  # of nobody\nmore: 1\n"
    )
    assert added(TEXTS["flow over lines"], tmp_path) == (
        "parts: {\n  a: {x: 1},\n  b: {x: 1},\n  new: {blueprint: x, cloud: aws} # last\n}\nmore: 1\n"
    )
    assert "\n" not in added(TEXTS["windows"], tmp_path).replace("\r\n", "")
    assert "\n    new:\n        blueprint" in added(TEXTS["four spaces"], tmp_path)


names = st.sampled_from(["a", "b", "c", "d"])
scalars = st.sampled_from(["1", "text", '"q: #"', "'it''s'", "[1, 2]", "{k: v}", ">-\n{}  folded\n{}  text"])


@given(
    entries=st.dictionaries(names, st.tuples(scalars, st.sampled_from(["", " # said", "\n{}# below"])), min_size=1),
    indent=st.integers(1, 6),
    apart=st.booleans(),
    tail=st.sampled_from(["", "\n# about more\n", "more: 1\n", "\n\nmore: 1 # x\n"]),
)
def test_any_block_mapping(entries: Any, indent: int, apart: bool, tail: str, tmp_path_factory: Any) -> None:
    space = " " * indent
    lines = []
    for name, (value, comment) in entries.items():
        said = "" if "folded" in value and comment.startswith(" #") else comment
        lines.append(
            f"{space}{name}: {value.format(space, space) if 'folded' in value else value}{said.format(space)}\n"
        )
    text = "parts:\n" + ("\n" if apart else "").join(lines) + tail
    check(text, added(text, tmp_path_factory.getbasetemp()))

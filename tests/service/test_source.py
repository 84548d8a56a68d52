"""Places are exact, whatever the style of YAML, and nothing that is written makes the reader fall over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.errors import InputError
from stackwright.service.catalogue import Blueprints
from stackwright.service.loading import load_service

HEAD = "service: shop\nowner: téam 🛒\nparts:\n  p:\n    blueprint: database\n    inputs:\n"
TAIL = "\nenvironments: {dev: {backend: 'file://s', providers: {azure: {location: x}}}}\n"


@pytest.mark.parametrize(
    "value",
    [
        "      engine: ${x.y}",
        "      engine: 'it''s ${x.y}'",
        '      engine: "caf\\u00e9 \\"é🛒\\" ${x.y}"',
        '      engine: "$5 and $$ and $${no} then ${x.y}"',
        "      engine: |\n        first $ line\n        second ${x.y}\n",
        "      engine: >-\n        first\n        second\n\n        third é ${x.y} and on\n",
        "      engine: a plain one\n        over two ${x.y} lines",
        '      engine: "a quoted one \\\n        over two ${x.y} lines"',
        "      tags: {a: [1, 2, 'b ${x.y}']}",
        "      ? engine\n      : ${x.y}",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_reference_is_found_where_it_stands(value: str, newline: str, write, catalogue: Blueprints) -> None:
    text = (HEAD + value + TAIL).replace("\n", newline)
    folder = write("")
    (folder / "service.yaml").write_bytes(text.encode())
    with pytest.raises(InputError) as caught:
        load_service(folder, None)
    fault = next(fault for fault in caught.value.errors if "${x.y}" in fault.message)  # type: ignore[attr-defined]
    index = text.index("${x.y}")
    assert fault.where.line == text.count("\n", 0, index) + 1
    assert fault.where.column == index - text.rfind("\n", 0, index)


def test_an_escaped_dollar_falls_back_to_the_value(write) -> None:
    folder = write(HEAD + '      engine: "\\x24{x.y}"' + TAIL)
    with pytest.raises(InputError, match=r"service.yaml:7:15: \$\{x.y\} refers to"):
        load_service(folder, None)


def test_a_byte_order_mark_moves_nothing(write) -> None:
    folder = write("")
    (folder / "service.yaml").write_bytes(b"\xef\xbb\xbfservce: shop\n")
    with pytest.raises(InputError, match=r"service.yaml:1:1: unknown key 'servce'"):
        load_service(folder, None)


def test_both_parsers_give_the_same(
    repository: Path, catalogue: Blueprints, monkeypatch: pytest.MonkeyPatch, write
) -> None:
    """PyYAML may have been built without libyaml."""
    folder = write("")
    texts = [path.read_text() for path in sorted((repository / "tests" / "golden" / "errors").glob("*.yaml"))]
    said: dict[bool, list[str]] = {yaml.__with_libyaml__: [], False: []}
    for with_libyaml, found in said.items():
        monkeypatch.setattr(yaml, "__with_libyaml__", with_libyaml)
        for text in texts:
            (folder / "service.yaml").write_text(text)
            with pytest.raises(InputError) as caught:
                load_service(folder, catalogue)
            # What is no YAML at all, each parser says in its own words.
            found.append("not valid YAML" if "not valid YAML" in str(caught.value) else str(caught.value))
    assert all(found == said[False] for found in said.values())


SHOP = (Path(__file__).resolve().parents[2] / "stacks" / "shop" / "service.yaml").read_text()
LINES = SHOP.splitlines(keepends=True)
EDIT = st.one_of(
    st.tuples(st.just("cut"), st.integers(0, len(SHOP) - 1), st.integers(1, 40)),
    st.tuples(st.just("put"), st.integers(0, len(SHOP)), st.text(max_size=6)),
    st.tuples(
        st.just("put"),
        st.integers(0, len(SHOP)),
        st.sampled_from(
            ["${", "}", "${a}", ": ", "- ", "\n", "  ", "{", "]", "&a ", "*a", "<<: ", "!!int ", "null", "1e9", "? "]
        ),
    ),
    st.tuples(st.just("move"), st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1)),
)


def _edited(edits: list[tuple[str, int, int | str]]) -> str:
    text = SHOP
    for kind, at, what in edits:
        if kind == "cut" and isinstance(what, int):
            text = text[:at] + text[at + what :]
        elif kind == "put":
            text = text[:at] + str(what) + text[at:]
        elif isinstance(what, int):
            lines = text.splitlines(keepends=True)
            if at < len(lines):
                lines.insert(min(what, len(lines)), lines.pop(at))
            text = "".join(lines)
    return text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(EDIT, min_size=1, max_size=4))
def test_any_edit_of_the_example_is_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, catalogue: Blueprints, edits: list[tuple[str, int, int | str]]
) -> None:
    folder = tmp_path_factory.getbasetemp() / "edited" / "shop"
    (folder.parent / "status-page").mkdir(parents=True, exist_ok=True)
    (folder.parent / "status-page" / "Pulumi.yaml").write_text("name: status-page\nruntime: python\n")
    folder.mkdir(exist_ok=True)
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "service.yaml").write_bytes(_edited(edits).encode("utf-8", "surrogatepass"))
    try:
        service = load_service(folder, catalogue)
    except InputError as error:
        said, service = str(error), None
    assert service is not None or "service.yaml:" in said


def test_nothing_here_imports_pulumi() -> None:
    """Commands that only read a service must not pay for the SDK."""
    code = (
        "import sys, stackwright.service.loading, stackwright.service.validation, stackwright.picture, "
        "stackwright.service.catalogue, stackwright.program, stackwright.program.target; "
        "sys.exit(', '.join(sorted({'pulumi', 'grpc', 'rich'} & set(sys.modules))) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    code = (
        "import sys, stackwright.cli.graph, stackwright.cli.validate; "
        "sys.exit(', '.join(sorted({'yaml', 'jsonschema', 'pulumi'} & set(sys.modules))) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)

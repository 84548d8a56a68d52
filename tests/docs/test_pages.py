"""Every page does what it says: commands run as a reader would type them, and print what is shown; files are used.

`ACCEPT=1` writes what commands print into the page where it shows something else; read it before committing. What marks
a block and means what is in `blocks.py`. The pages of the tour and the generated ones have tests of their own.
"""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from stackwright.cli.main import cli
from stackwright.errors import InputError, InvalidInput
from stackwright.service.catalogue import installed
from stackwright.service.loading import load_service
from tests.docs.blocks import FILES, Block, Command, accepted, agree, blocks, followed, indented_commands
from tests.docs.shell import Shell
from tests.docs.test_tour import parse
from tests.lifecycle.test_init import environment

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
MADE = [ROOT / "docs/tour.md", *(page for page in (ROOT / "docs/policies").glob("*.md") if page.name != "README.md")]
OURS = [page for page in PAGES if page not in MADE]
"""Without those with commands in them that code writes."""


def _name(page: object) -> str:
    return str(page.relative_to(ROOT)) if isinstance(page, Path) else repr(page)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in OURS if followed(page)], ids=_name)
def test_a_page_can_be_followed(page: Path, tmp_path: Path) -> None:
    _follow(page, tmp_path, cli=False)


@pytest.mark.cli
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", [page for page in OURS if any(it.kind == "cli" for it in blocks(page))], ids=_name)
def test_a_page_can_be_followed_with_the_official_cli(page: Path, tmp_path: Path) -> None:
    _follow(page, tmp_path, cli=True)


def _follow(page: Path, folder: Path, *, cli: bool) -> None:
    """Do what a page says, block by block."""
    environment(folder / ".venv")  # as `pip install stackwright` leaves it
    (folder / ".git").mkdir()  # services of one repository share a world
    with Shell(folder) as shell:
        for block in blocks(page):
            if not block.runs or (block.kind == "cli" and not cli):
                continue
            if block.kind in FILES:
                DOING[block.kind](block, shell.folder / block.said)
            for command in block.commands:
                _run(block, command, shell)


def _run(block: Block, command: Command, shell: Shell) -> None:
    code, said = shell.run(command.text)
    assert code == command.code, f"{block}: {command.text}: exit code {code}\n{said}"
    if command.shown is None or agree(command.shown, said):
        return
    if os.environ.get("ACCEPT") == "1":
        text = block.page.read_text(encoding="utf-8")
        assert command.shown in text
        block.page.write_text(text.replace(command.shown, accepted(command.shown, said) or "…", 1), encoding="utf-8")
        return
    assert said == command.shown, f"{block}: {command.text}"


def _write(block: Block, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def _edit(block: Block, path: Path) -> None:
    lines = block.text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{block}: {path.name} has {text.count(old)} times:\n{old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _compare(block: Block, path: Path) -> None:
    assert block.text in path.read_text(encoding="utf-8"), f"{block} does not stand so in {path.name}"


DOING = {"file": _write, "edit": _edit, "part of": _compare}


@pytest.mark.parametrize("page", OURS, ids=_name)
def test_blocks_say_what_they_are(page: Path) -> None:
    for block in blocks(page):
        assert block.language, f"{block}: a block without a language"
        if block.kind == "not run":
            assert block.said, f"{block}: why not?"
        elif block.kind in FILES:
            assert block.said in block.before, f"{block}: a reader is not told that this is {block.said}"
    if page.name != "README.md" or page.parent != ROOT:
        assert not indented_commands(page), "commands stand in fences: ```sh, or ```console with what they print"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_that_are_not_run_are_commands(page: Path) -> None:
    """Words and options are those of today's command line, whether anything runs them or not."""
    told = [command.text for block in blocks(page) for command in block.commands]
    for text in (*told, *indented_commands(page)):
        for line in re.split(r" && | \| |; ", text.partition("  #")[0]):
            words = re.findall(r"'[^']*'|\"[^\"]*\"|\S+", line)
            if words[:1] == ["stackwright"]:
                parse(cli, [word.strip("'\"") for word in words[1:]], None)


PARSERS = {
    "python": ast.parse,
    "json": json.loads,
    "toml": tomllib.loads,
    "yaml": lambda text: list(yaml.safe_load_all(text)),
}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_code_and_data_are_well_formed(page: Path) -> None:
    for block in blocks(page):
        if block.language in PARSERS:
            try:
                PARSERS[block.language](block.text)
            except (SyntaxError, ValueError, yaml.YAMLError) as error:
                raise AssertionError(f"{block}: {error}") from error


SERVICES = [
    block
    for page in PAGES
    for block in blocks(page)
    if block.language == "yaml" and re.search(r"(?ms)^service:.*^parts:.*^environments:", block.text)
]


@pytest.mark.parametrize("block", SERVICES, ids=lambda block: f"{_name(block.page)}:{block.line}")
def test_a_whole_service_is_valid(block: Block, tmp_path: Path) -> None:
    """What a part must be given may be missing where the page says `In short:` above it; nothing else may be wrong."""
    data = yaml.safe_load(block.text)
    folder = tmp_path / "stacks" / data["service"]
    programs = [part["program"] for part in data["parts"].values() if "program" in part]
    for place in (folder, *(folder / program for program in programs)):
        place.resolve().mkdir(parents=True)
        (place / "Pulumi.yaml").write_text(f"name: {place.resolve().name}\nruntime: python\n")
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "PulumiPolicy.yaml").write_text("runtime: python\n")
    (folder / "service.yaml").write_text(block.text)
    try:
        load_service(folder, installed())
    except InputError as error:
        faults = error.errors if isinstance(error, InvalidInput) else (error,)
        short = block.before.endswith("In short:")
        left = [fault for fault in faults if not (short and re.search(r"the input '\w+' is missing", fault.message))]
        assert not left, f"{block}: " + "\n".join(map(str, left))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        place, _, anchor = target.partition("#")
        if "://" in target:
            continue
        there = (page.parent / place).resolve() if place else page
        assert there.exists(), f"{target}: there is no such file"
        if anchor:
            assert anchor in _anchors(there), f"{target}: there is no such heading"


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_table_of_contents_leads_to_every_page() -> None:
    """At most one page between: a blueprint's is found from that of the blueprints."""
    here = ROOT / "docs" / "README.md"
    first = _led_to(here)
    found = {here, *first, *(page for one in first for page in _led_to(one))}
    assert not [_name(page) for page in PAGES if page.is_relative_to(here.parent) and page not in found]


def _led_to(page: Path) -> set[Path]:
    places = re.findall(r"\]\(([^)\s:#]+\.md)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return {(page.parent / place).resolve() for place in places}

"""The guided tour: that it is made of what the page says, and, where there is time for it, that it still comes true."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click
import pytest

from docs.tour import making
from docs.tour.__main__ import compared
from stackwright.cli.main import cli


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("STACKWRIGHT_TOUR"), reason="runs the whole tour: half a minute; `make check` does"
)
def test_the_page_is_what_its_commands_print_and_draw(repository: Path, tmp_path: Path) -> None:
    """After a change: `make tour`, and look at what it did to the page."""
    assert not compared(making.committed(repository), making.made(repository, tmp_path))


def test_every_command_of_the_page_is_one() -> None:
    """Words and options are those of today's command line, and each has its output below it."""
    page = making.committed(Path(__file__).resolve().parents[2]).page
    told = making.commands(page)
    assert len(told) > 5
    for words in told:
        parse(cli, words, None)
    assert page.count("<!-- end -->") == len(re.findall(r"^<!-- (?:run|edit)", page, re.MULTILINE))
    assert "-->\n<!-- end -->" not in page


def parse(command: click.Command, words: list[str], parent: click.Context | None) -> None:
    """Raises where click would refuse the words; nothing runs."""
    context = click.Context(command, parent=parent, **command.context_settings)
    if isinstance(command, click.Group):
        name, rest = words[0], words[1:]
        found = command.get_command(context, name)
        assert found is not None, name
        parse(found, rest, context)
        return
    command.make_context(command.name, words, parent=parent)


def test_the_page_shows_every_picture_there_is_and_no_other(repository: Path) -> None:
    tour = making.committed(repository)
    assert set(re.findall(r"\]\(tour/([^)]+)\)", tour.page)) == set(tour.pictures)
    assert all(text.startswith("<svg ") for text in tour.pictures.values())


def test_what_differs_from_run_to_run_is_masked() -> None:
    printed = (
        "Up: shop in dev\nweb: running\nweb: succeeded (3 update)\n\n\n"
        "   part  state      =  seconds\n✓  web   succeeded  3     12.7\n■  jobs  blocked\n\n1 part: 1 failed · 9.3 s\n"
    )
    masked = making.masked(printed)
    assert masked == (
        "Up: shop in dev\n\n"
        "   part  state      =  seconds\n✓  web   succeeded  3        …\n■  jobs  blocked\n\n1 part: 1 failed · … s\n"
    )
    assert making.masked(printed.replace("12.7", " 0.4").replace("9.3", "101.0")) == masked


def test_an_edit_that_no_longer_fits_is_told(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "repository/docs/tour").mkdir(parents=True)
    for name in ("stacks", "policies"):
        (tmp_path / "repository" / name).mkdir()
    (tmp_path / "repository/stacks/a.yaml").write_text("a: 1\n")
    page = "<!-- edit stacks/a.yaml: b: 1 => b: 2 -->\n<!-- end -->\n"
    (tmp_path / "repository/docs/tour.md").write_text(page)
    (tmp_path / "workspace").mkdir()
    with pytest.raises(making.TourError, match=r"stacks/a.yaml has 0 times: 'b: 1'"):
        making.made(tmp_path / "repository", tmp_path / "workspace")

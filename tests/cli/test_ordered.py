from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from stackwright.cli.ordered import OrderedCommand, in_order


@click.command(cls=OrderedCommand)
@click.argument("service")
@click.option("--set", "settings", multiple=True)
@click.option("--drift", "drifts", multiple=True, is_flag=False, flag_value="")
@click.option("--json", "as_json", is_flag=True)
def command(service: str, settings: tuple[str, ...], drifts: tuple[str, ...], as_json: bool) -> None:
    assert len(settings) + len(drifts) == len(in_order(click.get_current_context(), "settings", "drifts"))
    words = [f"{name}={text}" for name, text in in_order(click.get_current_context(), "settings", "drifts")]
    click.echo(" ".join([service, str(as_json), *words]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("s", "s False"),
        ("s --set a --drift x --set b", "s False settings=a drifts=x settings=b"),
        ("--drift --set a s --json --drift=y --drift", "s True drifts= settings=a drifts=y drifts="),
    ],
)
def test_options_are_told_in_the_order_in_which_they_were_given(line: str, said: str) -> None:
    ran = CliRunner().invoke(command, line.split())
    assert (ran.exit_code, ran.output.strip()) == (0, said)


def test_a_wrong_line_is_refused_as_ever() -> None:
    ran = CliRunner().invoke(command, ["s", "--sett", "a"])
    assert ran.exit_code == 2
    assert "--set" in ran.output

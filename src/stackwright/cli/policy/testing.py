"""`stackwright policy test`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from stackwright.cli.options import json_option
from stackwright.cli.policy.packs import named_or_here

FAILED: Final = 1
_AT_ONCE: Final = 20
"""Policies that are listed one by one where all of them are right."""


@click.command("test")
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--match", metavar="TEXT", help="Only policies with this in their id, title or file.")
@json_option
def test(folders: tuple[Path, ...], match: str | None, as_json: bool) -> int:
    """Let the policies of packs judge their own examples; exit code 1 where one is misjudged.

    DIR holds a PulumiPolicy.yaml; by default ./policies. Each example goes through the analyzer that an engine talks
    to, in the pack's own Python. What an installed SDK does not know, and a remedy that puts nothing right, is a
    failure, too.
    """
    from stackwright.errors import UsageError

    found = [it for folder in named_or_here(folders, None) for it in _tested(folder.path)]
    chosen = [it for it in found if match is None or match.lower() in f"{it['id']} {it['title']} {it['file']}".lower()]
    if not chosen:
        raise UsageError(f"no policy has '{match}' in its id, title or file" if match else "there is no policy")
    bad = [it for it in chosen if it["misjudged"] or it["faults"]]
    if as_json:
        click.echo(json.dumps(chosen, indent=2, ensure_ascii=False))
    else:
        for line in _lines(chosen, bad):
            click.echo(line)
    return FAILED if bad else 0


def _tested(folder: Path) -> list[dict[str, Any]]:
    from stackwright.engine.policy.telling import tell
    from stackwright.errors import UsageError

    told = tell(folder, "test", dict(os.environ))
    if told is None:
        hint = "Judge resources of your own with them: docs/how-to/test-policies.md."
        raise UsageError(
            f"the policies in {folder} are not made with stackwright_policies: they have no examples", hint=hint
        )
    return [{"pack": told["name"], **it} for it in told["policies"]]


def _lines(chosen: list[dict[str, Any]], bad: list[dict[str, Any]]) -> Iterator[str]:
    from stackwright.cli.cloud.place import aligned

    good = [it for it in chosen if it not in bad]
    if len(chosen) <= _AT_ONCE:
        yield from aligned([[f"✓ {it['id']}", f"{it['examples']} examples", it["title"]] for it in good])
    for it in bad:
        yield from _failure(it)
    judged = sum(it["examples"] for it in chosen)
    wrong = f"{len(bad)} failed" if bad else "all are right"
    yield f"{_count(len(chosen), 'policy', 'policies')}, {_count(judged, 'example', 'examples')}: {wrong}."


def _failure(found: dict[str, Any]) -> Iterator[str]:
    from stackwright.review.formats.words import relative

    yield f"✗ {found['id']}  {found['title']}"
    if found["file"]:
        yield f"    {relative(Path(found['file']))}"
    for it in found["misjudged"]:
        yield f"    {it['why']} ({it['type']}): it {_EXPECTED[it['expected']]}, and {_CAME[it['came']]}"
        yield from (f"      {line}" for line in it["said"])
    yield from (f"    {fault}" for fault in found["faults"])


_EXPECTED: Final = {"pass": "should pass", "fail": "should be a violation", "unknown": "should be undecided"}
_CAME: Final = {
    "pass": "it passes",
    "fail": "it is a violation",
    "unknown": "it is undecided",
    "broken": "the policy fails",
}


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"

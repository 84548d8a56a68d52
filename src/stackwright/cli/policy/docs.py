"""`stackwright policy docs`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stackwright.cli.policy.packs import named_or_here

if TYPE_CHECKING:
    from stackwright.engine.protocol import PolicyPack
    from stackwright.review.report import Rule


@click.command()
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a page for each pack, and a README.md that leads to them, into FOLDER.",
)
def docs(folders: tuple[Path, ...], output: Path | None) -> None:
    """Write the page of a pack as Markdown: its rules, why, how to fix, settings, frameworks, examples.

    DIR holds a PulumiPolicy.yaml; by default ./policies.
    """
    pages = [_page(pack) for pack in named_or_here(folders, None)]
    if output is None:
        for page in pages:
            click.echo(page["page"], nl=False)
        return
    output.mkdir(parents=True, exist_ok=True)
    texts = {f"{page['name']}.md": page["page"] for page in pages}
    if "README.md" not in texts:
        texts["README.md"] = "\n".join(_contents(pages)) + "\n"
    for name, text in texts.items():
        (output / name).write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output / name}")


def _contents(pages: Sequence[Mapping[str, str]]) -> Iterator[str]:
    yield from ("# Policies", "", "| pack | |", "|---|---|")
    yield from (f"| [{page['title']}]({page['name']}.md) | {page['description']} |" for page in pages)


def _page(pack: PolicyPack) -> Mapping[str, str]:
    """The pack's own; of one that is made with something else, what it tells an engine."""
    from stackwright.engine.policy.telling import tell
    from stackwright.review.rules import rules_of

    told = tell(pack.path, "page", dict(os.environ))
    if told is not None:
        return told
    rules = rules_of([pack])
    name = rules[0].pack if rules else pack.path.name
    return {"name": name, "title": name, "description": "", "page": "\n".join(_of_rules(name, rules, pack.path)) + "\n"}


def _of_rules(name: str, rules: Sequence[Rule], folder: Path) -> Iterator[str]:
    yield from (f"# {name}", "", f"    pulumi preview --policy-pack {folder.as_posix()}", "")
    yield from ("| rule | | severity |", "|---|---|---|")
    yield from (f"| [{it.id}](#{it.id.lower()}) | {it.title} | {it.severity} |" for it in rules)
    for it in rules:
        yield from ("", f"## {it.id}", "", f"**{it.title}**", "", it.why)
        if it.fix:
            yield from ("", f"Fix: {it.fix}")
        if it.frameworks:
            yield from ("", f"Frameworks: {', '.join(it.frameworks)}.")

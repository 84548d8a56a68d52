"""`stackwright explain`."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from stackwright.cli.options import json_option

if TYPE_CHECKING:
    from stackwright.simcloud.explaining import Explanation

_MARKS = {"replaces": "replaces", "partly": "partly", "in place": "in place", "unknown": "unknown"}


@click.command()
@click.argument("kind", metavar="TYPE")
@click.argument("path", metavar="[PROPERTY]", default="")
@json_option
def explain(kind: str, path: str, as_json: bool) -> None:
    """Explain a resource TYPE: its inputs, what a change of each does, and who says so.

    TYPE is written as a state has it, aws:s3/bucket:Bucket, or aws:s3:Bucket. With PROPERTY, every rule of that
    input. What is unknown is taken for a change in place in a rehearsal; a guess says that it is one.
    """
    from stackwright.simcloud.explaining import explain

    found = explain(kind, path)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    for line in _rules(found) if path else _lines(found, shutil.get_terminal_size().columns):
        click.echo(line)


def _lines(found: Explanation, width: int) -> Iterator[str]:
    from stackwright.simcloud.explaining import shape

    counted = Counter(item.verdict for item in found.inputs.values())
    summed = ", ".join(f"{counted[verdict]} {word}" for verdict, word in _MARKS.items() if counted[verdict])
    yield f"{found.type.token}  ({found.package}; {len(found.inputs)} inputs: {summed})"
    sources: dict[str, int] = {}
    longest = max((len(name) for name in found.inputs), default=0)
    for name, known in found.inputs.items():
        item = found.type.inputs[name]
        number = f" [{sources.setdefault(known.source, len(sources) + 1)}]" if known.source else ""
        words = [shape(item.shape), *(["required"] if item.required else [])]
        if item.default is not None or item.usual is not None:
            words.append(f"default {json.dumps(item.default if item.default is not None else item.usual)}")
        if name in found.type.secrets:
            words.append("secret")
        change = f"{known.verdict}{number}{' a guess' if known.guessed else ''}"
        yield f"  {name:<{longest}}  {change:<16}  {', '.join(words)}".rstrip()
    outputs = [name for name in found.type.outputs if name not in found.type.inputs]
    if outputs:
        yield from textwrap.wrap(f"outputs besides: {', '.join(outputs)}", width, subsequent_indent="  ")
    yield from found.notes
    yield from (f"[{number}] {source}" for source, number in sources.items())


def _rules(found: Explanation) -> Iterator[str]:
    from stackwright.simcloud.explaining import shape

    for name, known in found.inputs.items():
        yield f"{found.type.token} {name}: {shape(found.type.inputs[name].shape)}"
        yield {
            "replaces": "A change replaces the resource.",
            "partly": "A change of some of what is in it replaces the resource; other changes are made in place.",
            "in place": f"A change is made in place: {known.source}.",
            "unknown": "Nothing is known of it: a rehearsal takes a change for one in place.",
        }[known.verdict]
        for rule in known.rules:
            whole = " (added or removed as a whole)" if rule.whole else ""
            yield f"  {rule.path}{whole}: {rule.source}"

"""`stackwright policy coverage`."""

from __future__ import annotations

import json
import os
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackwright.cli import options
from stackwright.cli.policy.excepting import Excepted
from stackwright.cli.policy.judged import judged
from stackwright.cli.policy.packs import named_or_here, pack_options

if TYPE_CHECKING:
    from stackwright.engine.protocol import PolicyPack
    from stackwright.review.coverage import Controls, Looked


@click.command()
@click.argument("path", metavar="[PATH]", required=False, shell_complete=options.complete_service)
@options.environment_option
@pack_options
@click.option("--framework", metavar="TEXT", help="Only catalogues with this in their name: 'CIS AWS'.")
@options.json_option
def coverage(
    path: str | None,
    environment: str | None,
    folders: tuple[Path, ...],
    config: Path | None,
    framework: str | None,
    as_json: bool,
) -> int:
    """Show which controls policies answer to, which types they look at, and what they leave out.

    With PATH, which is as for `check` a service, a program, a state or a plan, also the types that it uses, how many
    policies are about each, and those that none is about.
    """
    from stackwright.review import coverage as review

    packs = named_or_here(folders, config)
    policies = _described(packs)
    answered = [
        it for it in review.controls(policies) if framework is None or framework.lower() in it.catalogue.lower()
    ]
    looked = review.types(policies)
    used = _used(path, environment, folders, config) if path else None
    if as_json:
        about = {it.type: it.rules for it in looked}
        document: dict[str, Any] = {
            "policies": len(policies),
            "frameworks": [asdict(it) for it in answered],
            "types": [asdict(it) for it in looked],
        }
        if used is not None:
            document["used"] = [
                {"type": token, "resources": count, "rules": about.get(token, 0)} for token, count in used.items()
            ]
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    for line in _lines(len(policies), answered, looked, used):
        click.echo(line)
    return 0


def _described(packs: Sequence[PolicyPack]) -> list[Mapping[str, Any]]:
    """The policies of all packs, each once.

    Raises:
        UsageError: a pack does not say what its policies look at.
    """
    from stackwright.engine.policy.telling import tell
    from stackwright.errors import UsageError

    found: dict[str, Mapping[str, Any]] = {}
    for pack in packs:
        told = tell(pack.path, "describe", dict(os.environ))
        if told is None:
            hint = "Name packs that are made with stackwright_policies."
            raise UsageError(f"the pack in {pack.path} does not say what its policies look at", hint=hint)
        found |= {it["id"]: it for it in told["policies"]}
    return list(found.values())


def _used(path: str, environment: str | None, folders: tuple[Path, ...], config: Path | None) -> Mapping[str, int]:
    """How many resources there are of each type; they are judged for it, and what is said of them is of no interest."""
    report = judged(path, environment, tuple(it.path for it in named_or_here(folders, config)), config, Excepted().onto)
    return dict(sorted(report.types.items()))


def _lines(
    policies: int, answered: Sequence[Controls], looked: Sequence[Looked], used: Mapping[str, int] | None
) -> Iterator[str]:
    from stackwright.cli.cloud.place import aligned

    yield f"{policies} policies"
    yield ""
    yield from aligned([[it.catalogue, _share(it)] for it in answered])
    for it in answered:
        if it.without:
            yield ""
            yield from textwrap.wrap(f"{it.catalogue}, without a policy: {', '.join(it.without)}", 100)
    yield ""
    yield from aligned(list(_services(looked)))
    if used is None:
        return
    about = {it.type: it.rules for it in looked}
    yield ""
    yield from aligned(
        [
            [f"{'✓' if about.get(it) else '!'} {it}", f"{count} used", _rules(about.get(it, 0))]
            for it, count in used.items()
        ]
    )
    bare = [it for it in used if not about.get(it)]
    yield ""
    yield f"{len(used)} types are used; no policy is about {len(bare)} of them."


def _share(it: Controls) -> str:
    if it.without is None:
        return f"{len(it.covered)} controls"
    return f"{len(it.covered)} of {len(it.covered) + len(it.without)} controls"


def _services(looked: Sequence[Looked]) -> Iterator[list[str]]:
    from stackwright.review.coverage import service_of

    services: dict[str, list[int]] = defaultdict(list)
    for it in looked:
        services[service_of(it.type)].append(it.rules)
    for name, rules in services.items():
        yield [name, f"{len(rules)} {'type' if len(rules) == 1 else 'types'}", f"up to {_rules(max(rules))} a type"]


def _rules(count: int) -> str:
    return f"{count or 'no'} {'policy' if count == 1 else 'policies'}"

"""`stackwright policy list` and `show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackwright.cli.options import json_option
from stackwright.cli.policy.packs import named_or_here, pack_options

if TYPE_CHECKING:
    from stackwright.review.report import Rule


@click.command("list")
@pack_options
@click.option("--severity", type=click.Choice(["critical", "high", "medium", "low"]), help="Only these.")
@click.option("--framework", metavar="TEXT", help="Only those that answer to a control with this in it: 'CIS AWS 5.0'.")
@click.option("--match", metavar="TEXT", help="Only those with this in their id or title.")
@json_option
def list_(
    folders: tuple[Path, ...],
    config: Path | None,
    severity: str | None,
    framework: str | None,
    match: str | None,
    as_json: bool,
) -> int:
    """List the policies of packs: those of --pack, or of ./policies."""
    from stackwright.cli.cloud.place import aligned

    def wanted(rule: Rule) -> bool:
        return (
            (severity is None or rule.severity == severity)
            and (framework is None or any(framework.lower() in it.lower() for it in rule.frameworks))
            and (match is None or match.lower() in f"{rule.id} {rule.title}".lower())
        )

    rules = [rule for rule in _rules(folders, config) if wanted(rule)]
    if as_json:
        click.echo(json.dumps([_document(rule) for rule in rules], indent=2, ensure_ascii=False))
    elif not rules:
        click.echo("There is none.")
    else:
        for line in aligned([[rule.id, rule.severity or "-", rule.pack, rule.title] for rule in rules]):
            click.echo(line)
    return 0


@click.command()
@click.argument("rule", metavar="POLICY")
@pack_options
@json_option
def show(rule: str, folders: tuple[Path, ...], config: Path | None, as_json: bool) -> int:
    """Show what POLICY demands, why, how to fix what violates it, and which controls it answers to."""
    from stackwright.errors import UsageError
    from stackwright.service.names import suggest

    rules = {it.id: it for it in _rules(folders, config)}
    found = rules.get(rule) or rules.get(rule.upper())
    if found is None:
        raise UsageError(f"there is no policy '{rule}'", hint=suggest(rule, rules, what="There are"))
    if as_json:
        click.echo(json.dumps(_document(found), indent=2, ensure_ascii=False))
        return 0
    click.echo(f"{found.id}: {found.title}  ({', '.join(filter(None, [found.severity, found.pack, found.version]))})")
    for label, text in (("why", found.why), ("fix", found.fix)):
        if text:
            click.echo(f"{label}: {text}")
    if found.frameworks:
        click.echo(f"answers to: {', '.join(found.frameworks)}")
    return 0


def _rules(folders: tuple[Path, ...], config: Path | None) -> list[Rule]:
    from stackwright.review.rules import rules_of

    return sorted(rules_of(named_or_here(folders, config)), key=lambda rule: (rule.pack, rule.id))


def _document(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity or None,
        "pack": rule.pack,
        "version": rule.version,
        "why": rule.why or None,
        "fix": rule.fix or None,
        "frameworks": list(rule.frameworks),
    }

"""`stackwright policy list` and `show`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stackwright.cli import options
from stackwright.cli.policy.packs import level_set, levels_option, named, named_or_here, pack_options

if TYPE_CHECKING:
    from stackwright.engine.protocol import PolicyPack
    from stackwright.errors import Location
    from stackwright.review.report import Rule


@click.command("list")
@click.argument("service", metavar="[SERVICE]", required=False, shell_complete=options.complete_service)
@options.environment_option
@pack_options
@levels_option
@click.option("--severity", type=click.Choice(["critical", "high", "medium", "low"]), help="Only these.")
@click.option("--framework", metavar="TEXT", help="Only those that answer to a control with this in it: 'CIS AWS 5.0'.")
@click.option("--match", metavar="TEXT", help="Only those with this in their id or title.")
@options.json_option
def list_(
    service: str | None,
    environment: str | None,
    folders: tuple[Path, ...],
    config: Path | None,
    levels: str | None,
    severity: str | None,
    framework: str | None,
    match: str | None,
    as_json: bool,
) -> int:
    """List the policies of packs, and what a violation of each comes to: those of --pack, or of ./policies.

    With SERVICE, those of its environment, and which line of which file decides; `default` is the pack's own word.
    """
    from stackwright.cli.cloud.place import aligned

    def wanted(rule: Rule) -> bool:
        return (
            (severity is None or rule.severity == severity)
            and (framework is None or any(framework.lower() in it.lower() for it in rule.frameworks))
            and (match is None or match.lower() in f"{rule.id} {rule.title}".lower())
        )

    if service is None:
        found = _rules(named_or_here(folders, config, level_set(levels, environment)))
    else:
        found = _rules_of(service, environment, named(folders, config), levels)
    rules = [rule for rule in found if wanted(rule)]
    if as_json:
        click.echo(json.dumps([_document(rule) for rule in rules], indent=2, ensure_ascii=False))
    elif not rules:
        click.echo("There is none.")
    else:
        for line in aligned([_row(rule) for rule in rules]):
            click.echo(line)
    return 0


@click.command()
@click.argument("rule", metavar="POLICY")
@pack_options
@options.json_option
def show(rule: str, folders: tuple[Path, ...], config: Path | None, as_json: bool) -> int:
    """Show what POLICY demands, why, how to fix what violates it, and which controls it answers to."""
    from stackwright.errors import UsageError
    from stackwright.service.names import suggest

    rules = {it.id: it for it in _rules(named_or_here(folders, config))}
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


def _rules(packs: Sequence[PolicyPack], places: Mapping[str, Location] | None = None) -> list[Rule]:
    from stackwright.review.rules import rules_of

    return sorted(rules_of(packs, places or {}), key=lambda rule: (rule.pack, rule.id))


def _rules_of(service: str, environment: str | None, packs: Sequence[PolicyPack], levels: str | None) -> list[Rule]:
    """Those of an environment, or of `packs` under its levels."""
    from stackwright.deploy.policies import packs_of
    from stackwright.review.rules import judged_by
    from stackwright.service.loading import load_service

    loaded = load_service(options.find_service(service), catalogue=None)  # what is deployed does not matter here
    chosen = options.choose_environment(loaded, environment)
    by_file = level_set(levels, chosen.name) or chosen.policies.level_set
    chosen = replace(chosen, policies=replace(chosen.policies, level_set=by_file))
    return _rules(packs_of(judged_by(chosen, packs)), chosen.policies.places)


def _row(rule: Rule) -> list[str]:
    packs = ", ".join(rule.themes) or rule.pack
    return [rule.id, rule.severity or "-", rule.level, _said(rule), packs, rule.title]


def _said(rule: Rule) -> str:
    """Which line decides about its level."""
    from stackwright.review.formats.words import relative

    if rule.where is None:
        return "default"
    return f"{relative(rule.where.path)}:{rule.where.line}"


def _document(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity or None,
        "pack": rule.pack,
        "version": rule.version,
        "themes": list(rule.themes),
        "level": rule.level,
        "file": str(rule.where.path) if rule.where else None,
        "line": rule.where.line if rule.where else None,
        "why": rule.why or None,
        "fix": rule.fix or None,
        "frameworks": list(rule.frameworks),
    }

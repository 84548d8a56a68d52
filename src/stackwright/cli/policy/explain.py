"""`stackwright policy explain`."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from stackwright.cli.options import json_option
from stackwright.cli.policy.packs import named_or_here, pack_options
from stackwright.errors import UsageError

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{7,32}")


@dataclass(frozen=True, slots=True)
class _Told:
    """A policy as its pack tells of it, and what a report says of it here."""

    policy: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]] = ()
    type: str = ""
    """Of which the examples should be, if there are some."""


@click.command()
@click.argument("finding", metavar="FINDING")
@click.option(
    "--report",
    "report",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `stackwright policy check --format json` printed: FINDING is one of these.",
)
@pack_options
@json_option
def explain(finding: str, report: Path | None, folders: tuple[Path, ...], config: Path | None, as_json: bool) -> int:
    """Explain FINDING: what is wrong and where, why it matters, how to fix it, with what is right beside what is wrong.

    FINDING is a policy (AWS-SG-01), a policy and a resource (AWS-SG-01@TYPE::NAME), or the fingerprint of a finding
    in a report, of which the first seven digits do.
    """
    told = _told(finding, _findings(report), folders, config, has_report=report is not None)
    if as_json:
        click.echo(json.dumps({"policy": told.policy, "findings": told.findings}, indent=2, ensure_ascii=False))
        return 0
    for line in _lines(told, shutil.get_terminal_size().columns):
        click.echo(line)
    return 0


def _findings(report: Path | None) -> list[Mapping[str, Any]]:
    if report is None:
        return []
    try:
        data = json.loads(report.read_text("utf-8"))
        return [{**it, "policy": str(it["policy"]), "fingerprint": str(it["fingerprint"])} for it in data["findings"]]
    except (ValueError, KeyError, TypeError) as error:
        hint = "Make one: stackwright policy check PATH --format json -o FILE"
        raise UsageError(f"{report} is no report of `policy check --format json`", hint=hint) from error


def _told(
    text: str,
    findings: Sequence[Mapping[str, Any]],
    folders: tuple[Path, ...],
    config: Path | None,
    *,
    has_report: bool,
) -> _Told:
    rule, _, resource = text.partition("@")
    if _FINGERPRINT.fullmatch(text):
        chosen = [it for it in findings if it["fingerprint"].startswith(text)]
        if not chosen:
            raise _no_finding(text, findings, has_report=has_report)
        if len({it["fingerprint"] for it in chosen}) > 1:
            raise UsageError(f"several findings begin with {text}", hint="Write more of its digits.")
        rule = str(chosen[0]["policy"])
        return _Told(_policy(rule, chosen, folders, config), chosen, _type(chosen[0].get("urn") or ""))
    chosen = [it for it in findings if it["policy"].lower() == rule.lower() and _is_of(it, resource)]
    if resource and has_report and not chosen:
        raise _no_finding(text, findings, has_report=has_report)
    first = _type(str(chosen[0].get("urn") or "")) if chosen else ""
    return _Told(_policy(rule, chosen, folders, config), chosen, resource.partition("::")[0] or first)


def _is_of(finding: Mapping[str, Any], resource: str) -> bool:
    return not resource or str(finding.get("urn") or "").endswith((f"::{resource}", f"${resource}"))


def _type(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2] if urn.count("::") > 2 else ""


def _no_finding(text: str, findings: Sequence[Mapping[str, Any]], *, has_report: bool) -> UsageError:
    from stackwright.service.names import suggest

    if not has_report:
        hint = "Name the report that it is in: --report FILE (stackwright policy check PATH --format json -o FILE)."
        return UsageError(f"'{text}' is a finding's fingerprint, and no report is named", hint=hint)
    known = [_called(it) for it in findings if it.get("urn")] or [it["policy"] for it in findings]
    if _FINGERPRINT.fullmatch(text):
        known = [it["fingerprint"] for it in findings]
    return UsageError(f"the report has no finding '{text}'", hint=suggest(text, known, what="There are"))


def _called(finding: Mapping[str, Any]) -> str:
    urn = str(finding["urn"])
    return f"{finding['policy']}@{_type(urn)}::{urn.rpartition('::')[2]}"


def _policy(
    rule: str, findings: Sequence[Mapping[str, Any]], folders: tuple[Path, ...], config: Path | None
) -> Mapping[str, Any]:
    """What its pack says of it; where that is not at hand, what the report does."""
    from stackwright.engine.policy.telling import tell
    from stackwright.review.rules import rules_of
    from stackwright.service.names import suggest

    try:
        packs = named_or_here(folders, config)
    except UsageError:
        if not findings:
            raise
        packs = []
    known: dict[str, Mapping[str, Any]] = {}
    for pack in packs:
        told = tell(pack.path, "describe", dict(os.environ))
        if told is not None:
            known |= {it["id"]: {**it, "pack": told["name"]} for it in told["policies"]}
        else:
            known |= {it.id: _of_rule(it) for it in rules_of([pack])}
    found = known.get(rule) or next((it for name, it in known.items() if name.lower() == rule.lower()), None)
    if found is None and findings:
        return {key: findings[0].get(key) for key in ("title", "severity", "pack", "why", "fix", "frameworks")} | {
            "id": rule
        }
    if found is None:
        raise UsageError(f"there is no policy '{rule}'", hint=suggest(rule, known, what="There are"))
    return found


def _of_rule(rule: Any) -> dict[str, Any]:  # noqa: ANN401 - `Rule`, imported lazily
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "pack": rule.pack,
        "why": rule.why,
        "fix": rule.fix,
        "frameworks": list(rule.frameworks),
    }


def _lines(told: _Told, width: int) -> Iterator[str]:
    policy = told.policy
    words = ", ".join(filter(None, [policy.get("severity"), policy.get("level"), policy.get("pack")]))
    yield f"{policy['id']}: {policy['title']}  ({words})"
    for finding in told.findings:
        yield from _finding(finding)
    for label in ("why", "fix"):
        if policy.get(label):
            yield f"{label}: {policy[label]}"
    yield from (f"answers to: {line}" for line in _controls(policy.get("frameworks") or ()))
    if policy.get("settings"):
        named = (f"{name} ({json.dumps(it.get('default'))})" for name, it in policy["settings"].items())
        yield f"settings: {', '.join(named)}"
    if policy.get("remedies"):
        yield "At the level `remediate` it puts the inputs right itself."
    yield from _examples(policy, told.type, width)


def _finding(finding: Mapping[str, Any]) -> Iterator[str]:
    where = ""
    if finding.get("file"):
        from stackwright.review.formats.words import relative

        where = f"  {relative(Path(finding['file']))}:{finding['line']}"
    part = f"{finding['part']}: " if finding.get("part") else ""
    urn = str(finding.get("urn") or "")
    place = f"{_type(urn)}::{urn.rpartition('::')[2]}" if urn else f"stack {finding.get('stack')}"
    yield f"what: {part}{place}{where}"
    yield from (f"  {line}" for line in str(finding.get("what") or "").splitlines())
    if finding.get("excepted"):
        yield f"  {finding['excepted']}"


def _controls(frameworks: Sequence[str | Mapping[str, Any]]) -> Iterator[str]:
    """A line for each catalogue of controls; a pack of others says no more than words."""
    grouped: dict[str, list[str]] = {}
    for it in frameworks:
        if not isinstance(it, str):
            grouped.setdefault(f"{it['name']} {it['version']}", []).append(str(it["control"]))
    yield from (f"{name}: {', '.join(controls)}" for name, controls in grouped.items())
    if words := [it for it in frameworks if isinstance(it, str)]:
        yield ", ".join(words)


def _examples(policy: Mapping[str, Any], token: str, width: int) -> Iterator[str]:
    from stackwright.cli.policy.beside import columns, pair, text

    violating = policy.get("violates") or ()
    wrong = next((it for it in violating if it["type"] == token), violating[0] if violating else None)
    if wrong is None:
        return
    right = pair(wrong, policy.get("passes") or ())
    yield ""
    if right is None:
        yield from (f"✗ {wrong['why']}", *(f"  {line}" for line in text(wrong)))
    else:
        yield from columns((wrong["why"], text(wrong)), (right["why"], text(right)), width)

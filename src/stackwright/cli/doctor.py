"""`stackwright doctor`."""

from __future__ import annotations

import json
import os
from typing import Final

import click

from stackwright.cli import options

_COLOURS: Final = {"ok": "green", "warn": "yellow", "fail": "red"}


@click.command()
@click.argument("service", metavar="[SERVICE]", required=False, shell_complete=options.complete_service)
@options.environment_option
@options.json_option
def doctor(service: str | None, environment: str | None, as_json: bool) -> int:
    """Look for what is missing or in the way: on this machine, and for SERVICE.

    Python and packages, blueprints, the Pulumi CLI; with SERVICE its file, the backend, key, locks and cut-off runs of
    each environment, and rehearsals that were left behind. Nothing is changed, but that what a killed run had done is
    taken into the state, as every command does. Exit code 1 where something fails.
    """
    from pathlib import Path

    from stackwright.deploy.doctor.machine import machine
    from stackwright.deploy.doctor.service import extras, load, look_at
    from stackwright.deploy.doctor.worlds import worlds

    found, findings = (None, []) if service is None else load(options.find_service(service))
    if found is not None and environment is not None:
        found.environment(environment)
    findings = [*machine(extras(found) if found else ()), *findings]
    if found is not None:
        findings += look_at(found, environment)
    elif service is None:
        findings += worlds(Path.cwd(), (), "")
    code = int(any(finding.level == "fail" for finding in findings))
    if as_json:
        rows = [
            {"level": each.level, "about": each.about, "message": each.message, "hint": each.hint} for each in findings
        ]
        click.echo(json.dumps({"exitCode": code, "findings": rows}, indent=2, ensure_ascii=False))
        return code
    width = max(len(each.about) for each in findings)
    for each in findings:
        level = f"{each.level:4}"
        click.echo(f"{_coloured(level, each.level)}  {each.about:{width}}  {each.message}")
        if each.hint and each.level != "ok":
            click.echo(f"{'':4}  {'':{width}}  → {each.hint}")
    return code


def _coloured(text: str, level: str) -> str:
    return text if "NO_COLOR" in os.environ else click.style(text, fg=_COLOURS[level])

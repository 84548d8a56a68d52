"""`stackwright validate`: everything that is wrong with a service, before anything runs."""

from __future__ import annotations

import json

import click

from stackwright.cli import options
from stackwright.errors import InvalidInput, StackwrightError


@click.command()
@options.service_argument
@options.environment_option
@options.json_option
def validate(service: str, environment: str | None, as_json: bool) -> None:
    """Check a service: its file, references, inputs and blueprints.

    All environments are checked against the installed blueprints, or only the one given with -e.
    """
    from stackwright.service.catalogue import installed
    from stackwright.service.loading import load_service

    chosen = None if environment is None else {environment}
    try:
        loaded = load_service(options.find_service(service), installed(), environments=chosen)
        if environment is not None:
            loaded.environment(environment)
    except StackwrightError as error:
        if as_json:
            errors = error.errors if isinstance(error, InvalidInput) else (error,)
            click.echo(json.dumps({"valid": False, "errors": [_fault(each) for each in errors]}, indent=2))
            raise click.exceptions.Exit(error.exit_code) from None
        raise
    environments = [environment] if environment else list(loaded.environments)
    parts = {name: len(loaded.parts[name]) for name in environments}
    if as_json:
        click.echo(json.dumps({"valid": True, "service": loaded.name, "environments": parts}, indent=2))
    else:
        counts = ", ".join(f"{name} with {count} {'part' if count == 1 else 'parts'}" for name, count in parts.items())
        click.echo(f"{loaded.name} is valid: {counts}")


def _fault(error: StackwrightError) -> dict[str, str | int | None]:
    fault: dict[str, str | int | None] = {"message": error.message, "hint": error.hint}
    if error.where:
        fault |= {"file": str(error.where.path), "line": error.where.line, "column": error.where.column}
    return fault

"""`stackwright validate`: everything that is wrong with a service, before anything runs."""

from __future__ import annotations

import json

import click

from stackwright.cli import options


@click.command()
@options.service_argument
@options.environment_option
@options.json_option
def validate(service: str, environment: str | None, as_json: bool) -> None:
    """Check a service: its file, references, inputs and blueprints.

    All environments are checked against the installed blueprints, or only the one given with -e. The SDKs of their
    clouds need not be installed; those that a rehearsal here would miss are named.
    """
    from stackwright.deploy.target import allowed_in
    from stackwright.service.catalogue import installed
    from stackwright.service.loading import load_service
    from stackwright.service.sdks import complaint, lacking

    chosen = None if environment is None else {environment}
    loaded = load_service(options.find_service(service), installed(), environments=chosen)
    for each in loaded.environments.values():
        allowed_in(each)
    names = list(loaded.environments) if environment is None else [loaded.environment(environment).name]
    counted = {name: len(loaded.parts[name]) for name in names}
    if as_json:
        click.echo(json.dumps({"type": "valid", "service": loaded.name, "environments": counted}))
    else:
        counts = ", ".join(
            f"{name} with {count} {'part' if count == 1 else 'parts'}" for name, count in counted.items()
        )
        click.echo(f"{loaded.name} is valid: {counts}")
        lacks = [it for name in names for it in lacking(loaded.parts[name].values(), loaded.parts[name], installed())]
        if lacks:
            click.echo(f"It cannot be rehearsed here: {complaint(lacks)}")

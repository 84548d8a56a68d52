"""`python -m stackwright.simcloud.rules.distilling`: makes the tables of `rules/data/`. `README.md` says from what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue
from stackwright.simcloud.rules.distilling import (
    azure_cli,
    azure_models,
    azure_native,
    azurerm,
    cloudformation,
    google,
    operations,
    terraform,
    truth,
)
from stackwright.simcloud.rules.distilling.distil import Facts, Said, facts, write
from stackwright.simcloud.rules.distilling.matching import same_types
from stackwright.simcloud.rules.distilling.probing import Verdict
from stackwright.simcloud.rules.distilling.schemas import said

_DATA = Path(__file__).parent.parent / "data"
_TERRAFORM = "Terraform provider for {cloud} {version}: its own plan of that change"
_OPERATIONS = "AWS API, service models of botocore: what the operation that updates it takes"
_CLOUDFORMATION = "CloudFormation, resource type schemas: createOnlyProperties"
_AZURE = {
    "p": "pulumi-azure-native, provider/pkg/gen/replacement.go: the provider's own list",
    "m": "Azure SDK for Python, models: visibility, which is x-ms-mutability of the API",
    "c": "Azure CLI, command models: what an update does not take, which is x-ms-mutability of the API",
    "n": "pulumi-azure-native, schema of May 2023: willReplaceOnChanges",
}
"""The newest first: where sources differ, an API has changed."""
_GOOGLE = "Terraform provider for Google Cloud, source of {date}: ForceNew"

_TRUTHS: Mapping[str, tuple[str, Callable[[Path], Iterator[tuple[str, Said]]]]] = {
    "aws": (_CLOUDFORMATION, cloudformation.schemas),
    "azure-native": ("Terraform provider for Azure, source: ForceNew", azurerm.resources),
    "gcp": ("Google's Declarative Resource Client Library: x-kubernetes-immutable", truth.google_client),
}
"""Package → what the truth is called, and what reads it from a folder or clone."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m stackwright.simcloud.rules.distilling", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    asked = commands.add_parser("survey", help="Ask a Terraform provider's program, and write down what it says.")
    asked.add_argument("program", type=Path)
    asked.add_argument("package")
    asked.add_argument("output", type=Path)
    aws = commands.add_parser("aws", help="Make the table of aws.")
    aws.add_argument("survey", type=Path, help="what `survey` wrote")
    aws.add_argument("schemas", type=Path, help="cfnlint/data/schemas/resources of the cfn-lint wheel, unpacked")
    aws.add_argument("operations", type=Path, help="botocore/data of botocore")
    aws.add_argument("--version", required=True, help="of the provider that was surveyed")
    gcp = commands.add_parser("gcp", help="Make the table of gcp.")
    gcp.add_argument("clone", type=Path, help="a clone of terraform-provider-google")
    gcp.add_argument("metadata", type=Path, help="bridge-metadata.json of pulumi-gcp")
    azure = commands.add_parser("azure", help="Make the table of azure-native.")
    azure.add_argument("schemas", type=Path, help="a clone of danielrbradley/pulumi-azure-native-schema")
    azure.add_argument("commands", type=Path, help="a clone of Azure/aaz")
    azure.add_argument("models", type=Path, help="azure-mgmt wheels, unpacked into one folder")
    truths = commands.add_parser("truth", help="Make a truth to measure the rules against.")
    truths.add_argument("package", choices=sorted(_TRUTHS))
    truths.add_argument("source", type=Path)
    truths.add_argument("output", type=Path)
    given = parser.parse_args(arguments)
    match given.command:
        case "survey":
            found = terraform.survey(given.program, given.package)
            given.output.write_text(json.dumps(found, indent=0, sort_keys=True), "utf-8")
        case "aws":
            _aws(given.survey, given.operations, given.schemas, given.version)
        case "azure":
            _azure(given.schemas, given.commands, given.models)
        case "truth":
            source, read = _TRUTHS[given.package]
            truth.write(given.output, catalogue(given.package), source, dict(read(given.source)))
        case _:
            _gcp(given.clone, given.metadata)


def _aws(survey: Path, models: Path, folder: Path, version: str) -> None:
    types = catalogue("aws")
    asked: terraform.Survey = json.loads(survey.read_bytes())
    planned = {name.removeprefix("aws_"): _by_steps(said) for name, said in asked.items()}
    sources = {"t": _TERRAFORM.format(cloud="AWS", version=version), "b": _OPERATIONS, "c": _CLOUDFORMATION}
    said = {
        "t": _matched(types, planned) | {it: facts(types, it, planned[name]) for name, it in terraform.CALLED.items()},
        "b": _matched(types, dict(operations.resources(models))),
        "c": _matched(types, dict(cloudformation.schemas(folder))),
    }
    write(_DATA / "aws.json", types, sources, said)


def _azure(schemas: Path, commands: Path, models: Path) -> None:
    types = catalogue("azure-native")
    said = {
        "p": azure_native.own(),
        "m": azure_models.resources(models, types),
        "c": azure_cli.resources(commands, types),
        "n": azure_native.Schemas(schemas).resources(types),
    }
    read = {letter: {token: facts(types, token, item) for token, item in found} for letter, found in said.items()}
    write(_DATA / "azure-native.json", types, _AZURE, read)


def _by_steps(said: Mapping[str, Verdict]) -> Said:
    return {tuple(path.split(".")): verdict for path, verdict in said.items()}


def _gcp(clone: Path, metadata: Path) -> None:
    types = catalogue("gcp")
    source = google.Source(clone)
    aliases = json.loads(metadata.read_bytes())["auto-aliasing"]["resources"]
    found = {
        aliases[name]["current"]: said(arguments)
        for name, arguments in source.resources()
        if arguments and name in aliases
    }
    read = {token: facts(types, token, said) for token, said in found.items()}
    write(_DATA / "gcp.json", types, {"g": _GOOGLE.format(date=source.date)}, {"g": read})


def _matched(types: Catalogue, said: Mapping[str, Said]) -> dict[str, Facts]:
    inputs = {name: {steps[0] for steps in paths} for name, paths in said.items()}
    return {token: facts(types, token, said[name]) for token, name in same_types(types, inputs)}


if __name__ == "__main__":
    main()

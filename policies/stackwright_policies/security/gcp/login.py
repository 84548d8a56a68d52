"""Whoever logs in to a machine of Compute Engine does so with an account of IAM: OS Login is on."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import AUTHENTICATION
from stackwright_policies.gcp.machines import INSTANCE, MACHINES, TEMPLATE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

PROJECT: Final = "gcp:compute/projectMetadata:ProjectMetadata"
ITEM: Final = "gcp:compute/projectMetadataItem:ProjectMetadataItem"
_KEY: Final = "enable-oslogin"

PASSES: Final = (
    Example(why="for the whole project", type=PROJECT, inputs={"metadata": {_KEY: "TRUE", "owner": UNKNOWN}}),
    Example(why="as an item", type=ITEM, inputs={"key": _KEY, "value": "true"}),
    Example(why="another item", type=ITEM, inputs={"key": "owner", "value": "team-retail"}),
    Example(why="a machine does as its project says", type=INSTANCE, inputs={"machineType": "e2-small"}),
)
VIOLATES: Final = (
    Example(why="a project without", type=PROJECT, inputs={"metadata": {"owner": "team-retail"}}),
    Example(why="switched off for all", type=ITEM, inputs={"key": _KEY, "value": "FALSE"}),
    Example(why="a machine on its own", type=INSTANCE, inputs={"metadata": {_KEY: False}, "machineType": UNKNOWN}),
    Example(why="all of a template", type=TEMPLATE, inputs={"metadata": {_KEY: "false"}}),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs={"metadata": {_KEY: UNKNOWN}}),
    Example(why="which item is not known", type=ITEM, inputs={"key": UNKNOWN, "value": "FALSE"}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type == ITEM:
        if given.get("key").text() == _KEY and not given.get("value").flag():
            yield Failed("value is not TRUE: keys in metadata let people in, with no account and no end")
    elif not given.get("metadata", _KEY).flag(default=resource.type != PROJECT):
        yield Failed(f"metadata.{_KEY} is not TRUE: keys in metadata let people in, with no account and no end")


policy: Final = Policy(
    id="GCP-VM-04",
    title="Machines are logged in to with accounts of IAM (OS Login)",
    severity="medium",
    why="An SSH key in metadata outlives whoever it belonged to; with OS Login a right ends with the account.",
    fix="Set enable-oslogin to TRUE in the project's metadata, and to FALSE on no machine.",
    frameworks=(*cis("GCP", "4.0", "4.4"), *AUTHENTICATION, *checkov("CKV_GCP_33", "CKV_GCP_34")),
    types=(*MACHINES, PROJECT, ITEM),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

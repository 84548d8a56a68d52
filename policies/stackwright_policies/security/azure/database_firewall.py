"""No firewall rule of an Azure database lets in the whole internet, or every address inside Azure."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.reach import from_azure, from_everywhere
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

SQL: Final = "azure-native:sql:FirewallRule"
POSTGRESQL: Final = "azure-native:dbforpostgresql:FirewallRule"
TYPES: Final = (
    SQL,
    POSTGRESQL,
    "azure-native:dbforpostgresql:SingleServerFirewallRule",
    "azure-native:dbforpostgresql:ServerGroupFirewallRule",
    "azure-native:dbformysql:FirewallRule",
    "azure-native:dbformysql:SingleServerFirewallRule",
    "azure-native:dbformariadb:FirewallRule",
)
_ZERO: Final = "0.0.0.0"  # noqa: S104 - an address, and nothing is bound to it


def _range(first: str, last: str) -> dict[str, str]:
    return {"serverName": UNKNOWN, "startIpAddress": first, "endIpAddress": last}


PASSES: Final = (
    Example(why="one address", type=SQL, inputs=_range("203.0.113.7", "203.0.113.7")),
    Example(why="a range", type=POSTGRESQL, inputs=_range("10.0.0.0", "10.255.255.255")),
    Example(
        why="what is in Azure, where that is allowed",
        type=SQL,
        inputs=_range(_ZERO, _ZERO),
        settings={"allowAzureServices": True},
    ),
    Example(why="it begins anywhere, and ends early", type=SQL, inputs=_range(UNKNOWN, "1.2.3.4")),
)
VIOLATES: Final = (
    Example(why="everybody", type=SQL, inputs=_range(_ZERO, "255.255.255.255")),
    Example(why="everybody in Azure", type=POSTGRESQL, inputs=_range(_ZERO, _ZERO)),
    Example(why="nearly everybody", type=TYPES[4], inputs=_range("1.0.0.0", "255.255.255.254")),
    Example(
        why="everybody, whatever is allowed in Azure",
        type=TYPES[2],
        inputs=_range(_ZERO, "255.255.255.255"),
        settings={"allowAzureServices": True},
    ),
)
UNDECIDED: Final = (
    Example(why="to where is not known", type=SQL, inputs=_range(_ZERO, UNKNOWN)),
    Example(why="from where is not known", type=SQL, inputs=_range(UNKNOWN, "255.255.255.255")),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    if from_everywhere(resource.properties):
        yield Failed("it lets in (nearly) every address on the internet")
    elif not settings["allowAzureServices"] and from_azure(resource.properties):
        yield Failed("it lets in every address inside Azure, those of other customers among them")


policy: Final = Policy(
    id="AZ-SQL-01",
    title="Firewalls of databases let in neither the internet nor all of Azure",
    severity="critical",
    why="A database that everybody reaches is attacked by everyone, and one leaked password opens it.",
    fix="Name the addresses that need it, or use a private endpoint and no firewall rule at all.",
    frameworks=(*cis("Azure", "2.1", "4.1.2"), *EXPOSURE, *checkov("CKV_AZURE_11")),
    types=TYPES,
    also_in=("network-exposure",),
    check=check,
    settings={
        "allowAzureServices": {
            "type": "boolean",
            "default": False,
            "description": "Whether the rule from 0.0.0.0 to 0.0.0.0, which stands for all of Azure, is accepted.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Azure storage accounts are not reached from every network."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.reach import open_to_all
from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict, all_of

ACCOUNT: Final = "azure-native:storage:StorageAccount"
PASSES: Final = (
    Example(why="no public endpoint", type=ACCOUNT, inputs={"publicNetworkAccess": "Disabled"}),
    Example(why="a security perimeter decides", type=ACCOUNT, inputs={"publicNetworkAccess": "SecuredByPerimeter"}),
    Example(
        why="only from listed networks",
        type=ACCOUNT,
        inputs={
            "publicNetworkAccess": UNKNOWN,
            "networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": UNKNOWN}]},
        },
    ),
    Example(
        why="identities only, where that is enough",
        type=ACCOUNT,
        inputs={"allowSharedKeyAccess": False},
        settings={"acceptIdentitiesOnly": True},
    ),
)
VIOLATES: Final = (
    Example(why="open by default", type=ACCOUNT, inputs={"kind": "StorageV2"}),
    Example(
        why="open, said so",
        type=ACCOUNT,
        inputs={"publicNetworkAccess": "Enabled", "networkRuleSet": {"defaultAction": "Allow"}},
    ),
    Example(
        why="rules without a default are exceptions from nothing",
        type=ACCOUNT,
        inputs={"networkRuleSet": {"bypass": "AzureServices"}},
    ),
    Example(
        why="keys work, which is not enough",
        type=ACCOUNT,
        inputs={"kind": "StorageV2"},
        settings={"acceptIdentitiesOnly": True},
    ),
)
UNDECIDED: Final = (
    Example(why="whether there is an endpoint is not known", type=ACCOUNT, inputs={"publicNetworkAccess": UNKNOWN}),
    Example(why="the firewall is not known", type=ACCOUNT, inputs={"networkRuleSet": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if all_of(
        lambda: open_to_all(given, "networkRuleSet"),
        lambda: not settings["acceptIdentitiesOnly"] or given.get("allowSharedKeyAccess").flag(True),
    ):
        yield Failed("its endpoint is public, and networkRuleSet.defaultAction does not deny whom no rule is about")


policy: Final = Policy(
    id="AZ-ST-03",
    title="Azure storage accounts are not reached from every network",
    severity="high",
    why="A leaked key or link works from anywhere in the world, unless the network is in the way.",
    fix="Set publicNetworkAccess to Disabled and use private endpoints, or networkRuleSet.defaultAction to Deny.",
    frameworks=(*cis("Azure", "4.0", "10.3.2.2", "10.3.2.3"), *EXPOSURE, *checkov("CKV_AZURE_35")),
    types=(ACCOUNT,),
    also_in=("network-exposure",),
    check=check,
    settings={
        "acceptIdentitiesOnly": {
            "type": "boolean",
            "default": False,
            "description": "Whether a public endpoint is accepted where no key works: `allowSharedKeyAccess` off.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

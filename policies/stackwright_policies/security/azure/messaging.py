"""Service Bus and Event Hubs on Azure: used by identities, over TLS 1.2, and not from the internet.

Whether the internet reaches a namespace is said in it or in a resource of its own, which takes a look at
the whole stack.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import AUTHENTICATION, EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import References, references
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, NotKnown, Undecided, Verdict, all_of, any_of

BUS: Final = "azure-native:servicebus:Namespace"
HUB: Final = "azure-native:eventhub:Namespace"
_NETWORK: Final = {
    BUS: "azure-native:servicebus:NamespaceNetworkRuleSet",
    HUB: "azure-native:eventhub:NamespaceNetworkRuleSet",
}
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("disableLocalAuth").flag(),
        what="disableLocalAuth is not on: keys that belong to nobody open it",
    ),
    Demand(
        # Older ones are gone since 28 February 2025, so nothing said is 1.2:
        # https://learn.microsoft.com/azure/service-bus-messaging/transport-layer-security-configure-minimum-version
        refuses=lambda it: outdated(it.get("minimumTlsVersion"), "1.2"),
        what="minimumTlsVersion lets TLS 1.0 and 1.1 in",
    ),
)
_GOOD: Final = {"disableLocalAuth": True, "publicNetworkAccess": "Disabled", "sku": {"name": "Premium"}}


def _rules(of: str, **changes: object) -> Example:
    return Example(
        why="says who reaches it",
        type=_NETWORK[of],
        name="network",
        inputs={"namespaceName": UNKNOWN, **changes},
        dependencies={"namespaceName": ["example"]},
    )


PASSES: Final = (
    Example(why="identities only, private", type=BUS, inputs={**_GOOD, "minimumTlsVersion": "1.2"}),
    Example(
        why="a resource of its own lets in listed networks only",
        type=HUB,
        inputs={"disableLocalAuth": True},
        others=[_rules(HUB, defaultAction="Deny")],
    ),
    Example(
        why="public, where that is accepted",
        type=BUS,
        inputs={"disableLocalAuth": True, "sku": {"name": "Standard"}},
        settings={"allowPublicNetwork": True},
    ),
)
VIOLATES: Final = (
    Example(why="keys work by default", type=BUS, inputs={"publicNetworkAccess": "Disabled"}),
    Example(why="an old version", type=HUB, inputs={**_GOOD, "minimumTlsVersion": "1.0"}),
    Example(why="public by default", type=HUB, inputs={"disableLocalAuth": True}),
    Example(
        why="a resource of its own lets everybody in",
        type=BUS,
        inputs={**_GOOD, "publicNetworkAccess": "Enabled"},
        others=[_rules(BUS, defaultAction="Allow")],
    ),
)
UNDECIDED: Final = (
    Example(why="keys, perhaps", type=BUS, inputs={**_GOOD, "disableLocalAuth": UNKNOWN}),
    Example(why="public, perhaps", type=HUB, inputs={**_GOOD, "publicNetworkAccess": UNKNOWN}),
)


def check_stack(resources: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    if settings["allowPublicNetwork"]:
        return
    for kind, rules in _NETWORK.items():
        closed = references(resources, (rules,), "namespaceName")
        for namespace in resources:
            if namespace.type == kind:
                yield from _network(namespace, closed)


def _network(namespace: Resource, rules: References) -> Iterator[Verdict]:
    try:
        if all_of(
            lambda: public(namespace.properties.get("publicNetworkAccess")),
            lambda: not rules.any_to(namespace, "namespaceName", "name", where=_closed),
        ):
            yield Failed("publicNetworkAccess is not Disabled: it is reached from every network", namespace.urn)
    except NotKnown as error:
        yield Undecided(error.path, namespace.urn)


def _closed(rules: Resource) -> bool:
    return any_of(
        lambda: not public(rules.properties.get("publicNetworkAccess")),
        lambda: rules.properties.get("defaultAction").text("Allow").lower() == "deny",
    )


policy: Final = Policy(
    id="AZ-SB-01",
    title="Service Bus and Event Hubs take identities only, over TLS 1.2, and not from the internet",
    severity="medium",
    why="A connection string works for everybody who finds it, from anywhere, until somebody changes it.",
    fix="Set disableLocalAuth and give identities roles; set publicNetworkAccess to Disabled, with a private endpoint.",
    frameworks=(
        *AUTHENTICATION,
        *IN_TRANSIT,
        *EXPOSURE,
        *checkov("CKV_AZURE_203", "CKV_AZURE_204", "CKV_AZURE_205", "CKV_AZURE_223"),
    ),
    types=(BUS, HUB),
    check=judging(_DEMANDS),
    check_stack=check_stack,
    settings={
        "allowPublicNetwork": {
            "type": "boolean",
            "default": False,
            "description": "Whether a public endpoint is accepted: Service Bus has no other below the tier Premium.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Virtual machines of Compute Engine have no public address."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.gcp.machines import INSTANCE, MACHINES, TEMPLATE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each


def _interface(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"networkInterfaces": [{"subnetwork": UNKNOWN} | more]}


PASSES: Final = (
    Example(why="an address of the network alone", type=INSTANCE, inputs=_interface()),
    Example(why="an empty list is none", type=TEMPLATE, inputs=_interface(accessConfigs=[])),
)
VIOLATES: Final = (
    Example(why="an address for as long as it runs", type=INSTANCE, inputs=_interface(accessConfigs=[{}])),
    Example(why="a reserved one", type=INSTANCE, inputs=_interface(accessConfigs=[{"natIp": UNKNOWN}])),
    Example(why="all that come of a template", type=TEMPLATE, inputs=_interface(accessConfigs=[{}])),
    Example(why="one of IPv6", type=INSTANCE, inputs=_interface(ipv6AccessConfigs=[{"networkTier": "PREMIUM"}])),
    Example(
        why="the second interface has one, beside an unknown one",
        type=INSTANCE,
        inputs={"networkInterfaces": [UNKNOWN, {"accessConfigs": [{}]}]},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs=_interface(accessConfigs=UNKNOWN)),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from each(
        resource.properties.get("networkInterfaces").items(),
        lambda interface: each([interface.get("accessConfigs"), interface.get("ipv6AccessConfigs")], _judge),
    )


def _judge(addresses: View) -> Iterator[Verdict]:
    if addresses.items():
        yield Failed(f"{addresses.path} gives it an address that the internet can reach")


policy: Final = Policy(
    id="GCP-VM-01",
    title="Virtual machines have no public address",
    severity="medium",
    why="Whatever listens on such a machine is one wrong firewall rule away from the internet.",
    fix="Leave accessConfigs out; go out through Cloud NAT, come in through a load balancer or Identity-Aware Proxy.",
    frameworks=(*cis("GCP", "4.0", "4.9"), *EXPOSURE, *checkov("CKV_GCP_40")),
    types=MACHINES,
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

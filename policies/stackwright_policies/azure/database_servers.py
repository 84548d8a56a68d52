"""PostgreSQL and MySQL on Azure: flexible servers, and the single servers that older programs still have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from stackwright_policies.azure.reach import public
from stackwright_policies.azure.tls import outdated
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of

Weak = Mapping[str, Callable[[str], bool]]
"""Parameters of a server by name, and which values (in lower case) are weak."""


def judge_server(server: Resource) -> Iterator[Verdict]:
    """What is wrong with a server. A single server says all in `properties`, a flexible one does not."""
    if server.properties.get("properties").absent:
        return unmet(server.properties, (_PRIVATE,))
    return unmet(server.properties.get("properties"), _SINGLE)


def judge_parameter(parameter: Resource, weak: Weak) -> Iterator[Verdict]:
    """What is wrong with a parameter (`Configuration`) of a server."""
    name, value = parameter.properties.get("configurationName"), parameter.properties.get("value")
    found = [
        known
        for known, is_weak in weak.items()
        if all_of(
            lambda known=known: name.text(parameter.name).lower() == known,
            lambda: not value.absent,
            lambda is_weak=is_weak: is_weak(value.text().strip().lower()),
        )
    ]
    for known in found:
        yield Failed(f"{known} is {value.text()}: connections need not be encrypted as they should be")


def off(value: str) -> bool:
    return value in ("off", "false", "0")


def _reached(server: View) -> bool:
    """Whether a flexible server is public: it is, unless it is in a subnet or says no."""
    return all_of(
        lambda: server.get("network", "delegatedSubnetResourceId").absent,
        lambda: public(server.get("network", "publicNetworkAccess")),
    )


_PRIVATE = Demand(
    refuses=_reached,
    what="network.publicNetworkAccess is not Disabled, and it is in no subnet: its endpoint is on the internet",
)
_SINGLE = (
    Demand(
        refuses=lambda it: public(it.get("publicNetworkAccess")),
        what="properties.publicNetworkAccess is not Disabled: its endpoint is on the internet",
    ),
    Demand(
        refuses=lambda it: it.get("sslEnforcement").text("Enabled").lower() != "enabled",
        what="properties.sslEnforcement is off: passwords and data go over the network in clear",
    ),
    Demand(
        refuses=lambda it: outdated(it.get("minimalTlsVersion"), "TLS1_2"),
        what="properties.minimalTlsVersion lets TLS 1.0 and 1.1 in",
    ),
)

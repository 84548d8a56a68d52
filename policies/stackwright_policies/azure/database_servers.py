"""PostgreSQL and MySQL on Azure: flexible servers, and the single servers that older programs still have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from stackwright_policies.azure.reach import public
from stackwright_policies.azure.tls import outdated
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.model import UNKNOWN, Example, Settings, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of

Weak = Mapping[str, Callable[[str], bool]]
"""Parameters of a server by name, and which values (in lower case) are weak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The servers of one database: their types in azure-native, and what of their parameters leaves them open."""

    flexible: str
    single: str
    parameter: str
    """Of a flexible server."""
    single_parameter: str
    weak: Weak

    def check(self, resource: Resource, _settings: Settings) -> Iterator[Verdict]:
        """What is wrong with a server or a parameter. A single server says all in `properties`, a flexible one not."""
        if resource.type in (self.parameter, self.single_parameter):
            return _judge_parameter(resource, self.weak)
        if resource.properties.get("properties").absent:
            return unmet(resource.properties, (_PRIVATE,))
        return unmet(resource.properties.get("properties"), _SINGLE)

    def passes(self) -> tuple[Example, ...]:
        """What is well whichever database it is."""
        return (
            Example(
                why="no public endpoint", type=self.flexible, inputs={"network": {"publicNetworkAccess": "Disabled"}}
            ),
            Example(why="in a subnet", type=self.flexible, inputs={"network": {"delegatedSubnetResourceId": UNKNOWN}}),
            Example(
                why="a private single server",
                type=self.single,
                inputs={"properties": {"publicNetworkAccess": "Disabled", "minimalTlsVersion": "TLS1_2"}},
            ),
            self.parameter_is("require_secure_transport", "on", why="encrypted"),
        )

    def violates(self) -> tuple[Example, ...]:
        """What is wrong whichever database it is."""
        return (
            Example(
                why="public by default",
                type=self.flexible,
                inputs={"administratorLoginPassword": secret("s3cret"), "sku": UNKNOWN},
            ),
            Example(why="public, said so", type=self.flexible, inputs={"network": {"publicNetworkAccess": "Enabled"}}),
            self.parameter_is("require_secure_transport", "OFF", why="in clear"),
            Example(
                why="a single server in clear",
                type=self.single,
                inputs={"properties": {"publicNetworkAccess": "Disabled", "sslEnforcement": "Disabled"}},
            ),
            Example(
                why="a single server with old versions",
                type=self.single,
                inputs={"properties": {"publicNetworkAccess": UNKNOWN, "minimalTlsVersion": "TLSEnforcementDisabled"}},
            ),
        )

    def undecided(self) -> tuple[Example, ...]:
        return (
            Example(why="its network is not known", type=self.flexible, inputs={"network": UNKNOWN}),
            self.parameter_is("require_secure_transport", UNKNOWN, why="encrypted, perhaps"),
        )

    def parameter_is(self, name: str, value: str, *, why: str) -> Example:
        """A parameter of a flexible server."""
        return Example(why=why, type=self.parameter, inputs={"configurationName": name, "value": value})


def _judge_parameter(parameter: Resource, weak: Weak) -> Iterator[Verdict]:
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

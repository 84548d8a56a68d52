"""Who a workload is on the cloud of its targets: there itself, or as one whom that cloud trusts, without any key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pulumi

from stackwright_components.connection.interface import (
    AwsRole,
    AzurePrincipal,
    Client,
    Connected,
    GcpServiceAccount,
    Identity,
    Link,
)
from stackwright_components.conventions import ArgumentError, Cloud, implementation

FOLDER: Final = "/var/run/secrets/workload-identity"
"""Below it, by cloud, are a pod's tokens and what belongs to them."""

TRUSTED: Final[Mapping[Cloud, tuple[Cloud, ...]]] = {
    "aws": ("private",),
    "azure": ("private",),
    "gcp": ("aws", "private"),
}
"""Whose workloads a cloud can be made to trust. AWS and Azure hand a container no token that another cloud takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a grant names: a role's name (aws), a principal's id (azure), a member (gcp); and what the client needs."""

    principal: pulumi.Output[str]
    connected: Connected = field(default_factory=Connected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a `workload-identity` puts out, as all connections to one cloud name it."""

    links: Sequence[Link]

    def needs(self, output: str, advice: str) -> pulumi.Output[str]:
        """One of its outputs.

        Raises:
            ArgumentError: it has none; or, later, two connections go via different parts, of which the client's
                libraries could only use one.
        """
        values: list[Any] = []
        for link in self.links:
            via = link.via or {}
            if output not in via:
                raise link.wrong("via", f"it does not trust workloads on {link.client.cloud}: {advice}")
            values.append(via[output])
        return pulumi.Output.all(*values).apply(self._one)

    def _one(self, values: Sequence[str]) -> str:
        for link, value in zip(self.links, values, strict=True):
            if value != values[0]:
                raise link.wrong(
                    "via", f"all connections to {link.cloud} go via the same part, as {self.links[0].name}'s"
                )
        return values[0]


def recognise(parent: pulumi.ComponentResource, name: str, client: Client, links: Sequence[Link]) -> Recognised:
    """Who the client is for `links`, which all lead to one cloud.

    Raises:
        ArgumentError: it is nobody there; the message says what to give.
    """
    cloud = links[0].cloud
    if cloud == client.cloud:
        return _itself(client.identity)
    for link in links:
        if client.cloud not in TRUSTED.get(cloud, ()):
            raise link.wrong(
                "to",
                f"{cloud} cannot be made to trust a workload on {client.cloud}; take a {link.kind} on {client.cloud}, "
                "or hand the container a credential of its own in `secrets` and its address in `environment`",
            )
        if link.via is None:
            raise link.wrong(
                "via", f"a workload on {client.cloud} is nobody on {cloud}; give a workload-identity there: via: ${{…}}"
            )
        if link.via.get("cloud") != cloud:
            raise link.wrong("via", f"it is on {link.via.get('cloud')}; give a workload-identity on {cloud}")
    module = implementation("connection", cloud, ("aws", "azure", "gcp"))
    return module.trust(parent, f"{name}-on-{cloud}", client, Trust(links=links))


def _itself(identity: Identity) -> Recognised:
    match identity:
        case AwsRole(name=name):
            return Recognised(principal=pulumi.Output.from_input(name))
        case AzurePrincipal(principal_id=principal, client_id=client):
            # Libraries ask for the container's identity, and there may be several.
            environment = {"AZURE_CLIENT_ID": client}
            return Recognised(
                principal=pulumi.Output.from_input(principal), connected=Connected(environment=environment)
            )
        case GcpServiceAccount(email=email):
            return Recognised(principal=pulumi.Output.concat("serviceAccount:", email))
        case _:
            raise ArgumentError("connections", "Kubernetes itself has neither queues nor buckets")

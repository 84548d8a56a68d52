"""Connections: whatever a workload needs to reach what it refers to, on both sides, made in the workload's own stack.

    connected = connect(service, "shop", {"ORDERS": {"to": orders, "access": "send"}}, client)

Each becomes a `Connection` below the workload, so that a plan shows it: an opening in the target's firewall and one in
the workload's, a grant for the workload's identity that names exactly the target, and the container's variables.
"""

from collections.abc import Callable, Mapping
from typing import Final

import pulumi

from stackwright_components.connection.database import connect_database
from stackwright_components.connection.interface import (
    AwsRole,
    AzurePrincipal,
    Client,
    Connected,
    ConnectionArgs,
    GcpServiceAccount,
    KubernetesAccount,
    Link,
    Projection,
    check,
)
from stackwright_components.connection.merging import merged
from stackwright_components.connection.object_storage import connect_object_storage
from stackwright_components.connection.queue import connect_queue
from stackwright_components.connection.recognition import recognise
from stackwright_components.connection.web_service import connect_web_service
from stackwright_components.conventions import child, type_token

__all__ = [
    "AwsRole",
    "AzurePrincipal",
    "Client",
    "Connected",
    "Connection",
    "ConnectionArgs",
    "GcpServiceAccount",
    "KubernetesAccount",
    "Projection",
    "check",
    "connect",
    "described",
]


_REACHED: Final[Mapping[str, Callable[[Link], Connected]]] = {
    "database": connect_database,
    "web-service": connect_web_service,
}
"""Targets that a network leads to."""
_GRANTED: Final[Mapping[str, Callable[[Link, pulumi.Output[str]], Connected]]] = {
    "object-storage": connect_object_storage,
    "queue": connect_queue,
}
"""Targets that ask who calls; the second argument is who that is on their cloud."""


class Connection(pulumi.ComponentResource):
    """One connection of a workload: what it needs on both sides is below it."""

    def __init__(self, label: str, given: ConnectionArgs, parent: pulumi.ComponentResource) -> None:
        super().__init__(type_token("Connection"), label, _description(given), child(parent))
        self.register_outputs({})


def connect(
    parent: pulumi.ComponentResource, name: str, connections: Mapping[str, ConnectionArgs], client: Client
) -> Connected:
    """Make every connection of one workload, below `parent`, and say what its container gets.

    `name` is the workload's logical name, `connections` are by NAME.

    Raises:
        ArgumentError: a connection that cannot be made; the message names it, and says what to give instead.
    """
    for variable, given in connections.items():
        check(variable, given)
    links = [_link(parent, name, variable, given, client) for variable, given in connections.items()]
    by_cloud: dict[str, list[Link]] = {}
    for link in links:
        if link.kind in _GRANTED:
            by_cloud.setdefault(link.cloud, []).append(link)
    known = {cloud: recognise(parent, name, client, those) for cloud, those in by_cloud.items()}
    made = [
        _GRANTED[link.kind](link, known[link.cloud].principal) if link.kind in _GRANTED else _REACHED[link.kind](link)
        for link in links
    ]
    return merged([*(it.connected for it in known.values()), *made])


def _link(parent: pulumi.ComponentResource, name: str, variable: str, given: ConnectionArgs, client: Client) -> Link:
    label = f"{name}-{variable.lower().replace('_', '-')}"
    priority = given.get("priority")
    return Link(
        parent=Connection(label, given, parent),
        label=label,
        name=variable,
        target=given["to"],
        access=given.get("access", ""),
        via=given.get("via"),
        client=client,
        priority=None if priority is None else int(priority),
    )


def described(connections: Mapping[str, ConnectionArgs]) -> dict[str, dict[str, str]]:
    """Connections as a workload registers them with its arguments: what to, and how; none of the target's outputs.

    Those are in the connections' own resources; another output that changes would show as a change of the workload.
    """
    return {name: _description(given) for name, given in connections.items()}


def _description(given: ConnectionArgs) -> dict[str, str]:
    access = {"access": given["access"]} if "access" in given else {}
    return {"to": str(given["to"]["blueprint"]), "cloud": str(given["to"]["cloud"]), **access}

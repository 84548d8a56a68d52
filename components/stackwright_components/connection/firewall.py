"""A way through both firewalls: out of the client's, into the target's. Each rule is a resource of its own.

Where both are on the same cloud and it knows groups, a rule names the other's group; else it names the other's range.
"""

from typing import Final

import pulumi

from stackwright_components.connection.interface import Link
from stackwright_components.conventions import implementation

PUBLIC: Final = "0.0.0.0/0"
_HTTPS: Final = 443


def open_way_to_cloud(link: Link) -> list[pulumi.Resource]:
    """Let the client out to the public addresses of its target's cloud, which change all the time.

    On the public clouds every workload gets there already, to pull its image and write its logs.
    """
    if link.client.cloud != "private":
        return []
    out = implementation("connection", "private").let_out
    return out(link, pulumi.Output.from_input(PUBLIC), pulumi.Output.from_input(_HTTPS))


def open_way(link: Link, network_cidr: pulumi.Output[str], port: pulumi.Output[int]) -> list[pulumi.Resource]:
    """Let the client out to `network_cidr` and `port`, and into the target if something guards it.

    Raises:
        ArgumentError: the target's firewall must know the client's range, and the client has none.
    """
    opened: list[pulumi.Resource] = []
    if link.target.get("guard_id") is not None:
        if link.client.network_cidr is None and not (link.cloud == link.client.cloud == "aws"):
            raise link.wrong("to", "the target's firewall must know where the client is; give the workload its network")
        opened += implementation("connection", link.cloud, ("aws", "azure")).admit(link, port)
    if link.client.cloud != "gcp":
        opened += implementation("connection", link.client.cloud).let_out(link, network_cidr, port)
    return opened

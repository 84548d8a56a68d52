"""Which tunnels a link has, and what both ends agree on. Pure: no resources here.

A tunnel joins a public address of one end with one of the other. How many addresses an end has follows from its cloud:

    azure    2   an active-active gateway has two instances, each with its own
    gcp      2   HA VPN's two interfaces, or two classic gateways
    private  1   a Neutron router has one; an HA router takes it along to another network node
    aws          two for each address of the peer, and they are known only when the tunnels are made: AWS goes second

So four tunnels lead from AWS to Azure or GCP, two anywhere else; and no address of a public end carries them all.

Where both ends speak BGP, each tunnel has a /30 inside, from the link-local range that all of them accept: Azure takes
169.254.21.0 to 169.254.22.255 and nothing else (https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp).
AWS always is the first host of the /30, its peer the second
(https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html); the other pairs do the same, in the order of `_ORDER`.

OpenStack's VPNaaS speaks no BGP and matches packets by policy, so one tunnel carries the traffic and the others stand
by: see `private.py`.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any, Final

import pulumi

from stackwright_components.conventions import ArgumentError
from stackwright_components.hybrid_link.interface import End, Settings

ADDRESSES: Final[Mapping[str, int]] = {"azure": 2, "gcp": 2, "private": 1}
ASN: Final[Mapping[str, int]] = {"aws": 64512, "azure": 65515, "gcp": 64514}
"""The clouds' own defaults, and a private one for GCP, which has none. No entry: no BGP."""

_INSIDE: Final = IPv4Network("169.254.21.0/24")
_ORDER: Final = ("aws", "gcp", "azure", "private")

IKE_SECONDS: Final = 28800
IPSEC_SECONDS: Final = 3600
DPD_SECONDS: Final = 45
"""After this much silence a peer is dead. AWS takes 30 at least, Azure 9 to 3600; 45 is Azure's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tunnel:
    """One tunnel as one end sees it."""

    number: int
    """From 1, the same on both sides."""
    local: int
    """Which of this end's public addresses, from 0."""
    remote: int
    inside: str
    """The /30 inside; used where both ends speak BGP."""
    local_inside: str
    remote_inside: str
    key: int
    """Which pre-shared key, from 1."""
    carries: bool
    """Whether traffic takes it as long as it stands: with BGP every one, else only one."""
    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """An end's first phase. `addresses` is empty on AWS, where only the second phase tells them."""

    ids: tuple[pulumi.Input[str], ...]
    addresses: tuple[pulumi.Output[str], ...]
    alarm_target: pulumi.Input[str] | None
    made: Any
    """What the end's own second phase needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What both phases of one end work with."""

    link: pulumi.ComponentResource
    name: str
    """What this end's resources are called: the component's name and the cloud's."""
    here: End
    there: End
    tunnels: tuple[Tunnel, ...]
    settings: Settings

    @property
    def asn(self) -> int | None:
        """The autonomous system number of this end, or None: no BGP with this peer."""
        return ASN[self.here.cloud] if dynamic(self.here.cloud, self.there.cloud) else None

    @property
    def peer_asn(self) -> int | None:
        return ASN[self.there.cloud] if dynamic(self.here.cloud, self.there.cloud) else None


def dynamic(*clouds: str) -> bool:
    """Whether all of them speak BGP, and so routes follow what stands."""
    return all(cloud in ASN for cloud in clouds)


def plan(cloud: str, peer: str, paused: Set[int] = frozenset()) -> tuple[Tunnel, ...]:
    """The tunnels between two clouds, as `cloud` sees them.

    Raises:
        ArgumentError: tunnels to pause that there are not, or all of them, or where BGP would see to it.
    """
    pairs = _pairs(cloud, peer)
    if paused and dynamic(cloud, peer):
        raise ArgumentError(
            "paused_tunnels", f"is for OpenStack; between {cloud} and {peer}, BGP leaves a lost one out"
        )
    standing = [number for number in range(1, len(pairs) + 1) if number not in paused]
    if paused - set(range(1, len(pairs) + 1)) or not standing:
        raise ArgumentError("paused_tunnels", f"there are the tunnels 1 to {len(pairs)}, and at least one must stay")
    first = _ORDER.index(cloud) < _ORDER.index(peer)
    tunnels: list[Tunnel] = []
    for number, (local, remote) in enumerate(pairs, start=1):
        inside = list(_INSIDE.subnets(new_prefix=30))[number - 1]
        hosts = [str(host) for host in inside.hosts()]
        tunnels.append(
            Tunnel(
                number=number,
                local=local,
                remote=remote,
                inside=str(inside),
                local_inside=hosts[0 if first else 1],
                remote_inside=hosts[1 if first else 0],
                key=1 if {cloud, peer} == {"azure", "private"} else number,
                carries=dynamic(cloud, peer) or number == standing[0],
                paused=number in paused,
            )
        )
    return tuple(tunnels)


def _pairs(cloud: str, peer: str) -> list[tuple[int, int]]:
    """Address with address, of `cloud` and of `peer`."""
    if cloud == "aws":
        return [(number, number // 2) for number in range(2 * ADDRESSES[peer])]
    if peer == "aws":
        return [(local, remote) for remote, local in _pairs(peer, cloud)]
    here, there = ADDRESSES[cloud], ADDRESSES[peer]
    return [(number % here, number % there) for number in range(max(here, there))]


def by_remote(tunnels: Sequence[Tunnel]) -> dict[int, list[Tunnel]]:
    """The tunnels to each of the peer's addresses."""
    found: dict[int, list[Tunnel]] = {}
    for tunnel in tunnels:
        found.setdefault(tunnel.remote, []).append(tunnel)
    return found


def selectors(cidr: str, *, carries: bool) -> list[str]:
    """What a tunnel to OpenStack is for: the peer's range, in halves for the one that carries.

    Both tunnels must be told from each other by policy alone, and the narrower policy wins.
    """
    network = IPv4Network(cidr)
    return [str(half) for half in network.subnets()] if carries else [str(network)]

"""The address plan of a network: which subnet gets which range.

A zone's ranges depend on the zone's name and the network's range alone, never on the other zones or on an order, so
that adding or removing a zone moves no existing subnet (changing a subnet's range replaces it and all that is in it).

The network is cut into eight slots. A zone's slot comes from how its name ends: `eu-west-1a`, `europe-west1-b`, `2` and
`nova` take slots 0, 1, 1 and 0. Two zones that would share a slot are refused; `zone_slots` then says who goes where.
Half of a slot is the private subnet, a quarter the public one, and a quarter stays free:

    10.10.0.0/16  slot 0  10.10.0.0/19   private 10.10.0.0/20   public 10.10.16.0/21   free 10.10.24.0/21
                  slot 1  10.10.32.0/19  private 10.10.32.0/20  public 10.10.48.0/21   free 10.10.56.0/21

Some services demand a subnet that nothing else is in (Azure's delegated ones, its `GatewaySubnet`). The free quarters
are theirs, one each, whether or not the slot has a zone: `reserved` says whose is which.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final

from stackwright_components.conventions import ArgumentError

SLOTS: Final = 8
WIDEST: Final = 8
NARROWEST: Final = 23
"""A slot's public subnet is five bits longer: /28, the smallest that AWS takes."""

RESERVED: Final[Mapping[str, tuple[int, int]]] = {
    # https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private: /28 at least
    "database": (0, 28),
    # https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet: /27 at least
    "web-service": (1, 27),
    # https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub: /27 or wider
    "gateway": (7, 27),
}
"""By what is in it: the slot whose free quarter it has, and the longest prefix that it can live with."""

_LETTER: Final = re.compile(r"(?:.*[\d-])?([a-h])")
_NUMBER: Final = re.compile(r"(?:.*[^\d])?([1-8])")


@dataclass(frozen=True, slots=True)
class Ranges:
    """The subnets of one zone, or of the whole network where the cloud's subnets span zones. CIDR notation."""

    private: str
    public: str


def parse(cidr: str) -> IPv4Network:
    """The network's range.

    Raises:
        ArgumentError: it is no IPv4 range, has host bits set, or is too wide or too narrow to be cut.
    """
    try:
        network = IPv4Network(cidr)
    except ValueError as error:
        raise ArgumentError("cidr", f"{error}; write it like 10.10.0.0/16") from error
    if not WIDEST <= network.prefixlen <= NARROWEST:
        raise ArgumentError(
            "cidr", f"{network} is a /{network.prefixlen}; a network is between /{WIDEST} and /{NARROWEST}"
        )
    return network


def slot_of(zone: str) -> int | None:
    """The slot that a zone's name asks for, or None where the name says nothing."""
    if zone == "nova":  # OpenStack's name for its only zone
        return 0
    if letter := _LETTER.fullmatch(zone):
        return ord(letter[1]) - ord("a")
    if number := _NUMBER.fullmatch(zone):
        return int(number[1]) - 1
    return None


def by_zone(cidr: str, zones: Sequence[str], zone_slots: Mapping[str, int] | None = None) -> dict[str, Ranges]:
    """The ranges of each zone, in the order of `zones`.

    Raises:
        ArgumentError: a bad range, a zone twice, no zone, a zone without a slot, or two with the same.
    """
    network = parse(cidr)
    blocks = list(network.subnets(prefixlen_diff=3))
    taken: dict[int, str] = {}
    result: dict[str, Ranges] = {}
    for zone in zones:
        slot = (zone_slots or {}).get(zone, slot_of(zone))
        if slot is None or not 0 <= slot < SLOTS:
            raise ArgumentError(
                "zones", f"{zone!r} has no address slot; give it one: zone_slots: {{{zone}: 0}} to {SLOTS - 1}"
            )
        if slot in taken:
            both = (
                f"{zone!r} is listed twice"
                if taken[slot] == zone
                else f"{zone!r} and {taken[slot]!r} share slot {slot}"
            )
            raise ArgumentError("zones", f"{both}; each zone has its own, see zone_slots")
        taken[slot] = zone
        result[zone] = _tiers(blocks[slot])
    if not result:
        raise ArgumentError("zones", "is empty; name at least one zone")
    return result


def whole(cidr: str) -> Ranges:
    """The ranges of a network whose subnets span its zones."""
    return _tiers(parse(cidr))


def reserved(cidr: str, use: str) -> str:
    """The range of the one subnet of its own that `use` (a key of `RESERVED`) may have in a network with zonal subnets.

    It depends on the network's range alone. A second subnet for the same use must be given a range by a person.

    Raises:
        ArgumentError: a bad range, or one that is too narrow for this use.
    """
    slot, longest = RESERVED[use]
    block = list(parse(cidr).subnets(prefixlen_diff=3))[slot]
    free = list(block.subnets(prefixlen_diff=2))[-1]
    if free.prefixlen > longest:
        widest = longest - (free.prefixlen - parse(cidr).prefixlen)
        raise ArgumentError(
            "cidr",
            f"{cidr} leaves a /{free.prefixlen} for the {use}, which needs a /{longest}; a /{widest} is wide enough",
        )
    return str(free)


def _tiers(block: IPv4Network) -> Ranges:
    private, rest = block.subnets(prefixlen_diff=1)
    public = next(rest.subnets(prefixlen_diff=1))
    return Ranges(private=str(private), public=str(public))

"""The address plan's laws. Aws-cdk#5927: a zone was added, and every subnet changed its range."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stackwright_components.conventions import ArgumentError
from stackwright_components.network.addresses import RESERVED, SLOTS, by_zone, reserved, slot_of, whole

CIDRS = st.builds(
    lambda prefix, bits: str(IPv4Network((0x0A000000 | (bits & 0xFFFFFF), prefix), strict=False)),
    st.integers(8, 23),
    st.integers(0, 2**24 - 1),
)
REGIONS = st.sampled_from(["eu-west-1", "us-gov-east-1", "europe-west1-", "northamerica-northeast2-", "zone-"])
ZONES = st.builds(
    lambda region, letters: [f"{region}{letter}" for letter in letters],
    REGIONS,
    st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=SLOTS, unique=True),
) | st.lists(st.sampled_from("12345678"), min_size=1, max_size=SLOTS, unique=True)


@given(cidr=CIDRS, zones=ZONES, data=st.data())
def test_adding_zones_in_any_place_changes_no_existing_subnet(cidr: str, zones: list[str], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(zones), min_size=1, unique=True))
    before, after = by_zone(cidr, some), by_zone(cidr, zones)
    assert {zone: after[zone] for zone in some} == before


@given(cidr=CIDRS, zones=ZONES)
def test_subnets_lie_in_the_network_and_never_overlap(cidr: str, zones: list[str]) -> None:
    network = IPv4Network(cidr)
    subnets = [IPv4Network(it) for ranges in by_zone(cidr, zones).values() for it in (ranges.private, ranges.public)]
    assert all(subnet.subnet_of(network) for subnet in subnets)
    assert not any(one.overlaps(other) for one, other in combinations(subnets, 2))
    assert all(subnet.prefixlen <= 28 for subnet in subnets)


@given(cidr=CIDRS)
def test_regional_subnets_do_not_depend_on_zones_at_all(cidr: str) -> None:
    ranges = whole(cidr)
    assert not IPv4Network(ranges.private).overlaps(IPv4Network(ranges.public))


@given(cidr=CIDRS, zones=ZONES, use=st.sampled_from(sorted(RESERVED)))
def test_reserved_ranges_are_never_a_zones_nor_anothers(cidr: str, zones: list[str], use: str) -> None:
    assume(IPv4Network(cidr).prefixlen <= 22)
    mine = IPv4Network(reserved(cidr, use))
    taken = [it for ranges in by_zone(cidr, zones).values() for it in (ranges.private, ranges.public)]
    taken += [reserved(cidr, other) for other in RESERVED if other != use]
    assert mine.subnet_of(IPv4Network(cidr))
    assert not any(mine.overlaps(IPv4Network(it)) for it in taken)


def test_reserved_ranges_of_the_documentation() -> None:
    assert {use: reserved("10.10.0.0/16", use) for use in RESERVED} == {
        "database": "10.10.24.0/21",
        "web-service": "10.10.56.0/21",
        "gateway": "10.10.248.0/21",
    }


def test_a_network_too_narrow_for_a_reserved_range_says_how_wide_it_must_be() -> None:
    assert reserved("10.0.0.0/23", "database") == "10.0.0.48/28"
    with pytest.raises(ArgumentError, match=r"leaves a /28 for the gateway, which needs a /27; a /22 is wide enough"):
        reserved("10.0.0.0/23", "gateway")


@pytest.mark.parametrize(
    ("zone", "slot"),
    [
        ("eu-west-1a", 0),
        ("eu-west-1c", 2),
        ("us-west-2-lax-1a", 0),
        ("use1-az4", 3),
        ("europe-west1-b", 1),
        ("1", 0),
        ("3", 2),
        ("nova", 0),
        ("az2", 1),
        ("rack-12", None),
        ("frankfurt", None),
    ],
)
def test_a_zones_slot_comes_from_its_name(zone: str, slot: int | None) -> None:
    assert slot_of(zone) == slot


def test_the_plan_of_the_documentation() -> None:
    plan = by_zone("10.10.0.0/16", ["eu-west-1b", "eu-west-1a"])
    assert {zone: (it.private, it.public) for zone, it in plan.items()} == {
        "eu-west-1a": ("10.10.0.0/20", "10.10.16.0/21"),
        "eu-west-1b": ("10.10.32.0/20", "10.10.48.0/21"),
    }


@pytest.mark.parametrize(
    ("cidr", "zones", "slots", "message"),
    [
        ("10.0.0.0/24", ["1"], {}, "between /8 and /23"),
        ("10.0.0.1/16", ["1"], {}, "has host bits set"),
        ("10.0.0/16", ["1"], {}, "write it like 10.10.0.0/16"),
        ("fd00::/48", ["1"], {}, "write it like 10.10.0.0/16"),
        ("10.0.0.0/16", [], {}, "name at least one zone"),
        ("10.0.0.0/16", ["1", "1"], {}, "'1' is listed twice"),
        ("10.0.0.0/16", ["us-west-2a", "us-west-2-lax-1a"], {}, "share slot 0"),
        ("10.0.0.0/16", ["frankfurt"], {}, "'frankfurt' has no address slot"),
        ("10.0.0.0/16", ["frankfurt"], {"frankfurt": 8}, "'frankfurt' has no address slot"),
    ],
)
def test_what_cannot_be_planned_is_refused(cidr: str, zones: list[str], slots: dict[str, int], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        by_zone(cidr, zones, slots)


def test_zone_slots_settle_what_names_do_not_say() -> None:
    plan = by_zone("10.0.0.0/16", ["us-west-2a", "us-west-2-lax-1a"], {"us-west-2-lax-1a": 4})
    assert plan["us-west-2-lax-1a"].private == "10.0.128.0/20"

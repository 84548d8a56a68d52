"""Who everybody is, and which ports are open, however it is spelt."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stackwright_policies.addresses import is_internet, opened, ports


@pytest.mark.parametrize(
    "source",
    [
        "*",
        "Any",
        "Internet",
        "0.0.0.0/0",
        "::/0",
        "0.0.0.0",
        "::",
        "/0",
        "203.0.113.7/0",
        "128.0.0.0/1",
        "2000::/3",
        " * ",
    ],
)
def test_everybody(source: str) -> None:
    assert is_internet(source)


@pytest.mark.parametrize(
    "source",
    [
        "VirtualNetwork",
        "AzureLoadBalancer",
        "Storage.WestEurope",
        "10.0.0.0/8",
        "0.0.0.0/32",
        "203.0.113.7",
        "fd00::/8",
        "",
    ],
)
def test_somebody(source: str) -> None:
    assert not is_internet(source)


@given(st.ip_addresses(v=4), st.integers(2, 32))
def test_what_is_smaller_than_half_of_all_addresses_is_somebody(address: ipaddress.IPv4Address, length: int) -> None:
    assert not is_internet(str(ipaddress.ip_network(f"{address}/{length}", strict=False)))


@given(st.integers(0, 65535), st.integers(0, 65535), st.integers(0, 65535))
def test_a_range_opens_what_lies_in_it(first: int, last: int, port: int) -> None:
    assert opened([port], [ports(f"{first}-{last}")]) == ([port] if first <= port <= last else [])
    assert opened([port], [ports("*")]) == [port]
    assert opened([port], [ports("ssh")]) == []

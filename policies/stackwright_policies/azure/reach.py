"""Who reaches an Azure service over the network: a switch for the public endpoint, and a firewall behind it."""

from __future__ import annotations

import ipaddress
from typing import Final

from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

_CLOSED: Final = {"disabled", "securedbyperimeter", "false"}
_HALF: Final = 2**31
"""A range of half of all IPv4 addresses counts as the internet, as in `addresses.py`."""


def public(switch: View, default: str = "Enabled") -> bool:
    """Whether `publicNetworkAccess` leaves the public endpoint open."""
    return switch.text(default).strip().lower() not in _CLOSED


def open_to_all(service: View, firewall: str = "networkAcls") -> bool:
    """Whether the public endpoint is open and the firewall behind it lets in whom no rule is about."""
    return all_of(
        lambda: public(service.get("publicNetworkAccess")),
        lambda: service.get(firewall, "defaultAction").text("Allow").strip().lower() != "deny",
    )


def from_everywhere(rule: View) -> bool:
    """Whether the range of a database's firewall rule holds (nearly) every address."""
    return all_of(
        lambda: (_address(rule.get("endIpAddress")) or 0) >= _HALF - 1,
        lambda: (_address(rule.get("startIpAddress")) or 0) <= 2**32 - _HALF,
        lambda: _size(rule) >= _HALF,
    )


def from_azure(rule: View) -> bool:
    """Whether the rule is the one that stands for every address inside Azure, other customers' among them.

    https://learn.microsoft.com/azure/azure-sql/database/firewall-configure: from and to 0.0.0.0
    """
    return all_of(
        lambda: _address(rule.get("startIpAddress")) == 0,
        lambda: _address(rule.get("endIpAddress")) == 0,
    )


def _size(rule: View) -> int:
    """How many addresses its range holds; none, if an end of it is no address."""
    first, last = _address(rule.get("startIpAddress")), _address(rule.get("endIpAddress"))
    return 0 if first is None or last is None else last - first + 1


def _address(view: View) -> int | None:
    try:
        return int(ipaddress.IPv4Address(view.text().strip()))
    except ValueError:
        return None

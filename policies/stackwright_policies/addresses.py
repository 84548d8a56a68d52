"""Which sources are the whole internet, and which ports a rule of a firewall opens."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Final

SSH_AND_RDP: Final = (22, 3389)
SERVICES: Final = {
    23: "Telnet",
    135: "RPC",
    139: "NetBIOS",
    445: "SMB",
    1433: "SQL Server",
    1434: "SQL Server Browser",
    1521: "Oracle",
    2375: "Docker",
    2376: "Docker with TLS",
    2379: "etcd",
    3306: "MySQL",
    5432: "PostgreSQL",
    5601: "Kibana",
    5900: "VNC",
    5984: "CouchDB",
    5985: "WinRM",
    5986: "WinRM with TLS",
    6379: "Redis",
    6443: "Kubernetes",
    9042: "Cassandra",
    9200: "Elasticsearch",
    9300: "Elasticsearch, between nodes",
    10250: "kubelet",
    11211: "Memcached",
    27017: "MongoDB",
    27018: "MongoDB, of a shard",
}
"""Ports of databases, caches and the interfaces of machines, which nobody outside has to reach."""
_EVERYWHERE: Final = {"*", "any", "internet", "0.0.0.0", "::", "/0"}  # noqa: S104 - nothing is bound to it
"""Words of clouds for everybody; and the address of nobody, which is never a source: its author meant the range."""
_WIDEST: Final = {4: 1, 6: 3}
"""Prefix lengths up to which a range counts as the internet: two halves are as open as the whole, and 2000::/3 holds
all public IPv6 addresses."""

EVERY_PORT: Final = (0, 65535)
Ports = tuple[int, int]
"""The first and the last port of a range."""


def ports_setting(default: Sequence[int]) -> dict[str, object]:
    """The JSON Schema of a rule's setting: which ports."""
    return {
        "type": "array",
        "items": {"type": "integer", "minimum": 0, "maximum": 65535},
        "default": list(default),
        "description": "The ports that the internet must not reach.",
    }


def is_internet(source: str) -> bool:
    """Whether a CIDR, an address or one of the words that clouds have for it lets everybody in."""
    if source.strip().lower() in _EVERYWHERE:
        return True
    try:
        network = ipaddress.ip_network(source.strip(), strict=False)
    except ValueError:
        return False  # a service tag, or another group
    return network.prefixlen <= _WIDEST[network.version]


def ports(text: str) -> Ports:
    """`22`, `20-30` or `*` as a range; what is none of these opens nothing that can be named."""
    if text.strip() == "*":
        return EVERY_PORT
    first, _, last = text.partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        return 0, -1


def opened(wanted: Sequence[int], ranges: Iterable[Ports]) -> list[int]:
    """Those of the `wanted` ports that one of the ranges covers."""
    found = list(ranges)
    return [port for port in wanted if any(first <= port <= last for first, last in found)]


def listed(numbers: Sequence[int]) -> str:
    """`port 22`, `ports 22 and 3389`."""
    words = [str(number) for number in numbers]
    if len(words) == 1:
        return f"port {words[0]}"
    return f"ports {', '.join(words[:-1])} and {words[-1]}"

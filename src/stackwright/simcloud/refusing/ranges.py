"""Blocks of addresses, as inputs spell them."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from typing import TypeAlias

Block: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"


def blocks(values: Iterable[object]) -> Iterator[Block]:
    """Those of `values` that are blocks; what is none is for others to say."""
    for value in values:
        if isinstance(value, str):
            try:
                yield ipaddress.ip_network(value)
            except ValueError:
                continue


def inside(block: Block, wholes: Iterable[Block]) -> bool:
    """Whether it lies in one of `wholes`; true where none of them is of its version, since then nothing is known."""
    alike = [whole for whole in wholes if whole.version == block.version]
    return not alike or any(_within(block, whole) for whole in alike)


def _within(block: Block, whole: Block) -> bool:
    if isinstance(block, ipaddress.IPv4Network):
        return isinstance(whole, ipaddress.IPv4Network) and block.subnet_of(whole)
    return isinstance(whole, ipaddress.IPv6Network) and block.subnet_of(whole)


def conflict(block: Block, others: Iterable[Block]) -> Block | None:
    """The first that it overlaps."""
    return next((other for other in others if other.version == block.version and block.overlaps(other)), None)

"""Simulated clouds: Pulumi providers without a cloud.

    open_host(database, key)   a world's clouds, in this process
    serve(host)                the same over gRPC, for the official CLI: {package: port}
    calls(database)            every provider call that a world has seen
    find_by_urn(database, …)   what a URN created

What a type looks like is read from the installed SDKs (`catalogue`), what it contains comes from `curated` recipes or
is made up in the right shape (`values`), what a change does follows `rules`. `store` keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stackwright.simcloud.host import SimulatedHost, calls, find_by_urn, open_host
    from stackwright.simcloud.store import Call, Resource

__all__ = ["Call", "Resource", "SimulatedHost", "calls", "find_by_urn", "open_host", "serve"]


def __getattr__(name: str) -> object:
    """Loaded on first use: a command that only tells worker processes about the clouds has no use for them itself."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from stackwright.simcloud import host, store

    return getattr(store if name in {"Call", "Resource"} else host, name)


def serve(host: SimulatedHost, packages: Sequence[str] | None = None) -> dict[str, int]:
    """See `stackwright.simcloud.serving.serve`; gRPC is loaded only here."""
    from stackwright.simcloud.serving.serve import serve as start

    return start(host, packages)

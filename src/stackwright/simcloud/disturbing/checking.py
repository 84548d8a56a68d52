"""Refuses faults and latencies that could never happen: a misspelt type would be waited for in vain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase

from stackwright.errors import UsageError
from stackwright.simcloud.catalogue.sdk import catalogue, installed
from stackwright.simcloud.custom import custom_resource
from stackwright.simcloud.disturbing.model import CAN, Calls, Fault, Latency

_PATTERN = re.compile(r"[*?\[]")


def checked_fault(fault: Fault) -> Fault:
    """The fault, if it can happen.

    Raises:
        UsageError
    """
    method = fault.on.method
    if method != "any" and method not in CAN[fault.kind]:
        able = ", ".join(sorted(CAN[fault.kind]))
        raise UsageError(f"a fault '{fault.kind}' cannot befall {method}", hint=f"it can befall: {able}")
    if fault.nth < 1 or (fault.times is not None and fault.times < 1):
        raise UsageError("faults count calls from 1, and happen at least once")
    if fault.kind != "error" and fault.code:
        raise UsageError(f"a fault '{fault.kind}' has no error code", hint="use message")
    return replace(fault, on=_checked(fault.on))


def checked_latency(latency: Latency) -> Latency:
    """The latency, if there can be calls that have it.

    Raises:
        UsageError
    """
    if not 0 <= latency.low <= latency.high:
        raise UsageError(f"a latency of {latency.low:g} to {latency.high:g} seconds cannot be")
    return replace(latency, on=_checked(latency.on))


def _checked(calls: Calls) -> Calls:
    """`calls` with its package worked out from its type, so that nothing is asked of an SDK for each call."""
    package, _, rest = calls.type.partition(":")
    if not rest:
        if not _PATTERN.search(calls.type):
            raise UsageError(f"'{calls.type}' is no resource type", hint="a type is such as aws:s3/bucket:Bucket")
        package = calls.package
    elif calls.package not in ("*", package):
        raise UsageError(f"type {calls.type} is not of package {calls.package}")
    if _PATTERN.search(package):
        return calls
    if not installed(package):
        raise UsageError(f"no SDK of a package '{package}' is installed here", hint=f"pip install pulumi-{package}")
    if rest:
        _known(calls, package)
    return replace(calls, package=package)


def _known(calls: Calls, package: str) -> None:
    """
    Raises:
        UsageError: the package has neither a resource type nor a function like it.
    """
    types = catalogue(package)
    if _PATTERN.search(calls.type):
        known = types.tokens()
        found = any(fnmatchcase(token, calls.type) for token in known) or calls.method == "invoke"
        found = found or package == "kubernetes"  # custom resources are on no list
    else:
        known = types.tokens()
        found = bool(types.resource(calls.type) or custom_resource(calls.type) or types.function(calls.type))
    if not found:
        raise UsageError(f"{package} has no type {calls.type}", hint=_near(calls.type, known))


def _near(token: str, known: Sequence[str]) -> str:
    """Those that are called alike, whatever their module."""
    kinds = {item.rpartition(":")[2].lower(): item for item in known}
    near = get_close_matches(token.rpartition(":")[2].lower(), kinds, n=3)
    return (
        "did you mean " + " or ".join(kinds[item] for item in near) + "?" if near else "its SDK decides what there is"
    )

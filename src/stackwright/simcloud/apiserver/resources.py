"""Requests and limits. Source: `ValidateResourceRequirements` in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, quantities
from stackwright.simcloud.apiserver.field import Field

_OF_CONTAINERS: Final = frozenset({"cpu", "memory", "ephemeral-storage"})
_STANDARD: Final = _OF_CONTAINERS | {
    *("storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage"),
    *("limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods", "services", "replicationcontrollers"),
    *("resourcequotas", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports"),
    "services.loadbalancers",
}
"""Resources that need no domain in front."""
_HUGE: Final = "hugepages-"


def standard(name: str) -> bool:
    return name in _STANDARD or name.startswith((_HUGE, f"requests.{_HUGE}"))


def extended(name: str) -> bool:
    """Whether somebody's device plugin gives it, which gives only whole ones: `nvidia.com/gpu`."""
    return "/" in name and "kubernetes.io/" not in name and not name.startswith("requests.")


def check_name(quantity: Field, name: str) -> None:
    """The name of any resource."""
    wrong = forms.qualified(name)
    quantity.fits(lambda _: wrong, value=name)
    if not wrong and "/" not in name and not standard(name):
        quantity.invalid("must be a standard resource type or fully qualified", name)


def check_quantity(quantity: Field, name: str) -> None:
    amount = quantities.parse(quantity.value)
    if amount is None:
        return
    if amount < 0:
        quantity.invalid("must be greater than or equal to 0", quantities.canonical(quantity.value))
    if (extended(name) or name == "pods" or name.startswith("count/")) and amount % 1:
        quantity.invalid("must be an integer", quantities.canonical(quantity.value))


def check_container(resources: Field) -> None:
    """What a container requests, and may have."""
    limits, requests = resources.at("limits"), resources.at("requests")
    huge = plain = False
    for name in limits.keys:
        _check_one(limits.key(name), name)
        huge |= name.startswith(_HUGE)
        plain |= name in {"cpu", "memory"}
    for name in sorted({*requests.keys, *limits.keys}):
        # what is not requested is what is the limit
        _check_one((requests if requests.key(name).there else limits).key(name).named(requests.key(name).path), name)
        if requests.key(name).there:
            _compare(requests, limits, name)
        huge |= name.startswith(_HUGE)
        plain |= name in {"cpu", "memory"}
    if huge and not plain:
        resources.forbidden("HugePages require cpu or memory")


def _check_one(quantity: Field, name: str) -> None:
    check_name(quantity, name)
    if "/" not in name and name not in _OF_CONTAINERS and not name.startswith(_HUGE):
        quantity.invalid("must be a standard resource for containers", name)
    check_quantity(quantity, name)


def _compare(requests: Field, limits: Field, name: str) -> None:
    asked, limit = quantities.parse(requests.key(name).value), quantities.parse(limits.key(name).value)
    if asked is None:
        return
    said = quantities.canonical(requests.key(name).value)
    fixed = extended(name) or name.startswith(_HUGE)
    if limit is None:
        if fixed:
            limits.required("Limit must be set for non overcommitable resources")
    elif fixed and asked != limit:
        requests.invalid(f"must be equal to {name} limit of {quantities.canonical(limits.key(name).value)}", said)
    elif asked > limit:
        most = quantities.canonical(limits.key(name).value)
        requests.invalid(f"must be less than or equal to {name} limit of {most}", said)

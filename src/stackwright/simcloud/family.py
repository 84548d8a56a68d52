"""The three families of providers, and how they differ in what an engine can see of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """`defaults`: checked inputs carry `__defaults`. `input_diff`: a detailed diff compares inputs with inputs.

    `state_diff`: Diff compares the new inputs with what the cloud has, so that drift shows without a refresh of inputs.
    `unique_ids`: an id is made of names, so that a second resource of the same name is refused.
    `deletes_first`: every replacement deletes before it creates.
    """

    name: str
    defaults: bool = False
    input_diff: bool = False
    state_diff: bool = False
    unique_ids: bool = False
    deletes_first: bool = False


BRIDGED = Family(name="bridged", defaults=True, state_diff=True)
"""pulumi-terraform-bridge: aws, gcp, openstack, random and most others."""
BRIDGED_BY_NAME = Family(name="bridged", defaults=True, state_diff=True, unique_ids=True)
AZURE = Family(name="azure-native", input_diff=True, unique_ids=True, deletes_first=True)
KUBERNETES = Family(name="kubernetes", input_diff=True, unique_ids=True)
_FAMILIES = {"azure-native": AZURE, "kubernetes": KUBERNETES, "gcp": BRIDGED_BY_NAME}


_SHARED = ("Patch", "IAMMember", "IAMBinding", "IAMPolicy", "projects/service:Service")


def exclusive(token: str) -> bool:
    """Whether an id made of names can be had only once. Grants, enabled services and Kubernetes patches say what shall
    be, and may say it twice.
    """
    return family(token.partition(":")[0]).unique_ids and not token.endswith(_SHARED)


def family(package: str) -> Family:
    return _FAMILIES.get(package, BRIDGED)

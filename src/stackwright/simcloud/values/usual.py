"""What ids of widely used providers look like, where nothing is said of a type (documentation of their APIs)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import ascii_letters, ascii_lowercase, digits
from typing import Final, TypeAlias

from stackwright.simcloud.values.subject import Subject

Form: TypeAlias = Callable[[Subject, str], str]

NAMED: Final = frozenset({"kafka", "mysql", "postgresql", "rabbitmq", "snowflake", "vault"})
"""Providers whose things are known by their names."""

ELSEWHERE: Final = frozenset({"vsphere"})
"""Providers that import things by where they are, which is not their id."""


def _uuid(it: Subject, salt: str) -> str:
    return it.seed.uuid(salt)


def number(it: Subject, salt: str) -> str:
    """Eight digits."""
    return it.seed.digits(8, salt)


def _ocid(it: Subject, salt: str) -> str:
    """An Oracle Cloud Identifier (https://docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm)."""
    return f"ocid1.{it.kind.lower()}.oc1..{it.seed.text(60, ascii_lowercase + digits, salt)}"


_OBJECTS = {
    "ComputeCluster": "domain-c",
    "Datacenter": "datacenter-",
    "Datastore": "datastore-",
    "DistributedPortGroup": "dvportgroup-",
    "Folder": "group-v",
    "Host": "host-",
    "Network": "network-",
    "ResourcePool": "resgroup-",
}
"""How managed object ids begin (VMware vSphere Web Services API, ManagedObjectReference)."""


def _vsphere(it: Subject, salt: str) -> str:
    beginning = _OBJECTS.get(it.kind.removeprefix("get"))
    return f"{beginning}{it.seed.digits(4, salt)}" if beginning and salt == "id" else it.seed.uuid(salt)


def _hex(length: int) -> Form:
    return lambda it, salt: it.seed.hex(length, salt)


def _mixed(length: int, prefix: str = "") -> Form:
    return lambda it, salt: prefix + it.seed.text(length - len(prefix), ascii_letters + digits, salt)


USUAL: Final[Mapping[str, Form]] = {
    "alicloud": lambda it, salt: f"{it.kind.lower()[:3]}-{it.seed.text(20, ascii_lowercase + digits, salt)}",
    "azure": _uuid,
    "azuread": _uuid,
    "cloudflare": _hex(32),
    "digitalocean": _uuid,
    "fastly": _mixed(22),
    "github": number,
    "gitlab": number,
    "hcloud": number,
    "keycloak": _uuid,
    "linode": number,
    "mongodbatlas": _hex(24),
    "newrelic": number,
    "oci": _ocid,
    "okta": _mixed(20, "00"),
    "vault": _uuid,
    "vsphere": _vsphere,
}

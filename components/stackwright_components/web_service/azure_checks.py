"""What Container Apps cannot do, said by argument: at once of what is known, else when it is."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from stackwright_components.azure_names import segment
from stackwright_components.conventions import ArgumentError
from stackwright_components.network.addresses import reserved
from stackwright_components.web_service.interface import Settings

_WIDEST: Final = 4096
"""CPU units that the consumption profile gives a replica, each with two MiB.

https://learn.microsoft.com/azure/container-apps/containers#allocations
"""


def check(settings: Settings) -> None:
    """Check what is known already, before anything is registered.

    Raises:
        ArgumentError: naming the argument.
    """
    if isinstance(settings.cpu, int) and isinstance(settings.memory, int):
        fitting_size(settings.cpu, settings.memory)
    if isinstance(settings.image, str) and isinstance(settings.architecture, str):
        runnable_image(settings.image, settings.architecture, settings.registry_id is not None)
    if isinstance(settings.nat_gateway_ids, Mapping):
        way_out(settings.nat_gateway_ids)
    if isinstance(settings.network_cidr, str) and settings.subnet_cidr is None:
        reserved(settings.network_cidr, "web-service")
    if settings.domain is not None and isinstance(settings.zone_id, str):
        relative_name(settings.domain, zone_name(settings.zone_id))
    vaults = [vault for vault in settings.secret_vault_ids if isinstance(vault, str)]
    if len(vaults) == len(settings.secret_vault_ids):
        for url in settings.secret_references.values():
            if isinstance(url, str):
                secret_id(url, vaults)


def fitting_size(cpu: float, memory: float) -> tuple[float, float]:
    """CPU units and MiB, if Container Apps has that combination."""
    if cpu > _WIDEST:
        raise ArgumentError("cpu", f"{cpu:g} is more than the {_WIDEST} that Container Apps gives a replica")
    if memory != 2 * cpu:
        raise ArgumentError("memory", f"with {cpu:g} CPU units Container Apps gives {2 * cpu:g} MiB, no {memory:g}")
    return cpu, memory


def runnable_image(image: str, architecture: str, registry: bool) -> str:
    """The image, if it can be run and pulled. `registry`: the service may pull from the one that it is in."""
    if architecture != "X86_64":
        raise ArgumentError("architecture", f"Container Apps runs X86_64 images, not {architecture}")
    if not registry and image.partition("/")[0].endswith(".azurecr.io"):
        raise ArgumentError("registry_id", f"name the registry of {image}, so that the service may pull from it")
    return image


def way_out(by_zone: Mapping[str, str]) -> str:
    """The first zone's NAT gateway: a subnet has one, and a NAT gateway stands in one zone."""
    if not by_zone:
        raise ArgumentError("nat_gateway_ids", "there are none; the image is pulled through the network's NAT gateway")
    return by_zone[min(by_zone)]


def zone_name(zone_id: str) -> str:
    """`example.com` of an Azure DNS zone's resource id."""
    try:
        return segment(zone_id, "dnszones")
    except ValueError as error:
        raise ArgumentError(
            "zone_id", f"{zone_id!r} is no Azure DNS zone; give its resource id, /subscriptions/…/dnszones/<zone>"
        ) from error


def relative_name(domain: str, zone: str) -> str:
    """`shop` for `shop.example.com` in the zone `example.com`; empty for the zone's own name."""
    if domain.lower() == zone.lower():
        return ""
    if not domain.lower().endswith(f".{zone.lower()}"):
        raise ArgumentError("zone_id", f"{domain} is not in the zone {zone}")
    return domain[: -len(zone) - 1]


def secret_id(url: str, vaults: Sequence[str]) -> str:
    """The resource id of `https://<vault>.vault.azure.net/secrets/<name>[/<version>]`, given its vault's."""
    parts = urlsplit(url)
    path = parts.path.strip("/").split("/")
    if parts.scheme != "https" or path[0] != "secrets" or len(path) not in (2, 3):
        raise ArgumentError(
            "secret_references",
            f"{url!r} is no secret of a vault; write https://<vault>.vault.azure.net/secrets/<name>",
        )
    host = (parts.hostname or "").split(".")[0]
    for vault_id in vaults:
        if segment(vault_id, "vaults").lower() == host:
            return f"{vault_id}/secrets/{path[1]}"
    raise ArgumentError("secret_vault_ids", f"none of them is the vault {host!r} that secret_references name")

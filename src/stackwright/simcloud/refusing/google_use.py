"""What Google does not delete, because something else uses it, it is not empty, or it is protected.

References to what was deleted are refused, too; a project may hold anything else that was never made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright.simcloud.protection import GOOGLE, protection_of
from stackwright.simcloud.refusing.google_network import path, same
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World, texts_at
from stackwright.simcloud.values.subject import Subject

_COMPUTE: Final = "gcp:compute/"
_INSTANCES: Final = ("gcp:compute/instance:Instance",)
_PROXIES: Final = (
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
    "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
)
_FORWARDING: Final = (
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    "gcp:compute/forwardingRule:ForwardingRule",
)
_BACKENDS: Final = (
    "gcp:compute/backendService:BackendService",
    "gcp:compute/regionBackendService:RegionBackendService",
)
_MANAGERS: Final = (
    "gcp:compute/instanceGroupManager:InstanceGroupManager",
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
)
_BUCKET: Final = "gcp:storage/bucket:Bucket"


@dataclass(frozen=True, slots=True)
class Use:
    """How Google calls it; which types use it, and where they say so."""

    noun: str
    users: tuple[str, ...]
    paths: tuple[str, ...]


_TEMPLATE: Final = Use("instance_template", _MANAGERS, ("versions.instanceTemplate",))
_CHECK: Final = Use("health_check", (*_BACKENDS, *_MANAGERS), ("healthChecks", "autoHealingPolicies.healthCheck"))
_BACKEND: Final = Use(
    "backend_service",
    ("gcp:compute/uRLMap:URLMap", "gcp:compute/regionUrlMap:RegionUrlMap", *_FORWARDING),
    ("defaultService", "pathMatchers.defaultService", "pathMatchers.pathRules.service", "backendService"),
)
_PROXY: Final = Use("target_http_proxy", _FORWARDING, ("target",))
_GROUP: Final = Use("instance_group_manager", _BACKENDS, ("backends.group",))
USES: Final[Mapping[str, Use]] = {
    "gcp:compute/network:Network": Use(
        "network",
        (
            "gcp:compute/subnetwork:Subnetwork",
            "gcp:compute/firewall:Firewall",
            "gcp:compute/router:Router",
            "gcp:compute/route:Route",
            "gcp:compute/haVpnGateway:HaVpnGateway",
            *_INSTANCES,
        ),
        ("network", "networkInterfaces.network"),
    ),
    "gcp:compute/subnetwork:Subnetwork": Use(
        "subnetwork",
        (*_INSTANCES, *_FORWARDING, "gcp:compute/address:Address", "gcp:container/cluster:Cluster"),
        ("subnetwork", "networkInterfaces.subnetwork"),
    ),
    "gcp:compute/disk:Disk": Use("disk", _INSTANCES, ("bootDisk.source", "attachedDisks.source")),
    "gcp:compute/instanceTemplate:InstanceTemplate": _TEMPLATE,
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate": _TEMPLATE,
    "gcp:compute/healthCheck:HealthCheck": _CHECK,
    "gcp:compute/regionHealthCheck:RegionHealthCheck": _CHECK,
    "gcp:compute/backendService:BackendService": _BACKEND,
    "gcp:compute/regionBackendService:RegionBackendService": _BACKEND,
    "gcp:compute/uRLMap:URLMap": Use("url_map", _PROXIES, ("urlMap",)),
    "gcp:compute/regionUrlMap:RegionUrlMap": Use("url_map", _PROXIES, ("urlMap",)),
    **dict.fromkeys(_PROXIES, _PROXY),
    **dict.fromkeys(_MANAGERS, _GROUP),
    "gcp:compute/managedSslCertificate:ManagedSslCertificate": Use("ssl_certificate", _PROXIES, ("sslCertificates",)),
    "gcp:compute/sSLCertificate:SSLCertificate": Use("ssl_certificate", _PROXIES, ("sslCertificates",)),
    "gcp:compute/router:Router": Use("router", ("gcp:compute/vPNTunnel:VPNTunnel",), ("router",)),
    "gcp:compute/securityPolicy:SecurityPolicy": Use("security_policy", _BACKENDS, ("securityPolicy",)),
}
"""What Compute Engine keeps while it is used."""


def _in_use(it: Subject, world: World) -> str | None:
    use = USES[it.token]
    own = {path(it.id), path(str(it.other(it.id).get("selfLink") or it.id))}
    if it.kind.endswith("InstanceGroupManager"):
        own = {path(str(it.other(it.id).get("instanceGroup") or it.id))}
    for thing in world.of(*use.users):
        if any(same(found, mine) for found in texts_at(thing.values, *use.paths) for mine in own if "/" in found):
            return (
                f"googleapi: Error 400: The {use.noun} resource '{path(it.id)}' is already being used by"
                f" '{path(thing.id)}', resourceInUseByAnotherResource"
            )
    return None


def _address_in_use(it: Subject, world: World) -> str | None:
    """Users of an address say it as such, or its path."""
    address = it.other(it.id).get("address")
    users = world.of(*_FORWARDING, *_INSTANCES)
    for thing in users:
        named = texts_at(
            thing.values, "ipAddress", "networkInterfaces.accessConfigs.natIp", "networkInterfaces.networkIp"
        )
        if any(found == address or ("/" in found and same(found, it.id)) for found in named):
            return (
                f"googleapi: Error 400: The address resource '{path(it.id)}' is already being used by"
                f" '{path(thing.id)}', resourceInUseByAnotherResource"
            )
    return None


_NAMED: Final = (
    *("network", "subnetwork", "networkInterfaces.network", "networkInterfaces.subnetwork", "router"),
    *("urlMap", "target", "defaultService", "backendService", "healthChecks", "sslCertificates"),
    *("versions.instanceTemplate", "bootDisk.source", "attachedDisks.source"),
)


def _deleted(it: Subject, world: World) -> Iterator[str]:
    for found in texts_at(it.inputs, *_NAMED):
        if "/" in found and world.gone(path(found)):
            yield path(found)


def _reference(it: Subject, world: World) -> str | None:
    if not it.token.startswith((_COMPUTE, "gcp:container/")):
        return None
    for missing in _deleted(it, world):
        return f"googleapi: Error 404: The resource '{missing}' was not found, notFound"
    return None


def _bucket(it: Subject, world: World) -> str | None:
    objects = world.of("gcp:storage/bucketObject:BucketObject")
    if it.inputs.get("forceDestroy") is True or not any(thing.text("bucket") == it.id for thing in objects):
        return None
    return f"Error trying to delete bucket {it.id} containing objects without `force_destroy` set to true"


def _protected(it: Subject, _world: World) -> str | None:
    found = protection_of(it.token, it.inputs)
    return found.words.format(id=it.id) if found else None


IN_USE = Kind(
    "gcp-in-use",
    "networks, subnetworks, addresses, disks, templates, health checks and parts of load balancers go when nothing uses"
    " them",
    "https://cloud.google.com/compute/docs/api/how-tos/error-handling",
    "delete what uses it first, or point that elsewhere",
)
REFERENCE = Kind(
    "gcp-reference",
    "nothing refers to what was deleted",
    "https://cloud.google.com/compute/docs/api/how-tos/error-handling",
    "refer to what stands",
)
NOT_EMPTY = Kind(
    "gcp-bucket-not-empty",
    "a bucket with objects goes only with forceDestroy",
    "https://cloud.google.com/storage/docs/deleting-buckets",
    "delete its objects first, or say forceDestroy",
)
PROTECTION = Kind(
    "gcp-protected",
    "what has deletion protection, as clusters and databases have by default, is not deleted (a rehearsal lifts it"
    " before its last destroy, and says so)",
    "https://www.pulumi.com/registry/packages/gcp/api-docs/container/cluster/",
    "take its deletion protection away in an update of its own, first",
)
RULES: Final[Sequence[Rule]] = (
    rule(IN_USE, "delete", USES, _in_use),
    rule(
        IN_USE,
        "delete",
        ("gcp:compute/address:Address", "gcp:compute/globalAddress:GlobalAddress"),
        _address_in_use,
    ),
    rule(REFERENCE, "change", "gcp", _reference),
    rule(NOT_EMPTY, "delete", _BUCKET, _bucket),
    rule(PROTECTION, "delete", GOOGLE, _protected),
)

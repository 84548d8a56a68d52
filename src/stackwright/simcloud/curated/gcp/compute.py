"""Compute Engine: networks and addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

LINK = "https://www.googleapis.com/compute/v1/"
_NAT = "{project}/{region}/{in:router}/{in:name}"


def one(path: str, **outputs: Part) -> Recipe:
    """A type whose id is `projects/<project>/<path>` and whose self link is the same as a URL."""
    return Recipe(
        id=f"projects/{{project}}/{path}",
        outputs={"selfLink": f"{LINK}{{id}}", **outputs},
    )


def _gateway(it: Subject) -> str:
    """The first address of the subnetwork."""
    try:
        return str(ipaddress.ip_network(it.text("ipCidrRange"), strict=False)[1])
    except (ValueError, IndexError):
        return ""


def region_of(it: Subject) -> str:
    """The region of what may have a zone, else of the provider."""
    zone = it.text("zone") or ("" if it.inputs.get("region") else it.identity.zone)
    return it.text("region").rpartition("/")[2] or zone.rpartition("-")[0] or it.identity.region


def subnetwork_of(it: Subject, subnetwork: str, region: str) -> Properties:
    """The outputs of a subnetwork, which may be given by its id, its self link, or its name in `region`."""
    if subnetwork and "/" not in subnetwork:
        subnetwork = f"projects/{it.identity.project}/regions/{region}/subnetworks/{subnetwork}"
    return it.other(subnetwork.removeprefix(LINK))


def address_in(it: Subject, cidr: str, salt: str) -> str:
    """The first address of a subnetwork is its gateway's; Google keeps the last two."""
    try:
        network = ipaddress.ip_network(cidr)
        return str(network[it.seed.between(2, min(network.num_addresses - 3, 250), salt)])
    except (ValueError, IndexError):
        return guess.private_ip(it, salt)


def _inside(it: Subject) -> str:
    """An address of the subnetwork that is named."""
    there = subnetwork_of(it, it.text("subnetwork"), region_of(it))
    return address_in(it, str(there.get("ipCidrRange")), "")


def _address(it: Subject) -> str:
    return _inside(it) if it.text("addressType") == "INTERNAL" else guess.public_ip(it, "")


def _front(it: Subject) -> str:
    """What a rule is reached at: an address of its subnetwork where its load balancer is an internal one."""
    return _inside(it) if it.text("loadBalancingScheme").startswith("INTERNAL") else guess.public_ip(it, "")


def _service_name(it: Subject) -> str | None:
    """https://cloud.google.com/load-balancing/docs/dns-names: of internal rules with a label."""
    label = it.text("serviceLabel")
    where = f"{it.text('name')}.il4.{region_of(it)}.lb.{it.text('project') or it.identity.project}.internal"
    return f"{label}.{where}" if label else None


TYPES: Mapping[str, Recipe] = {
    "gcp:compute/network:Network": one(
        "global/networks/{in:name}",
        gatewayIpv4="",
        networkId=lambda it: int(it.seed.digits(15)),
        numericId="{digits:19}",
        routingMode="REGIONAL",
        mtu=1460,
        autoCreateSubnetworks=True,
        internalIpv6Range="",
    ),
    "gcp:compute/subnetwork:Subnetwork": one(
        "regions/{region}/subnetworks/{in:name}",
        gatewayAddress=_gateway,
        fingerprint="{hex:11:fingerprint}=",
        purpose="PRIVATE",
        stackType="IPV4_ONLY",
        subnetworkId=lambda it: int(it.seed.digits(15)),
        ipv6CidrRange="",
        internalIpv6Prefix="",
        externalIpv6Prefix="",
        ipv6GceEndpoint="",
        state="READY",
        privateIpv6GoogleAccess="DISABLE_GOOGLE_ACCESS",
        region="{region}",
    ),
    "gcp:compute/router:Router": one("regions/{region}/routers/{in:name}", region="{region}"),
    "gcp:compute/routerNat:RouterNat": Recipe(
        id=_NAT,
        outputs={
            "region": "{region}",
            "autoNetworkTier": "PREMIUM",
            "endpointTypes": ["ENDPOINT_TYPE_VM"],
            "minPortsPerVm": 64,
        },
    ),
    "gcp:compute/firewall:Firewall": one(
        "global/firewalls/{in:name}", direction="INGRESS", priority=1000, destinationRanges=[]
    ),
    "gcp:compute/address:Address": one(
        "regions/{region}/addresses/{in:name}",
        address=_address,
        networkTier="PREMIUM",
        purpose="",
        subnetwork="",
        prefixLength=0,
        users=[],
        labelFingerprint="{hex:11:labels}=",
        region="{region}",
    ),
    "gcp:compute/globalAddress:GlobalAddress": one(
        "global/addresses/{in:name}", address=_address, labelFingerprint="{hex:11:labels}=", prefixLength=0
    ),
    "gcp:compute/route:Route": one("global/routes/{in:name}", nextHopNetwork="", priority=1000),
    "gcp:compute/vPNTunnel:VPNTunnel": one(
        "regions/{region}/vpnTunnels/{in:name}",
        detailedStatus="Tunnel is up and running.",
        tunnelId="{digits:19}",
        sharedSecretHash="{hex:40:hash}",
        region="{region}",
    ),
    "gcp:compute/haVpnGateway:HaVpnGateway": one(
        "regions/{region}/vpnGateways/{in:name}",
        region="{region}",
        vpnInterfaces=[{"id": 0, "ipAddress": "{ip:0}"}, {"id": 1, "ipAddress": "{ip:1}"}],
    ),
    "gcp:compute/vPNGateway:VPNGateway": one(
        "regions/{region}/targetVpnGateways/{in:name}", region="{region}", gatewayId=lambda it: int(it.seed.digits(15))
    ),
    "gcp:compute/forwardingRule:ForwardingRule": one(
        "regions/{region}/forwardingRules/{in:name}",
        region="{region}",
        loadBalancingScheme="EXTERNAL",
        networkTier="PREMIUM",
        ipAddress=_front,
        serviceName=_service_name,
        forwardingRuleId=lambda it: int(it.seed.digits(15)),
        labelFingerprint="{hex:11:labels}=",
    ),
    "gcp:compute/interconnectAttachment:InterconnectAttachment": one(
        "regions/{region}/interconnectAttachments/{in:name}",
        pairingKey=lambda it: f"{it.seed.uuid('pairing')}/{region_of(it)}/1" if it.text("type") == "PARTNER" else "",
        state="PENDING_PARTNER",
        region="{region}",
    ),
    "gcp:compute/routerInterface:RouterInterface": Recipe(id="{region}/{in:router}/{in:name}"),
    "gcp:compute/routerPeer:RouterPeer": Recipe(
        id="projects/{project}/regions/{region}/routers/{in:router}/{in:name}",
        outputs={"managementType": "MANAGED_BY_USER", "enableIpv4": True, "region": "{region}"},
    ),
    "gcp:compute/externalVpnGateway:ExternalVpnGateway": one("global/externalVpnGateways/{in:name}"),
}

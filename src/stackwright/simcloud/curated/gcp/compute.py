"""Compute Engine: networks and addresses."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject

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


def _address(it: Subject) -> str:
    internal = it.text("addressType") == "INTERNAL"
    return guess.private_ip(it, "") if internal else guess.public_ip(it, "")


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
        labelFingerprint="{hex:11:labels}=",
    ),
    "gcp:compute/routerInterface:RouterInterface": Recipe(id="{region}/{in:router}/{in:name}"),
    "gcp:compute/routerPeer:RouterPeer": Recipe(
        id="projects/{project}/regions/{region}/routers/{in:router}/{in:name}",
        outputs={"managementType": "MANAGED_BY_USER", "enableIpv4": True, "region": "{region}"},
    ),
    "gcp:compute/externalVpnGateway:ExternalVpnGateway": one("global/externalVpnGateways/{in:name}"),
}

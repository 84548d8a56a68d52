"""What OpenStack cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import GUESS, Rule, Table, rules, spread

_SHARED_SOURCE = f"{GUESS}as of most OpenStack resources"
_UPDATE = "OpenStack {} API reference, {}: the request has no such parameter"
_SOURCES = spread(
    {
        "openstack:networking/subnet:Subnet": (
            "networkId cidr ipVersion ipv6AddressMode ipv6RaMode subnetpoolId",
            _UPDATE.format("Networking", "Update subnet"),
        ),
        "openstack:networking/floatingIp:FloatingIp": (
            "pool address subnetId",
            _UPDATE.format("Networking", "Update floating IP"),
        ),
        "openstack:compute/instance:Instance": ("schedulerHints", _UPDATE.format("Compute", "Update server")),
        "openstack:compute/keypair:Keypair": (
            "name publicKey userId",
            "OpenStack Compute API reference, Keypairs: there is no request that updates one",
        ),
    }
)
"""What is not here, nor in the SDK's documentation, is a guess."""
_SHARED = ("region", "tenantId", "valueSpecs")
TABLE: Table = {
    "openstack:networking/network:Network": "availabilityZoneHints segments transparentVlan",
    "openstack:networking/subnet:Subnet": "networkId cidr ipVersion ipv6AddressMode ipv6RaMode prefixLength"
    " subnetpoolId",
    "openstack:networking/router:Router": "availabilityZoneHints distributed",
    "openstack:networking/routerInterface:RouterInterface": "routerId subnetId portId",
    "openstack:networking/port:Port": "networkId macAddress",
    "openstack:networking/secGroup:SecGroup": "deleteDefaultRules",
    "openstack:networking/secGroupRule:SecGroupRule": "direction ethertype portRangeMin portRangeMax protocol"
    " remoteGroupId remoteIpPrefix remoteAddressGroupId securityGroupId description",
    "openstack:networking/floatingIp:FloatingIp": "pool address subnetId",
    "openstack:compute/instance:Instance": "availabilityZone userData keyPair networks schedulerHints configDrive",
    "openstack:compute/keypair:Keypair": "name publicKey userId",
    "openstack:compute/volumeAttach:VolumeAttach": "instanceId volumeId device multiattach",
    "openstack:blockstorage/volume:Volume": "availabilityZone imageId snapshotId sourceVolId",
    "openstack:vpnaas/siteConnection:SiteConnection": "vpnserviceId localEpGroupId",
    "openstack:vpnaas/service:Service": "routerId subnetId",
    "openstack:loadbalancer/loadBalancer:LoadBalancer": "vipSubnetId vipNetworkId vipPortId flavorId"
    " availabilityZone loadbalancerProvider",
    "openstack:loadbalancer/listener:Listener": "protocol protocolPort loadbalancerId",
}


def known(token: str) -> list[Rule]:
    kind = catalogue("openstack").resource(token)
    shared = [Rule(name, _SHARED_SOURCE) for name in _SHARED if kind and name in kind.inputs]
    return shared + rules(TABLE, token, _SOURCES)

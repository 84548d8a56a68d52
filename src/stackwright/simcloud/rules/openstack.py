"""What OpenStack cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.rules.model import Rule, Table, rules

SOURCE = "OpenStack API reference: the field is not accepted by the resource's update request"
_SHARED = ("region", "tenantId", "valueSpecs")
TABLE: Table = {
    "openstack:networking/network:Network": "availabilityZoneHints segments transparentVlan mtu",
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
    shared = [Rule(name, SOURCE) for name in _SHARED if kind and name in kind.inputs]
    return shared + rules(TABLE, token, SOURCE)

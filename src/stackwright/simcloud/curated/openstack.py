"""OpenStack. Outputs: OpenStack API references and the provider's documentation; ids are UUIDs."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_MAC = "fa:16:3e:{hex:2:mac1}:{hex:2:mac2}:{hex:2:mac3}"


def _one(**outputs: Part) -> Recipe:
    return Recipe(id="{uuid}", outputs=outputs)


def _hosts(it: Subject) -> list[str]:
    """The first and the last address that a subnet can give, or nothing for what is no block."""
    try:
        network = ipaddress.ip_network(it.text("cidr"), strict=False)
    except ValueError:
        return []
    return [str(network[1]), str(network[2]), str(network[-2])] if network.num_addresses > 4 else []


def _gateway(it: Subject) -> str:
    hosts = _hosts(it)
    return hosts[0] if hosts and not it.inputs.get("noGateway") else ""


def _pools(it: Subject) -> Value:
    hosts = _hosts(it)
    return [{"start": hosts[1], "end": hosts[2]}] if hosts else []


def _addresses(it: Subject) -> Value:
    """The addresses that were asked for, else one of the network's."""
    given = [item.get("ipAddress") for item in it.items("fixedIps") if isinstance(item, dict)]
    return [address for address in given if address] or [f"10.0.0.{it.seed.between(4, 250)}"]


def _external(it: Subject) -> Value:
    network = it.text("externalNetworkId")
    if not network:
        return []
    return [{"subnetId": it.seed.uuid("external"), "ipAddress": f"203.0.113.{it.seed.between(2, 254)}"}]


def _address(it: Subject) -> str:
    return f"10.0.0.{it.seed.between(4, 250)}"


_KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\n{hex:64:private}\n-----END OPENSSH PRIVATE KEY-----\n"

TYPES: Mapping[str, Recipe] = {
    "openstack:networking/network:Network": _one(
        adminStateUp=True, external=False, shared=False, mtu=1450, portSecurityEnabled=True, dnsDomain=""
    ),
    "openstack:networking/subnet:Subnet": _one(
        gatewayIp=_gateway, allocationPools=_pools, enableDhcp=True, ipVersion=4, dnsPublishFixedIp=False
    ),
    "openstack:networking/router:Router": _one(
        adminStateUp=True, distributed=False, enableSnat=True, externalFixedIps=_external, externalNetworkId=""
    ),
    "openstack:networking/routerInterface:RouterInterface": Recipe(id="{uuid}", outputs={"portId": "{id}"}),
    "openstack:networking/routerRoute:RouterRoute": Recipe(
        id="{in:routerId}-route-{in:destinationCidr}-{in:nextHop}", outputs={"region": "{region}"}
    ),
    "openstack:networking/port:Port": _one(
        adminStateUp=True,
        macAddress=_MAC,
        allFixedIps=_addresses,
        allSecurityGroupIds=lambda it: it.items("securityGroupIds"),
        deviceId="",
        deviceOwner="",
        dnsName="",
        dnsAssignments=[],
        portSecurityEnabled=True,
    ),
    "openstack:networking/secGroup:SecGroup": _one(description="", stateful=True),
    "openstack:networking/secGroupRule:SecGroupRule": _one(protocol="", portRangeMin=0, portRangeMax=0),
    "openstack:networking/floatingIp:FloatingIp": _one(
        address="{ip}", fixedIp="", portId="", dnsName="", dnsDomain="", subnetId=""
    ),
    "openstack:networking/floatingIpAssociate:FloatingIpAssociate": Recipe(id="{uuid}", outputs={"fixedIp": _address}),
    "openstack:compute/instance:Instance": _one(
        accessIpV4=_address,
        accessIpV6="",
        availabilityZone="nova",
        powerState="active",
        created="{time}",
        updated="{time}",
        allMetadata=lambda it: it.mapping("metadata"),
        securityGroups=["default"],
    ),
    "openstack:compute/keypair:Keypair": Recipe(
        id="{in:name}", outputs={"fingerprint": "{hex:32}", "privateKey": _KEY, "userId": "{hex:32:user}"}
    ),
    "openstack:blockstorage/volume:Volume": _one(availabilityZone="nova", volumeType="__DEFAULT__", attachments=[]),
    "openstack:vpnaas/service:Service": _one(status="ACTIVE", externalV4Ip="{ip}", externalV6Ip="", adminStateUp=True),
    "openstack:vpnaas/siteConnection:SiteConnection": _one(adminStateUp=True, initiator="bi-directional", mtu=1500),
    "openstack:vpnaas/ikePolicy:IkePolicy": _one(
        authAlgorithm="sha1", encryptionAlgorithm="aes-128", ikeVersion="v1", pfs="group5"
    ),
    "openstack:vpnaas/ipSecPolicy:IpSecPolicy": _one(
        authAlgorithm="sha1", encryptionAlgorithm="aes-128", pfs="group5", encapsulationMode="tunnel"
    ),
    "openstack:vpnaas/endpointGroup:EndpointGroup": _one(),
    "openstack:objectstorage/container:Container": Recipe(
        id="{in:name}", outputs={"storagePolicy": "default-placement"}
    ),
}

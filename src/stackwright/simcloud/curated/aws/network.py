"""VPC and its parts."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping

from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.curated.aws.shapes import address_in, private_name, public_name, short_region
from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def ec2(prefix: str, arn: str = "", **outputs: Part) -> Recipe:
    """A type of EC2: the id is `prefix-` and 17 hexadecimal digits, the ARN names `arn`."""
    named: dict[str, Part] = {"arn": f"arn:{{partition}}:ec2:{{region}}:{{account}}:{arn}/{{id}}"} if arn else {}
    return Recipe(id=f"{prefix}-{{hex:17}}", outputs={**named, **outputs})


def zone_id(region: str, letter: str) -> str:
    """`eu-west-1`, `b` → `euw1-az2`: the form of AWS's zone ids."""
    return f"{short_region(region)}-az{ord(letter) - ord('a') + 1}"


def _zone(it: Subject) -> str:
    region = it.text("region") or it.identity.region
    return it.text("availabilityZone") or f"{region}{it.seed.choice('abc', 'zone')}"


def _zone_id(it: Subject) -> str:
    zone = _zone(it)
    return zone_id(zone[:-1], zone[-1])


def _ipv6(it: Subject) -> str:
    """The /56 of a VPC that asks Amazon for one, out of the range kept for documentation (RFC 3849)."""
    if it.inputs.get("assignGeneratedIpv6CidrBlock") is not True:
        return ""
    return str(ipaddress.ip_network(f"2001:db8:{it.seed.hex(4, 'ipv6')}:{it.seed.hex(2, 'ipv6 net')}00::/56"))


def _allocated(it: Subject) -> str:
    """A range out of an IPAM pool that none of the VPCs that stand there has."""
    pool = it.text("ipv4IpamPoolId")
    if not pool:
        return ""
    given = it.others("aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr")
    ranges = [str(each["cidr"]) for each in given if each.get("ipamPoolId") == pool and each.get("cidr")]
    whole = ipaddress.ip_network(ranges[0] if ranges else "10.0.0.0/8", strict=False)
    length = max(it.number("ipv4NetmaskLength", 16), whole.prefixlen)
    taken = {str(each.get("cidrBlock")) for each in it.alike() if each.get("ipv4IpamPoolId") == pool}
    free = (block for block in map(str, whole.subnets(new_prefix=length)) if block not in taken)
    return next(free, str(whole))


def _ipv6_association(it: Subject) -> str:
    return f"vpc-cidr-assoc-{it.seed.hex(17, 'ipv6')}" if _ipv6(it) or it.text("ipv6CidrBlock") else ""


def _interface_address(it: Subject) -> str:
    """The first that was asked for, else one of the subnet."""
    given = it.items("privateIps") or it.items("privateIpLists")
    return str(given[0]) if given else address_in(it, it.text("subnetId"))


def _eip_dns(it: Subject) -> str:
    return public_name(guess.public_ip(it, ""), it.text("region") or it.identity.region)


def _default_group(it: Subject) -> str:
    """A VPC has one already; Pulumi takes it over."""
    found = it.other(it.text("vpcId")).get("defaultSecurityGroupId")
    return str(found) if found else f"sg-{it.seed.hex(17)}"


def _endpoint_interfaces(it: Subject) -> Value:
    if it.text("vpcEndpointType") != "Interface":
        return []
    return [f"eni-{it.seed.hex(17, f'eni{index}')}" for index, _ in enumerate(it.items("subnetIds"))]


def _endpoint_dns(it: Subject) -> Value:
    """Interface endpoints have names, gateway endpoints have none."""
    if it.text("vpcEndpointType") != "Interface":
        return []
    region = it.text("region") or it.identity.region
    # `com.amazonaws.eu-west-1.ecr.api` answers below `api.ecr`.
    named = it.text("serviceName").partition(f".{region}.")[2] or it.text("serviceName").rpartition(".")[2]
    service = ".".join(reversed(named.split("."))) or "service"
    name = f"{it.id}-{it.seed.hex(8, 'dns')}.{service}.{region}.vpce.amazonaws.com"
    return [{"dnsName": name, "hostedZoneId": f"Z{it.seed.hex(13, 'zone').upper()}"}]


def _endpoint_prefix(it: Subject) -> Value:
    return "" if it.text("vpcEndpointType") == "Interface" else f"pl-{it.seed.hex(8, 'prefixes')}"


_OPEN_POLICY = json.dumps(
    {
        "Version": "2008-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
    }
)
"""What AWS gives to an endpoint without a policy of its own."""
_RULE = ec2("sgr", "security-group-rule", securityGroupRuleId="{id}")
_GROUP: dict[str, Part] = {
    "description": "Managed by Pulumi",
    "ownerId": "{account}",
    "ingress": [],
    "egress": [],
    "revokeRulesOnDelete": False,
}
_TUNNEL = {
    "address": "{ip:N}",
    "bgpAsn": "64512",
    "bgpHoldtime": 30,
    "insideCidr": "169.254.N.0/30",
    "cgwInsideAddress": "169.254.N.2",
    "vgwInsideAddress": "169.254.N.1",
    "presharedKey": "{hex:32:pskN}",
}


def _attachment(it: Subject) -> str:
    """A VPN connection of a transit gateway is one of its attachments."""
    return f"tgw-attach-{it.seed.hex(17, 'attachment')}" if it.text("transitGatewayId") else ""


def _tunnels() -> dict[str, Part]:
    return {
        f"tunnel{number}{key[:1].upper()}{key[1:]}": value.replace("N", str(number))
        if isinstance(value, str)
        else value
        for number in (1, 2)
        for key, value in _TUNNEL.items()
    }


TYPES: Mapping[str, Recipe] = {
    "aws:ec2/vpc:Vpc": ec2(
        "vpc",
        "vpc",
        defaultNetworkAclId="acl-{hex:17:acl}",
        defaultRouteTableId="rtb-{hex:17:rtb}",
        mainRouteTableId="rtb-{hex:17:rtb}",
        defaultSecurityGroupId="sg-{hex:17:sg}",
        dhcpOptionsId="dopt-{hex:17:dopt}",
        ownerId="{account}",
        cidrBlock=_allocated,
        ipv6AssociationId=_ipv6_association,
        ipv6CidrBlock=_ipv6,
        enableDnsSupport=True,
        instanceTenancy="default",
    ),
    "aws:ec2/subnet:Subnet": ec2(
        "subnet",
        "subnet",
        availabilityZone=_zone,
        availabilityZoneId=_zone_id,
        ownerId="{account}",
        ipv6CidrBlockAssociationId="",
        privateDnsHostnameTypeOnLaunch="ip-name",
    ),
    "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway", ownerId="{account}", vpcId=""),
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": ec2("eigw"),
    "aws:ec2/natGateway:NatGateway": ec2(
        "nat",
        associationId="eipassoc-{hex:17:assoc}",
        networkInterfaceId="eni-{hex:17:eni}",
        privateIp=lambda it: address_in(it, it.text("subnetId")),
        publicIp="{other:allocationId:publicIp}",
        connectivityType="public",
        availabilityMode="zonal",
        vpcId="{other:subnetId:vpcId}",
        routeTableId="",
        autoScalingIps="disabled",
        autoProvisionZones="disabled",
        regionalNatGatewayAddresses=[],
        regionalNatGatewayAutoMode="disabled",
    ),
    "aws:ec2/eip:Eip": ec2(
        "eipalloc",
        "elastic-ip",
        allocationId="{id}",
        publicIp="{ip}",
        publicDns=_eip_dns,
        publicIpv4Pool="amazon",
        domain="vpc",
        networkBorderGroup="{region}",
        associationId="",
        instance="",
        networkInterface="",
        privateIp="",
        privateDns="",
        ptrRecord="",
        carrierIp="",
        customerOwnedIp="",
        customerOwnedIpv4Pool="",
    ),
    "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table", ownerId="{account}", routes=[], propagatingVgws=[]),
    "aws:ec2/route:Route": Recipe(
        id="r-{in:routeTableId}{digits:10}",
        outputs={"origin": "CreateRoute", "state": "active", "instanceId": "", "instanceOwnerId": ""},
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Recipe(id="rtbassoc-{hex:17}"),
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": Recipe(id="rtbassoc-{hex:17}"),
    "aws:ec2/securityGroup:SecurityGroup": Recipe(
        id="sg-{hex:17}",
        outputs={"arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}", **_GROUP},
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Recipe(
        id=_default_group,
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
            **_GROUP,
            "name": "default",
            "namePrefix": "",
            "description": "default VPC security group",
        },
    ),
    "aws:ec2/securityGroupRule:SecurityGroupRule": Recipe(
        id="sgrule-{digits:10}", outputs={"securityGroupRuleId": "sgr-{hex:17}"}
    ),
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _RULE,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _RULE,
    "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl", ownerId="{account}"),
    "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log", trafficType="ALL", maxAggregationInterval=600),
    "aws:ec2/vpcEndpoint:VpcEndpoint": ec2(
        "vpce",
        "vpc-endpoint",
        state="available",
        ownerId="{account}",
        requesterManaged=False,
        networkInterfaceIds=_endpoint_interfaces,
        dnsEntries=_endpoint_dns,
        prefixListId=_endpoint_prefix,
        cidrBlocks=[],
        ipAddressType="ipv4",
        policy=lambda _: _OPEN_POLICY,
        vpcEndpointType="Gateway",
    ),
    "aws:ec2/networkInterface:NetworkInterface": ec2(
        "eni",
        "network-interface",
        ownerId="{account}",
        privateIp=_interface_address,
        privateIps=lambda it: [_interface_address(it)],
        privateDnsName=lambda it: private_name(_interface_address(it), it.text("region") or it.identity.region),
        macAddress="0a:58:{hex:2:a}:{hex:2:b}:{hex:2:c}:{hex:2:d}",
    ),
    "aws:ec2/customerGateway:CustomerGateway": ec2("cgw", "customer-gateway"),
    "aws:ec2/vpnGateway:VpnGateway": ec2("vgw", "vpn-gateway", amazonSideAsn="64512"),
    "aws:ec2/vpnConnection:VpnConnection": Recipe(
        id="vpn-{hex:17}",
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:vpn-connection/{id}",
            "customerGatewayConfiguration": '<vpn_connection id="{id}"/>',
            "coreNetworkArn": "",
            "coreNetworkAttachmentArn": "",
            "transitGatewayAttachmentId": _attachment,
            "routes": [],
            "vgwTelemetries": [],
            **_tunnels(),
        },
    ),
    "aws:ec2transitgateway/transitGateway:TransitGateway": ec2(
        "tgw",
        "transit-gateway",
        ownerId="{account}",
        amazonSideAsn=64512,
        associationDefaultRouteTableId="tgw-rtb-{hex:17:routes}",
        propagationDefaultRouteTableId="tgw-rtb-{hex:17:routes}",
        encryptionSupport="disable",
        securityGroupReferencingSupport="disable",
        transitGatewayCidrBlocks=[],
    ),
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": ec2(
        "tgw-attach",
        "transit-gateway-attachment",
        vpcOwnerId="{account}",
        applianceModeSupport="disable",
        ipv6Support="disable",
        securityGroupReferencingSupport="disable",
    ),
    "aws:ec2transitgateway/route:Route": Recipe(id="{in:transitGatewayRouteTableId}_{in:destinationCidrBlock}"),
    "aws:ec2/vpnConnectionRoute:VpnConnectionRoute": Recipe(id="{in:destinationCidrBlock}:{in:vpnConnectionId}"),
    "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation": Recipe(id="{in:vpnGatewayId}_{in:routeTableId}"),
    "aws:ec2transitgateway/routeTable:RouteTable": ec2(
        "tgw-rtb", "transit-gateway-route-table", defaultAssociationRouteTable=False, defaultPropagationRouteTable=False
    ),
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation": Recipe(
        id="{in:transitGatewayRouteTableId}_{in:transitGatewayAttachmentId}",
        outputs={"resourceType": "vpc", "resourceId": "{other:transitGatewayAttachmentId:vpcId}"},
    ),
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation": Recipe(
        id="{in:transitGatewayRouteTableId}_{in:transitGatewayAttachmentId}",
        outputs={"resourceType": "vpc", "resourceId": "{other:transitGatewayAttachmentId:vpcId}"},
    ),
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": Recipe(
        id="pcx-{hex:17}",
        outputs={"acceptStatus": lambda it: "active" if it.inputs.get("autoAccept") is True else "pending-acceptance"},
    ),
    "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": Recipe(
        id="{in:vpcPeeringConnectionId}",
        outputs={
            "acceptStatus": "active",
            "vpcId": "{other:vpcPeeringConnectionId:peerVpcId}",
            "peerVpcId": "{other:vpcPeeringConnectionId:vpcId}",
            "peerOwnerId": "{account}",
        },
    ),
    "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": ec2("dopt", "dhcp-options", ownerId="{account}"),
    "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation": Recipe(id="{in:dhcpOptionsId}-{in:vpcId}"),
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": Recipe(id="vpc-cidr-assoc-{hex:17}"),
    "aws:ec2/networkAclRule:NetworkAclRule": Recipe(id="nacl-{digits:10}"),
    "aws:ec2/networkAclAssociation:NetworkAclAssociation": Recipe(id="aclassoc-{hex:17}"),
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment": Recipe(id="{in:internetGatewayId}:{in:vpcId}"),
    "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment": Recipe(
        id="eni-attach-{hex:17}", outputs={"attachmentId": "{id}", "status": "attached"}
    ),
    "aws:ec2/managedPrefixList:ManagedPrefixList": ec2("pl", "prefix-list", ownerId="{account}", version=1),
    "aws:ec2/vpcEndpointService:VpcEndpointService": Recipe(
        id="vpce-svc-{hex:17}",
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint-service/{id}",
            "serviceName": "com.amazonaws.vpce.{region}.{id}",
            "serviceType": "Interface",
            "state": "Available",
            "availabilityZones": ["{region}a", "{region}b", "{region}c"],
            "baseEndpointDnsNames": ["{id}.{region}.vpce.amazonaws.com"],
        },
    ),
    "aws:ec2/defaultRouteTable:DefaultRouteTable": Recipe(
        id="{in:defaultRouteTableId}",
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:route-table/{id}",
            "ownerId": "{account}",
            "vpcId": "vpc-{hex:17:vpc}",
        },
    ),
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": Recipe(
        id="{in:defaultNetworkAclId}",
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:network-acl/{id}",
            "ownerId": "{account}",
            "vpcId": "vpc-{hex:17:vpc}",
        },
    ),
    "aws:ec2/defaultVpc:DefaultVpc": Recipe(
        id=lambda it: standing.vpc(it.identity.account, it.text("region") or it.identity.region),
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:vpc/{id}",
            "cidrBlock": standing.CIDR,
            "ownerId": "{account}",
            "instanceTenancy": "default",
            "existingDefaultVpc": True,
            "enableDnsSupport": True,
            "enableDnsHostnames": True,
            "defaultSecurityGroupId": lambda it: standing.security_group(it.identity.account, it.identity.region),
            "defaultRouteTableId": lambda it: standing.route_table(it.identity.account, it.identity.region),
            "mainRouteTableId": lambda it: standing.route_table(it.identity.account, it.identity.region),
            "defaultNetworkAclId": lambda it: standing.network_acl(it.identity.account, it.identity.region),
            "dhcpOptionsId": lambda it: standing.dhcp_options(it.identity.account, it.identity.region),
        },
    ),
    "aws:ec2/defaultSubnet:DefaultSubnet": Recipe(
        id=lambda it: standing.subnet(it.identity.account, it.text("availabilityZone")),
        outputs={
            "arn": "arn:{partition}:ec2:{region}:{account}:subnet/{id}",
            "cidrBlock": lambda it: standing.block(it.text("availabilityZone")),
            "vpcId": lambda it: standing.vpc(it.identity.account, it.text("region") or it.identity.region),
            "availabilityZoneId": _zone_id,
            "ownerId": "{account}",
            "existingDefaultSubnet": True,
            "mapPublicIpOnLaunch": True,
        },
    ),
}

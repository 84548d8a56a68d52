"""AWS data sources about networks: what was created here, else the account's default VPC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from stackwright.errors import CloudError
from stackwright.simcloud.curated.aws import standing
from stackwright.simcloud.curated.aws.network import zone_id
from stackwright.simcloud.curated.aws.shapes import region_of
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value, revealed

_FILTERED = {
    "vpc-id": "vpcId",
    "cidr": "cidrBlock",
    "cidr-block": "cidrBlock",
    "availability-zone": "availabilityZone",
    "group-name": "name",
    "group-id": "id",
    "subnet-id": "id",
    "map-public-ip-on-launch": "mapPublicIpOnLaunch",
    "default-for-az": "defaultForAz",
    "is-default": "default",
    "isDefault": "default",
}
"""Filters of the API → the output that they are about; `tag:Name` is about tags."""


def _created(it: Subject, store: Store, token: str) -> Iterator[Properties]:
    """What this account and region has of a type."""
    for item in store.resources("aws"):
        if item.type == token and item.realm == it.identity.realm:
            outputs = revealed(item.outputs)
            if str(outputs.get("region") or item.config.get("region") or region_of(it)) == region_of(it):
                yield {**outputs, "id": item.id}


def _fits(it: Subject, found: Properties) -> bool:
    """Whether it is what the arguments ask for. A filter that is not known here is not asked."""
    tags = found.get("tagsAll") or found.get("tags")
    has = tags if isinstance(tags, dict) else {}
    if any(has.get(key) != value for key, value in it.mapping("tags").items()):
        return False
    for item in it.items("filters"):
        name, values = (item.get("name"), item.get("values")) if isinstance(item, dict) else ("", None)
        allowed = [str(value) for value in values] if isinstance(values, list) else []
        if str(name).startswith("tag:"):
            if not _matches(has.get(str(name)[4:]), allowed):
                return False
        elif str(name) in _FILTERED and not _matches(found.get(_FILTERED[str(name)], ""), allowed):
            return False
    asked = ("id", "vpcId", "cidrBlock", "availabilityZone", "name")
    return all(it.inputs.get(key) in (None, found.get(key)) for key in asked)


def _matches(value: Value, allowed: list[str]) -> bool:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return value is not None and any(fnmatchcase(text, pattern) for pattern in allowed)


def _specific(it: Subject) -> bool:
    """Whether something other than the default is asked for."""
    return bool(it.mapping("tags") or it.items("filters") or it.text("id") or it.text("cidrBlock"))


def default_vpc(it: Subject) -> Properties:
    account, region = it.identity.account, region_of(it)
    return {
        "id": standing.vpc(account, region),
        "cidrBlock": standing.CIDR,
        "default": True,
        "dhcpOptionsId": standing.dhcp_options(account, region),
        "mainRouteTableId": standing.route_table(account, region),
        "enableDnsSupport": True,
        "enableDnsHostnames": True,
        "instanceTenancy": "default",
        "tags": {},
    }


def _default_subnets(it: Subject) -> list[Properties]:
    account, region = it.identity.account, region_of(it)
    return [
        {
            "id": standing.subnet(account, f"{region}{letter}"),
            "vpcId": standing.vpc(account, region),
            "availabilityZone": f"{region}{letter}",
            "availabilityZoneId": zone_id(region, letter),
            "cidrBlock": standing.block(f"{region}{letter}"),
            "defaultForAz": True,
            "mapPublicIpOnLaunch": True,
            "tags": {},
        }
        for letter in standing.LETTERS
    ]


def vpc(it: Subject, store: Store) -> Properties:
    """The one that was created here and fits; the default one; else one that is made up, as it stands elsewhere."""
    default = default_vpc(it)
    created = [{**item, "default": False} for item in _created(it, store, "aws:ec2/vpc:Vpc")]
    wants_default = it.inputs.get("default") is True
    found = [item for item in ([default] if wants_default else [*created, default]) if _fits(it, item)]
    if not _specific(it) and not found:
        found = [default]
    made: Properties = {**default, "default": False, "id": it.text("id") or f"vpc-{it.seed.hex(17)}"}
    chosen = found[0] if found else {**made, "cidrBlock": it.text("cidrBlock") or "10.0.0.0/16"}
    me, region = it.identity, region_of(it)
    block = str(chosen.get("cidrBlock"))
    return {
        "arn": f"arn:{me.partition}:ec2:{region}:{me.account}:vpc/{chosen['id']}",
        "state": "available",
        "ownerId": me.account,
        "cidrBlockAssociations": [{"associationId": "vpc-cidr-assoc-1", "cidrBlock": block, "state": "associated"}],
        "ipv6AssociationId": "",
        "ipv6CidrBlock": "",
        **default,
        **chosen,
    }


def vpcs(it: Subject, store: Store) -> Properties:
    """All that fit; where tags or filters tell of one that stands elsewhere, that one."""
    found = [str(item["id"]) for item in (*_created(it, store, "aws:ec2/vpc:Vpc"), default_vpc(it)) if _fits(it, item)]
    found = found or [str(vpc(it, store)["id"])] * _specific(it)
    return {"id": region_of(it), "ids": list[Value](found)}


def _subnets(it: Subject, store: Store) -> list[Properties]:
    created = list(_created(it, store, "aws:ec2/subnet:Subnet"))
    return [item for item in (*created, *_default_subnets(it)) if _fits(it, item)]


def subnets(it: Subject, store: Store) -> Properties:
    """All that fit; three, one per zone, of a VPC that stands elsewhere."""
    found = [str(item["id"]) for item in _subnets(it, store)]
    made = [f"subnet-{it.seed.hex(17, letter)}" for letter in standing.LETTERS]
    return {"id": region_of(it), "ids": list[Value](found or made)}


def subnet(it: Subject, store: Store) -> Properties:
    """The one that fits; one that is made up, if it stands elsewhere."""
    found = _subnets(it, store)
    own = it.text("id") or f"subnet-{it.seed.hex(17)}"
    letter = it.seed.choice(standing.LETTERS, "zone")
    zone = it.text("availabilityZone") or f"{region_of(it)}{letter}"
    made: Properties = {
        "vpcId": it.text("vpcId") or f"vpc-{it.seed.hex(17, 'vpc')}",
        "cidrBlock": it.text("cidrBlock") or f"10.0.{it.seed.between(0, 255, 'block')}.0/24",
        "availabilityZone": zone,
        "availabilityZoneId": zone_id(zone[:-1], zone[-1]),
        "defaultForAz": False,
        "mapPublicIpOnLaunch": False,
        "tags": {},
    }
    chosen = found[0] if found else {**made, "id": own}
    me = it.identity
    return {
        "arn": f"arn:{me.partition}:ec2:{region_of(it)}:{me.account}:subnet/{chosen['id']}",
        "state": "available",
        "ownerId": me.account,
        "availableIpAddressCount": 4091,
        "ipv6CidrBlock": "",
        "ipv6CidrBlockAssociationId": "",
        "outpostArn": "",
        **chosen,
    }


def security_group(it: Subject, store: Store) -> Properties:
    """The one that fits, or the default one of the VPC.

    Raises:
        CloudError: none has this name.
    """
    me, region = it.identity, region_of(it)
    network = it.text("vpcId") or standing.vpc(me.account, region)
    default: Properties = {
        "id": standing.security_group(me.account, region),
        "name": "default",
        "vpcId": network,
        "description": "default VPC security group",
        "tags": {},
    }
    owner = it.other(it.text("vpcId")).get("defaultSecurityGroupId")
    if isinstance(owner, str):
        default["id"] = owner
    found = [item for item in (*_created(it, store, "aws:ec2/securityGroup:SecurityGroup"), default) if _fits(it, item)]
    if not found and it.text("name"):
        raise CloudError("no matching EC2 Security Group found")
    made: Properties = {
        **default,
        "id": it.text("id") or f"sg-{it.seed.hex(17)}",
        "name": it.text("name") or "elsewhere",
    }
    chosen = found[0] if found else made
    arn = f"arn:{me.partition}:ec2:{region}:{me.account}:security-group/{chosen['id']}"
    return {**chosen, "arn": arn}


def route_table(it: Subject, store: Store) -> Properties:
    """The one of the subnet, the gateway or the VPC that is asked for; else the VPC's main one."""
    wanted = it.text("routeTableId")
    if not wanted:
        subnet = it.text("subnetId")
        for item in _created(it, store, "aws:ec2/routeTableAssociation:RouteTableAssociation"):
            if subnet and item.get("subnetId") == subnet:
                wanted = str(item.get("routeTableId"))
    network = it.text("vpcId") or str(it.other(wanted).get("vpcId") or standing.vpc(it.identity.account, region_of(it)))
    main = it.other(network).get("mainRouteTableId") or standing.route_table(it.identity.account, region_of(it))
    own = wanted or str(main)
    me = it.identity
    return {
        "id": own,
        "routeTableId": own,
        "vpcId": network,
        "arn": f"arn:{me.partition}:ec2:{region_of(it)}:{me.account}:route-table/{own}",
        "ownerId": me.account,
        "associations": [],
        "routes": [],
        "tags": {},
    }


def internet_gateway(it: Subject, store: Store) -> Properties:
    """The one that was created here, else the default VPC's."""
    created = [item for item in _created(it, store, "aws:ec2/internetGateway:InternetGateway") if _fits(it, item)]
    me, region = it.identity, region_of(it)
    own = it.text("internetGatewayId") or (
        str(created[0]["id"]) if created else standing.internet_gateway(me.account, region)
    )
    return {
        "id": own,
        "internetGatewayId": own,
        "arn": f"arn:{me.partition}:ec2:{region}:{me.account}:internet-gateway/{own}",
        "ownerId": me.account,
        "attachments": [{"state": "available", "vpcId": standing.vpc(me.account, region)}],
        "tags": {},
    }


FUNCTIONS: Mapping[str, Function] = {
    "aws:ec2/getVpc:getVpc": vpc,
    "aws:ec2/getVpcs:getVpcs": vpcs,
    "aws:ec2/getSubnet:getSubnet": subnet,
    "aws:ec2/getSubnets:getSubnets": subnets,
    "aws:ec2/getSecurityGroup:getSecurityGroup": security_group,
    "aws:ec2/getRouteTable:getRouteTable": route_table,
    "aws:ec2/getInternetGateway:getInternetGateway": internet_gateway,
}

"""A network on any cloud: private and public subnets in each zone, a way out, and a record of the traffic."""

import pulumi

from stackwright_components.conventions import implementation, type_token
from stackwright_components.network.interface import NetworkArgs, NetworkOutputs, settle

__all__ = ["Network", "NetworkArgs", "NetworkOutputs"]


class Network(pulumi.ComponentResource):
    """A network with a private and a public subnet in each zone, closed to the internet, its traffic logged."""

    network_id: pulumi.Output[str]
    """The VPC (AWS), virtual network (Azure) or network (GCP, OpenStack)."""
    cidr: pulumi.Output[str]
    """The address range of the whole network."""
    zones: pulumi.Output[list[str]]
    """The zones it spreads over."""
    private_subnet_ids: pulumi.Output[dict[str, str]]
    """By zone: where workloads go. Where subnets span zones (GCP, OpenStack), every zone has the same one."""
    public_subnet_ids: pulumi.Output[dict[str, str]]
    """By zone: where load balancers and NAT gateways go."""
    egress_addresses: pulumi.Output[list[str]]
    """The public addresses that private subnets are seen with, for others' allow-lists; empty without NAT."""
    private_route_table_ids: pulumi.Output[dict[str, str]]
    """By zone, where route tables belong to subnets (aws); else empty."""
    router_id: pulumi.Output[str]
    """The router that joins the subnets to the world (private); else empty."""

    nat_gateway_ids: pulumi.Output[dict[str, str]]
    """By zone: what its private subnet leaves through, for subnets that are added (AWS, Azure). Empty without NAT, and
    where NAT is a router's (GCP, OpenStack)."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("network", args["cloud"])
        settings = settle(args)
        super().__init__(type_token("Network"), name, dict(args), opts)
        built: NetworkOutputs = cloud.build(self, name, settings)
        self.network_id = built["network_id"]
        self.cidr = built["cidr"]
        self.zones = built["zones"]
        self.private_subnet_ids = built["private_subnet_ids"]
        self.public_subnet_ids = built["public_subnet_ids"]
        self.egress_addresses = built["egress_addresses"]
        self.nat_gateway_ids = built["nat_gateway_ids"]
        self.private_route_table_ids = built["private_route_table_ids"]
        self.router_id = built["router_id"]
        self.register_outputs(dict(built))

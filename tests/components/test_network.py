"""`Network`, line by line of the checklist in docs/components/network.md."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.network import Network, NetworkArgs

from tests.components.recording import ACCOUNT, Recording, record

TAGS = {"owner": "team-retail", "service": "shop"}
PLACES: dict[str, tuple[str, str, list[str]]] = {
    "aws": ("pulumi_aws", "eu-west-1", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
    "azure": ("pulumi_azure_native", "westeurope", ["1", "2", "3"]),
    "gcp": ("pulumi_gcp", "europe-west1", ["europe-west1-b", "europe-west1-c", "europe-west1-d"]),
    "private": ("pulumi_openstack", "", ["nova"]),
}
OUTPUTS = (
    "network_id",
    "cidr",
    "zones",
    "private_subnet_ids",
    "public_subnet_ids",
    "egress_addresses",
    "nat_gateway_ids",
)
CLOUDS = sorted(PLACES)
ZONAL = ("aws", "azure")


def network(cloud: str, **changes: Any) -> Recording:
    """Recorded once: the SDK takes its time, on Azure above all, with an alias per API version."""
    return _network(cloud, json.dumps(changes))


@cache
def _network(cloud: str, changes: str) -> Recording:
    package, location, zones = PLACES[cloud]

    def program() -> dict[str, Any]:
        provider = import_module(package).Provider("explicit")
        args: NetworkArgs = {
            "cloud": cloud,
            "cidr": "10.10.0.0/16",
            "zones": zones,
            "location": location,
            "tags": TAGS,
            **json.loads(changes),
        }
        if cloud == "private":
            args.setdefault("external_network_id", "6f2b2f0c-0d3b-4f6e-8f2a-6d0c6d5a2f11")
        built = Network("shop", args, pulumi.ResourceOptions(providers=[provider]))
        return {name: getattr(built, name) for name in OUTPUTS}

    return record(program)


def default(cloud: str) -> Recording:
    return network(cloud)


@pytest.mark.parametrize("cloud", CLOUDS)
class TestEveryCloud:
    def test_outputs_have_one_interface(self, cloud: str) -> None:
        zones = PLACES[cloud][2]
        outputs = default(cloud).outputs
        assert set(outputs) == set(OUTPUTS)
        assert outputs["cidr"] == "10.10.0.0/16"
        assert outputs["zones"] == zones
        assert list(outputs["private_subnet_ids"]) == list(outputs["public_subnet_ids"]) == zones
        assert not set(outputs["private_subnet_ids"].values()) & set(outputs["public_subnet_ids"].values())
        assert all(address.startswith("198.51.100.") for address in outputs["egress_addresses"])
        assert len(outputs["egress_addresses"]) == len(zones)

    def test_children_inherit_the_components_parent_and_provider(self, cloud: str) -> None:
        component = default(cloud).one("stackwright-components:index:Network")
        assert default(cloud).children
        for child in default(cloud).children:
            assert child.parent == component.urn
            assert "::explicit::" in child.provider

    def test_names_are_the_networks_own(self, cloud: str) -> None:
        for child in default(cloud).children:
            assert child.name.startswith("shop")
            assert "dev" not in child.name

    def test_physical_names_are_left_to_autonaming(self, cloud: str) -> None:
        named = {"name", "networkName", "virtualNetworkName", "resourceGroupName", "accountName"}
        references = {"azure-native:": {"virtualNetworkName", "resourceGroupName"}}
        for child in default(cloud).children:
            allowed = next((it for prefix, it in references.items() if child.type.startswith(prefix)), set())
            assert not (named - allowed) & set(child.inputs), child.name

    def test_the_cloud_is_asked_nothing(self, cloud: str) -> None:
        assert default(cloud).calls == []

    def test_flow_logs_can_be_switched_off(self, cloud: str) -> None:
        assert not [it for it in network(cloud, flow_logs=False).children if "flow" in it.name]

    def test_without_nat_nothing_is_seen_outside(self, cloud: str) -> None:
        assert network(cloud, nat="none").outputs["egress_addresses"] == []

    def test_bad_arguments_register_nothing(self, cloud: str) -> None:
        for changes in ({"cidr": "10.10.0.0/28"}, {"zones": []}, {"nat": "two"}, {"cidr": "not-a-range"}):
            with pytest.raises(ArgumentError):
                network(cloud, **changes)


@pytest.mark.parametrize("cloud", ["aws", "azure", "gcp"])
def test_a_public_cloud_needs_a_location(cloud: str) -> None:
    with pytest.raises(ArgumentError, match="location"):
        network(cloud, location="")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_another_zone_touches_nothing_that_exists(cloud: str) -> None:
    zones = PLACES[cloud][2]
    extra = {"aws": "eu-west-1d", "azure": "4", "gcp": "europe-west1-a", "private": "az2"}[cloud]
    subnets = {"aws": "aws:ec2/subnet:Subnet", "azure": "azure-native:network:Subnet"}
    subnets |= {"gcp": "gcp:compute/subnetwork:Subnetwork", "private": "openstack:networking/subnet:Subnet"}
    before = {name: it.inputs for name, it in default(cloud).by_name(subnets[cloud]).items()}
    after = {name: it.inputs for name, it in network(cloud, zones=[extra, *zones]).by_name(subnets[cloud]).items()}
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("cloud", ZONAL)
@pytest.mark.parametrize("nat", ["per-zone", "single", "none"])
def test_nat_gateways_stand_where_they_are_asked_for(cloud: str, nat: str) -> None:
    zones = PLACES[cloud][2]
    gateway = {"aws": "aws:ec2/natGateway:NatGateway", "azure": "azure-native:network:NatGateway"}[cloud]
    found = network(cloud, nat=nat).by_name(gateway)
    assert list(found) == [f"shop-nat-{zone}" for zone in {"per-zone": zones, "single": zones[:1], "none": []}[nat]]


@pytest.mark.parametrize("cloud", ZONAL)
def test_added_subnets_learn_what_their_zone_leaves_through(cloud: str) -> None:
    zones = PLACES[cloud][2]
    each = default(cloud).outputs["nat_gateway_ids"]
    assert list(each) == zones
    assert len(set(each.values())) == len(zones)
    assert set(network(cloud, nat="single").outputs["nat_gateway_ids"].values()) == {each[zones[0]]}
    assert network(cloud, nat="none").outputs["nat_gateway_ids"] == {}


class TestAws:
    def test_the_network_itself(self) -> None:
        vpc = default("aws").one("aws:ec2/vpc:Vpc").inputs
        assert vpc["cidrBlock"] == "10.10.0.0/16"
        assert vpc["enableDnsSupport"] is True
        assert vpc["enableDnsHostnames"] is True
        assert vpc["tags"] == {**TAGS, "Name": "shop"}

    def test_the_default_security_group_is_emptied(self) -> None:
        group = default("aws").one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
        assert group["ingress"] == []
        assert group["egress"] == []

    def test_subnets_are_keyed_by_zone_and_give_no_public_addresses(self) -> None:
        for name, subnet in default("aws").by_name("aws:ec2/subnet:Subnet").items():
            assert name.endswith(subnet.inputs["availabilityZone"])
            assert subnet.inputs["mapPublicIpOnLaunch"] is False

    @pytest.mark.parametrize(("nat", "shared"), [("per-zone", False), ("single", True)])
    def test_private_subnets_leave_through_nat(self, nat: str, shared: bool) -> None:
        recording = network("aws", nat=nat)
        routes = recording.by_name("aws:ec2/route:Route")
        ways = {name: it.inputs.get("natGatewayId") for name, it in routes.items() if "private" in name}
        assert len(ways) == 3
        assert all(ways.values())
        assert len(set(ways.values())) == (1 if shared else 3)
        assert routes["shop-public-internet"].inputs["gatewayId"]

    def test_without_nat_private_subnets_have_no_default_route(self) -> None:
        assert list(network("aws", nat="none").by_name("aws:ec2/route:Route")) == ["shop-public-internet"]

    def test_one_nat_to_one_per_zone_only_adds_and_reroutes(self) -> None:
        single = {(it.type, it.name) for it in network("aws", nat="single").children}
        assert single <= {(it.type, it.name) for it in default("aws").children}

    def test_every_subnet_has_a_route_table(self) -> None:
        links = default("aws").all("aws:ec2/routeTableAssociation:RouteTableAssociation")
        assert len({it.inputs["subnetId"] for it in links}) == 6

    def test_s3_and_dynamodb_are_reached_without_nat(self) -> None:
        tables = default("aws").all("aws:ec2/routeTable:RouteTable")
        endpoints = default("aws").by_name("aws:ec2/vpcEndpoint:VpcEndpoint")
        for service in ("s3", "dynamodb"):
            endpoint = endpoints[f"shop-{service}"].inputs
            assert endpoint["vpcEndpointType"] == "Gateway"
            assert endpoint["serviceName"] == f"com.amazonaws.eu-west-1.{service}"
            assert len(endpoint["routeTableIds"]) == len(tables) == 4

    def test_flow_logs(self) -> None:
        log = default("aws").one("aws:ec2/flowLog:FlowLog").inputs
        assert log["trafficType"] == "ALL"
        assert log["maxAggregationInterval"] == 60
        group = default("aws").one("aws:cloudwatch/logGroup:LogGroup").inputs
        assert group["retentionInDays"] == 365
        shorter = network("aws", flow_log_retention_days=14.0)
        assert shorter.one("aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"] == 14

    def test_only_flow_logs_of_this_account_may_take_the_role(self) -> None:
        role = default("aws").one("aws:iam/role:Role").inputs
        (statement,) = json.loads(role["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": ACCOUNT},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc-flow-log/*"},
        }

    def test_the_role_writes_to_its_log_group_alone(self) -> None:
        policy = default("aws").one("aws:iam/rolePolicy:RolePolicy").inputs
        (statement,) = json.loads(policy["policy"])["Statement"]
        assert statement["Resource"].endswith(":*")
        assert "shop-flow-logs" in statement["Resource"]
        assert not any(action.endswith("*") for action in statement["Action"])

    def test_a_network_wider_than_a_vpc_can_be_is_refused(self) -> None:
        with pytest.raises(ArgumentError, match="widest VPC"):
            network("aws", cidr="10.0.0.0/15")


class TestAzure:
    def test_no_subnet_has_implicit_egress(self) -> None:
        subnets = default("azure").all("azure-native:network:Subnet")
        assert len(subnets) == 6
        assert all(it.inputs["defaultOutboundAccess"] is False for it in subnets)

    def test_private_subnets_leave_through_the_nat_gateway_of_their_zone(self) -> None:
        subnets = default("azure").by_name("azure-native:network:Subnet")
        for zone in PLACES["azure"][2]:
            assert subnets[f"shop-private-{zone}"].inputs["natGateway"]["id"].endswith(f"shop-nat-{zone}")
            assert "natGateway" not in subnets[f"shop-public-{zone}"].inputs
        for gateway in default("azure").all("azure-native:network:NatGateway"):
            assert gateway.inputs["zones"] == [gateway.name.rpartition("-")[2]]

    def test_every_subnet_has_security_rules_that_hold_for_private_endpoints(self) -> None:
        for subnet in default("azure").all("azure-native:network:Subnet"):
            assert subnet.inputs["networkSecurityGroup"]["id"]
            assert subnet.inputs["privateEndpointNetworkPolicies"] == "Enabled"

    def test_subnets_change_one_at_a_time(self) -> None:
        subnets = default("azure").all("azure-native:network:Subnet")
        urns = [it.urn for it in subnets]
        for earlier, later in zip(urns, subnets[1:], strict=False):
            assert earlier in later.depends_on

    def test_flow_logs_go_to_storage_without_keys(self) -> None:
        recording = default("azure")
        log = recording.one("azure-native:network:FlowLog").inputs
        assert log["enabled"] is True
        assert log["retentionPolicy"] == {"enabled": True, "days": 365}
        assert (log["resourceGroupName"], log["networkWatcherName"]) == (
            "NetworkWatcherRG",
            "NetworkWatcher_westeurope",
        )
        assert log["identity"]["type"] == "UserAssigned"
        account = recording.one("azure-native:storage:StorageAccount").inputs
        assert account["allowSharedKeyAccess"] is False
        assert account["allowBlobPublicAccess"] is False
        assert account["minimumTlsVersion"] == "TLS1_2"
        assert account["sku"] == {"name": "Standard_ZRS"}
        assert account["networkRuleSet"] == {"defaultAction": "Deny", "bypass": "AzureServices"}

    def test_the_writer_may_write_blobs_of_that_account_only(self) -> None:
        role = default("azure").one("azure-native:authorization:RoleAssignment").inputs
        assert role["scope"].endswith("StorageAccount/shopflow")
        assert role["roleDefinitionId"].startswith("/subscriptions/")
        assert role["roleDefinitionId"].endswith("ba92f5b4-2d11-453d-a403-e96b0029c9fe")

    def test_the_network_watcher_may_be_another(self) -> None:
        log = network("azure", network_watcher="monitoring/watcher").one("azure-native:network:FlowLog").inputs
        assert (log["resourceGroupName"], log["networkWatcherName"]) == ("monitoring", "watcher")
        with pytest.raises(ArgumentError, match="is not <resource group>/<name>"):
            network("azure", network_watcher="watcher")


class TestGcp:
    def test_no_subnets_are_made_behind_the_networks_back(self) -> None:
        assert default("gcp").one("gcp:compute/network:Network").inputs["autoCreateSubnetworks"] is False

    def test_subnets_reach_google_without_public_addresses_and_log(self) -> None:
        for subnet in default("gcp").all("gcp:compute/subnetwork:Subnetwork"):
            assert subnet.inputs["privateIpGoogleAccess"] is True
            assert subnet.inputs["logConfig"]["flowSampling"] == 1
            assert subnet.inputs["region"] == "europe-west1"
        unlogged = network("gcp", flow_logs=False).all("gcp:compute/subnetwork:Subnetwork")
        assert all("logConfig" not in it.inputs for it in unlogged)

    def test_nat_allocates_ports_by_need_for_private_subnets_only(self) -> None:
        nat = default("gcp").one("gcp:compute/routerNat:RouterNat").inputs
        assert nat["enableDynamicPortAllocation"] is True
        assert nat["enableEndpointIndependentMapping"] is False
        assert nat["natIpAllocateOption"] == "MANUAL_ONLY"
        assert len(nat["natIps"]) == 3
        assert nat["sourceSubnetworkIpRangesToNat"] == "LIST_OF_SUBNETWORKS"
        (private,) = nat["subnetworks"]
        assert "shop-private" in private["name"]
        assert nat["logConfig"] == {"enable": True, "filter": "ERRORS_ONLY"}

    def test_what_is_refused_leaves_a_trace(self) -> None:
        rule = default("gcp").one("gcp:compute/firewall:Firewall").inputs
        assert (rule["direction"], rule["priority"], rule["sourceRanges"]) == ("INGRESS", 65534, ["0.0.0.0/0"])
        assert rule["denies"] == [{"protocol": "all"}]
        assert rule["logConfig"]

    def test_flow_logs_are_kept_as_long_as_asked(self) -> None:
        recording = network("gcp", flow_log_retention_days=90)
        bucket = recording.one("gcp:logging/projectBucketConfig:ProjectBucketConfig").inputs
        assert bucket["retentionDays"] == 90
        sink = recording.one("gcp:logging/projectSink:ProjectSink").inputs
        assert sink["filter"].startswith('log_id("compute.googleapis.com/vpc_flows") AND')
        assert 'subnetwork_name=("shop-private-' in sink["filter"]
        assert sink["destination"].startswith("logging.googleapis.com/")


class TestPrivate:
    def test_ports_are_secured(self) -> None:
        assert default("private").one("openstack:networking/network:Network").inputs["portSecurityEnabled"] is True

    def test_the_router_is_in_the_provider_network_and_snat_is_left_to_the_cloud(self) -> None:
        router = default("private").one("openstack:networking/router:Router").inputs
        assert router["externalNetworkId"] == "6f2b2f0c-0d3b-4f6e-8f2a-6d0c6d5a2f11"
        assert "enableSnat" not in router

    def test_without_nat_addresses_are_not_translated(self) -> None:
        router = network("private", nat="none").one("openstack:networking/router:Router").inputs
        assert router["enableSnat"] is False

    def test_without_a_provider_network_nothing_leaves(self) -> None:
        recording = network("private", external_network_id=None)
        assert "externalNetworkId" not in recording.one("openstack:networking/router:Router").inputs
        assert recording.outputs["egress_addresses"] == []

    def test_both_subnets_are_routed(self) -> None:
        links = default("private").all("openstack:networking/routerInterface:RouterInterface")
        assert len({it.inputs["subnetId"] for it in links}) == 2

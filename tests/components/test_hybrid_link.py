"""`HybridLink`, line by line of the checklist in docs/components/hybrid-link.md, for every pair of clouds."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from ipaddress import IPv4Address, IPv4Network
from itertools import chain, combinations, permutations
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stackwright_components.conventions import CLOUDS, ArgumentError
from stackwright_components.hybrid_link import HybridLink
from stackwright_components.hybrid_link.interface import refuse_overlap, settle
from stackwright_components.hybrid_link.tunnels import ADDRESSES, by_remote, dynamic, plan, selectors

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import Recording, Registered, record

TAGS = {"owner": "team-retail", "service": "shop"}
SDKS = {"aws": "pulumi_aws", "azure": "pulumi_azure_native", "gcp": "pulumi_gcp", "private": "pulumi_openstack"}
VNET = "/subscriptions/s/resourceGroups/shop-network/providers/Microsoft.Network/virtualNetworks/shop-vnet"
ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
ENDS: dict[str, dict[str, Any]] = {
    "aws": {
        "network_id": "vpc-1",
        "cidr": "10.10.0.0/16",
        "zones": ZONES,
        "private_subnet_ids": {zone: f"subnet-{zone[-1]}" for zone in ZONES},
        "private_route_table_ids": {zone: f"rtb-{zone[-1]}" for zone in ZONES},
    },
    "azure": {"network_id": VNET, "cidr": "10.30.0.0/16", "location": "westeurope"},
    "gcp": {"network_id": "networks/shop", "cidr": "10.40.0.0/16", "location": "europe-west1"},
    "private": {
        "network_id": "n",
        "cidr": "10.20.0.0/16",
        "router_id": "router",
        "private_subnet_ids": {"nova": "private"},
        "public_subnet_ids": {"nova": "public"},
    },
}
PAIRS = list(combinations(CLOUDS, 2))
STATIC = [pair for pair in PAIRS if "private" in pair]
DYNAMIC = [pair for pair in PAIRS if "private" not in pair]
OUTPUTS = ("left_cidr", "left_addresses", "right_addresses", "left_gateway_ids", "right_gateway_ids", "alarm_targets")
KEYS = {
    "aws:ec2/vpnConnection:VpnConnection": ("tunnel1PresharedKey", "tunnel2PresharedKey"),
    "azure-native:network:VirtualNetworkGatewayConnection": ("sharedKey",),
    "gcp:compute/vPNTunnel:VPNTunnel": ("sharedSecret",),
    "openstack:vpnaas/siteConnection:SiteConnection": ("psk",),
}
CONNECTION = "aws:ec2/vpnConnection:VpnConnection"
AZURE = "azure-native:network:VirtualNetworkGatewayConnection"
TUNNEL = "gcp:compute/vPNTunnel:VPNTunnel"
SITE = "openstack:vpnaas/siteConnection:SiteConnection"


def end(cloud: str, **changes: Any) -> Any:
    return {"cloud": cloud, **ENDS[cloud], **changes}


def link(left: str, right: str, /, **changes: Any) -> Recording:
    """Recorded once for each pair and set of changes."""
    return _link(left, right, json.dumps(changes, sort_keys=True))


@cache
def _link(left: str, right: str, changes: str) -> Recording:
    said: dict[str, Any] = json.loads(changes)

    def program() -> dict[str, Any]:
        sdks = (SDKS[left], SDKS[right], "pulumi_random")
        providers = [import_module(sdk).Provider(f"explicit-{sdk}") for sdk in sdks]
        args: Any = {
            "left": end(left, **said.get("left", {})),
            "right": end(right, **said.get("right", {})),
            "tags": TAGS,
            **{name: value for name, value in said.items() if name not in ("left", "right")},
        }
        made = HybridLink("shop", args, pulumi.ResourceOptions(providers=providers))
        return {name: getattr(made, name) for name in OUTPUTS}

    return record(program)


def secret(value: Any) -> bool:
    return isinstance(value, dict) and "4dabf18193072939515e22adb298388d" in value


def plain(value: Any) -> Any:
    return value["value"] if secret(value) else value


def joined(recording: Recording, cloud: str) -> set[tuple[str, str]]:
    """The tunnels that the resources of one end make: its own public address, and the peer's, as they name them."""
    match cloud:
        case "aws":
            peers = {it.name: it.inputs["ipAddress"] for it in recording.all("aws:ec2/customerGateway:CustomerGateway")}
            mine = iter(_side(recording, cloud))
            return {(next(mine), peers[it.name]) for it in recording.all(CONNECTION) for _ in range(2)}
        case "azure":
            own = _own(recording, "azure-native:network:PublicIPAddress", "ipAddress")
            peers = {
                it.name: it.inputs["gatewayIpAddress"]
                for it in recording.all("azure-native:network:LocalNetworkGateway")
            }
            return {(address, peers[it.name]) for it in recording.all(AZURE) for address in own}
        case "gcp" if recording.all("gcp:compute/haVpnGateway:HaVpnGateway"):
            external = recording.one("gcp:compute/externalVpnGateway:ExternalVpnGateway").inputs["interfaces"]
            peers = {it["id"]: it["ipAddress"] for it in external}
            own = {0: "203.0.113.10", 1: "203.0.113.11"}
            return {
                (own[it.inputs["vpnGatewayInterface"]], peers[it.inputs["peerExternalGatewayInterface"]])
                for it in recording.all(TUNNEL)
            }
        case "gcp":
            rules = recording.all("gcp:compute/forwardingRule:ForwardingRule")
            own = {it.inputs["target"]: it.inputs["ipAddress"] for it in rules}
            return {(own[it.inputs["targetVpnGateway"]], it.inputs["peerIp"]) for it in recording.all(TUNNEL)}
        case _:
            return {("192.0.2.20", it.inputs["peerAddress"]) for it in recording.all(SITE)}


def _own(recording: Recording, type: str, output: str) -> list[str]:
    side = _side(recording, "azure")
    assert len(recording.all(type)) == 2, output
    return sorted(set(side))


def _side(recording: Recording, cloud: str) -> list[str]:
    left = recording.one("stackwright-components:index:HybridLink").inputs["left"]["cloud"]
    return recording.outputs["left_addresses" if left == cloud else "right_addresses"]


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
class TestEveryPair:
    def test_both_ends_name_the_same_tunnels(self, pair: tuple[str, str]) -> None:
        left, right = pair
        recording = link(left, right)
        promised = set(zip(recording.outputs["left_addresses"], recording.outputs["right_addresses"], strict=True))
        assert len(promised) == len(recording.outputs["left_addresses"]) == len(plan(left, right))
        assert promised <= joined(recording, left)
        assert {(there, here) for here, there in promised} <= joined(recording, right)

    def test_no_address_of_a_public_end_and_no_tunnel_is_the_only_one(self, pair: tuple[str, str]) -> None:
        left, right = pair
        outputs = link(left, right).outputs
        tunnels = list(zip(outputs["left_addresses"], outputs["right_addresses"], strict=True))
        for side, cloud in enumerate(pair):
            for address in {tunnel[side] for tunnel in tunnels}:
                remain = [tunnel for tunnel in tunnels if tunnel[side] != address]
                assert remain or cloud == "private", f"without {address} there is no link"
        assert len(tunnels) > 1

    def test_no_zone_is_the_only_one(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        if "aws" in pair:
            attachment = recording.one("aws:ec2transitgateway/vpcAttachment:VpcAttachment").inputs
            assert attachment["subnetIds"] == ["subnet-a", "subnet-b", "subnet-c"]
        if "azure" in pair:
            addresses = recording.all("azure-native:network:PublicIPAddress")
            assert [it.inputs["zones"] for it in addresses] == [["1", "2", "3"]] * 2
            assert recording.one("azure-native:network:VirtualNetworkGateway").inputs["sku"]["name"].endswith("AZ")

    def test_every_tunnel_has_a_key_of_its_own_and_it_is_secret_everywhere(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        carried = {it.name: it for it in recording.children if it.type in KEYS}
        values: dict[str, set[str]] = {}
        for it in carried.values():
            for name in KEYS[it.type]:
                assert secret(it.inputs[name]), f"{it.name}.{name}"
                assert plain(it.inputs[name])[0] == "k"
                values.setdefault(it.type, set()).add(plain(it.inputs[name]))
        mine, theirs = values.values()
        assert mine == theirs
        assert len(mine) == (1 if pair == ("azure", "private") else len(plan(*pair)))
        assert len(mine) == len(recording.all("random:index/randomPassword:RandomPassword"))

    def test_strong_proposals_and_no_others(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        for it in recording.all(CONNECTION):
            for number in (1, 2):
                said = {k.removeprefix(f"tunnel{number}"): v for k, v in it.inputs.items()}
                assert said["IkeVersions"] == ["ikev2"]
                assert said["Phase1EncryptionAlgorithms"] == said["Phase2EncryptionAlgorithms"] == ["AES256-GCM-16"]
                assert said["Phase1IntegrityAlgorithms"] == said["Phase2IntegrityAlgorithms"] == ["SHA2-384"]
                assert said["Phase1DhGroupNumbers"] == said["Phase2DhGroupNumbers"] == [20]
        for it in recording.all(AZURE):
            (policy,) = it.inputs["ipsecPolicies"]
            assert it.inputs["connectionProtocol"] == "IKEv2"
            assert (policy["ikeEncryption"], policy["ikeIntegrity"], policy["dhGroup"]) == (
                "GCMAES256",
                "SHA384",
                "ECP384",
            )
            assert policy["ipsecEncryption"] == policy["ipsecIntegrity"] == "GCMAES256"
            assert policy["pfsGroup"] == "ECP384"
        for it in recording.all(TUNNEL):
            suite = it.inputs["cipherSuite"]
            assert it.inputs["ikeVersion"] == 2
            assert suite["phase1"] == {
                "encryptions": ["AES-GCM-16-256"], "prves": ["PRF-HMAC-SHA2-384"], "dhs": ["Group-20"]
            }  # fmt: skip
            assert suite["phase2"] == {"encryptions": ["AES-GCM-16-256"], "pfs": ["Group-20"]}
        for policies in ("openstack:vpnaas/ikePolicy:IkePolicy", "openstack:vpnaas/ipSecPolicy:IpSecPolicy"):
            for it in recording.all(policies):
                assert (it.inputs["encryptionAlgorithm"], it.inputs["authAlgorithm"]) == ("aes-256-gcm-16", "sha384")
                assert it.inputs["pfs"] == "group20"
                assert it.inputs.get("ikeVersion", "v2") == "v2"

    def test_children_inherit_parent_and_provider_and_are_named_after_the_link(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        component = recording.one("stackwright-components:index:HybridLink")
        for child in recording.children:
            assert child.parent == component.urn
            assert "::explicit-pulumi_" in child.provider
            assert child.name.startswith(("shop-key-", *(f"shop-{cloud}" for cloud in pair)))

    def test_tags_are_everywhere(self, pair: tuple[str, str]) -> None:
        untagged = (
            "Route", "RouterInterface", "RouterPeer", "VPNGateway", "Subnet", "TopicPolicy", "DiagnosticSetting",
            "RandomPassword",
        )  # fmt: skip
        for it in link(*pair).children:
            if it.type.rpartition(":")[2] not in untagged:
                said = it.inputs.get("tags") or it.inputs.get("labels") or it.inputs.get("userLabels")
                assert (said and said["owner"] == "team-retail") or "owner: team-retail" in it.inputs["description"]

    def test_the_cloud_is_asked_nothing(self, pair: tuple[str, str]) -> None:
        assert link(*pair).calls == []

    def test_swapping_the_sides_changes_nothing_in_the_clouds(self, pair: tuple[str, str]) -> None:
        left, right = pair
        forth, back = link(left, right), link(right, left)
        assert {it.name: it.inputs for it in forth.children} == {it.name: it.inputs for it in back.children}
        assert forth.outputs["left_addresses"] == back.outputs["right_addresses"]


@pytest.mark.parametrize("pair", DYNAMIC, ids="-".join)
def test_bgp_speakers_find_each_other(pair: tuple[str, str]) -> None:
    """Each tunnel's two speakers are the two hosts of one /30, and each end expects the other's number."""
    recording = link(*pair)
    for it in recording.all(CONNECTION):
        assert it.inputs["staticRoutesOnly"] is False
        assert it.inputs["tunnel1StartupAction"] == "start"
        assert it.inputs["tunnel1DpdTimeoutAction"] == "restart"
    speakers = {cloud: _speakers(recording, cloud) for cloud in pair}
    first, second = speakers.values()
    assert first == {(there, here) for here, there in second}
    assert len(first) == len(plan(*pair))
    for here, there in first:
        assert IPv4Network(f"{here}/30", strict=False) == IPv4Network(f"{there}/30", strict=False)
        assert IPv4Address(here) in IPv4Network("169.254.21.0/24")
    numbers = {"aws": 64512, "azure": 65515, "gcp": 64514}
    assert _expected(recording, pair[0]) == {numbers[pair[1]]}
    assert _expected(recording, pair[1]) == {numbers[pair[0]]}


def _speakers(recording: Recording, cloud: str) -> set[tuple[str, str]]:
    """Each tunnel's inside address of this end, and of the peer."""
    if cloud == "aws":
        inside = [it.inputs[f"tunnel{n}InsideCidr"] for it in recording.all(CONNECTION) for n in (1, 2)]
        return {(str(a), str(b)) for a, b in (tuple(IPv4Network(cidr).hosts()) for cidr in inside)}
    if cloud == "gcp":
        peers = recording.all("gcp:compute/routerPeer:RouterPeer")
        return {(it.inputs["ipAddress"], it.inputs["peerIpAddress"]) for it in peers}
    settings = recording.one("azure-native:network:VirtualNetworkGateway").inputs["bgpSettings"]
    mine = set(chain(*(it["customBgpIpAddresses"] for it in settings["bgpPeeringAddresses"])))
    found: set[tuple[str, str]] = set()
    for connection in recording.all(AZURE):
        local = recording.one("azure-native:network:LocalNetworkGateway", connection.name)
        peer = local.inputs["bgpSettings"]["bgpPeeringAddress"]
        offered = [it["customBgpIpAddress"] for it in connection.inputs["gatewayCustomBgpIpAddresses"]]
        assert set(offered) <= mine
        assert len(offered) == 2
        near = [it for it in offered if IPv4Network(f"{it}/30", strict=False).overlaps(IPv4Network(peer))]
        assert len(near) == 1
        found.add((near[0], peer))
    return found


def _expected(recording: Recording, cloud: str) -> set[int]:
    if cloud == "aws":
        return {int(it.inputs["bgpAsn"]) for it in recording.all("aws:ec2/customerGateway:CustomerGateway")}
    if cloud == "gcp":
        return {it.inputs["peerAsn"] for it in recording.all("gcp:compute/routerPeer:RouterPeer")}
    locals_ = recording.all("azure-native:network:LocalNetworkGateway")
    return {int(it.inputs["bgpSettings"]["asn"]) for it in locals_}


@pytest.mark.parametrize("pair", STATIC, ids="-".join)
class TestWithOpenStack:
    def test_one_tunnel_carries_and_the_private_end_begins_with_it(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        sites = recording.by_name(SITE)
        assert {name: it.inputs["initiator"] for name, it in sites.items()} == {
            "shop-private-1": "bi-directional",
            "shop-private-2": "response-only",
        }
        assert all(it.inputs["dpds"] == [{"action": "restart", "interval": 15, "timeout": 45}] for it in sites.values())
        groups = recording.by_name("openstack:vpnaas/endpointGroup:EndpointGroup")
        carries, stands_by = (groups[f"shop-private-{number}-peer"].inputs["endpoints"] for number in (1, 2))
        (whole,) = stands_by
        assert [IPv4Network(it) for it in carries] == list(IPv4Network(whole).subnets())
        assert groups["shop-private-local"].inputs["endpoints"] == ["private", "public"]

    def test_a_paused_tunnel_hands_over(self, pair: tuple[str, str]) -> None:
        recording = link(*pair, paused_tunnels=[1])
        site = recording.one(SITE)
        assert site.name == "shop-private-2"
        assert site.inputs["initiator"] == "bi-directional"
        assert not any("tunnel-1" in it.name for it in recording.children)

    def test_the_public_end_only_answers_and_routes_into_the_tunnels(self, pair: tuple[str, str]) -> None:
        recording = link(*pair)
        for it in recording.all(CONNECTION):
            assert it.inputs["staticRoutesOnly"] is True
            assert it.inputs["tunnel1StartupAction"] == it.inputs["tunnel2StartupAction"] == "add"
            route = recording.one("aws:ec2transitgateway/route:Route").inputs
            assert route["destinationCidrBlock"] == "10.20.0.0/16"
            assert route["transitGatewayAttachmentId"].startswith("tgw-attach-")
        for it in recording.all(AZURE):
            assert it.inputs["connectionMode"] == "ResponderOnly"
            local = recording.one("azure-native:network:LocalNetworkGateway").inputs
            assert local["localNetworkAddressSpace"] == {"addressPrefixes": ["10.20.0.0/16"]}
        routes = recording.by_name("gcp:compute/route:Route")
        assert {name: it.inputs["priority"] for name, it in routes.items()} == (
            {"shop-gcp-1": 900, "shop-gcp-2": 1000} if "gcp" in pair else {}
        )


class TestAws:
    def test_the_private_subnets_of_every_zone_are_routed_into_the_link(self) -> None:
        routes = link("aws", "gcp").by_name("aws:ec2/route:Route")
        assert {it.inputs["routeTableId"] for it in routes.values()} == {"rtb-a", "rtb-b", "rtb-c"}
        assert {it.inputs["destinationCidrBlock"] for it in routes.values()} == {"10.40.0.0/16"}
        attachment = link("aws", "gcp").one("aws:ec2transitgateway/vpcAttachment:VpcAttachment")
        assert all(attachment.urn in it.depends_on for it in routes.values())

    def test_tunnels_are_logged_encrypted_and_not_for_ever(self) -> None:
        recording = link("aws", "azure")
        group = recording.one("aws:cloudwatch/logGroup:LogGroup").inputs
        assert group["retentionInDays"] == 90
        assert group["kmsKeyId"]
        for it in recording.all(CONNECTION):
            for number in (1, 2):
                logged = it.inputs[f"tunnel{number}LogOptions"]["cloudwatchLogOptions"]
                assert logged["logEnabled"] is logged["bgpLogEnabled"] is True
                assert logged["logGroupArn"] == logged["bgpLogGroupArn"]

    def test_alarms_of_tunnels_that_should_stand_and_of_connections(self) -> None:
        def alarms(other: str) -> dict[str, Registered]:
            return link("aws", other).by_name("aws:cloudwatch/metricAlarm:MetricAlarm")

        outages = {"shop-aws-outage-1", "shop-aws-outage-2"}
        assert set(alarms("azure")) == {f"shop-aws-tunnel-{number}" for number in range(1, 5)} | outages
        assert set(alarms("private")) == {"shop-aws-tunnel-1", "shop-aws-outage-1"}
        addresses = link("aws", "azure").outputs["left_addresses"]
        watched = [alarms("azure")[f"shop-aws-tunnel-{number}"].inputs["dimensions"] for number in range(1, 5)]
        assert watched == [{"TunnelIpAddress": address} for address in addresses]
        for it in alarms("azure").values():
            assert it.inputs["treatMissingData"] == "breaching"
            assert "Runbook: docs/components/hybrid-link.md#runbook" in it.inputs["alarmDescription"]

    def test_a_topic_that_exists_is_used_instead(self) -> None:
        recording = link("aws", "gcp", aws_alarm_target="arn:aws:sns:eu-west-1:1:t")
        assert not recording.all("aws:sns/topic:Topic")
        assert recording.outputs["alarm_targets"] == {"aws": "arn:aws:sns:eu-west-1:1:t"}


class TestAzure:
    def test_the_gateways_subnet_is_where_no_zone_ever_is(self) -> None:
        subnet = link("azure", "gcp").one("azure-native:network:Subnet").inputs
        assert subnet["subnetName"] == "GatewaySubnet"
        assert subnet["addressPrefix"] == "10.30.248.0/21"
        assert (subnet["resourceGroupName"], subnet["virtualNetworkName"]) == ("shop-network", "shop-vnet")

    def test_both_instances_work(self) -> None:
        gateway = link("azure", "gcp").one("azure-native:network:VirtualNetworkGateway").inputs
        assert gateway["activeActive"] is True
        assert len({it["publicIPAddress"]["id"] for it in gateway["ipConfigurations"]}) == 2
        own = f"virtualNetworkGateways/{gateway['virtualNetworkGatewayName']}/ipConfigurations/"
        named = [it["ipconfigurationId"] for it in gateway["bgpSettings"]["bgpPeeringAddresses"]]
        assert [own in it for it in named] == [True, True]
        assert [it.rpartition("/")[2] for it in named] == [it["name"] for it in gateway["ipConfigurations"]]

    @pytest.mark.parametrize(
        ("other", "watched"),
        [
            ("aws", {("BgpPeerStatus", f"169.254.21.{address}") for address in (1, 5, 9, 13)}),
            ("gcp", {("BgpPeerStatus", f"169.254.21.{address}") for address in (1, 5)}),
            ("private", {("QmsaCount", "192.0.2.20")}),
        ],
    )
    def test_an_alert_for_each_peer(self, other: str, watched: set[tuple[str, str]]) -> None:
        alerts = link("azure", other).all("azure-native:monitor:MetricAlert")
        criteria = [criterion for it in alerts for criterion in it.inputs["criteria"]["allOf"]]
        assert {(it["metricName"], it["dimensions"][0]["values"][0]) for it in criteria} == watched
        assert all(it["operator"] == "LessThan" and it["threshold"] == 1 for it in criteria)


class TestGcp:
    def test_the_whole_range_is_told_to_the_peer(self) -> None:
        bgp = link("aws", "gcp").one("gcp:compute/router:Router").inputs["bgp"]
        assert bgp["advertiseMode"] == "CUSTOM"
        assert bgp["advertisedIpRanges"] == [{"range": "10.40.0.0/16"}]

    @pytest.mark.parametrize(("other", "type"), [("aws", "FOUR_IPS_REDUNDANCY"), ("azure", "TWO_IPS_REDUNDANCY")])
    def test_google_knows_how_redundant_the_peer_is(self, other: str, type: str) -> None:
        external = link("gcp", other).one("gcp:compute/externalVpnGateway:ExternalVpnGateway").inputs
        assert external["redundancyType"] == type

    def test_a_peer_without_bgp_gets_two_classic_gateways(self) -> None:
        recording = link("gcp", "private")
        assert not recording.all("gcp:compute/haVpnGateway:HaVpnGateway")
        rules = recording.all("gcp:compute/forwardingRule:ForwardingRule")
        reached = {(it.inputs["target"], it.inputs["ipProtocol"], it.inputs.get("portRange")) for it in rules}
        assert len({target for target, _, _ in reached}) == 2
        assert {it[1:] for it in reached} == {("ESP", None), ("UDP", "500"), ("UDP", "4500")}
        assert len(reached) == 6
        tunnels = recording.by_name(TUNNEL)
        assert tunnels["shop-gcp-1"].inputs["localTrafficSelectors"] == ["10.40.0.0/17", "10.40.128.0/17"]
        assert tunnels["shop-gcp-2"].inputs["localTrafficSelectors"] == ["10.40.0.0/16"]
        for it in tunnels.values():
            assert it.inputs["remoteTrafficSelectors"] == ["10.20.0.0/17", "10.20.128.0/18"]
            assert {rule.urn for rule in rules} <= set(it.depends_on)

    def test_each_tunnel_that_should_stand_has_an_alert(self) -> None:
        alerts = link("gcp", "azure").all("gcp:monitoring/alertPolicy:AlertPolicy")
        assert len(alerts) == 2
        below, absent = alerts[0].inputs["conditions"]
        assert below["conditionThreshold"]["filter"] == absent["conditionAbsent"]["filter"]
        assert "tunnel_established" in below["conditionThreshold"]["filter"]
        assert len(link("gcp", "private").all("gcp:monitoring/alertPolicy:AlertPolicy")) == 1


@given(
    cidr=st.builds(
        lambda bits, prefix: str(IPv4Network((bits << 8, prefix), strict=False)),
        st.integers(0, 2**24 - 1),
        st.integers(8, 24),
    )
)
def test_both_selectors_are_for_the_same_addresses_and_can_be_told_apart(cidr: str) -> None:
    carries, stands_by = selectors(cidr, carries=True), selectors(cidr, carries=False)
    assert sum(IPv4Network(it).num_addresses for it in carries) == IPv4Network(cidr).num_addresses
    assert stands_by == [cidr]
    assert not set(carries) & set(stands_by)


@pytest.mark.parametrize(("cloud", "peer"), list(permutations(CLOUDS, 2)))
def test_the_plan_is_the_same_from_both_sides(cloud: str, peer: str) -> None:
    here, there = plan(cloud, peer), plan(peer, cloud)
    assert [(it.number, it.local, it.remote, it.inside, it.key, it.carries) for it in here] == [
        (it.number, it.remote, it.local, it.inside, it.key, it.carries) for it in there
    ]
    assert [it.local_inside for it in here] == [it.remote_inside for it in there]
    assert all(it.carries for it in here) is dynamic(cloud, peer)
    assert len(by_remote(here)) == ADDRESSES.get(peer, 2 * ADDRESSES.get(cloud, 1))


@pytest.mark.parametrize(
    ("left", "right", "changes", "message"),
    [
        ("aws", "aws", {}, "right: is on aws, as left is; the cloud's own peering"),
        ("aws", "gcp", {"right": {"cidr": "10.10.128.0/17"}}, "10.10.128.0/17 overlaps 10.10.0.0/16"),
        ("aws", "gcp", {"right": {"cidr": "10.10.0.1/16"}}, "has host bits set"),
        ("aws", "gcp", {"left": {"private_route_table_ids": None}}, "left.private_route_table_ids: is needed on aws"),
        ("aws", "gcp", {"right": {"location": ""}}, "right.location: is needed on gcp"),
        ("aws", "private", {"right": {"router_id": ""}}, "right.router_id: is needed on private"),
        ("aws", "azure", {"azure_sku": "Basic"}, "azure_sku: 'Basic' is not one of VpnGw1AZ"),
        ("aws", "azure", {"paused_tunnels": [1]}, "between aws and azure, BGP leaves a lost one out"),
        ("aws", "private", {"paused_tunnels": [1, 2]}, "at least one must stay"),
        ("aws", "private", {"paused_tunnels": [3]}, "there are the tunnels 1 to 2"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_registered(
    left: str, right: str, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message):
        link(left, right, **changes)


def test_ranges_that_are_known_later_are_compared_then() -> None:
    def program() -> dict[str, Any]:
        later = pulumi.Output.from_input("10.10.4.0/22")
        return {"cidr": settle({"left": end("aws"), "right": end("gcp", cidr=later)}).ends[0].cidr}

    with pytest.raises(ArgumentError, match=r"10\.10\.4\.0/22 overlaps 10\.10\.0\.0/16"):
        record(program)


def test_a_network_too_narrow_for_azures_gateway_is_refused() -> None:
    with pytest.raises(ArgumentError, match="a /22 is wide enough"):
        link("azure", "gcp", left={"cidr": "10.30.0.0/23"})


@given(st.data())
def test_overlap_is_what_addresses_say(data: st.DataObject) -> None:
    networks = st.builds(
        lambda bits, prefix: IPv4Network((0x0A000000 | bits << 12, prefix), strict=False),
        st.integers(0, 2**12 - 1),
        st.integers(8, 20),
    )
    one, other = data.draw(networks), data.draw(networks)
    shared = one.subnet_of(other) or other.subnet_of(one)
    if shared:
        with pytest.raises(ArgumentError):
            refuse_overlap(str(one), str(other))
    else:
        refuse_overlap(str(one), str(other))


def test_the_checklist_names_nothing_that_is_not_set(repository: Path) -> None:
    everything = properties_set(*(link(*pair) for pair in PAIRS))
    assert properties_named(repository / "docs" / "components" / "hybrid-link.md") <= everything

"""The blueprint `hybrid-link`, edited while it stands, and what it refuses before anything starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stackwright_blueprints.fields import BlueprintError
from stackwright_blueprints.hybrid_link import check
from stackwright_components.conventions import ArgumentError

from stackwright.wire.values import contains_secret, reveal
from tests.blueprints.rehearsing import Example, Rehearsal, examples

EXAMPLES = {example.path.stem: example for example in examples("hybrid-link")}
PAIRS = sorted(EXAMPLES)
KEYED = {
    "aws": "aws:ec2/vpnConnection:VpnConnection",
    "azure": "azure-native:network:VirtualNetworkGatewayConnection",
    "gcp": "gcp:compute/vPNTunnel:VPNTunnel",
    "private": "openstack:vpnaas/siteConnection:SiteConnection",
}
GATEWAYS = (
    *("TransitGateway", "VpcAttachment", "VirtualNetworkGateway", "PublicIPAddress"),
    *("HaVpnGateway", "VPNGateway", "Address", "Service"),
)


def standing(folder: Path, example: Example) -> Rehearsal:
    rehearsal = Rehearsal(folder, example)
    rehearsal.up()
    return rehearsal


def kinds(rehearsal: Rehearsal) -> Counter[tuple[str, str]]:
    """The steps of the last call by operation and short type, but for the stack and the component themselves."""
    return Counter(
        (op, type_.rpartition(":")[2])
        for op, type_, _ in rehearsal.steps().elements()
        if not type_.startswith(("pulumi:pulumi:Stack", "stackwright-components:"))
    )


def test_there_is_an_example_of_every_pair() -> None:
    clouds = ("aws", "azure", "gcp", "private")
    assert {f"{left}-{right}" for left in clouds for right in clouds if left < right} == set(EXAMPLES)


@pytest.mark.parametrize("pair", PAIRS)
def test_new_keys_reach_both_ends_in_one_update_and_can_be_read_nowhere(pair: str, tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EXAMPLES[pair])
    before, old = rehearsal.outputs, keys(rehearsal)
    rehearsal.up(key_generation=2)
    new = keys(rehearsal)
    assert len(new) == len(old)
    assert not new & old
    for key in new | old:
        assert len(key) == 48
        assert rehearsal.leaks(key) == []
        assert key not in repr(rehearsal.events)
    done = rehearsal.steps()
    changed = {type_ for op, type_, _ in done if op in ("update", "create-replacement", "create")}
    assert {KEYED[cloud] for cloud in pair.split("-")} <= changed
    assert not [step for step in done if step[1].endswith(tuple(f":{it}" for it in GATEWAYS))]
    assert rehearsal.outputs == before
    assert not any(contains_secret(value) for value in before.values())


def keys(rehearsal: Rehearsal) -> set[str]:
    found: Any = reveal([it["result"] for it in rehearsal.kept("random:index/randomPassword:RandomPassword")])
    return set(found)


@pytest.mark.parametrize(
    ("pair", "side", "routes"),
    [
        ("aws-private", "left", {("delete-replaced", "EndpointGroup"): 2}),
        ("aws-private", "right", {("delete-replaced", "Route"): 3}),
        ("azure-private", "right", {("update", "LocalNetworkGateway"): 1}),
        ("gcp-private", "right", {("delete-replaced", "Route"): 2}),
        ("aws-gcp", "left", {}),
        ("aws-gcp", "right", {("delete-replaced", "Route"): 2, ("update", "Router"): 1}),
    ],
)
def test_another_range_on_one_side_changes_the_routes_of_the_other(
    pair: str, side: str, routes: dict[tuple[str, str], int], tmp_path: Path
) -> None:
    rehearsal = standing(tmp_path, EXAMPLES[pair])
    network = {**EXAMPLES[pair].inputs[side], "cidr": "10.99.0.0/16"}
    rehearsal.up(**{side: network})
    done = kinds(rehearsal)
    assert {kind: done[kind] for kind in routes} == routes
    assert not [kind for kind in done if kind[1] in GATEWAYS]
    assert reveal(rehearsal.outputs)[f"{side}_cidr"] == "10.99.0.0/16"  # type: ignore[call-overload,index]
    rehearsal.up()
    assert kinds(rehearsal) == {}


@pytest.mark.parametrize("pair", ["aws-azure", "gcp-private"])
def test_the_sides_may_change_places(pair: str, tmp_path: Path) -> None:
    example = EXAMPLES[pair]
    rehearsal = standing(tmp_path, example)
    before: Any = rehearsal.outputs
    rehearsal.up(left=example.inputs["right"], right=example.inputs["left"])
    after: Any = rehearsal.outputs
    assert kinds(rehearsal) == {}
    assert after["left_addresses"] == before["right_addresses"]


def test_another_zone_on_aws_is_one_more_route(tmp_path: Path) -> None:
    example = EXAMPLES["aws-private"]
    rehearsal = standing(tmp_path, example)
    network = dict(example.inputs["left"])
    for name, prefix in (("private_subnet_ids", "subnet"), ("private_route_table_ids", "rtb")):
        network[name] = {**network[name], "eu-west-1c": f"{prefix}-0e5f60718293041a2"}
    rehearsal.up(left={**network, "zones": [*network["zones"], "eu-west-1c"]})
    assert kinds(rehearsal) == {("create", "Route"): 1, ("update", "VpcAttachment"): 1}


def test_pausing_a_tunnel_hands_over_and_touches_no_gateway(tmp_path: Path) -> None:
    rehearsal = standing(tmp_path, EXAMPLES["aws-private"])
    before = rehearsal.outputs
    rehearsal.up(paused_tunnels=[1])
    done = kinds(rehearsal)
    assert done["delete", "SiteConnection"] == 1
    assert done["update", "SiteConnection"] == 1
    assert not [kind for kind in done if kind[1] in (*GATEWAYS, "VpnConnection")]
    assert rehearsal.outputs == before
    rehearsal.up(paused_tunnels=[])
    assert kinds(rehearsal)["create", "SiteConnection"] == 1


def test_overlapping_networks_are_refused_before_anything_is_there(tmp_path: Path) -> None:
    example = EXAMPLES["aws-gcp"]
    inputs = {**example.inputs, "right": {**example.inputs["right"], "cidr": "10.10.4.0/22"}}
    rehearsal = Rehearsal(tmp_path, replace(example, inputs=inputs))
    with pytest.raises(AssertionError) as error:
        rehearsal.up()
    assert "10.10.4.0/22 overlaps 10.10.0.0/16" in str(error.value)
    assert rehearsal.world() == []


def test_a_network_of_an_older_version_is_named(tmp_path: Path) -> None:
    example = EXAMPLES["aws-private"]
    older = {name: value for name, value in example.inputs["right"].items() if name != "router_id"}
    rehearsal = Rehearsal(tmp_path, replace(example, inputs={**example.inputs, "right": older}))
    with pytest.raises(AssertionError, match="'right' has no output router_id; its network was deployed by an older"):
        rehearsal.up()


def part(cloud: str, cidr: str | None) -> Mapping[str, Any]:
    return {"cloud": cloud, "blueprint": "network", "inputs": {"cidr": cidr} if cidr else {}}


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (part("aws", "10.10.0.0/16"), part("private", "10.20.0.0/16"), []),
        (
            part("aws", "10.10.0.0/16"),
            part("private", "10.10.128.0/20"),
            ["'right' has the range 10.10.128.0/20, which overlaps"],
        ),
        (part("aws", None), part("private", "10.10.128.0/20"), []),
        (part("aws", "what"), part("private", "10.10.128.0/20"), []),
        (part("gcp", "10.1.0.0/16"), part("gcp", "10.2.0.0/16"), ["'left' and 'right' are both on gcp"]),
        (
            part("azure", "10.1.0.0/23"),
            part("gcp", "10.2.0.0/16"),
            ["'left' has the range 10.1.0.0/23, in which Azure's"],
        ),
        ("not a part", part("gcp", "10.2.0.0/16"), []),
    ],
)
def test_what_the_services_file_tells_is_checked(left: Any, right: Any, said: list[str]) -> None:
    found = list(check({"left": left, "right": right, "key_generation": 1}))
    assert len(found) == len(said)
    for (_, message, hint), start in zip(found, said, strict=True):
        assert message.startswith(start)
        assert hint


def test_errors_are_for_people() -> None:
    assert BlueprintError.for_people
    assert ArgumentError.for_people

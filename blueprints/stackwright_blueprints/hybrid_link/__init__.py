"""The blueprint `hybrid-link`: two networks on different clouds that reach each other by private address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Network
from typing import Annotated, Any, Final, NotRequired, TypedDict, cast

from stackwright_blueprints.model import Blueprint, Field, Input, Misfit, Output
from stackwright_blueprints.network import NetworkOutputs
from stackwright_blueprints.operations import LOG_RETENTION_DAYS, RUNBOOK_URL

__all__ = ["HybridLinkInputs", "HybridLinkOutputs", "blueprint", "check"]

_INSTEAD: Final[Mapping[str, str]] = {
    "aws": "VPC peering, or attach both to one transit gateway",
    "azure": "virtual network peering",
    "gcp": "VPC network peering",
    "private": "one Neutron router with an interface in each",
}
_GATEWAY_PREFIX: Final = 22
"""A narrower network on Azure has no /27 left for the gateway's subnet."""


class HybridLinkInputs(TypedDict):
    """What a service says of a link. The two networks are enough."""

    left: Annotated[
        Input[NetworkOutputs],
        Field("One network. Its range must not overlap the other's.", part="network"),
    ]
    right: Annotated[
        Input[NetworkOutputs],
        Field("The other network, on another cloud.", part="network"),
    ]
    key_generation: NotRequired[
        Annotated[
            Input[int],
            Field(
                "Another number is another set of pre-shared keys, at both ends in the same update. Each tunnel is "
                "down for the seconds between the updates of its two ends.",
                default=1,
                minimum=1,
                group="Keys",
            ),
        ]
    ]
    paused_tunnels: NotRequired[
        Annotated[
            list[Annotated[int, Field("The tunnel's number.", minimum=1, maximum=2)]],
            Field(
                "Where one network is on the private cloud: tunnels to leave out until their far end is well again, so "
                "that another one carries the traffic. At least one stays.",
                max_length=1,
                examples=[[1]],
                group="Tunnels",
            ),
        ]
    ]
    azure_sku: NotRequired[
        Annotated[
            str,
            Field(
                "Azure's gateway: 650 Mbit/s, 1, 2.5, 5 or 10 Gbit/s. All of them span zones.",
                default="VpnGw1AZ",
                enum=["VpnGw1AZ", "VpnGw2AZ", "VpnGw3AZ", "VpnGw4AZ", "VpnGw5AZ"],
                group="Tunnels",
            ),
        ]
    ]
    log_retention_days: NotRequired[
        Annotated[int, replace(LOG_RETENTION_DAYS, description="How long tunnel logs are kept.")]
    ]
    aws_alarm_target: NotRequired[
        Annotated[Input[str], Field("AWS: the ARN of an SNS topic for alarms. Default: one is made.", group="Watch")]
    ]
    azure_alarm_target: NotRequired[
        Annotated[
            Input[str], Field("Azure: the id of an action group for alarms. Default: one is made.", group="Watch")
        ]
    ]
    gcp_alarm_target: NotRequired[
        Annotated[
            Input[str],
            Field(
                "GCP: names of notification channels for alarms, with commas between, as a monitoring part puts them "
                "out. Default: they open incidents and tell nobody.",
                group="Watch",
            ),
        ]
    ]
    runbook_url: NotRequired[Annotated[Input[str], RUNBOOK_URL]]


class HybridLinkOutputs(TypedDict):
    """What other parts may refer to. Lists of addresses are by tunnel, in the same order on both sides."""

    left_cloud: Annotated[Output[str], Field("The cloud of the left network.")]
    right_cloud: Annotated[Output[str], Field("The cloud of the right network.")]
    left_cidr: Annotated[Output[str], Field("The range of the left network.", format="ipv4-network")]
    right_cidr: Annotated[Output[str], Field("The range of the right network.", format="ipv4-network")]
    left_addresses: Annotated[Output[list[str]], Field("By tunnel: the public address of its left end.")]
    right_addresses: Annotated[Output[list[str]], Field("By tunnel: the public address of its right end.")]
    left_gateway_ids: Annotated[Output[list[str]], Field("The gateway, or gateways, at the left end.")]
    right_gateway_ids: Annotated[Output[list[str]], Field("The gateway, or gateways, at the right end.")]
    alarm_targets: Annotated[Output[dict[str, str]], Field("By cloud: where its end's alarms go.")]


def check(inputs: Mapping[str, Any]) -> Iterator[Misfit]:
    """Two clouds, two ranges that share nothing, and room for a gateway; as far as all this is written out."""
    ends = {side: inputs[side] for side in ("left", "right") if isinstance(inputs.get(side), Mapping)}
    for side, end in ends.items():
        network = _range(end)
        if end.get("cloud") == "azure" and network is not None and network.prefixlen > _GATEWAY_PREFIX:
            hint = f"Give that network a /{_GATEWAY_PREFIX} or wider."
            yield side, f"'{side}' has the range {network}, in which Azure's VPN gateway finds no room", hint
    if len(ends) < 2:
        return
    left, right = ends["left"], ends["right"]
    if left.get("cloud") == right.get("cloud"):
        cloud = str(right.get("cloud"))
        yield "right", f"'left' and 'right' are both on {cloud}", f"To join them, use {_INSTEAD.get(cloud, 'peering')}."
    ours, theirs = _range(left), _range(right)
    if ours is not None and theirs is not None and ours.overlaps(theirs):
        yield (
            "right",
            f"'right' has the range {theirs}, which overlaps 'left', {ours}",
            "One of the networks must move.",
        )


def _range(end: Mapping[str, Any]) -> IPv4Network | None:
    """The network's range, where it is written out and is one."""
    try:
        return IPv4Network(cast("str", end["inputs"]["cidr"]))
    except (KeyError, TypeError, ValueError):
        return None


blueprint = Blueprint(
    name="hybrid-link",
    version="1.0.0",
    title="Hybrid link",
    description=(
        "Two networks on different clouds reach each other by private address, through tunnels of which any one may be "
        "lost: both ends, the routes, the keys, and alarms."
    ),
    owner="platform",
    inputs=HybridLinkInputs,
    outputs=HybridLinkOutputs,
    clouds={},
    reaches={
        "aws": ["aws", "random"],
        "azure": ["azure-native", "random"],
        "gcp": ["gcp", "random"],
        "private": ["openstack", "random"],
    },
    build="stackwright_blueprints.hybrid_link.build:build",
    check=check,
    upgrade_notes={"1.0.0": "The first version."},
)

"""The blueprint `network`: where the other parts of a service live."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from stackwright_blueprints.model import Blueprint, Field, Input, Output

__all__ = ["NetworkInputs", "NetworkOutputs", "blueprint"]


class NetworkInputs(TypedDict):
    """What a service says of its network."""

    cidr: Annotated[
        str,
        Field(
            "Address range of the whole network, between /16 and /23. Choose one that no network it will ever be "
            "linked with overlaps.",
            format="ipv4-network",
            pattern=r"^[0-9.]+/(1[6-9]|2[0-3])$",
            immutable=True,
            examples=["10.10.0.0/16"],
            group="Addresses",
        ),
    ]
    zones: NotRequired[
        Annotated[
            list[str],
            Field(
                "Zones to spread over, as the cloud names them. Default: three of the environment's region; `nova` on "
                "the private cloud. Adding or removing one changes nothing in the others.",
                min_length=1,
                max_length=8,
                examples=[["eu-west-1a", "eu-west-1b"]],
                group="Addresses",
            ),
        ]
    ]
    zone_slots: NotRequired[
        Annotated[
            dict[str, Annotated[int, Field("Slot", minimum=0, maximum=7)]],
            Field(
                "Which eighth of the range a zone gets, for zones whose names do not end in a letter a to h or a "
                "number 1 to 8.",
                examples=[{"us-west-2-lax-1a": 4}],
                group="Addresses",
            ),
        ]
    ]
    nat: NotRequired[
        Annotated[
            Literal["per-zone", "single", "none"],
            Field(
                "How private subnets reach the internet: through a NAT gateway in each zone, which survives the loss "
                "of one; through a single one, which costs a third; or not at all.",
                default="per-zone",
                group="Egress",
            ),
        ]
    ]
    external_network_id: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Private cloud only: id of the provider network in which the router gets its gateway. Without it, "
                "nothing leaves the network.",
                group="Egress",
            ),
        ]
    ]
    flow_logs: NotRequired[
        Annotated[
            bool,
            Field("Whether accepted and rejected traffic is logged (public clouds).", default=True, group="Logs"),
        ]
    ]
    flow_log_retention_days: NotRequired[
        Annotated[
            Input[int],
            # What CloudWatch Logs, Azure's flow logs (at most 365) and Cloud Logging all accept.
            Field("How long flow logs are kept.", default=365, enum=[7, 14, 30, 60, 90, 180, 365], group="Logs"),
        ]
    ]
    network_watcher: NotRequired[
        Annotated[
            str,
            Field(
                "Azure only: `<resource group>/<name>` of the location's Network Watcher, if it is not the one that "
                "Azure makes itself.",
                pattern="^[^/]+/[^/]+$",
                group="Logs",
            ),
        ]
    ]


class NetworkOutputs(TypedDict):
    """What other parts may refer to. The mappings are by zone and have an entry for each zone."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    location: Annotated[Output[str], Field("Its region or location; empty on the private cloud.")]
    network_id: Annotated[Output[str], Field("The VPC (AWS), virtual network (Azure) or network (GCP, OpenStack).")]
    cidr: Annotated[Output[str], Field("The address range of the whole network.", format="ipv4-network")]
    zones: Annotated[Output[list[str]], Field("The zones it spreads over.")]
    private_subnet_ids: Annotated[
        Output[dict[str, str]],
        Field("By zone: where workloads go. Where subnets span zones (GCP, OpenStack), all zones have the same one."),
    ]
    public_subnet_ids: Annotated[Output[dict[str, str]], Field("By zone: where load balancers go.")]
    egress_addresses: Annotated[
        Output[list[str]],
        Field("The public addresses that private subnets are seen with, for others' allow-lists; empty without NAT."),
    ]
    nat_gateway_ids: NotRequired[
        Annotated[
            Output[dict[str, str]],
            Field(
                "By zone: the NAT gateway that its private subnet leaves through, for subnets that other parts add "
                "(AWS, Azure). Empty without NAT, and where NAT is a router's (GCP, OpenStack). There since 1.1.0."
            ),
        ]
    ]
    private_route_table_ids: NotRequired[
        Annotated[
            Output[dict[str, str]],
            Field("AWS: by zone, the route table of its private subnet, for routes that other parts add. Since 1.1.0."),
        ]
    ]
    router_id: NotRequired[
        Annotated[Output[str], Field("Private cloud: the router, for what other parts put on it. Since 1.1.0.")]
    ]


blueprint = Blueprint(
    name="network",
    version="1.1.0",
    title="Network",
    description=(
        "A private and a public subnet in each zone, a way out through NAT, no way in that nobody opened, and a record "
        "of the traffic."
    ),
    owner="platform",
    inputs=NetworkInputs,
    outputs=NetworkOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp"], "private": ["openstack"]},
    build="stackwright_blueprints.network.build:build",
    upgrade_notes={
        "1.1.0": (
            "More outputs: `nat_gateway_ids`, which a web service on Azure needs, `private_route_table_ids` and "
            "`router_id`, which a hybrid link needs. The next `up` of the network adds them and changes nothing else."
        ),
        "1.0.0": "The first version.",
    },
)

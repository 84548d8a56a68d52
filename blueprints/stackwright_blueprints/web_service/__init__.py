"""The blueprint `web-service`: a container that answers HTTP."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from stackwright_blueprints.container import REACHES, ContainerInputs
from stackwright_blueprints.model import Blueprint, Field, Input, Output
from stackwright_blueprints.network import NetworkOutputs
from stackwright_blueprints.operations import ALARM_TARGET, RUNBOOK_URL

__all__ = ["WebServiceInputs", "WebServiceOutputs", "blueprint"]


class WebServiceInputs(ContainerInputs):
    """What a service says of its web front."""

    network: Annotated[Input[NetworkOutputs], Field("The network to be in.", part="network", same_cloud=True)]
    port: NotRequired[
        Annotated[Input[int], Field("The port that the container listens on.", default=8080, minimum=1, maximum=65535)]
    ]
    health_path: NotRequired[
        Annotated[
            Input[str],
            Field("What the load balancer asks for; 200 to 299 is healthy.", default="/health", pattern="^/"),
        ]
    ]
    user: NotRequired[
        Annotated[
            Input[str],
            Field(
                "AWS: `uid:gid` to run as. Default, and always on Azure: the image's own user.",
                pattern="^[0-9]+(:[0-9]+)?$",
            ),
        ]
    ]
    cpu: NotRequired[
        Annotated[
            Input[int],
            Field(
                "CPU units of a replica, 1024 to a vCPU. On Azure up to 4096.",
                default=512,
                enum=[256, 512, 1024, 2048, 4096, 8192, 16384],
                group="Capacity",
            ),
        ]
    ]
    memory: NotRequired[
        Annotated[
            Input[int],
            Field(
                "MiB of a replica. AWS: two to eight times the CPU units (from 512 with 256, to 16384 with 2048). "
                "Azure: twice the CPU units.",
                default=1024,
                minimum=512,
                maximum=122880,
                group="Capacity",
            ),
        ]
    ]
    architecture: NotRequired[
        Annotated[
            Input[str],
            Field(
                "As the image was built; `ARM64` on AWS only.",
                default="X86_64",
                enum=["X86_64", "ARM64"],
                group="Capacity",
            ),
        ]
    ]
    replicas: NotRequired[
        Annotated[
            Input[int],
            Field("How many there are at least.", default=2, minimum=2, maximum=1000, group="Capacity"),
        ]
    ]
    max_replicas: NotRequired[
        Annotated[
            Input[int],
            Field(
                "How many there are at most. Default: three times as many.", minimum=2, maximum=1000, group="Capacity"
            ),
        ]
    ]
    secret_references: NotRequired[
        Annotated[
            Input[dict[str, Input[str]]],
            Field(
                "Secret variables that the cloud keeps already. AWS: an ARN in Secrets Manager, with `:key::` behind "
                "it for one key of a JSON secret. Azure: `https://<vault>.vault.azure.net/secrets/<name>`.",
                examples=[{"PGPASSWORD": "${database.password_secret}:password::"}],
                group="Configuration",
            ),
        ]
    ]
    secret_key_arns: NotRequired[
        Annotated[
            Input[list[Input[str]]],
            Field(
                "AWS: the KMS keys of `secret_references`, where they are not AWS's own.",
                examples=[["${database.key_arn}"]],
                group="Configuration",
            ),
        ]
    ]
    secret_vault_ids: NotRequired[
        Annotated[
            Input[list[Input[str]]],
            Field(
                "Azure: the resource ids of the vaults of `secret_references`, where the service may read these.",
                group="Configuration",
            ),
        ]
    ]
    registry_id: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Azure: the resource id of the container registry that the image is in, where the service may pull. "
                "Other registries are asked without credentials.",
                group="Configuration",
            ),
        ]
    ]
    task_policy: NotRequired[
        Annotated[
            Input[str],
            Field(
                "AWS: what the application may do there, an IAM policy document. Default: nothing.",
                group="Configuration",
            ),
        ]
    ]
    security_group_ids: NotRequired[
        Annotated[
            Input[list[Input[str]]],
            Field(
                "AWS: further security groups that the tasks carry.",
                examples=[["${database.client_security_group_id}"]],
                group="Access",
            ),
        ]
    ]
    private_ports: NotRequired[
        Annotated[
            list[Annotated[int, Field("A port.", minimum=1, maximum=65535)]],
            Field(
                "TCP ports that the replicas may reach at any private address, beside 443 anywhere and what "
                "connections need. Default: none with connections, else 5432.",
                examples=[[5432, 6379]],
                group="Access",
            ),
        ]
    ]
    subnet_cidr: NotRequired[
        Annotated[
            Input[str],
            Field(
                "Azure: the range of the service's own subnet in the network, /27 or wider. Default: what the network "
                "reserves for its first web service; a second one in the same network names a free range.",
                format="ipv4-network",
                immutable=True,
                examples=["10.30.88.0/21"],
                group="Access",
            ),
        ]
    ]
    domain: NotRequired[
        Annotated[
            str,
            Field(
                "The name people use. Without one the service is internal: no certificate can be had without a name, "
                "and nothing goes over the internet in clear.",
                format="hostname",
                examples=["shop.example.com"],
                group="Access",
            ),
        ]
    ]
    zone_id: NotRequired[
        Annotated[
            Input[str],
            Field(
                "The zone of `domain`, for its records and the certificate's proof: a Route 53 zone, or an Azure DNS "
                "zone's resource id.",
                group="Access",
            ),
        ]
    ]
    certificate_arn: NotRequired[
        Annotated[
            Input[str], Field("AWS: a certificate for `domain` that exists. Default: one is issued.", group="Access")
        ]
    ]
    public: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether the internet may call it. Default: if it has a domain; on Azure one with a domain always is.",
                group="Access",
            ),
        ]
    ]
    deletion_protection: NotRequired[
        Annotated[
            bool,
            Field(
                "Whether what has the service's name and address (the load balancer, or the environment) and the logs "
                "resist deletion.",
                default=True,
                group="Access",
            ),
        ]
    ]
    log_retention_days: NotRequired[
        Annotated[
            int,
            Field("How long logs are kept.", default=90, enum=[30, 60, 90, 120, 150, 180, 365], group="Watch"),
        ]
    ]
    alarm_target: NotRequired[Annotated[Input[str], ALARM_TARGET]]
    runbook_url: NotRequired[Annotated[Input[str], RUNBOOK_URL]]


class WebServiceOutputs(TypedDict):
    """What other parts may refer to."""

    cloud: Annotated[Output[str], Field("The cloud it is on.")]
    url: Annotated[
        Output[str],
        Field(
            "Where it answers: `https://<domain>`, or inside the network only `http://…` (AWS), `https://…` (Azure)."
        ),
    ]
    hostname: Annotated[Output[str], Field("The name in `url`.")]
    port: Annotated[Output[int], Field("The TCP port in `url`.")]
    network_cidr: Annotated[
        Output[str],
        Field("The range where it answers: its network's, or `0.0.0.0/0` if it is public.", format="ipv4-network"),
    ]
    guard_id: NotRequired[
        Annotated[
            Output[str],
            Field(
                "If it is not public: what decides who may call it, the load balancer's security group (AWS) or the "
                "network security group of the service's subnet (Azure)."
            ),
        ]
    ]
    load_balancer_dns_name: Annotated[
        Output[str], Field("The load balancer's own name, for a record in a zone elsewhere.")
    ]
    load_balancer_zone_id: NotRequired[
        Annotated[Output[str], Field("AWS: the hosted zone of that name, for an alias record.")]
    ]
    security_group_id: NotRequired[
        Annotated[Output[str], Field("AWS: what the tasks carry; allow it into whatever they need.")]
    ]
    cluster_name: Annotated[Output[str], Field("The ECS cluster (AWS) or Container Apps environment (Azure).")]
    service_name: Annotated[Output[str], Field("The ECS service (AWS) or container app (Azure).")]
    service_id: Annotated[Output[str], Field("Its ARN (AWS) or resource id (Azure).")]
    load_balancer_arn: NotRequired[Annotated[Output[str], Field("AWS: what its requests are counted by.")]]
    identity: Annotated[
        Output[str],
        Field(
            "Who the application is, to grant it something: the task role's ARN (AWS), the managed identity's "
            "principal id (Azure)."
        ),
    ]
    task_role_arn: NotRequired[Annotated[Output[str], Field("AWS: the same as `identity`.")]]
    log_group_name: NotRequired[Annotated[Output[str], Field("AWS: where the container's output goes.")]]
    log_workspace_id: NotRequired[
        Annotated[Output[str], Field("Azure: the Log Analytics workspace where the container's output goes.")]
    ]
    subnet_cidr: NotRequired[
        Annotated[
            Output[str],
            Field("Azure: the range that it calls private addresses from, for others' rules.", format="ipv4-network"),
        ]
    ]
    alarm_target: Annotated[Output[str], Field("Where its alarms go.")]


blueprint = Blueprint(
    name="web-service",
    version="1.1.0",
    title="Web service",
    description=(
        "A container behind a load balancer: in several zones, scaled by load, rolled back when a release fails, "
        "reachable over TLS only."
    ),
    owner="platform",
    inputs=WebServiceInputs,
    outputs=WebServiceOutputs,
    clouds={"aws": ["aws"], "azure": ["azure-native", "random"]},
    reaches=REACHES,
    build="stackwright_blueprints.web_service.build:build",
    upgrade_notes={
        "1.1.0": (
            "Runs on Azure too, in Container Apps; `network` must then be 1.1.0, deployed. Two more outputs "
            "everywhere, `identity` and `service_id`, and on AWS `load_balancer_arn`, by which a monitoring counts "
            "requests. On AWS nothing else changes, and every output of 1.0.0 is still there; those that only AWS has "
            "(`load_balancer_zone_id`, `security_group_id`, `task_role_arn`, `log_group_name`) are none on Azure."
        ),
        "1.0.0": "The first version.",
    },
)

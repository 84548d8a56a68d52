"""What every blueprint of a container is told about it: its image, its connections, its variables, its secrets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NotRequired, TypedDict, cast

from stackwright_blueprints.model import Cloud, Field, Input
from stackwright_blueprints.spelling import spelled_out

REACHES: Final[Mapping[Cloud, Sequence[str]]] = {"aws": ["aws"], "azure": ["azure-native"], "gcp": ["gcp"]}
"""The packages with which connections make rules and grants at their targets."""

_GROUP: Final = "Configuration"


class ConnectionInput(TypedDict):
    """Something that the container connects to."""

    to: Annotated[
        Input[dict[str, Any]],
        Field("What to.", part=("database", "queue", "object-storage", "web-service"), examples=["${orders}"]),
    ]
    access: NotRequired[
        Annotated[
            str,
            Field(
                "To a queue: `send` or `receive`. To object storage: `read`, `write` (create and read, no deletion) or "
                "`full`.",
                enum=["send", "receive", "read", "write", "full"],
            ),
        ]
    ]
    via: NotRequired[
        Annotated[
            Input[dict[str, Any]],
            Field(
                "Queues and object storage on another cloud: by which trust that cloud knows this workload.",
                part="workload-identity",
            ),
        ]
    ]
    priority: NotRequired[
        Annotated[
            int,
            Field(
                "Databases on Azure: the rule's priority, where Azure says that the derived one is taken.",
                minimum=200,
                maximum=3999,
            ),
        ]
    ]


class ContainerInputs(TypedDict):
    """What a container is, and what it is given."""

    image: Annotated[
        Input[str],
        Field(
            "The container image; name it by digest, so that what was tested is what runs. On Kubernetes it must not "
            "need root.",
            min_length=1,
            examples=["registry.example.com/shop/web@sha256:…"],
        ),
    ]
    connections: NotRequired[
        Annotated[
            Input[dict[str, ConnectionInput]],
            Field(
                "What the container connects to, by the NAME that its variables begin with. The rules and grants that "
                "this takes on both sides are made, follow every change, and go with the entry.",
                examples=[{"DATABASE": {"to": "${database}"}, "ORDERS": {"to": "${orders}", "access": "send"}}],
                group=_GROUP,
            ),
        ]
    ]
    database: NotRequired[
        Annotated[
            Input[str],
            Field(
                "A database's URL, which the container gets as `DATABASE_URL`. It opens no firewall: a connection "
                "does.",
                secret=True,
                group=_GROUP,
            ),
        ]
    ]
    environment: NotRequired[
        Annotated[
            Input[dict[str, Input[str]]],
            Field(
                "Variables for the container. Whoever may read its definition in the cloud reads them: no secrets.",
                examples=[{"LOG_LEVEL": "info"}],
                group=_GROUP,
            ),
        ]
    ]
    secrets: NotRequired[
        Annotated[
            Input[dict[str, Annotated[Input[str], Field("A secret.", secret=True)]]],
            Field("Secret variables for the container.", group=_GROUP),
        ]
    ]


def container_arguments(blueprint: str, inputs: ContainerInputs, *, without: Sequence[str] = ()) -> dict[str, Any]:
    """The component's arguments of the same names, but for those in `without`; `database` is among the secrets.

    Raises:
        BlueprintError: a mapping that decides which resources there are comes from another part.
    """
    spelled_out(blueprint, inputs, "connections", "environment", "secrets")
    given = cast("Mapping[str, Any]", inputs)
    arguments = {name: value for name, value in given.items() if name not in ("database", *without)}
    if "database" in given:
        arguments["secrets"] = {"DATABASE_URL": given["database"], **given.get("secrets", {})}
    return arguments

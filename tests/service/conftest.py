"""A catalogue of three blueprints, and a service's folder to write into."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, NotRequired, TypedDict

import pytest
from stackwright_blueprints.model import Blueprint, Field, Input, Misfit, Output

from stackwright.service.catalogue import Blueprints


class NetworkInputs(TypedDict):
    cidr: Annotated[str, Field("Address range of the whole network.", format="ipv4-network", immutable=True)]
    zones: NotRequired[Annotated[int, Field("Zones to spread over.", default=3, minimum=1, maximum=6)]]
    flow_logs: NotRequired[Annotated[bool, Field("Whether accepted and refused connections are logged.", default=True)]]


class NetworkOutputs(TypedDict):
    id: Annotated[Output[str], Field("The network's id.")]
    subnet_ids: Annotated[Output[list[str]], Field("Its private subnets.")]
    zone_count: Annotated[Output[int], Field("How many zones it spans.")]


class DatabaseInputs(TypedDict):
    engine: Annotated[Literal["postgres", "mysql"], Field("The database engine.")]
    version: NotRequired[Annotated[str, Field("The engine's version.", default="16", pattern=r"^\d+(\.\d+)?$")]]
    password: NotRequired[Annotated[Input[str], Field("The administrator's password.", secret=True)]]
    allowed: NotRequired[Annotated[list[str], Field("Networks that may connect.", default=[], max_length=2)]]
    tags: NotRequired[Annotated[dict[str, Input[str]], Field("Labels.", default={})]]
    users: NotRequired[Annotated[Input[dict[str, str]], Field("Passwords by user.", secret=True)]]


class DatabaseOutputs(TypedDict):
    url: Annotated[Output[str], Field("How to connect.", secret=True)]
    endpoint: Annotated[Output[Endpoint], Field("Where it listens.")]


class Endpoint(TypedDict):
    host: Annotated[str, Field("Name.")]
    port: Annotated[int, Field("Port.")]


class WebInputs(TypedDict):
    network: Annotated[Input[NetworkOutputs], Field("Where it runs.", part="network")]
    database: NotRequired[Annotated[Input[str], Field("The database's URL.", secret=True)]]
    upstream: NotRequired[Annotated[Input[str], Field("A URL to proxy.")]]
    subnets: NotRequired[Annotated[Input[list[str]], Field("Subnets other than the network's.")]]
    port: NotRequired[Annotated[Input[int], Field("The port it listens on.", default=8080, minimum=1, maximum=65535)]]
    replicas: NotRequired[Annotated[int, Field("How many copies run.", default=2, minimum=1, maximum=20)]]


class WebOutputs(TypedDict):
    hostname: Annotated[Output[str], Field("Where it answers.")]


class RunnerInputs(TypedDict):
    network: Annotated[Input[NetworkOutputs], Field("Where it runs.", part="network", same_cloud=True)]


class JoinInputs(TypedDict):
    left: Annotated[Input[NetworkOutputs], Field("One end.", part=("network", "web-service"))]
    right: NotRequired[Annotated[Input[NetworkOutputs], Field("The other end.", part="network")]]


class JoinOutputs(TypedDict):
    id: Annotated[Output[str], Field("The join's id.")]


def _blueprint(name: str, version: str, inputs: type, outputs: type, **clouds: list[str]) -> Blueprint:
    return Blueprint(
        name=name,
        version=version,
        title=name,
        description=f"A {name}.",
        owner="team-platform",
        inputs=inputs,
        outputs=outputs,
        clouds=clouds,  # type: ignore[arg-type]
        build="none:none",
    )


NETWORK = _blueprint("network", "1.4.0", NetworkInputs, NetworkOutputs, aws=["aws"], private=["openstack"])
DATABASE = _blueprint("database", "1.0.0", DatabaseInputs, DatabaseOutputs, azure=["azure-native"])
WEB = _blueprint("web-service", "2.1.0", WebInputs, WebOutputs, aws=["aws"], private=["kubernetes"])


def _apart(inputs: Mapping[str, Any]) -> Iterator[Misfit]:
    """Two networks with the same range cannot be joined."""
    left, right = (inputs.get(side, {}).get("inputs", {}).get("cidr") for side in ("left", "right"))
    if left is not None and left == right:
        yield "right", f"'right' has the range of 'left', {left}", "Join two networks."


RUNNER = _blueprint("runner", "1.0.0", RunnerInputs, JoinOutputs, aws=["aws"])
JOIN = replace(
    _blueprint("join", "1.0.0", JoinInputs, JoinOutputs, aws=["aws"]),
    clouds={},
    reaches={"aws": ["aws"], "gcp": ["gcp"]},
    check=_apart,
)


@pytest.fixture(scope="session")
def catalogue() -> Blueprints:
    older = _blueprint("network", "0.9.0", NetworkInputs, NetworkOutputs, aws=["aws"])
    return Blueprints([older, NETWORK, DATABASE, WEB, RUNNER, JOIN])


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a service's file, and the Pulumi project around it; returns the folder."""

    def write_service(text: str, *, folder: str = "shop") -> Path:
        path = tmp_path / "stacks" / folder
        path.mkdir(parents=True, exist_ok=True)
        (path / "Pulumi.yaml").write_text(f"name: {folder}\nruntime: python\n")
        (path / "service.yaml").write_text(text)
        return path

    return write_service

"""Two blueprints, a service made of them, and a resource monitor that records what it is told.

The monitor speaks Pulumi's wire form: what a test sees is what an engine would see.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, NotRequired, TypedDict

import grpc
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.mocks import MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2
from stackwright_blueprints.model import Blueprint, BlueprintError, Context, Field, Input, Output

from stackwright.service.catalogue import Blueprints


class Endpoint(TypedDict):
    host: Annotated[str, Field("Name.")]
    port: Annotated[int, Field("Port.")]


class StoreInputs(TypedDict):
    password: Annotated[Input[str], Field("The administrator's password.", secret=True, min_length=12)]
    port: NotRequired[Annotated[Input[int], Field("The port.", default=5432)]]


class StoreOutputs(TypedDict):
    host: Annotated[Output[str], Field("Where it listens.")]
    endpoint: Annotated[Output[Endpoint], Field("Where it listens.")]
    password: Annotated[Output[str], Field("The password.", secret=True)]
    replica: NotRequired[Annotated[Output[str], Field("A second host.")]]


class SiteInputs(TypedDict):
    database: Annotated[Input[StoreOutputs], Field("The whole database.", part="store")]
    url: NotRequired[Annotated[Input[str], Field("A text with references.")]]
    port: NotRequired[Annotated[Input[int], Field("A number from another part.")]]
    port_text: NotRequired[Annotated[Input[str], Field("The same as text.")]]
    hosts: NotRequired[Annotated[Input[list[str]], Field("A list with references.")]]
    replicas: NotRequired[Annotated[int, Field("Copies.", default=2)]]


class SiteOutputs(TypedDict):
    seen: Annotated[Output[dict[str, Any]], Field("What arrived.")]
    token: Annotated[Output[str], Field("A secret of its own.", secret=True)]


class LinkInputs(TypedDict):
    ends: Annotated[
        Input[dict[str, Annotated[Input[dict[str, Any]], Field("An end.", part=("store", "site"))]]],
        Field("What is joined."),
    ]
    data: NotRequired[Annotated[Input[str], Field("A single output, which reaches nothing.")]]


class LinkOutputs(TypedDict):
    ends: Annotated[Output[dict[str, Any]], Field("What is joined.")]


BUILT: list[tuple[Context, Mapping[str, Any]]] = []
"""What the blueprints below were called with, newest last."""


def build_store(context: Context, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    BUILT.append((context, inputs))
    endpoint = {"host": f"{context.name}.db", "port": inputs["port"]}
    return {"host": endpoint["host"], "endpoint": endpoint, "password": inputs["password"]}


def build_site(context: Context, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    BUILT.append((context, inputs))
    return {"seen": dict(inputs), "token": "t0ken-of-web"}


async def build_link(context: Context, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Looks at what the ends put out before it builds anything."""
    BUILT.append((context, inputs))
    hosts = [await end["host"].future() for end in inputs["ends"].values() if "host" in end]
    if "nowhere" in hosts:
        raise BlueprintError("link: there is nothing to link with")
    return {"ends": {name: (end["cloud"], end["blueprint"]) for name, end in inputs["ends"].items()}}


def _blueprint(name: str, inputs: type, outputs: type, clouds: Mapping[Any, list[str]], build: str) -> Blueprint:
    return Blueprint(
        name=name,
        version="1.0.0",
        title=name,
        description=f"A {name}.",
        owner="team-platform",
        inputs=inputs,
        outputs=outputs,
        clouds=clouds,
        build=f"{__name__}:{build}",
    )


STORE = _blueprint("store", StoreInputs, StoreOutputs, {"private": []}, "build_store")
SITE = _blueprint("site", SiteInputs, SiteOutputs, {"private": [], "aws": ["aws"]}, "build_site")
LINK = replace(
    _blueprint("link", LinkInputs, LinkOutputs, {"private": []}, "build_link"),
    clouds={},
    reaches={"private": ["openstack", "random"], "aws": ["aws", "random"]},
)
CATALOGUE = Blueprints([STORE, SITE, LINK])

SHOP = """
service: shop
owner: team-retail
parts:
  database: {blueprint: store, inputs: {password: {secret: {env: DB_PASSWORD}}}}
  web:
    blueprint: site
    cloud: private
    inputs:
      database: ${database}
      url: postgres://${database.endpoint.host}:${database.endpoint.port}/
      port: ${database.endpoint.port}
      port_text: ${database.endpoint.port}
      hosts: ["${database.host}", localhost]
environments:
  dev: {backend: "file://.stackwright/state", providers: {private: {}}}
"""


@dataclass
class Upstream:
    """A stack that is there: its outputs in wire form, and which of them are secret."""

    outputs: Mapping[str, Any]
    secrets: tuple[str, ...] = ()


@dataclass
class Deployed:
    """What the engine was told. `outputs` are the stack's, in wire form."""

    outputs: dict[str, Any] = field(default_factory=dict)
    registered: list[tuple[str, str]] = field(default_factory=list)
    inputs: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    built: list[tuple[Context, Mapping[str, Any]]] = field(default_factory=list)


class _Nothing(Mocks):
    def call(self, args: Any) -> Any:
        raise AssertionError(args.token)

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        return f"{args.name}-id", dict(args.inputs)


class _UnknownStack(grpc.RpcError):
    def __init__(self, name: str) -> None:
        super().__init__(f'unknown stack "{name}"')
        self.name = name

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNKNOWN

    def details(self) -> str:
        return f'invocation of pulumi:pulumi:readStackOutputs returned an error: unknown stack "{self.name}"'


class RecordingMonitor(MockMonitor):
    """Answers as the engine's built-in provider does for other stacks (`pkg/resource/deploy/builtins.go`)."""

    def __init__(self, stacks: Mapping[str, Upstream], deployed: Deployed) -> None:
        super().__init__(_Nothing())
        self.stacks = stacks
        self.deployed = deployed

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        assert request.tok == "pulumi:pulumi:readStackOutputs"
        name = request.args["name"]
        if name not in self.stacks:
            raise _UnknownStack(name)
        return resource_pb2.ResourceInvokeResponse(**{"return": self._state(name)})

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        self.deployed.read.append(request.id)
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=self._state(request.id))

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        if request.type != "pulumi:pulumi:Stack":
            self.deployed.registered.append((request.type, request.name))
            self.deployed.inputs[request.name] = json_format.MessageToDict(request.object)
        urn = self.make_urn(request.parent, request.type, request.name)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=f"{request.name}-id", object=request.object)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        self.deployed.outputs = json_format.MessageToDict(request.outputs)
        return super().RegisterResourceOutputs(request)

    def _state(self, name: str) -> struct_pb2.Struct:
        upstream = self.stacks[name]
        state = {"name": name, "outputs": dict(upstream.outputs), "secretOutputNames": list(upstream.secrets)}
        return json_format.Parse(json.dumps(state), struct_pb2.Struct())


Deploy = Callable[..., Deployed]

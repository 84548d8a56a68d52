"""The same clouds through pulumi's own client stubs."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import (
    engine_pb2_grpc,
    plugin_pb2,
    provider_pb2,
    provider_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
    status_pb2,
)

from stackwright.simcloud import open_host, serve
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.serving.servicer import _details
from stackwright.wire.results import InitFailed
from stackwright.wire.structs import plain, struct
from stackwright.wire.values import UNKNOWN, secret
from tests.simcloud.made import KEY, urn_of

VPC = "aws:ec2/vpc:Vpc"


@pytest.fixture(scope="module")
def ports():
    host = open_host(":memory:", KEY)
    yield serve(host, ["aws", "random"])
    host.close()


@pytest.fixture
def engine():
    """Where an engine listens, as it says in its handshake."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def connect(ports, engine):
    """Connections of their own: gRPC shares one between channels with the same options."""
    channels = []

    def connect(package="aws", config=None):
        channel = grpc.insecure_channel(f"127.0.0.1:{ports[package]}", options=[("stackwright.test", len(channels))])
        channels.append(channel)
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=engine, configure_with_urn=True))
        if config is not None:
            stub.Configure(provider_pb2.ConfigureRequest(args=struct(config), acceptSecrets=True))
        return stub

    yield connect
    for channel in channels:
        channel.close()


def test_what_a_provider_says_of_itself(connect):
    stub = connect()
    shaken = stub.Handshake(provider_pb2.ProviderHandshakeRequest())
    assert (shaken.accept_secrets, shaken.accept_resources, shaken.accept_outputs) == (True, True, False)
    assert stub.GetPluginInfo(Empty()).version == catalogue("aws").version
    assert stub.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1")) == Empty()
    configured = stub.Configure(provider_pb2.ConfigureRequest())
    assert (configured.acceptSecrets, configured.supportsPreview) == (True, True)
    assert shaken.supports_autonaming_configuration
    assert configured.supports_autonaming_configuration


def test_an_engine_says_how_to_name(connect):
    asked = provider_pb2.CheckRequest.AutonamingOptions(proposed_name="Logs", mode="ENFORCE")
    request = provider_pb2.CheckRequest(urn=urn_of("aws:s3/bucket:Bucket", "web"), autonaming=asked)
    assert plain(connect(config={}).Check(request).inputs)["bucket"] == "Logs"


def test_a_schema_says_what_the_sdk_says(connect):
    found = json.loads(connect("random").GetSchema(provider_pb2.GetSchemaRequest()).schema)
    assert (found["name"], found["version"]) == ("random", catalogue("random").version)
    assert "random:index/randomPet:RandomPet" in found["resources"]


def test_a_life_over_grpc(connect):
    stub = connect(config={"region": "eu-west-1"})
    urn = urn_of(VPC, "life")
    checked = stub.Check(provider_pb2.CheckRequest(urn=urn, news=struct({"cidrBlock": "10.0.0.0/16"})))
    assert plain(checked.inputs) == {"cidrBlock": "10.0.0.0/16", "__defaults": []}
    preview = stub.Create(provider_pb2.CreateRequest(urn=urn, properties=checked.inputs, preview=True))
    assert (preview.id, plain(preview.properties)["arn"]) == ("", UNKNOWN)
    created = stub.Create(provider_pb2.CreateRequest(urn=urn, properties=checked.inputs))
    news = struct({"cidrBlock": "10.1.0.0/16", "tags": {"team": "retail"}, "__defaults": []})
    diff = stub.Diff(
        provider_pb2.DiffRequest(urn=urn, id=created.id, olds=created.properties, old_inputs=checked.inputs, news=news)
    )
    assert list(diff.replaces) == ["cidrBlock"]
    assert diff.hasDetailedDiff
    assert diff.detailedDiff["cidrBlock"].kind == provider_pb2.PropertyDiff.UPDATE_REPLACE
    assert diff.detailedDiff["tags"].kind == provider_pb2.PropertyDiff.ADD
    updated = stub.Update(
        provider_pb2.UpdateRequest(
            urn=urn, id=created.id, olds=created.properties, old_inputs=checked.inputs, news=news
        )
    )
    read = stub.Read(provider_pb2.ReadRequest(urn=urn, id=created.id))
    assert read.properties == updated.properties
    stub.Delete(provider_pb2.DeleteRequest(urn=urn, id=created.id, properties=updated.properties))
    gone = stub.Read(provider_pb2.ReadRequest(urn=urn, id=created.id))
    assert (gone.id, gone.HasField("properties")) == ("", False)


def test_every_connection_keeps_its_own_configuration(connect):
    stubs = {region: connect(config={"region": region}) for region in ("eu-west-1", "us-east-2", "ap-south-1")}
    for region, stub in stubs.items():
        answer = stub.Invoke(provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion"))
        assert plain(getattr(answer, "return"))["region"] == region


def test_an_error_of_the_cloud_ends_the_call_with_its_message(connect):
    stub = connect(config={})
    with pytest.raises(grpc.RpcError, match="never issued by this simulated cloud") as raised:
        stub.Delete(provider_pb2.DeleteRequest(urn=urn_of(VPC, "main"), id="vpc-0real"))
    assert raised.value.code() == grpc.StatusCode.UNKNOWN


def test_what_a_program_only_reads_is_supposed_to_be_there_and_what_it_imports_is_not(connect):
    stub = connect(config={"region": "eu-west-1"})
    urn = urn_of("aws:iam/role:Role", "ci")
    with pytest.raises(grpc.RpcError, match="never issued by this simulated cloud"):
        stub.Read(provider_pb2.ReadRequest(urn=urn, id="deployer"))
    read = stub.Read(provider_pb2.ReadRequest(urn=urn, id="deployer", inputs=struct({}), properties=struct({})))
    assert plain(read.properties)["arn"] == "arn:aws:iam::123456789012:role/deployer"
    refreshed = stub.Read(provider_pb2.ReadRequest(urn=urn, id=read.id, inputs=struct({}), properties=read.properties))
    assert refreshed.properties == read.properties


def test_failures_of_check_are_no_errors(connect):
    stub = connect(config={})
    response = stub.Check(provider_pb2.CheckRequest(urn=urn_of("aws:ec2/subnet:Subnet", "web")))
    assert [failure.property for failure in response.failures] == ["vpcId"]


def test_a_connection_that_was_never_configured_is_refused_where_several_could_be_meant(connect):
    connect(config={"region": "eu-west-1"})
    connect(config={"region": "us-east-2"})
    with pytest.raises(grpc.RpcError, match="was never configured"):
        connect().Check(provider_pb2.CheckRequest(urn=urn_of(VPC, "main")))


def test_a_connection_that_reconnects_gets_the_only_configuration_there_is():
    host = open_host(":memory:", KEY)
    (port,) = serve(host, ["aws"]).values()
    stubs = []
    for index in range(2):
        channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=[("stackwright.test", index)])
        stubs.append(provider_pb2_grpc.ResourceProviderStub(channel))
    stubs[0].Handshake(provider_pb2.ProviderHandshakeRequest())
    stubs[0].Configure(provider_pb2.ConfigureRequest(args=struct({"region": "eu-north-1"})))
    answer = stubs[1].Invoke(provider_pb2.InvokeRequest(tok="aws:index/getRegion:getRegion"))
    host.close()
    assert plain(getattr(answer, "return"))["region"] == "eu-north-1"


def test_a_failed_initialisation_carries_what_was_created():
    error = InitFailed("vpc-1", {"arn": "arn:aws:ec2"}, ["timed out"], {"cidrBlock": "10.0.0.0/16"})
    status = status_pb2.Status.FromString(_details(error))
    detail = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    assert (detail.id, list(detail.reasons)) == ("vpc-1", ["timed out"])
    assert plain(detail.properties) == {"arn": "arn:aws:ec2"}
    assert plain(detail.inputs) == {"cidrBlock": "10.0.0.0/16"}


WIRE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), WIRE | st.builds(secret, WIRE), max_size=5))
def test_values_survive_the_way_through_a_struct(values):
    assert plain(struct(values)) == values


class Engine(resource_pb2_grpc.ResourceMonitorServicer, engine_pb2_grpc.EngineServicer):
    """What a provider that builds a component talks to: it notes what is registered, and said."""

    def __init__(self):
        self.registered, self.said = [], []

    def RegisterResource(self, request, context):  # noqa: N802
        if request.name.endswith("refused"):
            context.abort(grpc.StatusCode.UNKNOWN, "a policy refuses it")
        self.registered.append(request)
        return resource_pb2.RegisterResourceResponse(urn=f"urn:{request.name}", id=request.custom * request.name)

    def Log(self, request, context):  # noqa: N802
        self.said.append(request.message)
        return Empty()


@pytest.fixture
def listening():
    """An `Engine`, and where it listens."""
    server, engine = grpc.server(ThreadPoolExecutor(2)), Engine()
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(engine, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield engine, f"127.0.0.1:{port}"
    server.stop(0).wait()


def group(address, text, **options):
    return provider_pb2.ConstructRequest(
        type="kubernetes:yaml/v2:ConfigGroup",
        name="group",
        parent="urn:stack",
        inputs=struct({"yaml": text}),
        monitorEndpoint=address,
        **options,
    )


def test_a_component_is_built_with_the_engine_that_asks(listening):
    engine, address = listening
    host = open_host(":memory:", KEY)
    port = serve(host, ["kubernetes"])["kubernetes"]
    with closing(host), grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=address))
        stub.Configure(provider_pb2.ConfigureRequest(args=struct({}), acceptSecrets=True))
        text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}"

        answer = stub.Construct(group(address, text % "settings", providers={"kubernetes": "urn:lab::id"}))
        component, settings = engine.registered
        assert (component.type, component.parent, component.custom) == (
            "kubernetes:yaml/v2:ConfigGroup",
            "urn:stack",
            False,
        )
        assert (settings.name, settings.parent) == ("group:default/settings", "urn:group")
        assert settings.provider == "urn:lab::id"
        assert answer.urn == "urn:group"
        assert plain(answer.state)["resources"][0]["urn"] == "urn:group:default/settings"
        assert list(answer.stateDependencies["resources"].urns) == ["urn:group:default/settings"]

        stub.Construct(group(address, UNKNOWN, dryRun=True))
        assert "Preview is incomplete" in engine.said[0]
        with pytest.raises(grpc.RpcError, match="a policy refuses it"):
            stub.Construct(group(address, text % "refused"))
        with pytest.raises(grpc.RpcError, match="it is no component of kubernetes"):
            stub.Construct(provider_pb2.ConstructRequest(type="kubernetes:yaml/v3:Config", monitorEndpoint=address))

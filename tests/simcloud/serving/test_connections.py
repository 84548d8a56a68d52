"""Which provider a connection has, over the life of several engines."""

import socket

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.serving.connections import Connections, listens

ONE, TWO = "127.0.0.1:1001", "127.0.0.1:1002"


@pytest.fixture
def running():
    """The engines that still listen."""
    return {ONE, TWO}


@pytest.fixture
def connections(host, running):
    return Connections(host, "aws", listens=lambda address: address in running)


def connect(connections, peer, engine, region):
    connections.start(peer, engine)
    connections.get(peer).configure({"region": region})
    connections.configured(peer)


def region(connections, peer):
    return connections.ready(peer).invoke("aws:index/getRegion:getRegion", {}).value["region"]


def test_connections_of_an_engine_that_ended_are_forgotten(connections, running):
    connect(connections, "a", ONE, "eu-west-1")
    connect(connections, "b", ONE, "us-east-2")
    running.remove(ONE)
    connect(connections, "c", TWO, "eu-north-1")
    assert len(connections) == 1
    assert region(connections, "c again") == "eu-north-1"


def test_a_reconnect_is_told_from_the_connections_of_engines_that_ended_since(connections, running):
    connect(connections, "a", ONE, "eu-west-1")
    connect(connections, "b", TWO, "us-east-2")
    with pytest.raises(CloudError, match="was never configured"):
        connections.ready("b again")
    running.remove(ONE)
    assert region(connections, "b again") == "us-east-2"


def test_connections_that_are_configured_alike_stand_in_for_one_another(connections):
    connect(connections, "a", ONE, "eu-west-1")
    connect(connections, "b", ONE, "eu-west-1")
    assert region(connections, "a again") == "eu-west-1"


def test_the_one_that_asks_is_never_forgotten(connections, running):
    connect(connections, "a", ONE, "eu-west-1")
    running.clear()
    assert region(connections, "a") == "eu-west-1"


def test_who_listens_and_who_does_not():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        assert listens(address)
    assert not listens(address)
    assert listens("nonsense"), "what cannot be told is kept"

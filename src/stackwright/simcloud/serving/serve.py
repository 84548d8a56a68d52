"""Starts the servers, one port per package."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.schema import schema
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.host import SimulatedHost
from stackwright.simcloud.serving.connections import Connections
from stackwright.simcloud.serving.servicer import Servicer

_THREADS = 8
_LONGEST_MESSAGE = 400 * 1024 * 1024
"""What pulumi allows on its side (`rpcutil.GrpcChannelOptions`)."""


def serve(host: SimulatedHost, packages: Sequence[str] | None = None, program: str | None = None) -> dict[str, int]:
    """Serve the host's clouds on loopback ports of the system's choice, until the host is closed.

    Give the result to the official CLI as `PULUMI_DEBUG_PROVIDERS=aws:PORT,gcp:PORT`. `packages` defaults to all that
    are allowed and installed. `program` is the source of the one that will ask for schemas: they have what it mentions.

    Raises:
        CloudError: no port could be had.
    """
    ports: dict[str, int] = {}
    for package in packages if packages is not None else host.packages:
        server = grpc.server(
            ThreadPoolExecutor(_THREADS, thread_name_prefix=f"simulated-{package}"),
            options=[
                ("grpc.max_receive_message_length", _LONGEST_MESSAGE),
                ("grpc.max_send_message_length", _LONGEST_MESSAGE),
                ("grpc.so_reuseport", 0),
            ],
        )
        types = catalogue(package)
        servicer = Servicer(Connections(host, package), types.version, cache(partial(schema, types, program)))
        provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        if not port:
            raise CloudError(f"no port on 127.0.0.1 could be had for the simulated {package}")
        server.start()
        host.on_close(lambda server=server: server.stop(grace=None).wait())
        ports[package] = port
    return ports


def debug_providers(ports: dict[str, int]) -> str:
    """The value of `PULUMI_DEBUG_PROVIDERS`."""
    return ",".join(f"{package}:{port}" for package, port in sorted(ports.items()))

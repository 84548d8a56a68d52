"""Speaks to a Terraform provider's program: its schema, and what it would plan.

The protocol is Terraform's plug-in protocol 5 (`tfplugin5.proto`, its stable field numbers); only what is asked is
described here. The program is started with no credentials and with every address of a cloud pointed at a closed port
of this machine: a plan of a provider needs neither.
"""

from __future__ import annotations

import os
import struct
import subprocess
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

# What go-plugin asks of a parent, so that nobody starts a plug-in by mistake.
_COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
_NOWHERE = "http://127.0.0.1:9"
_TYPES = {"string": 9, "bool": 8, "bytes": 12, "int64": 3}
_MESSAGES: Mapping[str, Sequence[tuple[str, int, str, bool]]] = {
    "Value": [("msgpack", 1, "bytes", False)],
    "Step": [("name", 1, "string", False), ("key", 2, "string", False), ("index", 3, "int64", False)],
    "Path": [("steps", 1, "Step", True)],
    "Diagnostic": [("severity", 1, "int64", False), ("summary", 2, "string", False), ("detail", 3, "string", False)],
    "Attribute": [
        ("name", 1, "string", False),
        ("type", 2, "bytes", False),
        ("required", 4, "bool", False),
        ("optional", 5, "bool", False),
        ("computed", 6, "bool", False),
    ],
    "NestedBlock": [
        ("name", 1, "string", False),
        ("block", 2, "Block", False),
        ("nesting", 3, "int64", False),
        ("most", 5, "int64", False),
    ],
    "Block": [("attributes", 2, "Attribute", True), ("blocks", 3, "NestedBlock", True)],
    "Schema": [("block", 2, "Block", False)],
    "Entry": [("key", 1, "string", False), ("value", 2, "Schema", False)],
    "SchemaRequest": [],
    "SchemaResponse": [("provider", 1, "Schema", False), ("resources", 2, "Entry", True)],
    "ConfigureRequest": [("version", 1, "string", False), ("config", 2, "Value", False)],
    "ConfigureResponse": [("diagnostics", 1, "Diagnostic", True)],
    "PlanRequest": [
        ("type", 1, "string", False),
        ("prior", 2, "Value", False),
        ("proposed", 3, "Value", False),
        ("config", 4, "Value", False),
    ],
    "PlanResponse": [("replaces", 2, "Path", True), ("diagnostics", 4, "Diagnostic", True)],
}
"""Message → its fields: name, number, type, repeated. A map on the wire is a list of entries."""


def _protocol() -> Mapping[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="plugin.proto", package="asked", syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field, number, kind, repeated in fields:
            added = message.field.add(name=field, number=number, label=3 if repeated else 1)
            added.type = _TYPES.get(kind, 11)  # type: ignore[assignment]
            if kind not in _TYPES:
                added.type_name = f".asked.{kind}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"asked.{name}")) for name in _MESSAGES}


Terms: TypeAlias = "bool | int | str | list[Terms] | dict[str, Terms] | None"
"""A value of a schema, as JSON has it."""
Message: TypeAlias = Any
"""A message of the protocol; its fields are those of `_MESSAGES`."""


def packed(value: Terms) -> bytes:
    """`value` as MessagePack, the form in which a provider takes values."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return b"\xd3" + struct.pack(">q", value)
    if isinstance(value, str):
        text = value.encode()
        return b"\xdb" + struct.pack(">I", len(text)) + text
    if isinstance(value, list):
        return b"\xdd" + struct.pack(">I", len(value)) + b"".join(map(packed, value))
    items = (packed(key) + packed(item) for key, item in value.items())
    return b"\xdf" + struct.pack(">I", len(value)) + b"".join(items)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a plan says: the paths (names only) that replace the resource, and errors, if it could not be made."""

    replaces: frozenset[tuple[str, ...]]
    errors: tuple[str, ...]


class Plugin:
    """A provider that runs."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel
        self._types = _protocol()

    def _call(
        self, method: str, request: str, response: str, fields: Mapping[str, Any], seconds: float = 60
    ) -> Message:
        call: Any = self._channel.unary_unary(  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            f"/tfplugin5.Provider/{method}",
            request_serializer=self._types[request].SerializeToString,
            response_deserializer=self._types[response].FromString,
        )
        return call(self._types[request](**fields), timeout=seconds)

    def _value(self, value: Mapping[str, Terms]) -> Message:
        return self._types["Value"](msgpack=packed(dict(value)))

    def schema(self) -> tuple[Message, Mapping[str, Message]]:
        """The provider's own block, and the block of each resource type."""
        found = self._call("GetSchema", "SchemaRequest", "SchemaResponse", {})
        return found.provider.block, {entry.key: entry.value.block for entry in found.resources}

    def configure(self, config: Mapping[str, Terms]) -> None:
        """Configure the provider.

        Raises:
            ValueError: it does not take that configuration.
        """
        done = self._call("Configure", "ConfigureRequest", "ConfigureResponse", {"config": self._value(config)})
        errors = [item.summary for item in done.diagnostics if item.severity == 1]
        if errors:
            raise ValueError("; ".join(errors))

    def plan(self, kind: str, prior: Mapping[str, Terms], wanted: Mapping[str, Terms]) -> Answer:
        """What changing `prior` into `wanted` would do."""
        new = self._value(wanted)
        fields = {"type": kind, "prior": self._value(prior), "proposed": new, "config": new}
        found = self._call("PlanResourceChange", "PlanRequest", "PlanResponse", fields, 4)
        errors = tuple(f"{item.summary} {item.detail}" for item in found.diagnostics if item.severity == 1)
        paths = (tuple(step.name for step in path.steps if step.name) for path in found.replaces)
        return Answer(frozenset(path for path in paths if path != ("id",)), errors)


@contextmanager
def running(program: Path) -> Generator[Plugin]:
    """The provider `program`, started and, in the end, stopped."""
    keep = {"PATH", "TMPDIR"}
    environment = {key: value for key, value in os.environ.items() if key in keep} | {
        "TF_PLUGIN_MAGIC_COOKIE": _COOKIE,
        "PLUGIN_PROTOCOL_VERSIONS": "5",
        "AWS_ENDPOINT_URL": _NOWHERE,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "HTTP_PROXY": _NOWHERE,
        "HTTPS_PROXY": _NOWHERE,
    }
    process = subprocess.Popen(  # noqa: S603 - the program that the caller names
        [program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        _, _, network, address, *_ = (process.stdout.readline() if process.stdout else "").strip().split("|")
        target = f"unix:{address}" if network == "unix" else address
        with grpc.insecure_channel(target, options=[("grpc.max_receive_message_length", -1)]) as channel:
            yield Plugin(channel)
    finally:
        process.terminate()
        process.wait(timeout=30)

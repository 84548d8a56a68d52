"""Runs a component or blueprint against Pulumi's own SDK and records what it registers, with no engine and no cloud.

The SDK checks names and types of every argument and serializes everything, as in a real run. Computed outputs are
made up below, shaped as the cloud's: identifiers, ARNs and addresses are hashed from the logical name, so that two runs
are equal.
"""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import rpc, set_mocks
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.stack import run_pulumi_func

ACCOUNT = "123456789012"


@dataclass(frozen=True)
class Registered:
    """One RegisterResource call. `inputs` have the provider's names (camel case); `provider` is `URN::ID` or empty."""

    type: str
    name: str
    urn: str
    parent: str
    inputs: Mapping[str, Any]
    provider: str
    depends_on: tuple[str, ...]
    custom: bool
    protect: bool
    retain: bool


@dataclass
class Recording:
    """Everything that one program registered, in order, and what it returned, resolved."""

    resources: list[Registered] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    outputs: Mapping[str, Any] = field(default_factory=dict)

    def all(self, type: str) -> list[Registered]:
        return [resource for resource in self.resources if resource.type == type]

    def one(self, type: str, name: str | None = None) -> Registered:
        found = [it for it in self.all(type) if name is None or it.name == name]
        assert len(found) == 1, f"{len(found)} of {type} {name or ''}: {[it.name for it in self.all(type)]}"
        return found[0]

    def by_name(self, type: str) -> dict[str, Registered]:
        return {resource.name: resource for resource in self.all(type)}

    @property
    def children(self) -> list[Registered]:
        """Everything that a cloud makes: no components, no providers, no stack."""
        return [it for it in self.resources if it.custom and not it.type.startswith("pulumi:")]


def record(program: Callable[[], Mapping[str, Any] | None], *, preview: bool = False) -> Recording:
    """Run `program`. It may return outputs.

    In a thread of its own: Pulumi keeps its settings in context variables, and nothing of them shall be left behind.
    """
    result: list[Recording | BaseException] = []

    def run() -> None:
        recording = Recording()
        try:
            asyncio.run(_run(program, recording, preview))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            result.append(error)
        else:
            result.append(recording)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(result[0], BaseException):
        raise result[0]
    return result[0]


async def _run(program: Callable[[], Mapping[str, Any] | None], recording: Recording, preview: bool) -> None:
    set_mocks(_Cloud(recording), project="shop", stack="dev.part", preview=preview, monitor=_Monitor(recording))
    returned: dict[str, Any] = {}

    async def main() -> None:
        returned.update(program() or {})

    await run_pulumi_func(main)
    if returned:
        recording.outputs = await pulumi.Output.from_input(returned).future() or {}


class _Cloud(Mocks):
    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    def call(self, args: MockCallArgs) -> Any:
        self.recording.calls.append(args.token)
        return {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        digest = hashlib.sha256(f"{args.typ}/{args.name}".encode()).hexdigest()
        outputs = {**_computed(args, digest), **args.inputs}
        identity = outputs.get("identity")
        if args.typ.startswith("azure-native:") and identity and "userAssignedIdentities" in identity:
            # Azure takes a list of ids and answers with a mapping.
            ids = dict.fromkeys(identity["userAssignedIdentities"], {})
            outputs["identity"] = {**identity, "userAssignedIdentities": ids}
        return _id(args, digest), outputs


class _Monitor(MockMonitor):
    def __init__(self, recording: Recording) -> None:
        super().__init__(_Cloud(recording))
        self.recording = recording

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the name that Pulumi's protocol has
        if request.type != "pulumi:pulumi:Stack":
            provider = request.provider or next(
                (ref for package, ref in request.providers.items() if request.type.startswith(f"{package}:")), ""
            )
            self.recording.resources.append(
                Registered(
                    type=request.type,
                    name=request.name,
                    urn=self.make_urn(request.parent, request.type, request.name),
                    parent=request.parent,
                    inputs=rpc.deserialize_properties(request.object),
                    provider=provider,
                    depends_on=tuple(request.dependencies),
                    custom=request.custom,
                    protect=request.protect,
                    retain=request.retainOnDelete,
                )
            )
        return super().RegisterResource(request)


def _id(args: MockResourceArgs, digest: str) -> str:
    package, module, kind = args.typ.split(":")
    if package == "azure-native":
        return f"/subscriptions/{_uuid('subscription')}/resourceGroups/rg/providers/{module}/{kind}/{args.name}"
    if package == "aws" and module.startswith("s3") and kind == "Bucket":
        return f"{args.name}-{digest[:7]}"
    if package == "openstack":
        return _uuid(args.name)
    return f"{kind.lower()}-{digest[:17]}"


def _computed(args: MockResourceArgs, digest: str) -> dict[str, Any]:
    """A superset of what components read; the SDK's classes keep what they know."""
    package, module, kind = args.typ.split(":")
    name = f"{args.name}-{digest[:7]}"
    service = module.split("/")[0]
    address = f"198.51.100.{int(digest[:2], 16)}"
    computed: dict[str, Any] = {"name": name}
    if package == "aws":
        arn = f"arn:aws:{service}:eu-west-1:{ACCOUNT}:{kind.lower()}/{name}"
        computed |= {"arn": f"arn:aws:s3:::{_id(args, digest)}" if service == "s3" else arn, "ownerId": ACCOUNT}
        computed |= {"allocationId": f"eipalloc-{digest[:17]}", "publicIp": address}
    elif package == "azure-native":
        computed |= {"ipAddress": address, "principalId": _uuid(digest), "tenantId": _uuid("tenant")}
    elif package == "gcp":
        computed |= {"project": "shop-dev", "selfLink": f"https://www.googleapis.com/{module}/{name}"}
        computed |= {"address": address, "url": f"gs://{name}"}
    elif package == "openstack":
        computed |= {"externalFixedIps": [{"ipAddress": address}] if args.inputs.get("externalNetworkId") else []}
    return computed


def _uuid(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"

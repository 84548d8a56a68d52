"""Runs a component or blueprint against Pulumi's own SDK and records what it registers, with no engine and no cloud.

The SDK checks names and types of every argument and serializes everything, as in a real run. Computed outputs are
made up below, shaped as the cloud's: identifiers, ARNs and addresses are hashed from the logical name, so that two runs
are equal.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.runtime import rpc, set_mocks
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.settings import SETTINGS
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
    secrets: set[str] = field(default_factory=set)
    """The names of the outputs that are secret."""

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
        threshold = gc.get_threshold()
        gc.set_threshold(50_000)  # the SDK makes so many small objects that collecting takes half of the time
        try:
            asyncio.run(_run(program, recording, preview))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            result.append(error)
        else:
            result.append(recording)
        finally:
            gc.set_threshold(*threshold)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(result[0], BaseException):
        raise result[0]
    return result[0]


async def _run(program: Callable[[], Mapping[str, Any] | None], recording: Recording, preview: bool) -> None:
    SETTINGS.outputs = set()  # mocks share the process's own, with what failed programs left there
    set_mocks(_Cloud(recording), project="shop", stack="dev.part", preview=preview, monitor=_Monitor(recording))
    returned: dict[str, Any] = {}

    async def main() -> None:
        returned.update(program() or {})

    with _registrar():
        await run_pulumi_func(main)
        if returned:
            recording.outputs = await pulumi.Output.from_input(returned).future() or {}
        found = {name: value for name, value in returned.items() if isinstance(value, pulumi.Output)}
        recording.secrets = {name for name, value in found.items() if await value.is_secret()}


@contextmanager
def _registrar() -> Iterator[None]:
    """One thread that registers resources, one after another, and whose event loop is closed in the end.

    The SDK would otherwise open a loop in every thread that registers, and leave it open.
    """
    loops: list[asyncio.AbstractEventLoop] = []

    def own_loop() -> None:
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    try:
        with ThreadPoolExecutor(1, initializer=own_loop) as executor:
            asyncio.get_running_loop().set_default_executor(executor)
            yield
    finally:
        for loop in loops:
            loop.close()


class _Cloud(Mocks):
    def __init__(self, recording: Recording) -> None:
        self.recording = recording

    def call(self, args: MockCallArgs) -> Any:
        self.recording.calls.append(args.token)
        return {}

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        digest = hashlib.sha256(f"{args.typ}/{args.name}".encode()).hexdigest()
        outputs = {**_computed(args, digest), **args.inputs}
        if args.typ.startswith("kubernetes:"):
            outputs["metadata"] = {"name": f"{args.name}-{digest[:7]}", **args.inputs.get("metadata", {})}
        identity = outputs.get("identity")
        if args.typ.startswith("azure-native:") and identity and "userAssignedIdentities" in identity:
            # Azure takes a list of ids and answers with a mapping.
            ids = {key: {} for key in identity["userAssignedIdentities"]}
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
        # The SDK's monitor opens an event loop for each worker thread that it is called on, and closes none.
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return super().RegisterResource(request)
        finally:
            asyncio.set_event_loop(None)
            loop.close()


def _id(args: MockResourceArgs, digest: str) -> str:
    package, module, kind = args.typ.split(":")
    if package == "azure-native":
        # Components read this one's group and name from its id.
        kind = {"NetworkSecurityGroup": "networkSecurityGroups"}.get(kind, kind)
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
        computed |= {"address": address, "url": f"gs://{name}", "projectNumber": 123456789012}
    elif package == "random":
        computed |= {"result": digest[:40], "hex": digest[:8]}
    elif package == "openstack":
        computed |= {"externalFixedIps": [{"ipAddress": address}] if args.inputs.get("externalNetworkId") else []}
    return computed | _answers(args.typ, digest)


def _answers(type: str, digest: str) -> dict[str, Any]:
    """What only one type tells."""
    secret = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds-{digest[:7]}"
    proof = {
        "resourceRecordName": "_proof",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": "_value.acm-validations",
    }
    answers: dict[str, dict[str, Any]] = {
        "aws:rds/instance:Instance": {
            "address": f"{digest[:7]}.eu-west-1.rds.amazonaws.com",
            "masterUserSecrets": [{"secretArn": secret}],
        },
        "aws:lb/loadBalancer:LoadBalancer": {
            "dnsName": f"{digest[:7]}.elb.amazonaws.com",
            "zoneId": "Z32O12XQLNTSW2",
            "arnSuffix": f"app/{digest[:7]}",
        },
        "aws:sqs/queue:Queue": {"url": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/{digest[:7]}"},
        "aws:lb/targetGroup:TargetGroup": {"arnSuffix": f"targetgroup/{digest[:7]}"},
        "aws:acm/certificate:Certificate": {"domainValidationOptions": [proof]},
        "aws:secretsmanager/secretVersion:SecretVersion": {"versionId": digest[:32]},
        "aws:route53/record:Record": {"fqdn": "_proof"},
        "aws:ec2transitgateway/transitGateway:TransitGateway": {
            "associationDefaultRouteTableId": f"tgw-rtb-{digest[:7]}"
        },
        "aws:ec2/vpnConnection:VpnConnection": {
            "tunnel1Address": f"203.0.113.{int(digest[:2], 16)}",
            "tunnel2Address": f"192.0.2.{int(digest[:2], 16)}",
            "transitGatewayAttachmentId": f"tgw-attach-{digest[:7]}",
        },
        "gcp:compute/haVpnGateway:HaVpnGateway": {
            "vpnInterfaces": [{"id": 0, "ipAddress": "203.0.113.10"}, {"id": 1, "ipAddress": "203.0.113.11"}]
        },
        "openstack:vpnaas/service:Service": {"externalV4Ip": "192.0.2.20"},
        "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": {"uptimeCheckId": f"check-{digest[:7]}"},
        "gcp:projects/serviceIdentity:ServiceIdentity": {
            "member": "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com"
        },
        "azure-native:app:ManagedEnvironment": {
            "defaultDomain": f"{digest[:7]}.westeurope.azurecontainerapps.io",
            "staticIp": "10.10.63.250",
            "customDomainConfiguration": {"customDomainVerificationId": digest.upper()},
        },
        "azure-native:managedidentity:UserAssignedIdentity": {"clientId": _uuid(f"client {digest}")},
        "azure-native:dbforpostgresql:Server": {
            "fullyQualifiedDomainName": f"{digest[:7]}.postgres.database.azure.com"
        },
    }
    return answers.get(type, {})


def _uuid(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"

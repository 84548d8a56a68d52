"""What a workload says of its connections, who it is, and what it gets back: the same on every cloud."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, NotRequired, TypeAlias, TypedDict, cast

import pulumi

from stackwright_components.conventions import ArgumentError, Cloud

ACCESSES: Final[Mapping[str, tuple[str, ...]]] = {
    "database": (),
    "object-storage": ("read", "write", "full"),
    "queue": ("send", "receive"),
    "web-service": (),
}
"""What can be connected to, by the name of its blueprint, and the kinds of access that one has to choose from."""

_NAME: Final = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


class ConnectionArgs(TypedDict):
    """One connection of a workload, under the NAME that its variables begin with."""

    to: dict[str, pulumi.Input[Any]]
    """What it connects to: the outputs of a `database`, `queue`, `object-storage` or `web-service`, with the keys
    `cloud` and `blueprint` as plain text."""
    access: NotRequired[str]
    """`send` or `receive` (queue); `read`, `write` (create and read, no deletion) or `full` (object storage)."""
    via: NotRequired[dict[str, pulumi.Input[Any]]]
    """The outputs of a `workload-identity` on the target's cloud, which makes it trust the workload's own cloud."""
    priority: NotRequired[int]
    """Azure targets: the priority of the rule, 200 to 3999, where the derived one is taken already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsRole:
    """Who a workload on AWS is: an IAM role."""

    name: pulumi.Input[str]
    arn: pulumi.Input[str]

    cloud: ClassVar[Cloud] = "aws"


@dataclass(frozen=True, slots=True, kw_only=True)
class AzurePrincipal:
    """Who a workload on Azure is: a user-assigned managed identity. Both ids are UUIDs."""

    principal_id: pulumi.Input[str]
    client_id: pulumi.Input[str]

    cloud: ClassVar[Cloud] = "azure"


@dataclass(frozen=True, slots=True, kw_only=True)
class GcpServiceAccount:
    """Who a workload on GCP is: a service account."""

    email: pulumi.Input[str]

    cloud: ClassVar[Cloud] = "gcp"


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesAccount:
    """Who a workload on Kubernetes is: a service account. `selector` are the labels that select its pods."""

    namespace: pulumi.Input[str]
    name: pulumi.Input[str]
    selector: Mapping[str, str]

    cloud: ClassVar[Cloud] = "private"

    @property
    def subject(self) -> pulumi.Output[str]:
        """What the cluster's tokens call it: their claim `sub`."""
        return pulumi.Output.concat("system:serviceaccount:", self.namespace, ":", self.name)


Identity: TypeAlias = AwsRole | AzurePrincipal | GcpServiceAccount | KubernetesAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The workload that connects.

    `network_cidr` is the range that its packets come from, where a firewall of another cloud sees them. `guard_id` is
    what lets its packets out: a security group (aws), or a network security group (azure) if one restricts it.
    """

    identity: Identity
    network_cidr: pulumi.Input[str] | None = None
    guard_id: pulumi.Input[str] | None = None
    tags: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def cloud(self) -> Cloud:
        """Where it runs."""
        return self.identity.cloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A folder that a pod needs: a token that the cluster signs for `audience`, as `token`, and a ConfigMap's files."""

    name: str
    path: str
    audience: pulumi.Input[str]
    config_map: pulumi.Input[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What the workload's container gets, and what must be there before it starts.

    `secret_references` and the `secret_key_arns` that encrypt them are for ECS only, `projections` for Kubernetes
    only; the other clouds get none.
    """

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secret_references: Mapping[str, pulumi.Input[str]] = field(default_factory=dict[str, pulumi.Input[str]])
    secret_key_arns: Sequence[pulumi.Input[str]] = ()
    projections: Sequence[Projection] = ()
    prerequisites: Sequence[pulumi.Resource] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One connection, checked: what every kind of target works with. `parent` is its `Connection`."""

    parent: pulumi.ComponentResource
    label: str
    """The logical name of the connection, which its children's begin with: `shop-orders`."""
    name: str
    """The NAME, `ORDERS`."""
    target: Mapping[str, Any]
    access: str
    via: Mapping[str, Any] | None
    client: Client
    priority: int | None = None

    @property
    def cloud(self) -> Cloud:
        """Where the target is."""
        return self.target["cloud"]

    @property
    def kind(self) -> str:
        """What the target is: the name of its blueprint."""
        return self.target["blueprint"]

    def wrong(self, argument: str, reason: str) -> ArgumentError:
        """An error about this connection: `connections.ORDERS.access: …`."""
        return ArgumentError(f"connections.{self.name}.{argument}", reason)

    def needs(self, *outputs: str) -> list[pulumi.Output[Any]]:
        """These outputs of the target.

        Raises:
            ArgumentError: it has none of that name.
        """
        if missing := [output for output in outputs if output not in self.target]:
            raise self.wrong("to", f"the {self.kind} has no output {', '.join(missing)}")
        return [pulumi.Output.from_input(self.target[output]) for output in outputs]


def check(name: str, given: ConnectionArgs) -> None:
    """Refuse what cannot be a connection, before anything is registered.

    Raises:
        ArgumentError: naming the argument.
    """
    at = f"connections.{name}"
    if not _NAME.fullmatch(name):
        raise ArgumentError(at, "variables begin with the name; write it in capitals, like ORDERS or ORDERS_ARCHIVE")
    kind, cloud = _plain(given["to"])
    if not isinstance(kind, str) or not isinstance(cloud, str):
        raise ArgumentError(f"{at}.to", "name a whole part, as ${orders}, that is made from a blueprint")
    if kind not in ACCESSES:
        raise ArgumentError(f"{at}.to", f"nothing connects to a {kind}; it is one of {', '.join(ACCESSES)}")
    wanted, access = ACCESSES[kind], given.get("access")
    if wanted and access not in wanted:
        raise ArgumentError(f"{at}.access", f"to a {kind}, say which: {', '.join(wanted)}")
    if not wanted and access is not None:
        raise ArgumentError(f"{at}.access", f"a {kind} knows no kinds of access; leave it out")
    priority = given.get("priority")
    if priority is not None and not 200 <= int(priority) < 4000:
        raise ArgumentError(f"{at}.priority", f"{priority} is not between 200 and 3999")


def _plain(part: object) -> tuple[object, object]:
    """The blueprint and the cloud of a whole part; None of anything else, such as the output of a program."""
    if not isinstance(part, Mapping):
        return None, None
    outputs = cast("Mapping[str, object]", part)
    return outputs.get("blueprint"), outputs.get("cloud")

"""What both engines are put through: scripted sequences of operations on small programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from stackwright.simcloud.faults import FaultKind, Method
from stackwright.wire.values import Value

Operation = Literal["preview", "up", "refresh", "destroy"]


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on one stack. `config` are plain values, objects in JSON among them, `secrets` secret ones, keys of
    the program's own.

    `targets`, `excludes`, `lost`, `tainted` and `drift` name resources as a URN does after the project's name. Before
    the operation the cloud loses what `lost` says, what `drift` names gets other properties, behind the engine's back,
    and what `tainted` names is marked in the state as `pulumi state taint` does. During it `faults` befall calls of
    resources, by their bare names.
    """

    operation: Operation
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])
    stack: str = "dev"
    targets: tuple[str, ...] = ()
    target_dependents: bool = False
    excludes: tuple[str, ...] = ()
    exclude_dependents: bool = False
    continue_on_error: bool = False
    refresh: bool = False
    lost: tuple[str, ...] = ()
    tainted: tuple[str, ...] = ()
    faults: tuple[tuple[Method, str, FaultKind], ...] = ()
    drift: Mapping[str, Mapping[str, Value]] = field(default_factory=dict[str, Mapping[str, "Value"]])


@dataclass(frozen=True, slots=True)
class Case:
    """A program of `programs/` and what is done with it, in order. `plugin` is a package of `plugins/` that it uses.

    `timed`: it is noted whose times in the state each operation sets.
    """

    name: str
    program: str
    steps: tuple[Step, ...]
    plugin: str = ""
    timed: bool = False

    def __str__(self) -> str:
        return self.name


FIRST: Final = {"variant": "1"}
SECOND: Final = {"variant": "2"}
KEY: Final = {"key": "correct horse"}
SITE: Final = "conformance:index:Site$"
NETWORK: Final = SITE + "aws:ec2/vpc:Vpc::network"
SUBNET: Final = SITE + "aws:ec2/subnet:Subnet::subnet"
ROLES: Final = "aws:iam/role:Role::"
GATEWAY: Final = "aws:ec2/natGateway:NatGateway::gateway"
BEYOND: Final = "aws:iam/role:Role::beyond"
PROFILE: Final = "aws:iam/instanceProfile:InstanceProfile::profile"
BUCKET: Final = "aws:s3/bucket:Bucket::logs"
ROLE: Final = "aws:iam/role:Role::role"
UPSTREAM: Final = Step("up", secrets=KEY, stack="upstream")

CASES: Final = (
    Case("create_and_same", "basics", (Step("preview"), Step("up"), Step("preview"), Step("up"))),
    Case(
        "protected",
        "protected",
        (
            Step("up", {"variant": "protected"}),
            Step("up", {"variant": "without"}),
            Step("up", {"variant": "free"}),
            Step("up", {"variant": "without"}),
        ),
    ),
    Case("many", "many", (Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case(
        "options",
        "options",
        (
            Step("up", {"variant": "1"}),
            Step("preview", {"variant": "2"}),
            Step("up", {"variant": "2"}),
            Step("destroy"),
        ),
    ),
    Case("refreshed", "basics", (Step("up"), Step("refresh"), Step("preview"))),
    Case("secrets", "secrets", (UPSTREAM, UPSTREAM)),
    Case("reference", "secrets", (UPSTREAM, Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case("reading", "reading", (Step("preview"), Step("up"), Step("up"), Step("destroy"))),
    Case(
        "changing",
        "changing",
        (
            Step("up", {"variant": "1"}),
            Step("preview", {"variant": "2"}),
            Step("up", {"variant": "2"}),
            Step("destroy"),
        ),
    ),
    Case("failing", "failing", (Step("up"), Step("up", {"repaired": "true"}), Step("destroy"))),
    Case("raising", "raising", (Step("up", {"raises": "true"}), Step("up"), Step("preview", {"raises": "true"}))),
    Case(
        "deleting_first",
        "deleting_first",
        (Step("up", FIRST), Step("preview", SECOND), Step("up", SECOND), Step("up", SECOND), Step("destroy")),
    ),
    Case(
        "creating_first",
        "creating_first",
        (Step("up", FIRST), Step("preview", SECOND), Step("up", SECOND), Step("up", {"variant": "triggered"})),
    ),
    Case("ignoring", "ignoring", (Step("up", FIRST), Step("up", SECOND), Step("up", SECOND))),
    Case(
        "aliased",
        "aliased",
        (Step("up", FIRST), Step("preview", SECOND), Step("up", SECOND), Step("up", SECOND), Step("destroy")),
    ),
    Case(
        "kept",
        "kept",
        (*(Step("up", {"variant": variant}) for variant in ("made", "replaced", "gone")), Step("destroy")),
    ),
    Case(
        "guarded",
        "guarded",
        (
            Step("up", {"variant": "made"}),
            Step("preview", {"variant": "replaced"}),
            Step("up", {"variant": "replaced"}),
            Step("preview", {"variant": "beneath"}),
            Step("up", {"variant": "beneath"}),
            Step("up", {"variant": "unprotected"}),
            Step("up", {"variant": "made"}),
        ),
    ),
    Case(
        "providers",
        "providers",
        (
            Step("up", {"variant": "made"}),
            Step("up", {"variant": "setting"}),
            Step("preview", {"variant": "region"}),
            Step("up", {"variant": "region"}),
            Step("up", {"variant": "own"}),
            Step("up", {"variant": "away"}),
            Step("up", {"variant": "made"}),
        ),
    ),
    Case(
        "importing",
        "importing",
        (
            Step("up", {"variant": "made"}),
            Step("up", {"variant": "none"}),
            Step("up", {"variant": "missing"}),
            Step("up", {"variant": "renamed"}),
            Step("preview", {"variant": "changed"}),
            Step("up", {"variant": "same"}),
            Step("up", {"variant": "changed"}),
            Step("up", {"variant": "changed"}),
            Step("up", {"variant": "ignored"}),
        ),
    ),
    Case("adopting", "adopting", (Step("up", FIRST), Step("preview", SECOND), Step("up", SECOND), Step("destroy"))),
    Case(
        "drifting",
        "drifting",
        (
            Step("up"),
            Step(
                "refresh",
                drift={
                    SITE + "aws:ec2/vpc:Vpc::network": {"tags": {"a": "c", "d": "e"}},
                    ROLE: {"tags": {"x": "y"}, "description": "x"},
                    GATEWAY: {"networkInterfaceId": "eni-1"},
                },
            ),
            Step("up"),
            Step("refresh", targets=(GATEWAY,), lost=(GATEWAY,), drift={ROLE: {"description": "y"}}),
            Step("preview"),
            Step("up", refresh=True),
            Step("up", refresh=True, lost=(SITE + "aws:ec2/subnet:Subnet::subnet",)),
            Step("destroy", refresh=True, lost=(ROLE,)),
        ),
        timed=True,
    ),
    Case(
        "losing",
        "losing",
        (
            Step("up"),
            Step("refresh", lost=(BUCKET,)),
            Step("preview"),
            Step("up"),
            Step("up"),
            Step("up", refresh=True, lost=(BUCKET, ROLE)),
            Step("preview", refresh=True),
            Step("destroy"),
            Step("up"),
        ),
    ),
    Case(
        "targeted",
        "targeted",
        (
            Step("preview", FIRST, targets=(SITE + "aws:ec2/vpc:Vpc::network",)),
            Step("up", FIRST, targets=(SITE + "aws:ec2/vpc:Vpc::network", "conformance:index:Site::site")),
            Step("up", FIRST),
            Step("preview", SECOND, targets=(GATEWAY,)),
            Step("up", SECOND, targets=(GATEWAY,)),
            Step("preview", SECOND, targets=("aws:iam/rolePolicy:RolePolicy::behind-fresh",)),
            Step("up", SECOND, targets=("aws:iam/rolePolicy:RolePolicy::behind-fresh",)),
            Step("up", SECOND, targets=("aws:iam/role:Role::apart", SITE + "aws:ec2/subnet:Subnet::subnet")),
            Step("up", SECOND, targets=("aws:iam/role:Role::gone",)),
            Step("up", SECOND, targets=("aws:iam/role:Role::gone", "aws:iam/rolePolicy:RolePolicy::behind-gone")),
            Step("up", SECOND, targets=("aws:iam/role:Role::never",)),
            Step("up", SECOND),
            Step("destroy", SECOND, targets=(GATEWAY,)),
        ),
    ),
    Case("hidden", "hidden", (Step("up", FIRST), Step("up", SECOND), Step("destroy"))),
    Case(
        "wrong",
        "wrong",
        tuple(
            Step(operation, {"variant": variant})
            for variant in ("none", "twice", "alias", "missing")
            for operation in ("preview", "up")
        ),
    ),
    Case("transforming", "transforming", (Step("preview"), Step("up"), Step("up", SECOND), Step("destroy"))),
    Case(
        "unready",
        "unready",
        (
            Step("up", FIRST, faults=(("create", "first", "not-ready"),)),
            Step("preview", FIRST),
            Step("up", FIRST, faults=(("update", "first", "not-ready"),)),
            Step("up", FIRST),
            Step("up", SECOND, faults=(("update", "first", "not-ready"),)),
            Step("refresh", SECOND, faults=(("read", "first", "not-ready"),)),
            Step("up", SECOND),
            Step("up", {"variant": "3"}, faults=(("create", "strict", "not-ready"),)),
            Step("up", {"variant": "3"}),
        ),
    ),
    Case(
        "interrupted",
        "interrupted",
        (
            Step("up", FIRST, faults=(("create", "second", "error"),)),
            Step("up", FIRST),
            Step("up", SECOND, faults=(("update", "first", "error"),)),
            Step("up", SECOND, faults=(("create", "second", "error"),)),
            Step("preview", SECOND),
            Step("preview", FIRST),
            Step("preview", {"variant": "3"}),
            Step("up", SECOND),
            Step("up", FIRST, faults=(("delete", "second", "error"),)),
            Step("up", {"variant": "3"}, faults=(("delete", "created-first", "error"),)),
            Step("refresh"),
            Step("up", {"variant": "3"}),
            # Not a lost answer: there the embedded engine finds what it made (adr/0002), and Pulumi doubles it.
            Step("up", SECOND, faults=(("create", "second", "error"),)),
            Step("destroy", faults=(("delete", "first", "error"),)),
            Step("destroy"),
        ),
    ),
    Case(
        "hooked",
        "hooked",
        (
            Step("preview", FIRST),
            Step("up", FIRST, faults=(("create", "behind", "not-ready"),)),
            Step("up", FIRST, faults=(("create", "gone", "error"),)),
            Step("up", FIRST),
            Step("up", SECOND, faults=(("update", "second", "error"),)),
            Step("up", SECOND, faults=(("delete", "gone", "error"),)),
            Step("up", SECOND),
            Step("preview", {"variant": "3"}),
            Step("up", {"variant": "3"}),
            Step("up", {"variant": "4"}),
            Step("destroy"),
        ),
    ),
    Case(
        "with_dependents",
        "targeted",
        (
            Step("up", FIRST),
            Step("preview", SECOND, targets=(NETWORK,), target_dependents=True),
            Step("up", SECOND, targets=(NETWORK,), target_dependents=True),
            Step("refresh", SECOND, targets=(SUBNET,), target_dependents=True, lost=(GATEWAY,)),
            Step("up", SECOND, targets=("pulumi:providers:aws::elsewhere",), target_dependents=True),
            Step("up", SECOND, targets=("aws:iam/role:Role::gone",), target_dependents=True),
            Step("up", SECOND, targets=("aws:iam/role:Role::fresh",), target_dependents=True),
            Step("destroy", SECOND, targets=(SUBNET,), target_dependents=True),
            Step("destroy", SECOND, targets=("conformance:index:Site::site",), target_dependents=True),
        ),
    ),
    Case(
        "excluding",
        "targeted",
        (
            Step("preview", FIRST, excludes=("aws:iam/rolePolicy:RolePolicy::behind-gone",)),
            Step("up", FIRST, excludes=("aws:iam/rolePolicy:RolePolicy::behind-gone", GATEWAY)),
            Step("up", FIRST),
            Step("preview", SECOND, excludes=(NETWORK, "aws:iam/role:Role::gone")),
            Step("preview", SECOND, excludes=(NETWORK, "aws:iam/role:Role::fresh"), exclude_dependents=True),
            Step("up", SECOND, excludes=(NETWORK, "aws:iam/role:Role::fresh"), exclude_dependents=True),
            Step("refresh", SECOND, excludes=(SUBNET,), exclude_dependents=True, lost=(GATEWAY,)),
            Step("refresh", SECOND, excludes=(SUBNET,), lost=(ROLES + "apart",)),
            Step("up", SECOND, excludes=("aws:ec2/vpc:Vpc::mirror",)),
            Step("destroy", SECOND, excludes=(SUBNET,)),
            Step("destroy", SECOND),
        ),
    ),
    Case(
        "going_on",
        "going_on",
        (
            Step("up", FIRST, faults=(("create", "wrong", "error"),), continue_on_error=True),
            Step("preview", FIRST),
            Step("up", FIRST, continue_on_error=True),
            Step("up", SECOND, faults=(("create", "replaced", "error"),), continue_on_error=True),
            Step("up", SECOND, faults=(("update", "wrong", "error"),), continue_on_error=True),
            # A component that is left out has no outputs to register, which ends the run: so does Pulumi.
            Step("up", {"variant": "3"}, faults=(("update", "wrong", "error"),), continue_on_error=True),
            Step(
                "up",
                FIRST,
                faults=(("update", "wrong", "error"), ("update", "beside", "error")),
                continue_on_error=True,
            ),
            Step("up", {"variant": "4"}, faults=(("delete", "behind", "error"),), continue_on_error=True),
            Step(
                "destroy", excludes=(BEYOND, PROFILE), faults=(("delete", "behind", "error"),), continue_on_error=True
            ),
            Step(
                "destroy", faults=(("delete", "beyond", "error"), ("delete", "side", "error")), continue_on_error=True
            ),
            Step("destroy", continue_on_error=True),
        ),
    ),
    Case(
        "constructed",
        "constructed",
        (Step("preview", FIRST), Step("up", FIRST), Step("up", SECOND), Step("refresh"), Step("destroy")),
        plugin="sites",
    ),
)

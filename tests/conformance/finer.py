"""Cases that mutants of the planner asked for: each tells apart what the others let pass (see `mutants`)."""

from __future__ import annotations

import json
from typing import Final

from stackwright.simcloud.faults import FaultKind, Method
from stackwright.wire.values import Value
from tests.conformance.cases import FIRST, KEY, ROLES, SECOND, SITE, Case, Step

ELSEWHERE: Final = "pulumi:providers:aws::elsewhere"
MIRROR: Final = "aws:ec2/vpc:Vpc::mirror"
TAKEN_FROM: Final[dict[str, Value]] = {"tags": {"x": "y"}, "ipv4IpamPoolId": "ipam-pool-1"}
UNDECIDED: Final[tuple[tuple[Method, str, FaultKind], ...]] = (("diff", "*", "undecided"),)


def ups(*variants: str) -> tuple[Step, ...]:
    return tuple(Step("up", {"variant": variant}) for variant in variants)


def denied(packages: str, **more: str) -> tuple[Step, Step]:
    config = {"pulumi:disable-default-providers": packages, **more}
    return Step("preview", config), Step("up", config)


def autonaming(**said: object) -> dict[str, str]:
    return {"pulumi:autonaming": json.dumps(said), "prefix": "team"}


CLOUDS: Final = ("aws", "azure", "kubernetes")
NAMES: Final = autonaming(
    pattern="${name}-${hex(7)}",
    providers={
        "aws": {
            "pattern": "${project}.${stack}.${name}-${hex(8)}",
            "resources": {
                "aws:sqs/queue:Queue": {"pattern": "${config.prefix}-${name}"},
                "aws:iam/user:User": {"pattern": "${name}-${organization}", "enforce": True},
                "aws:iam/role:Role": {"mode": "verbatim"},
                "aws:iam/rolePolicy:RolePolicy": {"mode": "default"},
            },
        },
        "azure-native": {"resources": {"azure-native:resources:ResourceGroup": {"mode": "verbatim"}}},
    },
)


FINER: Final = (
    Case(
        "together",
        "together",
        (
            *ups("made"),
            Step("preview", {"variant": "replaced"}),
            *ups("replaced", "replaced", "made"),
            Step("preview", {"variant": "sooner"}),
            *ups("sooner"),
            Step("destroy"),
        ),
    ),
    Case(
        "undecided",
        "undecided",
        (
            Step("up", FIRST),
            Step("preview", FIRST, faults=UNDECIDED),
            Step("preview", SECOND, faults=UNDECIDED),
            Step("up", SECOND, faults=UNDECIDED),
            Step("refresh", SECOND, faults=UNDECIDED, drift={"aws:ec2/vpc:Vpc::maps": {"tags": {"x": "y"}}}),
            Step("up", FIRST, faults=UNDECIDED),
        ),
    ),
    Case(
        "reading_again",
        "reading_again",
        (
            *ups("made"),
            Step("up", {"variant": "missing"}, lost=("aws:ec2/vpc:Vpc::fleeting",)),
            Step("preview", {"variant": "missing"}),
            Step("preview", {"variant": "read"}),
            *ups("read", "changed", "other", "owned", "owned", "read-again"),
            Step("up", {"variant": "read-again"}, faults=(("read", "seen", "not-ready"),)),
            Step("refresh"),
            *ups("made"),
            Step("destroy"),
        ),
        timed=True,
    ),
    Case(
        "leaving",
        "leaving",
        (
            Step("up", FIRST),
            Step("up", SECOND, faults=(("delete", "subnet", "error"),)),
            Step("preview", {"variant": "3"}),
            Step("up", {"variant": "3"}, faults=(("delete", "network", "error"),)),
            Step("up", {"variant": "3"}),
            Step("up", {"variant": "4"}, faults=(("create", "subnet", "error"),)),
            Step("up", FIRST, faults=(("delete", "gateway", "error"),)),
            Step("refresh", FIRST),
            Step("destroy", faults=(("delete", "subnet", "error"),)),
            Step("destroy"),
        ),
    ),
    Case(
        "denied",
        "denied",
        (
            *denied('["aws"]'),
            *denied('["aws"]', default="true"),
            *denied('["*"]', default="true"),
            *denied('["*"]', stash="true"),
            *denied('[" aws "]', default="true"),
            *denied('["gcp"]', default="true"),
            *denied("aws", default="true"),
            *denied("[1]", default="true"),
            *denied("[]", default="true"),
        ),
    ),
    Case("shapes", "shapes", (Step("up", FIRST), Step("up", FIRST), Step("preview", SECOND), Step("up", SECOND))),
    Case(
        "picking",
        "picking",
        (
            *ups("made"),
            Step("preview", {"variant": "changed"}),
            *ups("changed", "changed", "invalid"),
        ),
    ),
    Case(
        "named",
        "named",
        (
            Step("preview", {**FIRST, **NAMES}),
            Step("up", {**FIRST, **NAMES}),
            Step("preview", {**SECOND, **NAMES}),
            Step("up", {**SECOND, **NAMES}),
            Step("up", {**SECOND, **autonaming(mode="disabled")}),
            *(Step("preview", {"variant": cloud, **autonaming(mode="disabled")}) for cloud in CLOUDS),
            Step("up", {"variant": "aws", **autonaming(pattern="x" * 64)}, stack="fresh"),
        ),
    ),
    Case(
        "calling",
        "calling",
        (Step("preview", FIRST), Step("up", FIRST), Step("preview", {"variant": "close"})),
        plugin="desks",
    ),
    Case(
        "dynamic",
        "dynamic",
        (
            Step("preview", FIRST, KEY),
            Step("up", FIRST, KEY),
            Step("up", SECOND, KEY),
            Step("up", {"variant": "3"}, KEY),
            Step("up", {"variant": "4", "drift": "true"}, KEY),
            Step("refresh"),
            Step("up", {"variant": "closed"}, stack="alone"),
        ),
    ),
    Case("naming", "naming", (Step("up", FIRST), Step("preview", SECOND), *ups("2", "2"))),
    Case(
        "reading_own",
        "reading_own",
        (
            *ups("made"),
            Step("preview", {"variant": "read"}),
            *ups("read", "tagged", "read", "taken", "taken"),
            Step("destroy"),
        ),
    ),
    Case(
        "carrying",
        "carrying",
        (
            Step("up", FIRST),
            Step("preview", SECOND, targets=("aws:iam/role*::lone",)),
            Step("preview", SECOND, targets=("aws:iam/role:Role::b*",)),
            Step("up", SECOND, targets=("aws:iam/role:Role::l*e",)),
            Step("up", {"variant": "3", "moved": "true"}, targets=(ROLES + "lone",)),
            Step("preview", {"variant": "3", "fresh": "true"}, targets=(ROLES + "fresh",)),
            Step("up", {"variant": "3", "fresh": "true"}, targets=("**fresh",)),
            Step("up", {"variant": "4", "triggered": "true"}),
            Step("preview", {"variant": "5", "triggered": "true"}, targets=(ROLES + "triggered",)),
            Step("up", {"variant": "5", "triggered": "true"}, targets=(ROLES + "triggered",)),
            Step("preview", {"variant": "5", "triggered": "true"}, excludes=("**missing-5",)),
            Step("up", {"variant": "4"}),
            Step("destroy"),
        ),
    ),
    Case(
        "refused", "refused", ups("made", "unlike", "claimed", "orphan", "anonymous", "versioned", "elsewhere", "made")
    ),
    Case(
        "configured",
        "refused",
        (
            Step("up", {"variant": "made"}, secrets={"aws:secretKey": "open sesame"}),
            Step("up", {"variant": "made"}, secrets={"aws:secretKey": "abracadabra"}),
            Step("up", {"variant": "made", "aws:unheardOf": "x"}),
        ),
    ),
    Case(
        "clusters",
        "clusters",
        (
            *ups("made"),
            Step("preview", {"variant": "other"}),
            *ups("other", "named"),
        ),
    ),
    Case(
        "losing_an_import", "importing", (*ups("made", "none"), Step("up", {"variant": "lost"}, lost=(ROLES + "one",)))
    ),
    Case(
        "tainted",
        "leaving",
        (
            Step("up", FIRST),
            Step("preview", FIRST, tainted=("aws:ec2/vpc:Vpc::network", "aws:iam/rolePolicy:RolePolicy::last")),
            *ups("1", "1"),
        ),
    ),
    Case(
        "dropped",
        "interrupted",
        (
            Step("up", FIRST),
            Step("up", SECOND, faults=(("create", "second", "error"),)),
            Step("preview", {"variant": "3"}),
            Step("up", {"variant": "3"}),
        ),
    ),
    Case("cascading", "cascading", (*ups("1"), Step("preview", SECOND), *ups("2", "2"))),
    Case("assets", "assets", (*ups("1"), Step("preview", SECOND), *ups("2"))),
    Case(
        "refreshing",
        "targeted",
        (
            Step("up", FIRST),
            Step("refresh", targets=(ELSEWHERE,), target_dependents=True, drift={MIRROR: TAKEN_FROM}),
            Step("refresh", excludes=(ELSEWHERE,), exclude_dependents=True, drift={MIRROR: {"tags": {"x": "z"}}}),
            Step("refresh", drift={MIRROR: {"ipv4IpamPoolId": None}}),
            Step("up", FIRST, targets=(SITE + "aws:ec2/vpc:Vpc::network",), target_dependents=True, refresh=True),
            Step("preview", SECOND, excludes=(ELSEWHERE,), exclude_dependents=True),
        ),
    ),
    Case(
        "needing",
        "carrying",
        (
            Step("up", FIRST),
            # What no target names, and is needed by what the program asks for, is not kept for that.
            Step("preview", {"variant": "3", "fresh": "true"}),
            Step("preview", {"variant": "3", "fresh": "true"}, excludes=("**lone",)),
            Step("preview", {"variant": "3", "fresh": "true"}, targets=("**lone",)),
        ),
    ),
)

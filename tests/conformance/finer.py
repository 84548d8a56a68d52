"""Cases that mutants of the planner asked for: each tells apart what the others let pass (see `mutants`)."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.faults import FaultKind, Method
from tests.conformance.cases import FIRST, SECOND, Case, Step

UNDECIDED: Final[tuple[tuple[Method, str, FaultKind], ...]] = (("diff", "*", "undecided"),)


def ups(*variants: str) -> tuple[Step, ...]:
    return tuple(Step("up", {"variant": variant}) for variant in variants)


def denied(packages: str, **more: str) -> tuple[Step, Step]:
    config = {"pulumi:disable-default-providers": packages, **more}
    return Step("preview", config), Step("up", config)


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
)

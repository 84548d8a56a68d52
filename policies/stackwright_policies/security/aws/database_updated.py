"""RDS databases take minor versions, which close weaknesses, by themselves."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.aws.databases import INSTANCE, MEMBER
from stackwright_policies.controls import PATCHING
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, changed
from stackwright_policies.verdicts import Failed, Verdict

PASSES: Final = (
    Example(why="on by default", type=INSTANCE, inputs={"engine": "postgres"}),
    Example(why="said so", type=MEMBER, inputs={"engine": "aurora-mysql", "autoMinorVersionUpgrade": True}),
)
VIOLATES: Final = (
    Example(why="switched off", type=INSTANCE, inputs={"autoMinorVersionUpgrade": False}),
    Example(why="a cluster's member", type=MEMBER, inputs={"autoMinorVersionUpgrade": "false"}),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs={"autoMinorVersionUpgrade": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if not resource.properties.get("autoMinorVersionUpgrade").flag(True):
        yield Failed("autoMinorVersionUpgrade is off")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return changed(inputs, ["autoMinorVersionUpgrade"], True)


policy: Final = Policy(
    id="AWS-RDS-04",
    title="RDS databases take minor versions by themselves",
    severity="low",
    why="Weaknesses become known with the version that closes them; from then on everybody can use them.",
    fix="Leave out autoMinorVersionUpgrade, or set it to true; the maintenance window says when.",
    frameworks=(*cis("AWS", "5.0", "2.2.2"), *PATCHING, *checkov("CKV_AWS_226")),
    types=(INSTANCE, MEMBER),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Repositories of images scan what is pushed, and a tag stays what it was."""

from typing import Any, Final

from stackwright_policies.controls import PATCHING
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, nist

REPOSITORY: Final = "aws:ecr/repository:Repository"
_GOOD: Final[dict[str, Any]] = {
    "imageTagMutability": "IMMUTABLE",
    "imageScanningConfiguration": {"scanOnPush": True},
}
_DEMANDS: Final = (
    Demand(
        # Also IMMUTABLE_WITH_EXCLUSION: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
        refuses=lambda it: not it.get("imageTagMutability").text("MUTABLE").upper().startswith("IMMUTABLE"),
        what="imageTagMutability is MUTABLE: a tag may become another image",
        mend={"imageTagMutability": "IMMUTABLE"},
    ),
    Demand(
        refuses=lambda it: not it.get("imageScanningConfiguration", "scanOnPush").flag(),
        what="imageScanningConfiguration.scanOnPush is off",
        mend={"imageScanningConfiguration.scanOnPush": True},
    ),
)

PASSES: Final = (
    Example(why="both", type=REPOSITORY, inputs={"name": UNKNOWN, **_GOOD}),
    Example(
        why="but for some tags", type=REPOSITORY, inputs={**_GOOD, "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}
    ),
)
VIOLATES: Final = (
    Example(why="neither by default", type=REPOSITORY, inputs={"name": "shop"}),
    Example(why="tags change", type=REPOSITORY, inputs={**_GOOD, "imageTagMutability": "MUTABLE"}),
    Example(
        why="nothing is scanned", type=REPOSITORY, inputs={**_GOOD, "imageScanningConfiguration": {"scanOnPush": False}}
    ),
)
UNDECIDED: Final = (Example(why="not known", type=REPOSITORY, inputs={**_GOOD, "imageTagMutability": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-ECR-01",
    title="Repositories scan images, and tags do not change",
    severity="medium",
    why="What was reviewed under a tag is not what runs under it later; known weaknesses go out unseen.",
    fix="Set imageTagMutability to IMMUTABLE and imageScanningConfiguration.scanOnPush to true.",
    frameworks=(*PATCHING, *nist("SI-7"), *checkov("CKV_AWS_51", "CKV_AWS_163")),
    types=(REPOSITORY,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

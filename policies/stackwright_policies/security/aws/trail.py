"""CloudTrail writes down what happens in every region, encrypted, so that nobody changes it unnoticed."""

from typing import Any, Final

from stackwright_policies.controls import AT_REST, LOG_INTEGRITY, LOGGING
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis

TRAIL: Final = "aws:cloudtrail/trail:Trail"
_GOOD: Final[dict[str, Any]] = {
    "s3BucketName": "trail",
    "isMultiRegionTrail": True,
    "enableLogFileValidation": True,
    "kmsKeyId": UNKNOWN,
}
_DEMANDS: Final = (
    Demand(
        refuses=lambda it: not it.get("isMultiRegionTrail").flag(),
        what="isMultiRegionTrail is off: other regions are not watched",
        mend={"isMultiRegionTrail": True},
    ),
    Demand(
        refuses=lambda it: not it.get("enableLogFileValidation").flag(),
        what="enableLogFileValidation is off: files can be changed unnoticed",
        mend={"enableLogFileValidation": True},
    ),
    Demand(refuses=lambda it: it.get("kmsKeyId").empty, what="kmsKeyId is not set"),
    Demand(
        refuses=lambda it: not it.get("enableLogging").flag(True),
        what="enableLogging is off",
        mend={"enableLogging": True},
    ),
)


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in _GOOD.items() if key != name}


PASSES: Final = (
    Example(why="everywhere, validated and encrypted", type=TRAIL, inputs=_GOOD),
    Example(why="in words", type=TRAIL, inputs={**_GOOD, "isMultiRegionTrail": "true", "enableLogging": "true"}),
)
VIOLATES: Final = (
    Example(why="one region", type=TRAIL, inputs={**_GOOD, "isMultiRegionTrail": False}),
    Example(why="no validation", type=TRAIL, inputs=_without("enableLogFileValidation")),
    Example(why="no key", type=TRAIL, inputs=_without("kmsKeyId")),
    Example(
        why="switched off, whatever is not known",
        type=TRAIL,
        inputs={**_GOOD, "enableLogging": False, "isMultiRegionTrail": UNKNOWN},
    ),
)
UNDECIDED: Final = (Example(why="not known", type=TRAIL, inputs={**_GOOD, "enableLogFileValidation": UNKNOWN}),)

policy: Final = Policy(
    id="AWS-CT-01",
    title="CloudTrail watches every region, and its files are encrypted and validated",
    severity="high",
    why="It says what was done in a break-in; so whoever breaks in uses a region that is not watched, or changes it.",
    fix="Set isMultiRegionTrail and enableLogFileValidation to true, and kmsKeyId to a key of yours.",
    frameworks=(
        *cis("AWS", "5.0", "3.1", "3.2", "3.5"),
        *LOGGING,
        *LOG_INTEGRITY,
        *AT_REST,
        *checkov("CKV_AWS_35", "CKV_AWS_36", "CKV_AWS_67", "CKV_AWS_251"),
    ),
    types=(TRAIL,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

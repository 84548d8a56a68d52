"""GuardDuty looks for attackers."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Json, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

DETECTOR: Final = "aws:guardduty/detector:Detector"

PASSES: Final = (
    Example(why="on by default", type=DETECTOR, inputs={"findingPublishingFrequency": UNKNOWN}),
    Example(why="on", type=DETECTOR, inputs={"enable": True}),
)
VIOLATES: Final = (Example(why="off", type=DETECTOR, inputs={"enable": False}),)
UNDECIDED: Final = (Example(why="not known", type=DETECTOR, inputs={"enable": UNKNOWN}),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if not resource.properties.get("enable").flag(True):
        yield Failed("enable is off")


def remedy(inputs: Json, _settings: Settings) -> Json:
    return {**inputs, "enable": True}


policy: Final = Policy(
    id="AWS-GD-01",
    title="GuardDuty's detectors are on",
    severity="high",
    why="A detector that is suspended sees nobody who uses stolen credentials, and looks as if there were one.",
    fix="Set enable to true, or leave it out.",
    frameworks=(*LOGGING, *checkov("CKV_AWS_238")),
    types=(DETECTOR,),
    check=check,
    remedy=remedy,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""AWS Config records resources of every type."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import INVENTORY, LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

RECORDER: Final = "aws:cfg/recorder:Recorder"
STATUS: Final = "aws:cfg/recorderStatus:RecorderStatus"
_ALL: Final = {"allSupported": True, "includeGlobalResourceTypes": True}
_OTHER_REGIONS: Final = {"globalTypes": False}

PASSES: Final = (
    Example(why="all, those of no region too", type=RECORDER, inputs={"roleArn": UNKNOWN, "recordingGroup": _ALL}),
    Example(
        why="another region records those of no region",
        type=RECORDER,
        inputs={"recordingGroup": {"allSupported": True}},
        settings=_OTHER_REGIONS,
    ),
    Example(why="it is on", type=STATUS, inputs={"name": UNKNOWN, "isEnabled": True}),
)
VIOLATES: Final = (
    Example(why="only those of the region, by default", type=RECORDER, inputs={"roleArn": UNKNOWN}),
    Example(
        why="some",
        type=RECORDER,
        inputs={"recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}},
        settings=_OTHER_REGIONS,
    ),
    Example(
        why="all but some",
        type=RECORDER,
        inputs={
            "recordingGroup": {
                "allSupported": False,
                "exclusionByResourceTypes": [{"resourceTypes": ["AWS::EC2::Instance"]}],
                "recordingStrategies": [{"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}],
            }
        },
    ),
    Example(why="it is off", type=STATUS, inputs={"name": UNKNOWN, "isEnabled": False}),
)
UNDECIDED: Final = (
    Example(why="which are not known", type=RECORDER, inputs={"recordingGroup": UNKNOWN}),
    Example(why="whether it is on is not known", type=STATUS, inputs={"isEnabled": UNKNOWN}),
)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    if resource.type == STATUS:
        if not resource.properties.get("isEnabled").flag():
            yield Failed("isEnabled is off: nothing is recorded")
        return
    faults = [_types, _types_of_no_region] if settings["globalTypes"] else [_types]
    yield from each(faults, lambda fault: fault(resource.properties.get("recordingGroup")))


def _types(group: View) -> Iterator[Verdict]:
    if not group.get("allSupported").flag(True):
        yield Failed("recordingGroup.allSupported is off: some types are not recorded")


def _types_of_no_region(group: View) -> Iterator[Verdict]:
    if not group.get("includeGlobalResourceTypes").flag():
        yield Failed("recordingGroup.includeGlobalResourceTypes is not on: users, roles and policies are not recorded")


policy: Final = Policy(
    id="AWS-CFG-01",
    title="AWS Config records every type of resource",
    severity="medium",
    why="What was changed, when and by whom can be told only of what was recorded.",
    fix="Set recordingGroup.allSupported and, in one region, includeGlobalResourceTypes; keep the recorder on.",
    frameworks=(*cis("AWS", "5.0", "3.3"), *INVENTORY, *LOGGING, *checkov("CKV2_AWS_45", "CKV2_AWS_48")),
    types=(RECORDER, STATUS),
    check=check,
    settings={
        "globalTypes": {
            "type": "boolean",
            "default": True,
            "description": "Whether types of no region (IAM) are recorded, too: in one region that is enough.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

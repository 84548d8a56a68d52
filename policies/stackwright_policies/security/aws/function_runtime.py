"""Lambda functions run on what AWS still mends."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PATCHING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

FUNCTION: Final = "aws:lambda/function:Function"
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated
_DEPRECATED: Final = (
    "dotnet5.0",
    "dotnet6",
    "dotnet7",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "go1.x",
    "java8",
    "nodejs",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs18.x",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "provided",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "ruby2.5",
    "ruby2.7",
)
PASSES: Final = (
    Example(why="one of today", type=FUNCTION, inputs={"runtime": "python3.13", "role": UNKNOWN}),
    Example(why="an image brings its own", type=FUNCTION, inputs={"packageType": "Image", "imageUri": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="Node.js 16", type=FUNCTION, inputs={"runtime": "nodejs16.x", "role": UNKNOWN}),
    Example(why="what is listed", type=FUNCTION, inputs={"runtime": "java11"}, settings={"runtimes": ["java11"]}),
)
UNDECIDED: Final = (Example(why="not known", type=FUNCTION, inputs={"runtime": UNKNOWN}),)


def check(resource: Resource, settings: Settings) -> Iterator[Verdict]:
    runtime = resource.properties.get("runtime").text()
    if runtime in settings["runtimes"]:
        yield Failed(f"runtime is {runtime}, which AWS has deprecated")


policy: Final = Policy(
    id="AWS-LAM-02",
    title="Functions run on a runtime that is maintained",
    severity="medium",
    why="Nobody closes its weaknesses any more, and one day the function can no longer be changed.",
    fix="Set runtime to a current one, and test; most code needs no change.",
    frameworks=(*PATCHING, *checkov("CKV_AWS_363")),
    types=(FUNCTION,),
    check=check,
    settings={
        "runtimes": {
            "type": "array",
            "items": {"type": "string"},
            "default": list(_DEPRECATED),
            "description": "Those that are not to be used.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

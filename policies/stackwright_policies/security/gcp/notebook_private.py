"""Notebooks of Vertex AI Workbench have no public address."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

INSTANCE: Final = "gcp:workbench/instance:Instance"
_PLACE: Final = ("gceSetup", "disablePublicIp")


def _instance(**setup: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"location": "europe-west1-b", "gceSetup": {"machineType": "e2-standard-4"} | setup}


PASSES: Final = (
    Example(why="none", type=INSTANCE, inputs={**_instance(disablePublicIp=True), "name": UNKNOWN}),
    Example(why="as text", type=INSTANCE, inputs=_instance(disablePublicIp="true")),
)
VIOLATES: Final = (
    Example(why="one by default", type=INSTANCE, inputs=_instance()),
    Example(why="nothing is said", type=INSTANCE, inputs={"location": "europe-west1-b", "name": UNKNOWN}),
    Example(why="one, said so", type=INSTANCE, inputs=_instance(disablePublicIp=False)),
)
UNDECIDED: Final = (Example(why="not known", type=INSTANCE, inputs=_instance(disablePublicIp=UNKNOWN)),)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if not resource.properties.get(*_PLACE).flag():
        yield Failed("gceSetup.disablePublicIp is not on: the notebook has an address that the internet can reach")


policy: Final = Policy(
    id="GCP-NB-01",
    title="Notebooks have no public address",
    severity="high",
    why="A notebook runs anything with the data scientist's rights, beside the data, and is rarely kept up to date.",
    fix="Set gceSetup.disablePublicIp to true; it is reached through Google's proxy, and goes out through Cloud NAT.",
    frameworks=(*EXPOSURE, *checkov("CKV2_GCP_21")),
    types=(INSTANCE,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

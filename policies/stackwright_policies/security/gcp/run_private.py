"""Nobody calls a service of Cloud Run without showing who they are."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE, PUBLIC_DATA
from stackwright_policies.gcp.iam import granting, to_everyone
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, Verdict

SERVICE: Final = "gcp:cloudrunv2/service:Service"
MEMBER: Final = "gcp:cloudrunv2/serviceIamMember:ServiceIamMember"
FIRST: Final = "gcp:cloudrun/iamBinding:IamBinding"
POLICY: Final = "gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy"
GRANTS: Final = granting("gcp:cloudrun/", "gcp:cloudrunv2/")


def _invoker(**who: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"location": "europe-west1", "role": "roles/run.invoker"} | who


PASSES: Final = (
    Example(why="an account", type=MEMBER, inputs=_invoker(member="serviceAccount:a@b.iam.gserviceaccount.com")),
    Example(why="it asks who calls, by default", type=SERVICE, inputs={"location": "europe-west1", "name": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="everyone", type=MEMBER, inputs=_invoker(name=UNKNOWN, member="allUsers")),
    Example(
        why="everyone with any Google account", type=FIRST, inputs=_invoker(members=[UNKNOWN, "allAuthenticatedUsers"])
    ),
    Example(
        why="in a whole policy",
        type=POLICY,
        inputs={"policyData": json.dumps({"bindings": [{"role": "roles/run.invoker", "members": ["allUsers"]}]})},
    ),
    Example(why="nobody is asked", type=SERVICE, inputs={"location": "europe-west1", "invokerIamDisabled": True}),
)
UNDECIDED: Final = (
    Example(why="who is not known", type=MEMBER, inputs=_invoker(member=UNKNOWN)),
    Example(why="whether anybody is asked is not known", type=SERVICE, inputs={"invokerIamDisabled": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type != SERVICE:
        yield from to_everyone(resource)
    elif resource.properties.get("invokerIamDisabled").flag():
        yield Failed("invokerIamDisabled is on: everyone may call it")


policy: Final = Policy(
    id="GCP-RUN-01",
    title="Cloud Run services are called by nobody who has not shown who they are",
    severity="high",
    why="What everyone may call is found and tried by everyone, and each call costs.",
    fix="Grant roles/run.invoker to the accounts that call it; for a public site put a load balancer in front.",
    frameworks=(*EXPOSURE, *PUBLIC_DATA, *checkov("CKV_GCP_102")),
    types=(SERVICE, *GRANTS),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

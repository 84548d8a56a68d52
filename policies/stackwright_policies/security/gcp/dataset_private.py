"""No dataset of BigQuery is open to everyone."""

import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.gcp.iam import everyone, granting, to_everyone
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each

DATASET: Final = "gcp:bigquery/dataset:Dataset"
ACCESS: Final = "gcp:bigquery/datasetAccess:DatasetAccess"
MEMBER: Final = "gcp:bigquery/datasetIamMember:DatasetIamMember"
POLICY: Final = "gcp:bigquery/datasetIamPolicy:DatasetIamPolicy"
GRANTS: Final = granting("gcp:bigquery/dataset")
_OWNERS: Final = {"role": "OWNER", "specialGroup": "projectOwners"}

PASSES: Final = (
    Example(why="its owners", type=DATASET, inputs={"datasetId": "sales", "accesses": [_OWNERS]}),
    Example(why="nothing is said", type=DATASET, inputs={"datasetId": "sales", "friendlyName": UNKNOWN}),
    Example(why="a group", type=ACCESS, inputs={"datasetId": "sales", "role": "READER", "groupByEmail": UNKNOWN}),
    Example(why="a user", type=MEMBER, inputs={"datasetId": UNKNOWN, "role": "r", "member": "user:ada@example.com"}),
)
VIOLATES: Final = (
    Example(
        why="everyone with any Google account, beside an unknown",
        type=DATASET,
        inputs={"accesses": [UNKNOWN, _OWNERS, {"role": "READER", "specialGroup": "allAuthenticatedUsers"}]},
    ),
    Example(why="everyone", type=DATASET, inputs={"accesses": [{"role": "READER", "iamMember": "allUsers"}]}),
    Example(
        why="in an entry of its own",
        type=ACCESS,
        inputs={"datasetId": UNKNOWN, "role": "READER", "specialGroup": "allAuthenticatedUsers"},
    ),
    Example(why="through IAM", type=MEMBER, inputs={"datasetId": "sales", "role": "r", "member": "allUsers"}),
    Example(
        why="in a whole policy",
        type=POLICY,
        inputs={"policyData": json.dumps({"bindings": [{"role": "r", "members": ["allUsers"]}]})},
    ),
)
UNDECIDED: Final = (
    Example(why="who is not known", type=DATASET, inputs={"accesses": [_OWNERS, {"iamMember": UNKNOWN}]}),
    Example(why="nor is a member", type=MEMBER, inputs={"datasetId": "sales", "role": "r", "member": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type in GRANTS:
        yield from to_everyone(resource)
        return
    given = resource.properties
    entries = given.get("accesses").items() if resource.type == DATASET else [given]
    yield from each(entries, lambda entry: each([entry.get("specialGroup"), entry.get("iamMember")], _judge))


def _judge(who: View) -> Iterator[Verdict]:
    if named := everyone(who.text()):
        yield Failed(f"{who.path} is {named}")


policy: Final = Policy(
    id="GCP-BQ-01",
    title="BigQuery datasets are not open to everyone",
    severity="critical",
    why="allAuthenticatedUsers is everyone with any Google account: they read whole tables, and copy them.",
    fix="Name users, groups, domains or service accounts.",
    frameworks=(*cis("GCP", "4.0", "7.1"), *PUBLIC_DATA, *checkov("CKV_GCP_15")),
    types=(DATASET, ACCESS, *GRANTS),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

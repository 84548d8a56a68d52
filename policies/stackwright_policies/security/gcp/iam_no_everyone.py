"""Nothing on Google Cloud is granted to everyone; buckets, datasets and Cloud Run have rules of their own."""

import json
from collections.abc import Iterator
from typing import Final

from stackwright_policies.controls import PUBLIC_DATA
from stackwright_policies.gcp.iam import granting, to_everyone
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource
from stackwright_policies.security.gcp.bucket_private import GRANTS as ON_BUCKETS
from stackwright_policies.security.gcp.dataset_private import GRANTS as ON_DATASETS
from stackwright_policies.security.gcp.run_private import GRANTS as ON_RUN
from stackwright_policies.verdicts import Verdict

MEMBER: Final = "gcp:pubsub/topicIAMMember:TopicIAMMember"
BINDING: Final = "gcp:secretmanager/secretIamBinding:SecretIamBinding"
POLICY: Final = "gcp:artifactregistry/repositoryIamPolicy:RepositoryIamPolicy"
_ELSEWHERE: Final = {*ON_BUCKETS, *ON_DATASETS, *ON_RUN}
"""Judged by GCP-GCS-01, GCP-BQ-01 and GCP-RUN-01: a fault is told once."""
_READER: Final = {"role": "roles/artifactregistry.reader", "members": ["allUsers"]}

PASSES: Final = (
    Example(
        why="one account",
        type=MEMBER,
        inputs={"topic": UNKNOWN, "role": "roles/pubsub.publisher", "member": "serviceAccount:a@b.c"},
    ),
    Example(
        why="a domain is not everyone",
        type=BINDING,
        inputs={"secretId": "token", "role": "roles/secretmanager.viewer", "members": ["domain:example.com"]},
    ),
)
VIOLATES: Final = (
    Example(
        why="a topic that everyone publishes to",
        type=MEMBER,
        inputs={"topic": UNKNOWN, "role": "roles/pubsub.publisher", "member": "allUsers"},
    ),
    Example(
        why="a secret for everyone with a Google account, beside an unknown",
        type=BINDING,
        inputs={
            "secretId": "token",
            "role": "roles/secretmanager.secretAccessor",
            "members": [UNKNOWN, "allAuthenticatedUsers"],
        },
    ),
    Example(why="in a whole policy", type=POLICY, inputs={"policyData": json.dumps({"bindings": [_READER]})}),
)
UNDECIDED: Final = (
    Example(why="who is not known", type=MEMBER, inputs={"topic": "orders", "role": "roles/editor", "member": UNKNOWN}),
    Example(why="the policy is not known", type=POLICY, inputs={"policyData": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    yield from to_everyone(resource)


policy: Final = Policy(
    id="GCP-IAM-03",
    title="Nothing is granted to everyone",
    severity="critical",
    why="allUsers is everyone on the internet, allAuthenticatedUsers everyone with any Google account.",
    fix="Name users, groups, domains or service accounts.",
    frameworks=(
        *PUBLIC_DATA,
        *checkov("CKV_GCP_98", "CKV_GCP_99", "CKV_GCP_100", "CKV_GCP_101", "CKV_GCP_107", "CKV_GCP_112"),
    ),
    types=tuple(token for token in granting("gcp:") if token not in _ELSEWHERE),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

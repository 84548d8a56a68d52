"""Policies that a program gives as a mapping become the JSON that the service wants.

Source: pulumi-aws `resources.go`, `TransformJSONDocument` (pulumi-terraform-bridge): as Go's `encoding/json` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from stackwright.wire.values import UNKNOWN, Properties, Value, contains_secret, contains_unknown, reveal, secret

DOCUMENTS: Final[Mapping[str, str]] = {
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": "policy",
    "aws:ecr/registryPolicy:RegistryPolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:elasticsearch/domain:Domain": "accessPolicies",
    "aws:elasticsearch/domainPolicy:DomainPolicy": "accessPolicies",
    "aws:iam/groupPolicy:GroupPolicy": "policy",
    "aws:iam/policy:Policy": "policy",
    "aws:iam/role:Role": "assumeRolePolicy",
    "aws:iam/rolePolicy:RolePolicy": "policy",
    "aws:iam/userPolicy:UserPolicy": "policy",
    "aws:s3/bucket:Bucket": "policy",
    "aws:s3/bucketPolicy:BucketPolicy": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queuePolicy:QueuePolicy": "policy",
}
"""The input of a type that is a policy."""


def write(token: str, inputs: Properties) -> None:
    """Put the text in place of the mapping, where a type has such an input. A secret inside makes all of it secret."""
    name = DOCUMENTS.get(token)
    given = inputs.get(name) if name else None
    plain = reveal(given)
    if name is None or not isinstance(plain, dict | list):
        return
    if contains_unknown(given):
        made: Value = UNKNOWN
    else:
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        made = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    inputs[name] = secret(made) if contains_secret(given) else made

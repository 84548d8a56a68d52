"""Policies that are no JSON or name no resources, and certificates that CloudFront cannot have.

The words about JSON are those of pulumi-aws (terraform-provider-aws, `ValidIAMPolicyJSON`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.checking.documents import DOCUMENTS
from stackwright.simcloud.refusing.aws_network import called
from stackwright.simcloud.refusing.model import Kind, Rule, rule
from stackwright.simcloud.refusing.world import World
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _json(it: Subject, _world: World) -> str | None:
    name = DOCUMENTS[it.token]
    text = it.text(name)
    try:
        fine = not text or isinstance(json.loads(text), dict)
    except json.JSONDecodeError as error:
        found = text[error.pos : error.pos + 1]
        why = f"invalid character {found!r}" if text.startswith("{") and found else "not a JSON object"
        return f'"{snake(name)}" contains an invalid JSON policy: {why}'
    return None if fine else f'"{snake(name)}" contains an invalid JSON policy: not a JSON object'


def _resources(it: Subject, _world: World) -> str | None:
    """IAM takes `*`, ARNs, and what begins with a variable."""
    for resource in _named(it.text("policy")):
        if not resource.startswith(("*", "arn:", "${")):
            return f'MalformedPolicyDocument: Resource {resource} must be in ARN format or "*".'
    return None


def _named(policy: str) -> Iterator[str]:
    """What the statements of a policy name as resources."""
    try:
        document: Value = json.loads(policy)
    except json.JSONDecodeError:
        return
    statements = document.get("Statement") if isinstance(document, dict) else None
    for statement in statements if isinstance(statements, list) else [statements]:
        for key in ("Resource", "NotResource"):
            given = statement.get(key) if isinstance(statement, dict) else None
            yield from (item for item in (given if isinstance(given, list) else [given]) if isinstance(item, str))


_REGION_OF_ARN: Final = 3


def _viewer_certificate(it: Subject, _world: World) -> str | None:
    pieces = str(it.mapping("viewerCertificate").get("acmCertificateArn") or "").split(":")
    if len(pieces) <= _REGION_OF_ARN or pieces[_REGION_OF_ARN] in ("us-east-1", ""):
        return None
    return (
        "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid,"
        " or doesn't include a valid certificate chain."
    )


POLICY = Kind(
    "aws-policy",
    "a policy is a JSON object, and its resources are ARNs",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    "write it with json.dumps, with Output.json_dumps where outputs are in it",
)
CERTIFICATE = Kind(
    "aws-certificate",
    "CloudFront takes certificates of us-east-1",
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
    "make it with a provider whose region is us-east-1",
)
_IAM: Final = ("Policy", "RolePolicy", "UserPolicy", "GroupPolicy")
RULES: Final[Sequence[Rule]] = (
    rule(POLICY, "change", DOCUMENTS, _json),
    rule(
        POLICY,
        "change",
        [f"aws:iam/{kind[:1].lower()}{kind[1:]}:{kind}" for kind in _IAM],
        called("putting IAM policy", _resources),
    ),
    rule(
        CERTIFICATE,
        "change",
        "aws:cloudfront/distribution:Distribution",
        called("creating CloudFront Distribution: operation error CloudFront: CreateDistribution", _viewer_certificate),
    ),
)

"""Every S3 bucket refuses requests that are not encrypted. Looks at the whole stack: the policy is its own resource."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.aws.buckets import BUCKETS, NAMES, POLICY
from stackwright_policies.aws.identity import covers
from stackwright_policies.aws.principals import is_everybody
from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.documents import statements
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, cis
from stackwright_policies.references import References, of_each, references, said
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of

_WANTED: Final = ("s3:GetObject", "s3:PutObject", "s3:ListBucket")


def _document(**more: Any) -> str:  # noqa: ANN401 - JSON
    denying = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
    }
    when = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    return json.dumps({"Version": "2012-10-17", "Statement": [denying | when | more]})


def _policy(**more: Any) -> Example:  # noqa: ANN401 - JSON
    given = {"bucket": UNKNOWN, "policy": _document()} | more
    return Example(why="its policy", type=POLICY, name="policy", inputs=given, dependencies={"bucket": ["example"]})


PASSES: Final = (
    Example(why="its policy denies plain HTTP", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_policy()]),
    Example(why="inline", type=BUCKETS[1], inputs={"bucket": "logs", "policy": _document(Principal={"AWS": "*"})}),
    Example(why="a policy for a bucket elsewhere", type=POLICY, inputs={"bucket": "logs", "policy": _document()}),
)
VIOLATES: Final = (
    Example(why="no policy", type=BUCKETS[0], inputs={"bucket": "logs"}),
    Example(
        why="a policy that denies something else",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[_policy(policy=_document(Condition={"Bool": {"aws:MultiFactorAuthPresent": "false"}}))],
    ),
    Example(
        why="only writing is denied",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[_policy(policy=_document(Action="s3:PutObject"))],
    ),
    Example(
        why="a policy for a bucket elsewhere allows encrypted requests, and so denies nothing",
        type=POLICY,
        inputs={
            "bucket": "logs",
            "policy": _document(Effect="Allow", Condition={"Bool": {"aws:SecureTransport": "true"}}),
        },
    ),
)
UNDECIDED: Final = (
    Example(
        why="its policy is not known", type=BUCKETS[0], inputs={"bucket": "logs"}, others=[_policy(policy=UNKNOWN)]
    ),
    Example(
        why="a policy for a bucket that is not known",
        type=BUCKETS[0],
        inputs={"bucket": "logs"},
        others=[Example(why="whose", type=POLICY, name="policy", inputs={"bucket": UNKNOWN, "policy": _document()})],
    ),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    policies = references(resources, [POLICY], "bucket")
    yield from of_each(resources, BUCKETS, lambda bucket: _judge(bucket, policies))
    buckets = [resource for resource in resources if resource.type in BUCKETS]
    seen = {policy.urn for bucket in buckets for policy in policies.to(bucket, *NAMES)}
    alone = [resource for resource in resources if resource.urn not in seen]
    yield from of_each(alone, [POLICY], _judge_alone)


def _judge(bucket: Resource, policies: References) -> Iterator[Verdict]:
    if not any_of(
        lambda: _denies_plain(said(bucket, "policy")),
        lambda: policies.any_to(bucket, *NAMES, where=lambda it: _denies_plain(it.properties.get("policy"))),
    ):
        yield Failed(f"no policy denies requests to the bucket {bucket.name} that are not encrypted")


def _judge_alone(policy: Resource) -> Iterator[Verdict]:
    if not _denies_plain(policy.properties.get("policy")):
        yield Failed(f"the policy {policy.name} does not deny requests that are not encrypted")


def _denies_plain(document: View) -> bool:
    return any_in(statements(document), _denies)


def _denies(statement: View) -> bool:
    return all_of(
        lambda: statement.get("Effect").text().lower() == "deny",
        lambda: is_everybody(statement),
        lambda: all(
            any_in(statement.get("Action").items(), lambda it, one=one: covers(it.text(), one)) for one in _WANTED
        ),
        lambda: any_in(list(statement.get("Condition").entries()), _is_plain),
    )


def _is_plain(entry: tuple[str, View]) -> bool:
    operator, keys = entry
    return operator.lower() in {"bool", "boolifexists"} and any_in(
        list(keys.entries()),
        lambda it: it[0].lower() == "aws:securetransport" and any_in(it[1].items(), lambda one: not one.flag(True)),
    )


policy: Final = Policy(
    id="AWS-S3-05",
    title="Every S3 bucket refuses requests that are not encrypted",
    severity="medium",
    why="S3 answers plain HTTP as well: whoever is on the way reads and changes what goes by.",
    fix='Add a statement to the bucket\'s policy that denies s3:* to * where aws:SecureTransport is "false".',
    frameworks=(*cis("AWS", "5.0", "2.1.1"), *cis("AWS", "7.0", "3.1.1"), *IN_TRANSIT),
    types=(*BUCKETS, POLICY),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

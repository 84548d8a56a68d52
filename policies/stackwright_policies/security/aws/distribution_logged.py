"""CloudFront writes down who asked for what. Looks at the whole stack: newer logs are resources of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from stackwright_policies.aws.keys import named
from stackwright_policies.controls import LOGGING
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.references import References, is_said, of_each, references, said
from stackwright_policies.resource import Resource
from stackwright_policies.security.aws.distribution_tls import DISTRIBUTION
from stackwright_policies.verdicts import Failed, Verdict, any_of, each

SOURCE: Final = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
_LOGS: Final = {"loggingConfig": {"bucket": UNKNOWN}}
_FIREWALL: Final = {"waf": True}


def _source(arn: object = UNKNOWN) -> Example:
    given: dict[str, Any] = {"logType": "ACCESS_LOGS", "resourceArn": arn}
    return Example(why="beside it", type=SOURCE, name="logs", inputs=given)


PASSES: Final = (
    Example(why="to a bucket", type=DISTRIBUTION, inputs=_LOGS),
    Example(
        why="as CloudWatch delivers them",
        type=DISTRIBUTION,
        inputs={"enabled": True},
        others=[replace(_source(), dependencies={"resourceArn": ["example"]})],
    ),
    Example(
        why="at once, to a stream",
        type=DISTRIBUTION,
        inputs={"defaultCacheBehavior": {"realtimeLogConfigArn": UNKNOWN, "targetOriginId": "web"}},
    ),
    Example(why="behind a firewall, too", type=DISTRIBUTION, inputs={**_LOGS, "webAclId": UNKNOWN}, settings=_FIREWALL),
)
VIOLATES: Final = (
    Example(why="no logs", type=DISTRIBUTION, inputs={"enabled": True}),
    Example(why="cookies, and nowhere to", type=DISTRIBUTION, inputs={"loggingConfig": {"includeCookies": True}}),
    Example(
        why="another one's logs",
        type=DISTRIBUTION,
        inputs={"enabled": True},
        others=[
            Example(why="another", type=DISTRIBUTION, name="other", inputs=_LOGS),
            replace(_source(), dependencies={"resourceArn": ["other"]}),
        ],
    ),
    Example(why="no firewall", type=DISTRIBUTION, inputs=_LOGS, settings=_FIREWALL),
)
UNDECIDED: Final = (
    Example(why="where to is not known", type=DISTRIBUTION, inputs={"loggingConfig": UNKNOWN}),
    Example(why="whose logs is not known", type=DISTRIBUTION, inputs={"enabled": True}, others=[_source()]),
)


def check_stack(resources: Sequence[Resource], settings: Settings) -> Iterator[Verdict]:
    sources = references(resources, [SOURCE], "resourceArn")
    faults = [_logs, _firewall] if settings["waf"] else [_logs]
    yield from of_each(resources, [DISTRIBUTION], lambda it: each(faults, lambda fault: fault(it, sources)))


def _logs(distribution: Resource, sources: References) -> Iterator[Verdict]:
    if not any_of(
        lambda: named(said(distribution, "loggingConfig").get("bucket")),
        lambda: named(said(distribution, "defaultCacheBehavior").get("realtimeLogConfigArn")),
        lambda: sources.any_to(distribution, "arn", where=_is_access),
    ):
        yield Failed("loggingConfig has no bucket, and nothing else delivers its logs")


def _is_access(source: Resource) -> bool:
    return source.properties.get("logType").text().upper() == "ACCESS_LOGS"


def _firewall(distribution: Resource, _sources: References) -> Iterator[Verdict]:
    if not is_said(distribution, "webAclId"):
        yield Failed("webAclId is not set: no firewall looks at requests")


policy: Final = Policy(
    id="AWS-CF-02",
    title="CloudFront keeps access logs",
    severity="medium",
    why="Without them nobody can tell what was fetched, by whom, or since when somebody tries all passwords.",
    fix="Set loggingConfig.bucket, or add an aws:cloudwatch:LogDeliverySource; set webAclId for a firewall.",
    frameworks=(*LOGGING, *checkov("CKV_AWS_68", "CKV_AWS_86")),
    types=(DISTRIBUTION,),
    check_stack=check_stack,
    settings={
        "waf": {
            "type": "boolean",
            "default": False,
            "description": "Whether a web application firewall (webAclId) has to be in front, too.",
        }
    },
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

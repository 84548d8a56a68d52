"""API Gateway accepts TLS 1.2 at least, and writes down who asked for what."""

import re
from typing import Final

from stackwright_policies.aws.keys import named
from stackwright_policies.controls import IN_TRANSIT, LOGGING
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View

DOMAIN: Final = "aws:apigateway/domainName:DomainName"
HTTP_DOMAIN: Final = "aws:apigatewayv2/domainName:DomainName"
STAGE: Final = "aws:apigateway/stage:Stage"
HTTP_STAGE: Final = "aws:apigatewayv2/stage:Stage"
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
_STRICT: Final = re.compile(r"TLS_1_[23]|SecurityPolicy_TLS1[23]_\w+", re.IGNORECASE)


def _is_old(policy: View) -> bool:
    """Whether a domain accepts TLS 1.0: what is not said differs from one kind of endpoint to the other."""
    return _STRICT.fullmatch(policy.text()) is None


_DEMANDS: Final = (
    Demand(
        types=(DOMAIN,),
        refuses=lambda it: _is_old(it.get("securityPolicy")),
        what="securityPolicy is not TLS_1_2 or newer",
    ),
    Demand(
        types=(HTTP_DOMAIN,),
        refuses=lambda it: _is_old(it.get("domainNameConfiguration", "securityPolicy")),
        what="domainNameConfiguration.securityPolicy is not TLS_1_2",
    ),
    Demand(
        types=(STAGE, HTTP_STAGE),
        refuses=lambda it: not named(it.get("accessLogSettings", "destinationArn")),
        what="accessLogSettings is not set",
    ),
)
_LOGS: Final = {"accessLogSettings": {"destinationArn": UNKNOWN, "format": "$context.requestId"}}


def _domain(policy: object) -> dict[str, object]:
    return {"domainNameConfiguration": {"certificateArn": UNKNOWN, "securityPolicy": policy}}


PASSES: Final = (
    Example(why="TLS 1.2", type=DOMAIN, inputs={"domainName": "api.example.com", "securityPolicy": "TLS_1_2"}),
    Example(why="TLS 1.3", type=DOMAIN, inputs={"securityPolicy": "SecurityPolicy_TLS13_1_3_2025_09"}),
    Example(why="of HTTP", type=HTTP_DOMAIN, inputs=_domain("TLS_1_2")),
    Example(why="with logs", type=STAGE, inputs={"stageName": "live", **_LOGS}),
    Example(why="of HTTP, with logs", type=HTTP_STAGE, inputs={"autoDeploy": True, **_LOGS}),
)
VIOLATES: Final = (
    Example(why="TLS 1.0", type=DOMAIN, inputs={"securityPolicy": "TLS_1_0"}),
    Example(why="as it comes", type=DOMAIN, inputs={"domainName": "api.example.com", "certificateArn": UNKNOWN}),
    Example(why="TLS 1.0", type=HTTP_DOMAIN, inputs=_domain("TLS_1_0")),
    Example(why="no logs", type=STAGE, inputs={"stageName": "live", "restApi": UNKNOWN}),
    Example(why="no logs of HTTP", type=HTTP_STAGE, inputs={"autoDeploy": True, "apiId": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="not known", type=DOMAIN, inputs={"securityPolicy": UNKNOWN}),
    Example(why="nor is that", type=STAGE, inputs={"accessLogSettings": UNKNOWN}),
)

policy: Final = Policy(
    id="AWS-API-02",
    title="APIs accept TLS 1.2 at least and keep access logs",
    severity="medium",
    why="TLS 1.0 is read and changed on the way; without logs nobody can tell who used the API for what.",
    fix="Set securityPolicy to TLS_1_2, and accessLogSettings of every stage.",
    frameworks=(*IN_TRANSIT, *LOGGING, *checkov("CKV_AWS_76", "CKV_AWS_95", "CKV_AWS_206")),
    types=(DOMAIN, HTTP_DOMAIN, STAGE, HTTP_STAGE),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""CloudFront fetches what it serves by HTTPS, and from buckets that only it may read."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.keys import named
from stackwright_policies.controls import IN_TRANSIT, PUBLIC_DATA
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings
from stackwright_policies.resource import Resource, View
from stackwright_policies.security.aws.distribution_tls import DISTRIBUTION
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of, each, settled


def _origin(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"enabled": True, "origins": [{"originId": "shop", "domainName": UNKNOWN, **more}]}


def _custom(protocol: str) -> dict[str, Any]:
    return {"httpPort": 80, "httpsPort": 443, "originProtocolPolicy": protocol, "originSslProtocols": ["TLSv1.2"]}


_REDIRECTS: Final = {"defaultCacheBehavior": {"viewerProtocolPolicy": "redirect-to-https", "targetOriginId": "shop"}}
_CLEAR: Final = {"defaultCacheBehavior": {"viewerProtocolPolicy": "allow-all", "targetOriginId": "shop"}}
PASSES: Final = (
    Example(why="by HTTPS", type=DISTRIBUTION, inputs=_origin(customOriginConfig=_custom("https-only"))),
    Example(
        why="as people come, who come by HTTPS",
        type=DISTRIBUTION,
        inputs={**_origin(customOriginConfig=_custom("match-viewer")), **_REDIRECTS},
    ),
    Example(why="a bucket, by a signature", type=DISTRIBUTION, inputs=_origin(originAccessControlId=UNKNOWN)),
    Example(
        why="a bucket, by an identity",
        type=DISTRIBUTION,
        inputs=_origin(s3OriginConfig={"originAccessIdentity": "origin-access-identity/cloudfront/E1"}),
    ),
    Example(why="inside a network", type=DISTRIBUTION, inputs=_origin(vpcOriginConfig={"vpcOriginId": UNKNOWN})),
)
VIOLATES: Final = (
    Example(why="in clear", type=DISTRIBUTION, inputs=_origin(customOriginConfig=_custom("http-only"))),
    Example(
        why="as people come, who may come in clear",
        type=DISTRIBUTION,
        inputs={**_origin(customOriginConfig=_custom("match-viewer")), **_CLEAR},
    ),
    Example(why="a bucket that others can read", type=DISTRIBUTION, inputs=_origin()),
    Example(
        why="the same, with an identity that is none",
        type=DISTRIBUTION,
        inputs={"origins": [UNKNOWN, {"domainName": "logs.s3.eu-west-1.amazonaws.com", "s3OriginConfig": {}}]},
    ),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=DISTRIBUTION, inputs={"origins": UNKNOWN}),
    Example(
        why="how is not known",
        type=DISTRIBUTION,
        inputs=_origin(domainName="shop.example.com", customOriginConfig=UNKNOWN),
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    origins = settled(lambda: each(properties.get("origins").items(), lambda one: _judge(one, properties)))
    yield from origins


def _judge(origin: View, properties: View) -> Iterator[Verdict]:
    yield from each([_clear, _open], lambda fault: fault(origin, properties))


def _clear(origin: View, properties: View) -> Iterator[Verdict]:
    how = origin.get("customOriginConfig", "originProtocolPolicy").text().lower()
    if how == "http-only" or (how == "match-viewer" and _answers_in_clear(properties)):
        yield Failed(f"{origin.path}.customOriginConfig.originProtocolPolicy is {how}: it is asked in clear")


def _answers_in_clear(properties: View) -> bool:
    return any_of(
        lambda: _allows_all(properties.get("defaultCacheBehavior")),
        lambda: any_in(properties.get("orderedCacheBehaviors").items(), _allows_all),
    )


def _allows_all(behaviour: View) -> bool:
    return behaviour.get("viewerProtocolPolicy").text().lower() == "allow-all"


def _open(origin: View, _properties: View) -> Iterator[Verdict]:
    if all_of(
        lambda: not named(origin.get("originAccessControlId")),
        lambda: not named(origin.get("s3OriginConfig", "originAccessIdentity")),
        lambda: _is_bucket(origin),
    ):
        yield Failed(f"{origin.path} is a bucket, without originAccessControlId: others read past CloudFront")


def _is_bucket(origin: View) -> bool:
    """Whether an origin is a bucket: one that says nothing else is."""
    return origin.get("customOriginConfig").absent and origin.get("vpcOriginConfig").absent


policy: Final = Policy(
    id="AWS-CF-03",
    title="CloudFront asks by HTTPS, and buckets that only it may read",
    severity="high",
    why="What goes in clear between CloudFront and you is read on the way; a public bucket is read past every rule.",
    fix="Set originProtocolPolicy to https-only; give buckets an aws:cloudfront:OriginAccessControl.",
    frameworks=(*IN_TRANSIT, *PUBLIC_DATA),
    types=(DISTRIBUTION,),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

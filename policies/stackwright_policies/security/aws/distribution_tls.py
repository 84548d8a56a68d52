"""CloudFront speaks to people in TLS 1.2 at least, and never in clear."""

from typing import Any, Final

from stackwright_policies.aws.tls import is_strict_distribution
from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in

DISTRIBUTION: Final = "aws:cloudfront/distribution:Distribution"
_STRICT: Final = "TLSv1.2_2021"
_CERTIFICATE: Final = {"acmCertificateArn": UNKNOWN, "sslSupportMethod": "sni-only", "minimumProtocolVersion": _STRICT}


def _distribution(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    behaviour = {"viewerProtocolPolicy": "redirect-to-https", "targetOriginId": "web"}
    return {"enabled": True, "defaultCacheBehavior": behaviour, "viewerCertificate": _CERTIFICATE} | more


PASSES: Final = (
    Example(why="sends people on", type=DISTRIBUTION, inputs=_distribution()),
    Example(
        why="refuses HTTP",
        type=DISTRIBUTION,
        inputs=_distribution(orderedCacheBehaviors=[{"pathPattern": "/api/*", "viewerProtocolPolicy": "https-only"}]),
    ),
)
VIOLATES: Final = (
    Example(
        why="answers in clear",
        type=DISTRIBUTION,
        inputs=_distribution(defaultCacheBehavior={"viewerProtocolPolicy": "allow-all"}),
    ),
    Example(
        why="under one path",
        type=DISTRIBUTION,
        inputs=_distribution(
            orderedCacheBehaviors=[UNKNOWN, {"pathPattern": "/api/*", "viewerProtocolPolicy": "allow-all"}]
        ),
    ),
    Example(
        why="TLS 1.1",
        type=DISTRIBUTION,
        inputs=_distribution(viewerCertificate={**_CERTIFICATE, "minimumProtocolVersion": "TLSv1.1_2016"}),
    ),
    Example(
        why="TLS 1.0 by default",
        type=DISTRIBUTION,
        inputs=_distribution(viewerCertificate={"acmCertificateArn": UNKNOWN}),
    ),
    Example(
        why="CloudFront's own certificate comes with TLS 1.0, whatever is said",
        type=DISTRIBUTION,
        inputs=_distribution(
            viewerCertificate={"cloudfrontDefaultCertificate": True, "minimumProtocolVersion": _STRICT}
        ),
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=DISTRIBUTION, inputs=_distribution(viewerCertificate=UNKNOWN)),
    Example(
        why="nor how it answers",
        type=DISTRIBUTION,
        inputs=_distribution(defaultCacheBehavior={"viewerProtocolPolicy": UNKNOWN}),
    ),
)


def _answers_in_clear(behaviour: View) -> bool:
    return behaviour.get("viewerProtocolPolicy").text().lower() == "allow-all"


def _is_own(properties: View) -> bool:
    return properties.get("viewerCertificate", "cloudfrontDefaultCertificate").flag()


def _is_old(properties: View) -> bool:
    version = properties.get("viewerCertificate", "minimumProtocolVersion")
    return all_of(lambda: not is_strict_distribution(version.text()), lambda: not _is_own(properties))


_DEMANDS: Final = (
    Demand(
        refuses=lambda it: _answers_in_clear(it.get("defaultCacheBehavior")),
        what="defaultCacheBehavior.viewerProtocolPolicy is allow-all: it answers in clear",
        mend={"defaultCacheBehavior.viewerProtocolPolicy": "redirect-to-https"},
    ),
    Demand(
        refuses=lambda it: any_in(it.get("orderedCacheBehaviors").items(), _answers_in_clear),
        what="viewerProtocolPolicy of one of orderedCacheBehaviors is allow-all: it answers in clear",
    ),
    Demand(refuses=_is_own, what="viewerCertificate is CloudFront's own, which accepts TLS 1.0"),
    Demand(
        refuses=_is_old,
        what="viewerCertificate.minimumProtocolVersion is older than TLS 1.2",
        mend={"viewerCertificate.minimumProtocolVersion": _STRICT},
    ),
)

policy: Final = Policy(
    id="AWS-CF-01",
    title="CloudFront speaks TLS 1.2 at least, and never in clear",
    severity="high",
    why="Passwords and sessions go over networks of others; what is older than TLS 1.2 is read and changed there.",
    fix=f"Set viewerProtocolPolicy to redirect-to-https, and minimumProtocolVersion to {_STRICT} with a certificate.",
    frameworks=(*IN_TRANSIT, *checkov("CKV_AWS_34", "CKV_AWS_174")),
    types=(DISTRIBUTION,),
    check=judging(_DEMANDS),
    remedy_of=mending(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

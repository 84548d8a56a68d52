"""Cloud functions are called from inside or through a load balancer, and over HTTPS."""

from typing import Any, Final

from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of

FIRST: Final = "gcp:cloudfunctions/function:Function"
SECOND: Final = "gcp:cloudfunctionsv2/function:Function"


def _http(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "runtime": "python312",
        "triggerHttp": True,
        "ingressSettings": "ALLOW_INTERNAL_ONLY",
        "httpsTriggerSecurityLevel": "SECURE_ALWAYS",
    } | more


PASSES: Final = (
    Example(why="from inside, over HTTPS", type=FIRST, inputs=_http(name=UNKNOWN)),
    Example(
        why="through a load balancer",
        type=SECOND,
        inputs={"serviceConfig": {"ingressSettings": "ALLOW_INTERNAL_AND_GCLB"}},
    ),
    Example(
        why="events alone call it",
        type=FIRST,
        inputs={"runtime": "go122", "eventTrigger": {"eventType": "google.pubsub.topic.publish", "resource": UNKNOWN}},
    ),
)
VIOLATES: Final = (
    Example(why="from everywhere by default", type=FIRST, inputs=_http(ingressSettings=None)),
    Example(why="from everywhere", type=SECOND, inputs={"serviceConfig": {"ingressSettings": "ALLOW_ALL"}}),
    Example(why="from everywhere, as nothing is said", type=SECOND, inputs={"location": "europe-west1"}),
    Example(
        why="in clear, if a client likes",
        type=FIRST,
        inputs=_http(httpsTriggerSecurityLevel="SECURE_OPTIONAL", ingressSettings=UNKNOWN),
    ),
)
UNDECIDED: Final = (
    Example(why="from where is not known", type=FIRST, inputs=_http(ingressSettings=UNKNOWN)),
    Example(why="nor is it here", type=SECOND, inputs={"serviceConfig": {"ingressSettings": UNKNOWN}}),
)


def _has_url(function: View) -> bool:
    """Whether HTTP calls it: a function of the first generation has either a URL or events."""
    return function.get("triggerHttp").flag(default=function.get("eventTrigger").absent)


def _everywhere(ingress: View) -> bool:
    return ingress.text("ALLOW_ALL").upper() == "ALLOW_ALL"


DEMANDS: Final = (
    Demand(
        types=(FIRST,),
        refuses=lambda it: all_of(lambda: _has_url(it), lambda: _everywhere(it.get("ingressSettings"))),
        what="ingressSettings is ALLOW_ALL, which is the default: everyone reaches it",
    ),
    Demand(
        types=(FIRST,),
        refuses=lambda it: it.get("httpsTriggerSecurityLevel").text().upper() == "SECURE_OPTIONAL",
        what="httpsTriggerSecurityLevel is SECURE_OPTIONAL: it answers in clear",
    ),
    Demand(
        types=(SECOND,),
        refuses=lambda it: _everywhere(it.get("serviceConfig", "ingressSettings")),
        what="serviceConfig.ingressSettings is ALLOW_ALL, which is the default: everyone reaches it",
    ),
)

policy: Final = Policy(
    id="GCP-FN-01",
    title="Functions are called from inside or through a load balancer, over HTTPS",
    severity="high",
    why="A function's URL is found and tried by everyone; one wrong grant, or a fault in its code, is then enough.",
    fix="Set ingressSettings to ALLOW_INTERNAL_ONLY or ALLOW_INTERNAL_AND_GCLB, and httpsTriggerSecurityLevel to "
    "SECURE_ALWAYS.",
    frameworks=(*EXPOSURE, *IN_TRANSIT, *checkov("CKV2_GCP_10", "CKV_GCP_124")),
    types=(FIRST, SECOND),
    check=judging(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Load balancers drop headers that are not valid, and write down who asked for what."""

from typing import Final

from stackwright_policies.aws.balancers import BALANCERS, CLASSIC
from stackwright_policies.controls import HARDENING, LOGGING
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of


def _kind(balancer: View) -> str:
    return balancer.get("loadBalancerType").text("application").lower()


def _passes_headers_on(balancer: View) -> bool:
    return all_of(
        lambda: not balancer.get("dropInvalidHeaderFields").flag(),
        lambda: _kind(balancer) == "application",
    )


def _writes_nothing(balancer: View) -> bool:
    return all_of(lambda: not balancer.get("accessLogs", "enabled").flag(), lambda: _kind(balancer) != "gateway")


def _classic_writes_nothing(balancer: View) -> bool:
    """Of these, logs that are configured are on: unlike the others', and as their documentation has it."""
    logs = balancer.get("accessLogs")
    return logs.absent or not logs.get("enabled").flag(True)


_DEMANDS: Final = (
    Demand(
        types=BALANCERS,
        refuses=_passes_headers_on,
        what="dropInvalidHeaderFields is not on: what is no valid header reaches your servers",
    ),
    Demand(types=BALANCERS, refuses=_writes_nothing, what="accessLogs.enabled is not on"),
    Demand(types=(CLASSIC,), refuses=_classic_writes_nothing, what="accessLogs is not set, or off"),
)
_LOGS: Final = {"accessLogs": {"enabled": True, "bucket": UNKNOWN}}

PASSES: Final = (
    Example(why="both", type=BALANCERS[0], inputs={"dropInvalidHeaderFields": True, **_LOGS}),
    Example(
        why="of networks, which know no headers", type=BALANCERS[0], inputs={"loadBalancerType": "network", **_LOGS}
    ),
    Example(why="of gateways, which know no requests", type=BALANCERS[0], inputs={"loadBalancerType": "gateway"}),
    Example(why="a classic one, on by default", type=CLASSIC, inputs={"accessLogs": {"bucket": UNKNOWN}}),
)
VIOLATES: Final = (
    Example(why="neither, by default", type=BALANCERS[0], inputs={"subnets": UNKNOWN}),
    Example(why="every header", type=BALANCERS[1], inputs={"dropInvalidHeaderFields": False, **_LOGS}),
    Example(
        why="a bucket alone switches nothing on",
        type=BALANCERS[0],
        inputs={"dropInvalidHeaderFields": True, "accessLogs": {"bucket": UNKNOWN}},
    ),
    Example(why="a classic one", type=CLASSIC, inputs={"listeners": UNKNOWN}),
)
UNDECIDED: Final = (
    Example(why="not known", type=BALANCERS[0], inputs={**_LOGS, "dropInvalidHeaderFields": UNKNOWN}),
    Example(why="nor which kind it is", type=BALANCERS[0], inputs={**_LOGS, "loadBalancerType": UNKNOWN}),
)

policy: Final = Policy(
    id="AWS-LB-02",
    title="Load balancers drop invalid headers and keep access logs",
    severity="medium",
    why="Headers that one server reads in one way and the next in another smuggle requests; no log then tells whose.",
    fix="Set dropInvalidHeaderFields, and accessLogs with a bucket and enabled.",
    frameworks=(*HARDENING, *LOGGING, *checkov("CKV_AWS_91", "CKV_AWS_92", "CKV_AWS_131")),
    types=(*BALANCERS, CLASSIC),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Load balancers speak TLS, of this decade, or send people to where they do."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.balancers import LISTENERS
from stackwright_policies.aws.tls import BALANCER_DEFAULT, is_strict_balancer
from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in

_STRICT: Final = "ELBSecurityPolicy-TLS13-1-2-2021-06"
_FORWARD: Final = [{"type": "forward", "targetGroupArn": UNKNOWN}]


def _redirect(**more: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    return [{"type": "redirect", "redirect": {"statusCode": "HTTP_301"} | more}]


def _listener(protocol: object, port: int = 443, actions: object = _FORWARD, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"loadBalancerArn": UNKNOWN, "protocol": protocol, "port": port, "defaultActions": actions} | more


PASSES: Final = (
    Example(why="TLS 1.2 at least", type=LISTENERS[0], inputs=_listener("HTTPS", sslPolicy=_STRICT)),
    Example(
        why="sends people on", type=LISTENERS[1], inputs=_listener("HTTP", 80, _redirect(protocol="HTTPS", port="443"))
    ),
    Example(why="below HTTP, what it carries is not its business", type=LISTENERS[0], inputs=_listener("TCP", 5432)),
    Example(
        why="a gateway has no protocol",
        type=LISTENERS[0],
        inputs={"loadBalancerArn": UNKNOWN, "defaultActions": _FORWARD},
    ),
)
VIOLATES: Final = (
    Example(why="HTTP", type=LISTENERS[0], inputs=_listener("HTTP", 80)),
    Example(why="HTTP by default", type=LISTENERS[0], inputs={"port": 80, "defaultActions": _FORWARD}),
    Example(why="sends people on to HTTP", type=LISTENERS[0], inputs=_listener("HTTP", 80, _redirect(port="8080"))),
    Example(why="the policy that AWS gives accepts TLS 1.0", type=LISTENERS[0], inputs=_listener("HTTPS")),
    Example(why="TLS 1.1", type=LISTENERS[1], inputs=_listener("TLS", sslPolicy="ELBSecurityPolicy-TLS-1-1-2017-01")),
)
UNDECIDED: Final = (
    Example(why="which policy is not known", type=LISTENERS[0], inputs=_listener("HTTPS", sslPolicy=UNKNOWN)),
    Example(why="which protocol is not known", type=LISTENERS[0], inputs=_listener(UNKNOWN)),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    protocol = properties.get("protocol")
    spoken = protocol.text("" if properties.get("port").absent else "HTTP").upper()
    if spoken == "HTTP" and not any_in(properties.get("defaultActions").items(), _sends_on):
        yield Failed("it answers in clear, over HTTP")
    elif spoken in {"HTTPS", "TLS"} and not is_strict_balancer(properties.get("sslPolicy").text(BALANCER_DEFAULT)):
        policy = properties.get("sslPolicy")
        yield Failed(f"sslPolicy {'is not set, and' if policy.absent else policy.text()} accepts TLS older than 1.2")


def _sends_on(action: View) -> bool:
    return all_of(
        lambda: action.get("type").text().lower() == "redirect",
        lambda: action.get("redirect", "protocol").text().upper() == "HTTPS",
    )


policy: Final = Policy(
    id="AWS-LB-01",
    title="Load balancers speak TLS 1.2 at least",
    severity="high",
    why="Passwords and sessions go over networks of others; what is older than TLS 1.2 is read and changed there.",
    fix=f"Set protocol to HTTPS and sslPolicy to {_STRICT}; over HTTP only redirect to HTTPS.",
    frameworks=(*IN_TRANSIT, *checkov("CKV_AWS_2", "CKV_AWS_103")),
    types=LISTENERS,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

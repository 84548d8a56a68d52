"""Front Door and CDN on Azure send plain HTTP to HTTPS, and demand TLS 1.2."""

from typing import Final

from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in, any_of

ROUTE: Final = "azure-native:cdn:Route"
DOMAIN: Final = "azure-native:cdn:AFDCustomDomain"
ENDPOINT: Final = "azure-native:cdn:Endpoint"
CLASSIC: Final = "azure-native:frontdoor:FrontDoor"


def _plain_route(route: View) -> bool:
    return all_of(
        lambda: _takes_http(route.get("supportedProtocols")),
        lambda: route.get("httpsRedirect").text("Disabled").lower() != "enabled",
        lambda: route.get("enabledState").text("Enabled").lower() == "enabled",
    )


def _takes_http(protocols: View) -> bool:
    """Whether plain HTTP is among the protocols; it is where none is named."""
    return protocols.absent or any_in(protocols.items(), lambda it: it.text().lower() == "http")


def _plain_endpoint(endpoint: View) -> bool:
    return all_of(
        lambda: endpoint.get("isHttpAllowed").flag(True),
        lambda: not any_in(endpoint.get("deliveryPolicy", "rules").items(), _redirects),
    )


def _redirects(rule: View) -> bool:
    """Whether a rule of a CDN endpoint sends requests to HTTPS."""
    return any_in(
        rule.get("actions").items(),
        lambda action: all_of(
            lambda: action.get("name").text().lower() == "urlredirect",
            lambda: action.get("parameters", "destinationProtocol").text().lower() == "https",
        ),
    )


def _plain_classic(door: View) -> bool:
    rules = door.get("routingRules").items()
    return all_of(
        lambda: any_in(rules, _forwards_http),
        lambda: not any_in(rules, lambda it: _protocol(it, "redirectProtocol") == "httpsonly"),
    )


def _forwards_http(rule: View) -> bool:
    return all_of(
        lambda: _takes_http(rule.get("acceptedProtocols")),
        lambda: rule.get("enabledState").text("Enabled").lower() == "enabled",
        lambda: rule.get("routeConfiguration", "redirectProtocol").absent,
    )


def _protocol(rule: View, key: str) -> str:
    return rule.get("routeConfiguration", key).text().lower()


def _old(domain: View) -> bool:
    settings = domain.get("tlsSettings")
    return any_of(
        lambda: outdated(settings.get("minimumTlsVersion"), "TLS12"),
        lambda: settings.get("cipherSuiteSetType").text().lower().startswith("tls10"),
    )


_DEMANDS: Final = (
    Demand(
        types=(ROUTE,),
        refuses=_plain_route,
        what="httpsRedirect is not Enabled, as it is not where it is not set: plain HTTP is answered",
    ),
    Demand(types=(DOMAIN,), refuses=_old, what="tlsSettings let TLS 1.0 and 1.1 in"),
    Demand(
        types=(ENDPOINT,),
        refuses=_plain_endpoint,
        what="isHttpAllowed is on, as it is where it is not set, and no rule redirects: plain HTTP is answered",
    ),
    Demand(
        types=(CLASSIC,),
        refuses=_plain_classic,
        what="a routing rule takes plain HTTP, and none redirects it to HTTPS",
    ),
)
_REDIRECT: Final = {"name": "UrlRedirect", "parameters": {"destinationProtocol": "Https", "redirectType": "Found"}}

PASSES: Final = (
    Example(why="redirected", type=ROUTE, inputs={"httpsRedirect": "Enabled", "originGroup": UNKNOWN}),
    Example(why="HTTPS alone", type=ROUTE, inputs={"supportedProtocols": ["Https"]}),
    Example(why="TLS 1.2", type=DOMAIN, inputs={"tlsSettings": {"minimumTlsVersion": "TLS12"}}),
    Example(why="no plain HTTP", type=ENDPOINT, inputs={"isHttpAllowed": False}),
    Example(why="a rule redirects", type=ENDPOINT, inputs={"deliveryPolicy": {"rules": [{"actions": [_REDIRECT]}]}}),
    Example(
        why="a classic front door that redirects",
        type=CLASSIC,
        inputs={
            "routingRules": [
                {"acceptedProtocols": ["Http"], "routeConfiguration": {"redirectProtocol": "HttpsOnly"}},
                {"acceptedProtocols": ["Https"], "routeConfiguration": {"forwardingProtocol": "HttpsOnly"}},
            ]
        },
    ),
)
VIOLATES: Final = (
    Example(why="not redirected by default", type=ROUTE, inputs={"supportedProtocols": ["Http", "Https"]}),
    Example(why="said so", type=ROUTE, inputs={"httpsRedirect": "Disabled"}),
    Example(
        why="TLS 1.0",
        type=DOMAIN,
        inputs={"tlsSettings": {"minimumTlsVersion": "TLS10", "certificateType": UNKNOWN}},
    ),
    Example(why="ciphers of 2019", type=DOMAIN, inputs={"tlsSettings": {"cipherSuiteSetType": "TLS10_2019"}}),
    Example(why="plain HTTP by default", type=ENDPOINT, inputs={"profileName": UNKNOWN}),
    Example(
        why="a classic front door that forwards",
        type=CLASSIC,
        inputs={
            "routingRules": [
                {"acceptedProtocols": ["Http", "Https"], "routeConfiguration": {"forwardingProtocol": "MatchRequest"}}
            ]
        },
    ),
)
UNDECIDED: Final = (
    Example(why="redirected, perhaps", type=ROUTE, inputs={"httpsRedirect": UNKNOWN}),
    Example(why="which version is not known", type=DOMAIN, inputs={"tlsSettings": UNKNOWN}),
    Example(why="which rules is not known", type=ENDPOINT, inputs={"deliveryPolicy": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-CDN-01",
    title="Front Door and CDN send plain HTTP to HTTPS, and demand TLS 1.2",
    severity="high",
    why="Whoever is on the way reads and changes what is sent in clear, sessions and passwords among it.",
    fix="Set httpsRedirect to Enabled (Front Door) or isHttpAllowed to false (CDN), and tlsSettings to TLS12.",
    frameworks=(*IN_TRANSIT, *checkov("CKV_AZURE_197", "CKV_AZURE_200")),
    types=(ROUTE, DOMAIN, ENDPOINT, CLASSIC),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

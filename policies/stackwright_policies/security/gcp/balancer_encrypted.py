"""Load balancers of Google Cloud speak TLS 1.2 or better, with strong ciphers, and send plain HTTP there."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.references import of_each, references
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in, any_of

POLICY: Final = "gcp:compute/sSLPolicy:SSLPolicy"
HTTPS: Final = "gcp:compute/targetHttpsProxy:TargetHttpsProxy"
HTTP: Final = "gcp:compute/targetHttpProxy:TargetHttpProxy"
MAP: Final = "gcp:compute/uRLMap:URLMap"
_POLICIES: Final = (POLICY, "gcp:compute/regionSslPolicy:RegionSslPolicy")
_ENCRYPTED: Final = (
    HTTPS,
    "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
    "gcp:compute/targetSSLProxy:TargetSSLProxy",
)
_PLAIN: Final = (HTTP, "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy")
_MAPS: Final = (MAP, "gcp:compute/regionUrlMap:RegionUrlMap")
# https://cloud.google.com/load-balancing/docs/ssl-policies-concepts#defining_an_ssl_policy: these take 1.2 or better
_STRICT: Final = {"RESTRICTED", "FIPS_202205"}
_OLD_TLS: Final = {"TLS_1_0", "TLS_1_1"}
# CIS GCP 4.0, 3.9: no forward secrecy, or 3DES
_WEAK: Final = {
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
}


def _map(**redirect: Any) -> Example:  # noqa: ANN401 - JSON
    inputs = {"name": "web", "defaultUrlRedirect": {"stripQuery": False} | redirect}
    return Example(why="where it goes", type=MAP, name="web", inputs=inputs)


_LINKED: Final[dict[str, Any]] = {"type": HTTP, "inputs": {"urlMap": UNKNOWN}, "dependencies": {"urlMap": ["web"]}}

PASSES: Final = (
    Example(why="modern", type=POLICY, inputs={"profile": "MODERN", "minTlsVersion": "TLS_1_2", "name": UNKNOWN}),
    Example(why="restricted, which is TLS 1.2", type=POLICY, inputs={"profile": "RESTRICTED"}),
    Example(
        why="ciphers of one's own",
        type=POLICY,
        inputs={
            "profile": "CUSTOM",
            "minTlsVersion": "TLS_1_2",
            "customFeatures": ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"],
        },
    ),
    Example(why="one with a policy", type=HTTPS, inputs={"urlMap": "web", "sslPolicy": "modern"}),
    Example(why="plain HTTP is sent on", others=[_map(httpsRedirect=True)], **_LINKED),
    Example(
        why="so it is by a map that is named in words",
        type=HTTP,
        inputs={"urlMap": "web"},
        others=[_map(httpsRedirect=True)],
    ),
)
VIOLATES: Final = (
    Example(why="everything old, by default", type=POLICY, inputs={"name": "old"}),
    Example(why="TLS 1.0", type=POLICY, inputs={"profile": "MODERN"}),
    Example(
        why="weak ciphers",
        type=POLICY,
        inputs={
            "profile": "CUSTOM",
            "minTlsVersion": "TLS_1_2",
            "customFeatures": [UNKNOWN, "TLS_RSA_WITH_AES_128_CBC_SHA"],
        },
    ),
    Example(why="Google's default takes TLS 1.0", type=HTTPS, inputs={"urlMap": UNKNOWN}),
    Example(why="plain HTTP is answered", others=[_map(httpsRedirect=False)], **_LINKED),
    Example(why="no redirect in its stack", type=HTTP, inputs={"urlMap": "projects/shop/global/urlMaps/web"}),
)
UNDECIDED: Final = (
    Example(why="which version is not known", type=POLICY, inputs={"profile": "MODERN", "minTlsVersion": UNKNOWN}),
    Example(why="whether it is sent on is not known", others=[_map(httpsRedirect=UNKNOWN)], **_LINKED),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type in _ENCRYPTED:
        if given.get("sslPolicy").absent:
            yield Failed("sslPolicy is not set: Google's default takes TLS 1.0 and weak ciphers")
    elif resource.type in _POLICIES and _is_weak(given):
        yield Failed("it takes TLS before 1.2, or weak ciphers")


def _is_weak(policy: View) -> bool:
    def profile() -> str:
        return policy.get("profile").text("COMPATIBLE").upper()

    return all_of(
        lambda: profile() not in _STRICT,
        lambda: any_of(
            lambda: profile() == "COMPATIBLE",
            lambda: policy.get("minTlsVersion").text("TLS_1_0").upper() in _OLD_TLS,
            lambda: any_in(policy.get("customFeatures").items(), lambda it: it.text().upper() in _WEAK),
        ),
    )


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    proxies = references(resources, _PLAIN, "urlMap")
    leading: dict[str, list[Resource]] = {}
    for url_map in (one for one in resources if one.type in _MAPS):
        for key in ("name", "id", "selfLink"):
            for proxy in proxies.to(url_map, key):
                leading.setdefault(proxy.urn, []).append(url_map)

    def judge(proxy: Resource) -> Iterator[Verdict]:
        maps = leading.get(proxy.urn, ())
        if not maps:
            proxy.properties.get("urlMap").text()  # undecided if it is not known: it may be a map that redirects
        if not any_in(maps, _sends_on):
            yield Failed("no URL map of its stack sends what comes over plain HTTP to HTTPS")

    yield from of_each(resources, _PLAIN, judge)


def _sends_on(url_map: Resource) -> bool:
    return url_map.properties.get("defaultUrlRedirect", "httpsRedirect").flag()


policy: Final = Policy(
    id="GCP-LB-01",
    title="Load balancers take TLS 1.2 or better and send plain HTTP there",
    severity="high",
    why="What passes in clear, or under ciphers that can be broken, is read and changed by whoever is in between.",
    fix="Set sslPolicy to one with the profile MODERN or RESTRICTED and TLS_1_2; give the HTTP proxy a URL map with "
    "defaultUrlRedirect.httpsRedirect.",
    frameworks=(*cis("GCP", "4.0", "3.9"), *IN_TRANSIT, *checkov("CKV_GCP_4")),
    types=(*_POLICIES, *_ENCRYPTED, *_PLAIN),
    check=check,
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

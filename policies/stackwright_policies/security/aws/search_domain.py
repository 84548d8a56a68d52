"""OpenSearch and Elasticsearch domains are encrypted, and not open to everybody."""

import json
from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.aws.principals import open_to_everybody
from stackwright_policies.controls import AT_REST, IN_TRANSIT, PUBLIC_DATA
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, settled

DOMAINS: Final = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain")
POLICIES: Final = ("aws:opensearch/domainPolicy:DomainPolicy", "aws:elasticsearch/domainPolicy:DomainPolicy")


def _is_old(properties: View) -> bool:
    # https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html
    policy = properties.get("domainEndpointOptions", "tlsSecurityPolicy").text("Policy-Min-TLS-1-0-2019-07")
    return policy.startswith(("Policy-Min-TLS-1-0", "Policy-Min-TLS-1-1"))


_DEMANDS: Final = (
    Demand(refuses=lambda it: not it.get("encryptAtRest", "enabled").flag(), what="encryptAtRest.enabled is not on"),
    Demand(
        refuses=lambda it: not it.get("nodeToNodeEncryption", "enabled").flag(),
        what="nodeToNodeEncryption.enabled is not on",
    ),
    Demand(
        # On by default only where there are such options at all
        refuses=lambda it: (
            not it.get("domainEndpointOptions", "enforceHttps").flag(not it.get("domainEndpointOptions").absent)
        ),
        what="domainEndpointOptions.enforceHttps is not on",
    ),
    Demand(refuses=_is_old, what="domainEndpointOptions.tlsSecurityPolicy accepts TLS older than 1.2"),
)
_GOOD: Final[dict[str, Any]] = {
    "encryptAtRest": {"enabled": True},
    "nodeToNodeEncryption": {"enabled": True},
    "domainEndpointOptions": {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"},
}


def _policy(**more: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(
        {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "es:*", "Resource": "*"} | more]}
    )


PASSES: Final = (
    Example(why="encrypted in every way", type=DOMAINS[0], inputs=_GOOD),
    Example(
        why="open inside a network, where groups guard it",
        type=DOMAINS[1],
        inputs={**_GOOD, "vpcOptions": {"subnetIds": [UNKNOWN]}, "accessPolicies": _policy()},
    ),
    Example(
        why="open to some addresses",
        type=DOMAINS[0],
        inputs={**_GOOD, "accessPolicies": _policy(Condition={"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})},
    ),
)
VIOLATES: Final = (
    Example(why="nothing is said", type=DOMAINS[0], inputs={"engineVersion": "OpenSearch_2.17"}),
    Example(
        why="TLS 1.0",
        type=DOMAINS[0],
        inputs={
            **_GOOD,
            "domainEndpointOptions": {"enforceHttps": True, "tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"},
        },
    ),
    Example(
        why="HTTP",
        type=DOMAINS[1],
        inputs={**_GOOD, "domainEndpointOptions": {**_GOOD["domainEndpointOptions"], "enforceHttps": "false"}},
    ),
    Example(
        why="between its nodes in clear", type=DOMAINS[0], inputs={**_GOOD, "nodeToNodeEncryption": {"enabled": False}}
    ),
    Example(why="open to the world", type=DOMAINS[0], inputs={**_GOOD, "accessPolicies": _policy()}),
    Example(
        why="a policy of its own, which knows no network",
        type=POLICIES[0],
        inputs={"domainName": UNKNOWN, "accessPolicies": _policy()},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=DOMAINS[0], inputs={**_GOOD, "encryptAtRest": UNKNOWN}),
    Example(why="for whom is not known", type=DOMAINS[0], inputs={**_GOOD, "accessPolicies": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    properties = resource.properties
    if resource.type in DOMAINS:
        yield from unmet(properties, _DEMANDS)
        if not properties.get("vpcOptions").absent:
            return
    yield from settled(lambda: open_to_everybody(properties.get("accessPolicies")))


policy: Final = Policy(
    id="AWS-OS-01",
    title="Search domains are encrypted, and not open to everybody",
    severity="high",
    why="Logs and copies of documents lie there; open domains are found by search engines made for that.",
    fix="Set encryptAtRest, nodeToNodeEncryption, enforceHttps and a TLS 1.2 policy; put the domain into a VPC.",
    frameworks=(
        *AT_REST,
        *IN_TRANSIT,
        *PUBLIC_DATA,
        *checkov("CKV_AWS_5", "CKV_AWS_6", "CKV_AWS_83", "CKV_AWS_228"),
    ),
    types=(*DOMAINS, *POLICIES),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

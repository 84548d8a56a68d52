"""Application gateways on Azure have a firewall that blocks, and demand TLS 1.2."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Verdict, all_of, any_in, any_of

GATEWAY: Final = "azure-native:network:ApplicationGateway"
FIREWALL: Final = "azure-native:network:WebApplicationFirewallPolicy"
# https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview; the default is newer
_OLD_POLICIES: Final = {"appgwsslpolicy20150501", "appgwsslpolicy20170401"}


def _defended(gateway: View) -> bool:
    """Whether a firewall of its own blocks, or one stands before all of it (which is judged by itself)."""
    own = gateway.get("webApplicationFirewallConfiguration")
    return any_of(
        lambda: not gateway.get("firewallPolicy", "id").absent,
        lambda: all_of(
            lambda: own.get("enabled").flag(),
            lambda: own.get("firewallMode").text().lower() == "prevention",
        ),
    )


def _old(policy: View) -> bool:
    return any_of(
        lambda: policy.get("policyName").text().lower() in _OLD_POLICIES,
        lambda: not policy.get("minProtocolVersion").absent and outdated(policy.get("minProtocolVersion"), "1.2"),
    )


_OF_GATEWAYS: Final = (
    Demand(
        refuses=lambda it: not _defended(it),
        what="no web application firewall blocks what comes in: there is none, it is off, or it only watches",
    ),
    Demand(
        refuses=lambda it: _old(it.get("sslPolicy")),
        what="sslPolicy lets TLS 1.0 or 1.1 in",
    ),
    Demand(
        refuses=lambda it: any_in(it.get("sslProfiles").items(), lambda profile: _old(profile.get("sslPolicy"))),
        what="one of sslProfiles lets TLS 1.0 or 1.1 in",
    ),
)
_OF_FIREWALLS: Final = (
    Demand(
        refuses=lambda it: it.get("policySettings", "state").text("Enabled").lower() != "enabled",
        what="policySettings.state is Disabled: nothing is looked at",
    ),
    Demand(
        refuses=lambda it: it.get("policySettings", "mode").text("Detection").lower() != "prevention",
        what="policySettings.mode is not Prevention: attacks are written down and let in",
    ),
)
_BLOCKING: Final = {"webApplicationFirewallConfiguration": {"enabled": True, "firewallMode": "Prevention"}}

PASSES: Final = (
    Example(why="its own firewall blocks", type=GATEWAY, inputs={**_BLOCKING, "sku": {"tier": "WAF_v2"}}),
    Example(
        why="a firewall stands before it",
        type=GATEWAY,
        inputs={"firewallPolicy": {"id": UNKNOWN}, "sslPolicy": {"policyName": "AppGwSslPolicy20220101"}},
    ),
    Example(
        why="TLS 1.2",
        type=GATEWAY,
        inputs={**_BLOCKING, "sslPolicy": {"policyType": "Custom", "minProtocolVersion": "TLSv1_2"}},
    ),
    Example(why="a firewall that blocks", type=FIREWALL, inputs={"policySettings": {"mode": "Prevention"}}),
)
VIOLATES: Final = (
    Example(why="no firewall", type=GATEWAY, inputs={"sku": {"tier": "Standard_v2"}}),
    Example(
        why="a firewall that only watches",
        type=GATEWAY,
        inputs={"webApplicationFirewallConfiguration": {"enabled": True, "firewallMode": "Detection"}},
    ),
    Example(
        why="an old version, set by hand",
        type=GATEWAY,
        inputs={**_BLOCKING, "sslPolicy": {"policyType": "Custom", "minProtocolVersion": "TLSv1_1"}},
    ),
    Example(
        why="an old policy of Azure's, in a profile",
        type=GATEWAY,
        inputs={
            "firewallPolicy": {"id": UNKNOWN},
            "sslProfiles": [{"name": UNKNOWN, "sslPolicy": {"policyName": "AppGwSslPolicy20150501"}}],
        },
    ),
    Example(why="a policy that only watches", type=FIREWALL, inputs={"policySettings": {"mode": "Detection"}}),
    Example(
        why="a policy that is off",
        type=FIREWALL,
        inputs={"policySettings": {"mode": "Prevention", "state": "Disabled"}},
    ),
)
UNDECIDED: Final = (
    Example(
        why="what the firewall does is not known", type=GATEWAY, inputs={"webApplicationFirewallConfiguration": UNKNOWN}
    ),
    Example(why="which version is not known", type=GATEWAY, inputs={**_BLOCKING, "sslPolicy": UNKNOWN}),
    Example(why="what a policy does is not known", type=FIREWALL, inputs={"policySettings": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    return unmet(resource.properties, _OF_FIREWALLS if resource.type == FIREWALL else _OF_GATEWAYS)


policy: Final = Policy(
    id="AZ-NET-02",
    title="Application gateways have a firewall that blocks, and demand TLS 1.2",
    severity="high",
    why="A gateway is where attacks on applications arrive; one that only watches lets them in.",
    fix="Use the tier WAF_v2 with a policy in mode Prevention, and sslPolicy AppGwSslPolicy20220101 or newer.",
    frameworks=(*EXPOSURE, *IN_TRANSIT, *checkov("CKV_AZURE_120", "CKV_AZURE_122", "CKV_AZURE_218")),
    types=(GATEWAY, FIREWALL),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

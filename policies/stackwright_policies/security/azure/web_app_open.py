"""Web apps on Azure: no debugger left open, no page of others that reads answers, no way in past the front door."""

from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.controls import EXPOSURE, HARDENING
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in

APP: Final = "azure-native:web:WebApp"
SLOT: Final = "azure-native:web:WebAppSlot"


def _reached(app: View) -> bool:
    """Whether everybody reaches it: nothing, in either place that says so, closes it."""
    site = app.get("siteConfig")
    return all_of(
        lambda: public(app.get("publicNetworkAccess")),
        lambda: public(site.get("publicNetworkAccess")),
        lambda: site.get("ipSecurityRestrictionsDefaultAction").text("Allow").lower() != "deny",
    )


_DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("siteConfig", "remoteDebuggingEnabled").flag(),
        what="siteConfig.remoteDebuggingEnabled is on: a debugger reads and changes everything",
    ),
    Demand(
        refuses=lambda it: any_in(
            it.get("siteConfig", "cors", "allowedOrigins").items(), lambda origin: origin.text().strip() == "*"
        ),
        what="siteConfig.cors.allowedOrigins has *: pages of anybody read what it answers",
    ),
    Demand(
        refuses=_reached,
        what="publicNetworkAccess is not Disabled: the internet reaches it past gateway and firewall",
    ),
)
_PRIVATE: Final = {"publicNetworkAccess": "Disabled"}

PASSES: Final = (
    Example(why="private", type=APP, inputs={**_PRIVATE, "serverFarmId": UNKNOWN}),
    Example(
        why="only from listed addresses, for pages of its own",
        type=APP,
        inputs={
            "siteConfig": {
                "ipSecurityRestrictionsDefaultAction": "Deny",
                "ipSecurityRestrictions": UNKNOWN,
                "cors": {"allowedOrigins": ["https://shop.example.com"]},
            }
        },
    ),
    Example(why="a slot that is closed in its configuration", type=SLOT, inputs={"siteConfig": _PRIVATE}),
)
VIOLATES: Final = (
    Example(why="public by default", type=APP, inputs={"httpsOnly": True}),
    Example(why="a debugger", type=SLOT, inputs={**_PRIVATE, "siteConfig": {"remoteDebuggingEnabled": True}}),
    Example(
        why="everybody's pages, beside some that are not known",
        type=APP,
        inputs={**_PRIVATE, "siteConfig": {"cors": {"allowedOrigins": [UNKNOWN, "*"]}}},
    ),
)
UNDECIDED: Final = (
    Example(why="public, perhaps", type=APP, inputs={"publicNetworkAccess": UNKNOWN}),
    Example(why="its configuration is not known", type=APP, inputs={**_PRIVATE, "siteConfig": UNKNOWN}),
)

policy: Final = Policy(
    id="AZ-WEB-02",
    title="Web apps have no debugger open, no CORS for everybody, and no public endpoint",
    severity="high",
    why="A debugger is a way in; an app that is reached past its gateway is reached past the gateway's firewall.",
    fix="Switch remote debugging off, list the origins, and set publicNetworkAccess to Disabled behind a front door.",
    frameworks=(
        *EXPOSURE,
        *HARDENING,
        *checkov("CKV_AZURE_57", "CKV_AZURE_72", "CKV_AZURE_222"),
    ),
    types=(APP, SLOT),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

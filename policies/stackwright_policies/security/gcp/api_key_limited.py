"""An API key of Google Cloud works for one application and some interfaces."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import any_in

KEY: Final = "gcp:projects/apiKey:ApiKey"
_MAPS: Final = {"apiTargets": [{"service": "maps-backend.googleapis.com"}]}
_SITE: Final = {"browserKeyRestrictions": {"allowedReferrers": ["https://shop.example.com/*"]}}
_APPLICATIONS: Final = {
    "browserKeyRestrictions": "allowedReferrers",
    "serverKeyRestrictions": "allowedIps",
    "androidKeyRestrictions": "allowedApplications",
    "iosKeyRestrictions": "allowedBundleIds",
}
_ANY: Final = {"*", "http://*", "https://*", "*.com", "*://*", "*://*/*", "http://*/*", "https://*/*"}

PASSES: Final = (
    Example(why="one site, one interface", type=KEY, inputs={"name": UNKNOWN, "restrictions": {**_SITE, **_MAPS}}),
    Example(
        why="one server",
        type=KEY,
        inputs={"restrictions": {**_MAPS, "serverKeyRestrictions": {"allowedIps": ["203.0.113.7"]}}},
    ),
)
VIOLATES: Final = (
    Example(why="for everything, from anywhere", type=KEY, inputs={"displayName": "maps", "name": UNKNOWN}),
    Example(why="from anywhere", type=KEY, inputs={"restrictions": _MAPS}),
    Example(why="for everything", type=KEY, inputs={"restrictions": _SITE}),
    Example(
        why="from any site",
        type=KEY,
        inputs={"restrictions": {**_MAPS, "browserKeyRestrictions": {"allowedReferrers": [UNKNOWN, "*"]}}},
    ),
)
UNDECIDED: Final = (
    Example(why="not known", type=KEY, inputs={"restrictions": UNKNOWN}),
    Example(why="which interfaces are not known", type=KEY, inputs={"restrictions": {**_SITE, "apiTargets": UNKNOWN}}),
)


def _from_anywhere(key: View) -> bool:
    named = [it for place in _APPLICATIONS.items() for it in key.get("restrictions", *place).items()]
    return not named or any_in(_sources(key), lambda it: it.text().strip() in _ANY or is_internet(it.text()))


def _sources(key: View) -> Iterator[View]:
    """Sites and addresses: applications on phones are named one by one."""
    for place in ("browserKeyRestrictions", "serverKeyRestrictions"):
        yield from key.get("restrictions", place, _APPLICATIONS[place]).items()


DEMANDS: Final = (
    Demand(
        refuses=_from_anywhere,
        what="restrictions names no application: the key works for whoever has it, from anywhere",
    ),
    Demand(
        refuses=lambda it: not it.get("restrictions", "apiTargets").items(),
        what="restrictions.apiTargets is not set: the key opens every interface of the project that takes keys",
    ),
)

policy: Final = Policy(
    id="GCP-API-01",
    title="API keys work for one application and some interfaces",
    severity="medium",
    why="A key is seen by everyone who has the page or the application: it says who pays, not who asks.",
    fix="Set restrictions.apiTargets, and one of browserKeyRestrictions, serverKeyRestrictions, androidKeyRestrictions "
    "and iosKeyRestrictions; better, use service accounts.",
    frameworks=(*cis("GCP", "4.0", "1.13", "1.14"), *LEAST_PRIVILEGE),
    types=(KEY,),
    check=judging(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Public zones of Cloud DNS are signed, and not with SHA-1."""

from typing import Any, Final

from stackwright_policies.controls import IN_TRANSIT
from stackwright_policies.demands import Demand, judging, mending
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov, cis
from stackwright_policies.resource import View
from stackwright_policies.verdicts import all_of, any_in

ZONE: Final = "gcp:dns/managedZone:ManagedZone"
_SIGNED: Final = {"on", "transfer"}


def _zone(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"dnsName": "example.com.", "dnssecConfig": {"state": "on"}} | more


def _keys(*algorithms: str) -> dict[str, Any]:
    return {"state": "on", "defaultKeySpecs": [{"algorithm": it, "keyType": "keySigning"} for it in algorithms]}


PASSES: Final = (
    Example(why="signed", type=ZONE, inputs=_zone(description=UNKNOWN)),
    Example(why="with curves", type=ZONE, inputs=_zone(dnssecConfig=_keys("ecdsap256sha256"))),
    Example(why="nobody outside asks it", type=ZONE, inputs={"dnsName": "shop.internal.", "visibility": "private"}),
)
VIOLATES: Final = (
    Example(why="not by default", type=ZONE, inputs={"dnsName": "example.com."}),
    Example(why="switched off", type=ZONE, inputs=_zone(dnssecConfig={"state": "off"})),
    Example(why="with SHA-1", type=ZONE, inputs=_zone(dnssecConfig=_keys(UNKNOWN, "rsasha1"))),
)
UNDECIDED: Final = (
    Example(why="not known", type=ZONE, inputs=_zone(dnssecConfig={"state": UNKNOWN})),
    Example(why="who asks it is not known", type=ZONE, inputs={"dnsName": "a.b.", "visibility": UNKNOWN}),
)


def _is_public(zone: View) -> bool:
    return zone.get("visibility").text("public").lower() == "public"


def _is_weak(zone: View) -> bool:
    specs = zone.get("dnssecConfig", "defaultKeySpecs").items()
    return any_in(specs, lambda spec: spec.get("algorithm").text().lower() == "rsasha1")


DEMANDS: Final = (
    Demand(
        refuses=lambda it: all_of(
            lambda: _is_public(it), lambda: it.get("dnssecConfig", "state").text("off").lower() not in _SIGNED
        ),
        what="dnssecConfig.state is not on: whoever is in between can answer for it",
        mend={"dnssecConfig.state": "on"},
    ),
    # Not mended: a signed zone's keys are changed in steps, with its registrar.
    Demand(
        refuses=lambda it: all_of(lambda: _is_public(it), lambda: _is_weak(it)),
        what="dnssecConfig.defaultKeySpecs has RSASHA1, whose signatures can be forged",
    ),
)

policy: Final = Policy(
    id="GCP-DNS-01",
    title="Public zones are signed, and not with SHA-1",
    severity="medium",
    why="Without a signature a resolver cannot tell a forged answer, which leads people to somebody else's server.",
    fix="Set dnssecConfig.state to on, leave defaultKeySpecs out, and give the DS record to the registrar.",
    frameworks=(*cis("GCP", "4.0", "3.3", "3.4", "3.5"), *IN_TRANSIT, *checkov("CKV_GCP_16", "CKV_GCP_17")),
    types=(ZONE,),
    check=judging(DEMANDS),
    remedy_of=mending(DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

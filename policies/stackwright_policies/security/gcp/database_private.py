"""Cloud SQL is reached from inside the network, and encrypted."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, unmet
from stackwright_policies.gcp.databases import INSTANCE, is_whole_copy
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, secret
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, each, settled

_ENCRYPTED: Final = {"ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"}


def _instance(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    access = {"ipv4Enabled": False, "privateNetwork": UNKNOWN, "sslMode": "ENCRYPTED_ONLY"} | changes
    return {"databaseVersion": "POSTGRES_16", "settings": {"tier": "db-f1-micro", "ipConfiguration": access}}


_HOME: Final = [{"name": "home", "value": "0.0.0.0/0"}]
PASSES: Final = (
    Example(why="inside the network, encrypted", type=INSTANCE, inputs={**_instance(), "rootPassword": secret("a")}),
    Example(
        why="with certificates of clients",
        type=INSTANCE,
        inputs=_instance(sslMode="TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
    ),
    Example(why="a clone has what its source has", type=INSTANCE, inputs={"clone": {"sourceInstanceName": "a"}}),
)
VIOLATES: Final = (
    Example(why="public by default", type=INSTANCE, inputs={"settings": {"tier": "db-f1-micro"}}),
    Example(why="a public address", type=INSTANCE, inputs=_instance(ipv4Enabled=True)),
    Example(
        why="for everybody, beside an unknown",
        type=INSTANCE,
        inputs=_instance(ipv4Enabled=UNKNOWN, authorizedNetworks=_HOME),
    ),
    Example(
        why="in clear, if a client likes", type=INSTANCE, inputs=_instance(sslMode="ALLOW_UNENCRYPTED_AND_ENCRYPTED")
    ),
    Example(why="in clear by default", type=INSTANCE, inputs=_instance(sslMode=None)),
)
UNDECIDED: Final = (
    Example(why="not known", type=INSTANCE, inputs=_instance(ipv4Enabled=UNKNOWN)),
    Example(why="from where is not", type=INSTANCE, inputs=_instance(authorizedNetworks=[{"value": UNKNOWN}])),
    Example(why="nothing is", type=INSTANCE, inputs={"settings": UNKNOWN}),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    instance = resource.properties
    if is_whole_copy(instance):
        return
    access = instance.get("settings", "ipConfiguration")
    yield from settled(lambda: each(access.get("authorizedNetworks").items(), _range))
    yield from unmet(access, DEMANDS)


def _range(network: View) -> Iterator[Verdict]:
    value = network.get("value")
    if is_internet(value.text()):
        yield Failed(f"{value.path} lets the whole internet in")


DEMANDS: Final = (
    Demand(
        refuses=lambda it: it.get("ipv4Enabled").flag(default=True),
        what="settings.ipConfiguration.ipv4Enabled is on, which is the default: it has a public address",
    ),
    # `requireSsl` is what earlier versions of the SDK have.
    Demand(
        refuses=lambda it: it.get("sslMode").text().upper() not in _ENCRYPTED and not it.get("requireSsl").flag(),
        what="settings.ipConfiguration.sslMode does not require encryption",
    ),
)

policy: Final = Policy(
    id="GCP-SQL-01",
    title="Cloud SQL is reached from inside the network alone, encrypted",
    severity="critical",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Set settings.ipConfiguration: ipv4Enabled to false, privateNetwork to the network, sslMode to ENCRYPTED_ONLY.",
    frameworks=(
        *cis("GCP", "4.0", "6.4", "6.5", "6.6"),
        *EXPOSURE,
        *IN_TRANSIT,
        *checkov("CKV_GCP_6", "CKV_GCP_11", "CKV_GCP_60"),
    ),
    types=(INSTANCE,),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Azure SQL servers: no public endpoint, TLS 1.2, and nobody signs in with a password.

Whether passwords work is said in the server or in a resource of its own, so that part looks at the whole stack.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from stackwright_policies.azure.reach import public
from stackwright_policies.azure.tls import outdated
from stackwright_policies.controls import AUTHENTICATION, EXPOSURE, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, secret
from stackwright_policies.references import References, references
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Failed, NotKnown, Undecided, Verdict, any_of

SERVER: Final = "azure-native:sql:Server"
INSTANCE: Final = "azure-native:sql:ManagedInstance"
ONLY_ENTRA: Final = "azure-native:sql:ServerAzureADOnlyAuthentication"
_DEMANDS: Final = (
    Demand(
        types=(SERVER,),
        refuses=lambda it: public(it.get("publicNetworkAccess")),
        what="publicNetworkAccess is not Disabled: its endpoint is on the internet",
    ),
    Demand(
        types=(INSTANCE,),
        refuses=lambda it: it.get("publicDataEndpointEnabled").flag(),
        what="publicDataEndpointEnabled is on: its endpoint is on the internet",
    ),
    Demand(
        # 1.2 where nothing is said: https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings
        refuses=lambda it: outdated(it.get("minimalTlsVersion"), "1.2"),
        what="minimalTlsVersion lets TLS 1.0 and 1.1 in",
    ),
)
_ENTRA: Final = {"administrators": {"azureADOnlyAuthentication": True, "sid": UNKNOWN}}
_PRIVATE: Final = {"publicNetworkAccess": "Disabled", "minimalTlsVersion": "1.2"}


def _switch(on: object) -> Example:
    return Example(
        why="says that passwords do not work",
        type=ONLY_ENTRA,
        name="entra",
        inputs={"serverName": UNKNOWN, "azureADOnlyAuthentication": on},
        dependencies={"serverName": ["example"]},
    )


PASSES: Final = (
    Example(why="private, and identities only", type=SERVER, inputs={**_PRIVATE, **_ENTRA}),
    Example(why="a resource of its own says so", type=SERVER, inputs=_PRIVATE, others=[_switch(True)]),
    Example(why="a managed instance is private by default", type=INSTANCE, inputs={"subnetId": UNKNOWN}),
)
VIOLATES: Final = (
    Example(why="public by default", type=SERVER, inputs={**_ENTRA, "minimalTlsVersion": "1.2"}),
    Example(why="an old version", type=SERVER, inputs={**_PRIVATE, **_ENTRA, "minimalTlsVersion": "1.1"}),
    Example(why="no version is demanded", type=SERVER, inputs={**_PRIVATE, **_ENTRA, "minimalTlsVersion": "None"}),
    Example(
        why="passwords work",
        type=SERVER,
        inputs={**_PRIVATE, "administratorLogin": "sa", "administratorLoginPassword": secret("s3cret")},
    ),
    Example(why="passwords work all the same", type=SERVER, inputs=_PRIVATE, others=[_switch(False)]),
    Example(why="a managed instance on the internet", type=INSTANCE, inputs={"publicDataEndpointEnabled": True}),
)
UNDECIDED: Final = (
    Example(why="public, perhaps", type=SERVER, inputs={**_ENTRA, "publicNetworkAccess": UNKNOWN}),
    Example(why="passwords, perhaps", type=SERVER, inputs={**_PRIVATE, "administrators": UNKNOWN}),
    Example(why="a resource of its own will say so", type=SERVER, inputs=_PRIVATE, others=[_switch(UNKNOWN)]),
)


def check_stack(resources: Sequence[Resource], _settings: Settings) -> Iterator[Verdict]:
    switches = references(resources, (ONLY_ENTRA,), "serverName")
    for server in resources:
        if server.type == SERVER:
            yield from _passwords(server, switches)


def _passwords(server: Resource, switches: References) -> Iterator[Verdict]:
    try:
        if not any_of(
            lambda: server.properties.get("administrators", "azureADOnlyAuthentication").flag(),
            lambda: switches.any_to(
                server, "serverName", "name", where=lambda it: it.properties.get("azureADOnlyAuthentication").flag()
            ),
        ):
            yield Failed("administrators.azureADOnlyAuthentication is not on: passwords work", server.urn)
    except NotKnown as error:
        yield Undecided(error.path, server.urn)


policy: Final = Policy(
    id="AZ-SQL-02",
    title="SQL servers have no public endpoint, demand TLS 1.2, and take identities only",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and one leaked password opens it.",
    fix="Set publicNetworkAccess Disabled, minimalTlsVersion 1.2 and administrators.azureADOnlyAuthentication.",
    frameworks=(
        *cis("Azure", "2.1", "4.1.4"),
        *EXPOSURE,
        *IN_TRANSIT,
        *AUTHENTICATION,
        *checkov("CKV_AZURE_52", "CKV_AZURE_113"),
    ),
    types=(SERVER, INSTANCE),
    check=judging(_DEMANDS),
    check_stack=check_stack,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""PostgreSQL on Azure: no public endpoint, and encrypted connections only."""

from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.database_servers import Weak, judge_parameter, judge_server, off
from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis, secret
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import Verdict

SERVER: Final = "azure-native:dbforpostgresql:Server"
SINGLE: Final = "azure-native:dbforpostgresql:SingleServer"
PARAMETER: Final = "azure-native:dbforpostgresql:Configuration"
_PARAMETERS: Final = (PARAMETER, "azure-native:dbforpostgresql:SingleServerConfiguration")
TYPES: Final = (
    SERVER,
    SINGLE,
    *_PARAMETERS,
)
_WEAK: Final[Weak] = {
    "require_secure_transport": off,
    "ssl_min_protocol_version": lambda value: value in ("tlsv1", "tlsv1.1"),
}

PASSES: Final = (
    Example(why="no public endpoint", type=SERVER, inputs={"network": {"publicNetworkAccess": "Disabled"}}),
    Example(why="in a subnet", type=SERVER, inputs={"network": {"delegatedSubnetResourceId": UNKNOWN}}),
    Example(
        why="a private single server",
        type=SINGLE,
        inputs={"properties": {"publicNetworkAccess": "Disabled", "minimalTlsVersion": "TLS1_2"}},
    ),
    Example(why="encrypted", type=PARAMETER, inputs={"configurationName": "require_secure_transport", "value": "on"}),
    Example(
        why="new versions only",
        type=PARAMETER,
        inputs={"configurationName": "ssl_min_protocol_version", "value": "TLSv1.2"},
    ),
    Example(why="another parameter", type=PARAMETER, inputs={"configurationName": "log_checkpoints", "value": "off"}),
)
VIOLATES: Final = (
    Example(
        why="public by default",
        type=SERVER,
        inputs={"administratorLoginPassword": secret("s3cret"), "sku": UNKNOWN},
    ),
    Example(why="public, said so", type=SERVER, inputs={"network": {"publicNetworkAccess": "Enabled"}}),
    Example(why="in clear", type=PARAMETER, inputs={"configurationName": "require_secure_transport", "value": "OFF"}),
    Example(
        why="an old version",
        type=PARAMETER,
        inputs={"configurationName": "ssl_min_protocol_version", "value": "TLSv1.1"},
    ),
    Example(
        why="a single server in clear",
        type=SINGLE,
        inputs={"properties": {"publicNetworkAccess": "Disabled", "sslEnforcement": "Disabled"}},
    ),
    Example(
        why="a single server with old versions",
        type=SINGLE,
        inputs={"properties": {"publicNetworkAccess": UNKNOWN, "minimalTlsVersion": "TLSEnforcementDisabled"}},
    ),
)
UNDECIDED: Final = (
    Example(why="its network is not known", type=SERVER, inputs={"network": UNKNOWN}),
    Example(
        why="encrypted, perhaps",
        type=PARAMETER,
        inputs={"configurationName": "require_secure_transport", "value": UNKNOWN},
    ),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    if resource.type in _PARAMETERS:
        return judge_parameter(resource, _WEAK)
    return judge_server(resource)


policy: Final = Policy(
    id="AZ-PG-01",
    title="PostgreSQL servers have no public endpoint, and take encrypted connections only",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and what goes in clear is read on the way.",
    fix="Put it into a delegated subnet or set publicNetworkAccess to Disabled; leave require_secure_transport on.",
    frameworks=(*cis("Azure", "2.1", "4.3.1"), *EXPOSURE, *IN_TRANSIT, *checkov("CKV_AZURE_29", "CKV_AZURE_68")),
    types=TYPES,
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

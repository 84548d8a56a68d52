"""PostgreSQL on Azure: no public endpoint, and encrypted connections only."""

from typing import Final

from stackwright_policies.azure.database_servers import Servers, off
from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.model import Policy, checkov, cis

_SERVERS: Final = Servers(
    flexible="azure-native:dbforpostgresql:Server",
    single="azure-native:dbforpostgresql:SingleServer",
    parameter="azure-native:dbforpostgresql:Configuration",
    single_parameter="azure-native:dbforpostgresql:SingleServerConfiguration",
    weak={
        "require_secure_transport": off,
        "ssl_min_protocol_version": lambda value: value in ("tlsv1", "tlsv1.1"),
    },
)

PASSES: Final = (
    *_SERVERS.passes(),
    _SERVERS.parameter_is("ssl_min_protocol_version", "TLSv1.2", why="new versions only"),
    _SERVERS.parameter_is("log_checkpoints", "off", why="another parameter"),
)
VIOLATES: Final = (
    *_SERVERS.violates(),
    _SERVERS.parameter_is("ssl_min_protocol_version", "TLSv1.1", why="an old version"),
)

policy: Final = Policy(
    id="AZ-PG-01",
    title="PostgreSQL servers have no public endpoint, and take encrypted connections only",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and what goes in clear is read on the way.",
    fix="Put it into a delegated subnet or set publicNetworkAccess to Disabled; leave require_secure_transport on.",
    frameworks=(*cis("Azure", "2.1", "4.3.1"), *EXPOSURE, *IN_TRANSIT, *checkov("CKV_AZURE_29", "CKV_AZURE_68")),
    types=(_SERVERS.flexible, _SERVERS.single, _SERVERS.parameter, _SERVERS.single_parameter),
    check=_SERVERS.check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=_SERVERS.undecided(),
)

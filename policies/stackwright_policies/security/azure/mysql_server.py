"""MySQL on Azure: no public endpoint, and encrypted connections only."""

from typing import Final

from stackwright_policies.azure.database_servers import Servers, off
from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.model import Policy, checkov, cis

_SERVERS: Final = Servers(
    flexible="azure-native:dbformysql:Server",
    single="azure-native:dbformysql:SingleServer",
    parameter="azure-native:dbformysql:Configuration",
    single_parameter="azure-native:dbformysql:SingleServerConfiguration",
    weak={
        "require_secure_transport": off,
        "tls_version": lambda value: bool({"tlsv1", "tlsv1.0", "tlsv1.1"} & set(value.replace(" ", "").split(","))),
    },
)

PASSES: Final = (
    *_SERVERS.passes(),
    _SERVERS.parameter_is("tls_version", "TLSv1.2,TLSv1.3", why="new versions only"),
    _SERVERS.parameter_is("local_infile", "OFF", why="another parameter"),
)
VIOLATES: Final = (
    *_SERVERS.violates(),
    _SERVERS.parameter_is("tls_version", "TLSv1.1, TLSv1.2", why="old versions too"),
)

policy: Final = Policy(
    id="AZ-MY-01",
    title="MySQL servers have no public endpoint, and take encrypted connections only",
    severity="high",
    why="A database that the internet reaches is attacked by everyone, and what goes in clear is read on the way.",
    fix="Put it into a delegated subnet or set publicNetworkAccess to Disabled; leave require_secure_transport on.",
    frameworks=(
        *cis("Azure", "2.1", "4.4.1", "4.4.2"),
        *EXPOSURE,
        *IN_TRANSIT,
        *checkov("CKV_AZURE_28", "CKV_AZURE_53"),
    ),
    types=(
        _SERVERS.flexible,
        _SERVERS.single,
        "azure-native:dbformariadb:Server",
        _SERVERS.parameter,
        _SERVERS.single_parameter,
    ),
    check=_SERVERS.check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=_SERVERS.undecided(),
)

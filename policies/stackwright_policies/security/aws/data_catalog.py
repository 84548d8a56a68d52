"""The Data Catalog of Glue, its connections and its jobs are encrypted."""

from typing import Final

from stackwright_policies.controls import AT_REST, IN_TRANSIT
from stackwright_policies.demands import Demand, judging
from stackwright_policies.model import UNKNOWN, Example, Policy, checkov
from stackwright_policies.resource import View
from stackwright_policies.verdicts import any_of

CATALOG: Final = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
SECURITY: Final = "aws:glue/securityConfiguration:SecurityConfiguration"
CONNECTION: Final = "aws:glue/connection:Connection"


def _mode(properties: View, kind: str) -> str:
    """How a security configuration encrypts one kind of thing: `cloudwatch`, `jobBookmarks`, `s3`."""
    return properties.get("encryptionConfiguration", f"{kind}Encryption", f"{kind}EncryptionMode").text("DISABLED")


def _is_in_clear(connection: View) -> bool:
    """Whether a connection may be in clear: https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html."""
    given = connection.get("connectionProperties")
    kind = connection.get("connectionType").text("JDBC").upper()
    return any_of(
        lambda: kind == "JDBC" and not given.get("JDBC_ENFORCE_SSL").flag(),
        lambda: kind == "KAFKA" and not given.get("KAFKA_SSL_ENABLED").flag(True),
    )


_DEMANDS: Final = (
    Demand(
        types=(CATALOG,),
        refuses=lambda it: (
            not it.get("dataCatalogEncryptionSettings", "encryptionAtRest", "catalogEncryptionMode")
            .text("DISABLED")
            .upper()
            .startswith("SSE-KMS")
        ),
        what="encryptionAtRest.catalogEncryptionMode is not SSE-KMS",
    ),
    Demand(
        types=(CATALOG,),
        refuses=lambda it: (
            not it.get(
                "dataCatalogEncryptionSettings", "connectionPasswordEncryption", "returnConnectionPasswordEncrypted"
            ).flag()
        ),
        what="connectionPasswordEncryption.returnConnectionPasswordEncrypted is not on: passwords are told in clear",
    ),
    *(
        Demand(
            types=(SECURITY,),
            refuses=lambda it, kind=kind: _mode(it, kind).upper() == "DISABLED",
            what=f"encryptionConfiguration.{kind}Encryption is DISABLED",
        )
        for kind in ("cloudwatch", "jobBookmarks", "s3")
    ),
    Demand(
        types=(CONNECTION,),
        refuses=_is_in_clear,
        what="connectionProperties do not ask for TLS: a password and data go to the database in clear",
    ),
)
_AT_REST: Final = {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": UNKNOWN}
_PASSWORDS: Final = {"returnConnectionPasswordEncrypted": True, "awsKmsKeyId": UNKNOWN}
_URL: Final = {"JDBC_CONNECTION_URL": UNKNOWN, "SECRET_ID": "shop/db"}


def _catalog(at_rest: object, passwords: object) -> dict[str, object]:
    return {"dataCatalogEncryptionSettings": {"encryptionAtRest": at_rest, "connectionPasswordEncryption": passwords}}


def _security(s3: object) -> dict[str, object]:
    return {
        "encryptionConfiguration": {
            "cloudwatchEncryption": {"cloudwatchEncryptionMode": "SSE-KMS", "kmsKeyArn": UNKNOWN},
            "jobBookmarksEncryption": {"jobBookmarksEncryptionMode": "CSE-KMS", "kmsKeyArn": UNKNOWN},
            "s3Encryption": {"s3EncryptionMode": s3},
        }
    }


PASSES: Final = (
    Example(why="all that the catalog holds", type=CATALOG, inputs=_catalog(_AT_REST, _PASSWORDS)),
    Example(why="all that jobs write", type=SECURITY, inputs=_security("SSE-S3")),
    Example(why="on the way", type=CONNECTION, inputs={"connectionProperties": {**_URL, "JDBC_ENFORCE_SSL": "true"}}),
    Example(why="through a network, to nothing", type=CONNECTION, inputs={"connectionType": "NETWORK"}),
)
VIOLATES: Final = (
    Example(
        why="what the catalog holds",
        type=CATALOG,
        inputs=_catalog({"catalogEncryptionMode": "DISABLED"}, _PASSWORDS),
    ),
    Example(
        why="passwords",
        type=CATALOG,
        inputs=_catalog(_AT_REST, {"returnConnectionPasswordEncrypted": False}),
    ),
    Example(why="what jobs write", type=SECURITY, inputs=_security("DISABLED")),
    Example(why="not on the way, by default", type=CONNECTION, inputs={"connectionProperties": _URL}),
)
UNDECIDED: Final = (
    Example(why="not known", type=CATALOG, inputs=_catalog({"catalogEncryptionMode": UNKNOWN}, _PASSWORDS)),
    Example(why="nor is anything of it", type=CONNECTION, inputs={"connectionProperties": UNKNOWN}),
)

policy: Final = Policy(
    id="AWS-GLUE-01",
    title="Glue's catalog, connections and jobs are encrypted",
    severity="medium",
    why="The catalog knows where all data is and holds the passwords to it; jobs leave copies in buckets and logs.",
    fix=(
        "Set catalogEncryptionMode SSE-KMS and returnConnectionPasswordEncrypted; encrypt what jobs write; "
        "set JDBC_ENFORCE_SSL."
    ),
    frameworks=(*AT_REST, *IN_TRANSIT, *checkov("CKV_AWS_94", "CKV_AWS_99")),
    types=(CATALOG, SECURITY, CONNECTION),
    check=judging(_DEMANDS),
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""Storage, KMS, service accounts, logging, SQL, secrets."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_EMAIL = "{in:accountId}@{project}.iam.gserviceaccount.com"
_ACCOUNT = "projects/{project}/serviceAccounts/" + _EMAIL
_MEMBER = {"etag": "BwY{hex:8:etag}="}


def _key(it: Subject) -> str:
    """A service account key file, base64, that opens nothing."""
    account = it.text("serviceAccountId").rpartition("/")[2]
    content = {
        "type": "service_account",
        "project_id": it.identity.project,
        "private_key_id": it.seed.hex(40),
        "private_key": guess.certificate(it, "private").replace("CERTIFICATE", "PRIVATE KEY"),
        "client_email": account,
        "client_id": it.seed.digits(21),
        "token_uri": "https://oauth2.googleapis.com/token",
    }
    return base64.b64encode(json.dumps(content).encode()).decode()


def _version_id(it: Subject) -> str:
    """Versions of a secret are counted; one that replaces another stands beside it."""
    secret, number = it.text("secret"), max(1, it.generation)
    while it.other(f"{secret}/versions/{number}"):
        number += 1
    return f"{secret}/versions/{number}"


def _private_network(it: Subject) -> bool:
    configuration = it.mapping("settings").get("ipConfiguration")
    return isinstance(configuration, dict) and bool(configuration.get("privateNetwork"))


def _public(it: Subject) -> bool:
    """An instance has a public address unless it is told not to."""
    configuration = it.mapping("settings").get("ipConfiguration")
    return not isinstance(configuration, dict) or configuration.get("ipv4Enabled") is not False


def _addresses(it: Subject) -> Value:
    made: list[Value] = []
    if _public(it):
        made.append({"ipAddress": guess.public_ip(it, ""), "type": "PRIMARY", "timeToRetire": ""})
    if _private_network(it):
        made.append({"ipAddress": guess.private_ip(it, ""), "type": "PRIVATE", "timeToRetire": ""})
    return made


def _first(it: Subject) -> str:
    return guess.public_ip(it, "") if _public(it) else guess.private_ip(it, "") if _private_network(it) else ""


def _sink_identity(_it: Subject) -> str:
    return f"serviceAccount:service-{PROJECT_NUMBER}@gcp-sa-logging.iam.gserviceaccount.com"


def _agent(it: Subject) -> str:
    """The e-mail of a service's own account in the project: `pubsub.googleapis.com` is `gcp-sa-pubsub`."""
    service = it.text("service").partition(".")[0]
    return f"service-{PROJECT_NUMBER}@gcp-sa-{service}.iam.gserviceaccount.com"


TYPES: Mapping[str, Recipe] = {
    "gcp:storage/bucket:Bucket": Recipe(
        id="{in:name}",
        outputs={
            "selfLink": "https://www.googleapis.com/storage/v1/b/{in:name}",
            "url": "gs://{in:name}",
            "projectNumber": int(PROJECT_NUMBER),
            "timeCreated": "{time}",
            "updated": "{time}",
            "rpo": "DEFAULT",
            "publicAccessPrevention": "inherited",
            "storageClass": "STANDARD",
            "uniformBucketLevelAccess": False,
            "softDeletePolicy": {"effectiveTime": "{time}", "retentionDurationSeconds": 604800},
        },
    ),
    "gcp:storage/bucketObject:BucketObject": Recipe(
        id="{in:bucket}-{in:name}",
        outputs={
            "selfLink": "https://www.googleapis.com/storage/v1/b/{in:bucket}/o/{in:name}",
            "mediaLink": "https://storage.googleapis.com/download/storage/v1/b/{in:bucket}/o/{in:name}?alt=media",
            "outputName": "{in:name}",
            "storageClass": "STANDARD",
            "generation": lambda it: int(it.seed.digits(15)),
            "md5hash": lambda it: base64.b64encode(it.seed.data(16, "md5")).decode(),
            "crc32c": lambda it: base64.b64encode(it.seed.data(4, "crc32c")).decode(),
        },
    ),
    "gcp:storage/bucketIAMMember:BucketIAMMember": Recipe(id="b/{in:bucket}/{in:role}/{in:member}", outputs=_MEMBER),
    "gcp:storage/bucketIAMBinding:BucketIAMBinding": Recipe(id="b/{in:bucket}/{in:role}", outputs=_MEMBER),
    "gcp:projects/iAMMember:IAMMember": Recipe(id="{project}/{in:role}/{in:member}", outputs=_MEMBER),
    "gcp:serviceaccount/iAMMember:IAMMember": Recipe(id="{in:serviceAccountId}/{in:role}/{in:member}", outputs=_MEMBER),
    "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": Recipe(
        id="{in:cryptoKeyId}/{in:role}/{in:member}", outputs=_MEMBER
    ),
    "gcp:projects/serviceIdentity:ServiceIdentity": Recipe(
        id="projects/{project}/services/{in:service}",
        outputs={"email": _agent, "member": lambda it: f"serviceAccount:{_agent(it)}"},
    ),
    "gcp:projects/service:Service": Recipe(id="{project}/{in:service}"),
    "gcp:kms/keyRing:KeyRing": Recipe(id="projects/{project}/locations/{in:location}/keyRings/{in:name}"),
    "gcp:kms/cryptoKey:CryptoKey": Recipe(
        id="{in:keyRing}/cryptoKeys/{in:name}",
        outputs={
            "primaries": [{"name": "{id}/cryptoKeyVersions/1", "state": "ENABLED"}],
            "purpose": "ENCRYPT_DECRYPT",
            "destroyScheduledDuration": "2592000s",
        },
    ),
    "gcp:serviceaccount/account:Account": Recipe(
        id=_ACCOUNT,
        outputs={
            "email": _EMAIL,
            "member": "serviceAccount:" + _EMAIL,
            "name": _ACCOUNT,
            "uniqueId": "{digits:21}",
            "disabled": False,
        },
    ),
    "gcp:serviceaccount/key:Key": Recipe(
        id="{in:serviceAccountId}/keys/{hex:40}",
        outputs={
            "name": "{in:serviceAccountId}/keys/{hex:40}",
            "privateKey": _key,
            "publicKey": lambda it: base64.b64encode(guess.certificate(it, "public").encode()).decode(),
            "validAfter": "{time}",
            "validBefore": "9999-12-31T23:59:59Z",
        },
    ),
    "gcp:logging/projectSink:ProjectSink": Recipe(
        id="projects/{project}/sinks/{in:name}", outputs={"writerIdentity": _sink_identity}
    ),
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": Recipe(
        id="projects/{project}/locations/{in:location}/buckets/{in:bucketId}",
        outputs={
            "name": "projects/{project}/locations/{in:location}/buckets/{in:bucketId}",
            "lifecycleState": "ACTIVE",
        },
    ),
    "gcp:sql/databaseInstance:DatabaseInstance": Recipe(
        id="{in:name}",
        outputs={
            "connectionName": "{project}:{region}:{in:name}",
            "selfLink": "https://sqladmin.googleapis.com/sql/v1beta4/projects/{project}/instances/{in:name}",
            "firstIpAddress": _first,
            "publicIpAddress": lambda it: guess.public_ip(it, "") if _public(it) else "",
            "privateIpAddress": lambda it: guess.private_ip(it, "") if _private_network(it) else "",
            "ipAddresses": _addresses,
            "serverCaCerts": lambda it: [
                {
                    "cert": guess.certificate(it, "server"),
                    "commonName": f"C=US,O=Google\\, Inc,CN=Google Cloud SQL Server CA,dnQualifier={it.seed.uuid()}",
                    "createTime": it.timestamp(),
                    "expirationTime": "2035-01-01T00:00:00Z",
                    "sha1Fingerprint": it.seed.hex(40, "ca"),
                }
            ],
            "dnsName": "",
            "serviceAccountEmailAddress": "p{digits:12}-{hex:6}@gcp-sa-cloud-sql.iam.gserviceaccount.com",
            "instanceType": "CLOUD_SQL_INSTANCE",
            "availableMaintenanceVersions": [],
        },
    ),
    "gcp:sql/database:Database": Recipe(
        id="projects/{project}/instances/{in:instance}/databases/{in:name}",
        outputs={"charset": "UTF8", "collation": "en_US.UTF8"},
    ),
    "gcp:sql/user:User": Recipe(id="{in:name}//{in:instance}"),
    "gcp:secretmanager/secret:Secret": Recipe(
        id="projects/{project}/secrets/{in:secretId}",
        outputs={"name": "projects/" + PROJECT_NUMBER + "/secrets/{in:secretId}", "createTime": "{time}"},
    ),
    "gcp:secretmanager/secretVersion:SecretVersion": Recipe(
        id=_version_id,
        outputs={
            "name": lambda it: it.id.replace(f"projects/{it.identity.project}/", f"projects/{PROJECT_NUMBER}/"),
            "version": lambda it: it.id.rpartition("/")[2],
            "createTime": "{time}",
            "destroyTime": "",
        },
    ),
}

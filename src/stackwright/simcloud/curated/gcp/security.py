"""Keys, certificates, tags, and sinks of what holds projects.

Sources: Google's REST references of each service; https://cloud.google.com/storage/docs/authentication/hmackeys,
https://cloud.google.com/logging/docs/export/configure_export_v2#dest-auth.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_POOL = "projects/{project}/locations/{location}/caPools/"


def _ciphertext(it: Subject) -> str:
    """Base64 of noise that begins as what Cloud KMS makes."""
    return "CiQA" + base64.b64encode(it.seed.data(84, "cipher")).decode()


def _access_id(it: Subject) -> str:
    """61 characters, those of a service account."""
    return f"GOOG1E{it.seed.text(55, _BASE32, 'access')}"


def _hmac_secret(it: Subject) -> str:
    return base64.b64encode(it.seed.data(30, "hmac")).decode()


def _authority_chain(it: Subject) -> list[Value]:
    return [guess.certificate(it, "authority")]


def _writer(kind: str, of: str) -> Recipe:
    """A sink of an organization or a folder writes as an account of that."""

    def account(it: Subject) -> str:
        number = it.text(of).rpartition("/")[2]
        return f"serviceAccount:service-{kind}-{number}@gcp-sa-logging.iam.gserviceaccount.com"

    path = {"org": "organizations", "folder": "folders", "ba": "billingAccounts"}[kind]
    return Recipe(
        id=lambda it: f"{path}/{it.text(of).rpartition('/')[2]}/sinks/{it.text('name')}",
        outputs={"writerIdentity": account},
    )


def _tag_key(it: Subject) -> str:
    return f"tagKeys/{it.seed.digits(15, 'tag')}"


def _tag_key_path(it: Subject) -> str:
    return f"{it.text('parent').rpartition('/')[2]}/{it.text('shortName')}"


def _tag_value_path(it: Subject) -> str:
    key = it.text("parent")
    above = it.other(key if key.startswith("tagKeys/") else f"tagKeys/{key}").get("namespacedName")
    return f"{above or f'{PROJECT_NUMBER}/key'}/{it.text('shortName')}"


def _last(it: Subject) -> str:
    return it.id.rpartition("/")[2]


TYPES: Mapping[str, Recipe] = {
    "gcp:kms/secretCiphertext:SecretCiphertext": Recipe(
        id=lambda it: f"{it.text('cryptoKey')}/{it.seed.hex(8)}", outputs={"ciphertext": _ciphertext}
    ),
    "gcp:kms/cryptoKeyVersion:CryptoKeyVersion": Recipe(
        id="{in:cryptoKey}/cryptoKeyVersions/{generation}",
        outputs={"state": "ENABLED", "algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION", "protectionLevel": "SOFTWARE"},
    ),
    "gcp:storage/hmacKey:HmacKey": Recipe(
        id=lambda it: f"projects/{it.text('project') or it.identity.project}/hmacKeys/{_access_id(it)}",
        outputs={"accessId": _access_id, "secret": _hmac_secret},
    ),
    "gcp:certificateauthority/authority:Authority": Recipe(
        id=_POOL + "{in:pool}/certificateAuthorities/{in:certificateAuthorityId}",
        outputs={
            "pemCaCertificates": _authority_chain,
            "state": "ENABLED",
            "accessUrls": [{"caCertificateAccessUrl": "", "crlAccessUrls": []}],
        },
    ),
    "gcp:logging/organizationSink:OrganizationSink": _writer("org", "orgId"),
    "gcp:logging/folderSink:FolderSink": _writer("folder", "folder"),
    "gcp:logging/billingAccountSink:BillingAccountSink": _writer("ba", "billingAccount"),
    "gcp:tags/tagKey:TagKey": Recipe(id=_tag_key, outputs={"name": _last, "namespacedName": _tag_key_path}),
    "gcp:tags/tagValue:TagValue": Recipe(
        id=lambda it: f"tagValues/{it.seed.digits(15, 'tag')}",
        outputs={"name": _last, "namespacedName": _tag_value_path},
    ),
}

"""Data sources of hashicorp/tls: what is said of a key is computed, who a server is is made up."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID, PublicKeyAlgorithmOID, SignatureAlgorithmOID

from stackwright.errors import CloudError
from stackwright.simcloud.curated.tls import algorithm_of, key_id, public, read_key
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

_ALGORITHMS = {
    PublicKeyAlgorithmOID.RSAES_PKCS1_v1_5: "RSA",
    PublicKeyAlgorithmOID.EC_PUBLIC_KEY: "ECDSA",
    PublicKeyAlgorithmOID.ED25519: "Ed25519",
}
_SIGNATURES = {
    SignatureAlgorithmOID.RSA_WITH_SHA256: "SHA256-RSA",
    SignatureAlgorithmOID.ECDSA_WITH_SHA256: "ECDSA-SHA256",
    SignatureAlgorithmOID.ED25519: "Ed25519",
}
"""As Go's `crypto/x509` calls them."""


def public_key(it: Subject, _store: Store) -> Properties:
    key = read_key(it.text("privateKeyPem") or it.text("privateKeyOpenssh"))
    return {"id": key_id(key), "algorithm": algorithm_of(key), **public(key)}


def certificate(it: Subject, _store: Store) -> Properties:
    """The certificates in `content`; of a URL, one that is made up for its host: a rehearsal asks no server."""
    try:
        found = x509.load_pem_x509_certificates(it.text("content").encode()) if it.text("content") else [_made_up(it)]
    except ValueError as error:
        raise CloudError(f"failed to parse certificate: {error}") from None
    own = hashlib.sha1(it.text("url").encode() or it.text("content").encode(), usedforsecurity=False).hexdigest()
    return {"id": own, "certificates": [_described(item) for item in found]}


def _made_up(it: Subject) -> x509.Certificate:
    key = Ed25519PrivateKey.from_private_bytes(it.seed.data(32, "key"))
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, urlsplit(it.text("url")).hostname or "simulated")])
    start = it.time()
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), int(it.seed.digits(38)), start, start + timedelta(days=365)
    )
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    return builder.add_extension(constraints, critical=True).sign(key, None)


def _described(item: x509.Certificate) -> Value:
    der = item.public_bytes(Encoding.DER)
    try:
        authority = item.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    return {
        "certPem": item.public_bytes(Encoding.PEM).decode(),
        "isCa": authority,
        "issuer": item.issuer.rfc4514_string(),
        "subject": item.subject.rfc4514_string(),
        "notAfter": item.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "notBefore": item.not_valid_before_utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "maxPathLength": -1,
        "publicKeyAlgorithm": _ALGORITHMS.get(item.public_key_algorithm_oid, "UNKNOWN"),
        "serialNumber": str(item.serial_number),
        "sha1Fingerprint": hashlib.sha1(der, usedforsecurity=False).hexdigest(),
        "signatureAlgorithm": _SIGNATURES.get(item.signature_algorithm_oid, "UNKNOWN"),
        "version": 3,
    }


FUNCTIONS: Mapping[str, Function] = {
    "tls:index/getCertificate:getCertificate": certificate,
    "tls:index/getPublicKey:getPublicKey": public_key,
}

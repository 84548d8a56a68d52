"""hashicorp/tls, computed for real: keys that work, certificates that verify.

Source of forms and defaults: the provider's documentation and `internal/provider/common_cert.go`. Keys are drawn anew
for every rehearsal, as they are for every deployment; times are those of the simulated clouds, in 2025.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID as Uses
from cryptography.x509.oid import NameOID

from stackwright.errors import CloudError
from stackwright.simcloud.curated.recipe import Maker, Part, Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties

Key: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_CURVES: Final[Mapping[str, type[ec.EllipticCurve]]] = {
    "P224": ec.SECP224R1,
    "P256": ec.SECP256R1,
    "P384": ec.SECP384R1,
    "P521": ec.SECP521R1,
}
_NAMES: Final = {
    "commonName": NameOID.COMMON_NAME,
    "country": NameOID.COUNTRY_NAME,
    "locality": NameOID.LOCALITY_NAME,
    "organization": NameOID.ORGANIZATION_NAME,
    "organizationalUnit": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "postalCode": NameOID.POSTAL_CODE,
    "province": NameOID.STATE_OR_PROVINCE_NAME,
    "serialNumber": NameOID.SERIAL_NUMBER,
}
_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "cert_signing",
    "crl_signing",
    "encipher_only",
    "decipher_only",
)
"""In the order of `x509.KeyUsage`."""
_EXTENDED: Final = {
    "any_extended": Uses.ANY_EXTENDED_KEY_USAGE,
    "client_auth": Uses.CLIENT_AUTH,
    "code_signing": Uses.CODE_SIGNING,
    "email_protection": Uses.EMAIL_PROTECTION,
    "ocsp_signing": Uses.OCSP_SIGNING,
    "server_auth": Uses.SERVER_AUTH,
    "timestamping": Uses.TIME_STAMPING,
}


@lru_cache(maxsize=256)
def _drawn(algorithm: str, bits: int, curve: str, _seed: str) -> Key:
    """One key for all outputs of a resource, which `_seed` tells from others."""
    match algorithm:
        case "RSA":
            return rsa.generate_private_key(65537, bits)
        case "ECDSA" if curve in _CURVES:
            return ec.generate_private_key(_CURVES[curve]())
        case "ED25519":
            return ed25519.Ed25519PrivateKey.generate()
        case _:
            raise CloudError(f"invalid Key Algorithm or curve: {algorithm} {curve}".rstrip())


def _key(it: Subject) -> Key:
    bits, curve = it.number("rsaBits", 2048), it.text("ecdsaCurve", "P224")
    return _drawn(it.text("algorithm"), bits, curve, it.seed.hex(32, "key"))


def read_key(pem: str) -> Key:
    """
    Raises:
        CloudError: it is no private key, in PEM or in OpenSSH's form.
    """
    load = load_ssh_private_key if "OPENSSH PRIVATE KEY" in pem else load_pem_private_key
    try:
        key = load(pem.encode(), None)
    except (ValueError, TypeError) as error:
        raise CloudError(f"failed to parse private key PEM: {error}") from None
    if not isinstance(key, Key):
        raise CloudError("failed to parse private key PEM: unsupported algorithm")
    return key


def algorithm_of(key: Key) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return "RSA"
    return "ECDSA" if isinstance(key, ec.EllipticCurvePrivateKey) else "ED25519"


def private_pem(key: Key) -> str:
    """PKCS#1 of RSA, SEC 1 of ECDSA, PKCS#8 of Ed25519."""
    own = PrivateFormat.PKCS8 if isinstance(key, ed25519.Ed25519PrivateKey) else PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(Encoding.PEM, own, NoEncryption()).decode()


def openssh(key: Key) -> str:
    """Empty for the curve P224, which OpenSSH does not know."""
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP224R1):
        return ""
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()).decode()


def public(key: Key) -> Properties:
    """The outputs that tell of the public half."""
    half = key.public_key()
    pem = half.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    made: Properties = {
        "publicKeyPem": pem,
        "publicKeyOpenssh": "",
        "publicKeyFingerprintMd5": "",
        "publicKeyFingerprintSha256": "",
    }
    if openssh(key):
        line = half.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
        made |= {"publicKeyOpenssh": f"{line.decode()}\n", **_fingerprints(line)}
    return made


def _fingerprints(line: bytes) -> Properties:
    """As `ssh-keygen -l` prints them: `SHA256:…` without padding, MD5 with colons."""
    blob = base64.b64decode(line.split()[1])
    sha256 = base64.b64encode(hashlib.sha256(blob).digest()).rstrip(b"=").decode()
    md5 = hashlib.md5(blob, usedforsecurity=False).hexdigest()
    colons = ":".join(md5[at : at + 2] for at in range(0, len(md5), 2))
    return {"publicKeyFingerprintSha256": f"SHA256:{sha256}", "publicKeyFingerprintMd5": colons}


def key_id(key: Key) -> str:
    return hashlib.sha1(str(public(key)["publicKeyPem"]).encode(), usedforsecurity=False).hexdigest()


def _name(it: Subject) -> x509.Name:
    subject = it.mapping("subject")
    parts = [x509.NameAttribute(oid, str(subject[key])) for key, oid in _NAMES.items() if subject.get(key)]
    streets = subject.get("streetAddresses")
    parts += [
        x509.NameAttribute(NameOID.STREET_ADDRESS, str(street))
        for street in (streets if isinstance(streets, list) else [])
    ]
    return x509.Name(parts)


def _alternatives(it: Subject) -> x509.SubjectAlternativeName | None:
    names: list[x509.GeneralName] = [x509.DNSName(str(name)) for name in it.items("dnsNames")]
    names += [x509.IPAddress(ipaddress.ip_address(str(address))) for address in it.items("ipAddresses")]
    names += [x509.UniformResourceIdentifier(str(uri)) for uri in it.items("uris")]
    return x509.SubjectAlternativeName(names) if names else None


def _digest(key: Key) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


def _request(it: Subject) -> str:
    key = read_key(it.text("privateKeyPem"))
    builder = x509.CertificateSigningRequestBuilder(_name(it))
    if (alternatives := _alternatives(it)) is not None:
        builder = builder.add_extension(alternatives, critical=False)
    return builder.sign(key, _digest(key)).public_bytes(Encoding.PEM).decode()


def _certificate(
    it: Subject,
    half: CertificatePublicKeyTypes,
    subject: x509.Name,
    issuer: x509.Name,
    alternatives: x509.SubjectAlternativeName | None,
    key: Key,
) -> str:
    """The certificate of `half`, signed with `key`, in PEM."""
    authority = it.inputs.get("isCaCertificate") is True
    wanted = {str(use) for use in it.items("allowedUses")}
    usages = [use in wanted for use in _USAGES]
    usages[7:] = [use and usages[4] for use in usages[7:]]
    extended = [oid for use, oid in _EXTENDED.items() if use in wanted]
    builder = (
        x509.CertificateBuilder(issuer, subject, half, _serial(it), it.time(), _end(it))
        .add_extension(x509.BasicConstraints(authority, _depth(it) if authority else None), critical=True)
        .add_extension(x509.KeyUsage(*usages), critical=True)
    )
    if extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=False)
    if alternatives is not None:
        builder = builder.add_extension(alternatives, critical=False)
    if authority or it.inputs.get("setSubjectKeyId") is True:
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(half), critical=False)
    return builder.sign(key, _digest(key)).public_bytes(Encoding.PEM).decode()


def _serial(it: Subject) -> int:
    return int(it.seed.digits(38, "serial"))


def _end(it: Subject) -> datetime:
    return it.time() + timedelta(hours=it.number("validityPeriodHours", 0))


def _depth(it: Subject) -> int | None:
    depth = it.number("maxPathLength", -1)
    return depth if depth >= 0 else None


def _self_signed(it: Subject) -> str:
    key = read_key(it.text("privateKeyPem"))
    return _certificate(it, key.public_key(), _name(it), _name(it), _alternatives(it), key)


def _locally_signed(it: Subject) -> str:
    try:
        request = x509.load_pem_x509_csr(it.text("certRequestPem").encode())
        authority = x509.load_pem_x509_certificate(it.text("caCertPem").encode())
    except ValueError as error:
        raise CloudError(f"failed to parse certificate or request: {error}") from None
    try:
        alternatives = request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        alternatives = None
    key = read_key(it.text("caPrivateKeyPem"))
    half = request.public_key()
    return _certificate(it, half, request.subject, authority.subject, alternatives, key)


def _algorithm(name: str) -> Maker:
    return lambda it: algorithm_of(read_key(it.text(name)))


def _of_key(name: str) -> Maker:
    return lambda it: public(_key(it))[name]


_VALIDITY: Mapping[str, Part] = {
    "validityStartTime": "{time}",
    "validityEndTime": lambda it: _end(it).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "readyForRenewal": False,
    "earlyRenewalHours": 0,
    "isCaCertificate": False,
    "setSubjectKeyId": False,
}

TYPES: Mapping[str, Recipe] = {
    "tls:index/privateKey:PrivateKey": Recipe(
        id=lambda it: key_id(_key(it)),
        outputs={
            "ecdsaCurve": "P224",
            "rsaBits": 2048,
            "privateKeyPem": lambda it: private_pem(_key(it)),
            "privateKeyPemPkcs8": lambda it: (
                _key(it).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
            ),
            "privateKeyOpenssh": lambda it: openssh(_key(it)),
            **{
                name: _of_key(name)
                for name in (
                    "publicKeyPem",
                    "publicKeyOpenssh",
                    "publicKeyFingerprintMd5",
                    "publicKeyFingerprintSha256",
                )
            },
        },
    ),
    "tls:index/certRequest:CertRequest": Recipe(
        id=lambda it: hashlib.sha1(_request(it).encode(), usedforsecurity=False).hexdigest(),
        outputs={"certRequestPem": _request, "keyAlgorithm": _algorithm("privateKeyPem")},
    ),
    "tls:index/selfSignedCert:SelfSignedCert": Recipe(
        id=lambda it: str(_serial(it)),
        outputs={
            "certPem": _self_signed,
            "keyAlgorithm": _algorithm("privateKeyPem"),
            "setAuthorityKeyId": False,
            **_VALIDITY,
        },
    ),
    "tls:index/locallySignedCert:LocallySignedCert": Recipe(
        id=lambda it: str(_serial(it)),
        outputs={"certPem": _locally_signed, "caKeyAlgorithm": _algorithm("caPrivateKeyPem"), **_VALIDITY},
    ),
}

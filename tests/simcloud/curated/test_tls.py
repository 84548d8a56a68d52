import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_public_key

from stackwright.errors import CloudError
from stackwright.wire.values import reveal

pytest.importorskip("pulumi_tls", reason="the SDK of tls is not installed")

KEY = "tls:index/privateKey:PrivateKey"
YEAR = 8760


def _plain(made):
    return {name: reveal(value) for name, value in made.outputs.items()}


@pytest.mark.parametrize(
    "given", [{"algorithm": "RSA"}, {"algorithm": "ECDSA", "ecdsaCurve": "P384"}, {"algorithm": "ED25519"}]
)
def test_the_halves_of_a_key_belong_together(make, given):
    out = _plain(make(KEY, given))
    private = load_pem_private_key(out["privateKeyPem"].encode(), None)
    assert load_ssh_public_key(out["publicKeyOpenssh"].encode()) == private.public_key()
    assert load_pem_private_key(out["privateKeyPemPkcs8"].encode(), None).public_key() == private.public_key()


def test_private_halves_are_secret_and_a_curve_that_openssh_lacks_has_no_line_of_it(make):
    made = make(KEY, {"algorithm": "ECDSA"})
    assert made.outputs["privateKeyPem"] != reveal(made.outputs["privateKeyPem"])
    assert made.outputs["publicKeyOpenssh"] == ""


def test_a_certificate_verifies_against_the_authority_that_signed_it(make):
    authority_key = _plain(make(KEY, {"algorithm": "ECDSA", "ecdsaCurve": "P256"}, name="ca"))["privateKeyPem"]
    server_key = _plain(make(KEY, {"algorithm": "ED25519"}, name="server"))["privateKeyPem"]
    authority = make(
        "tls:index/selfSignedCert:SelfSignedCert",
        {
            "privateKeyPem": authority_key,
            "subject": {"commonName": "Acme", "organization": "Acme Ltd"},
            "isCaCertificate": True,
            "validityPeriodHours": YEAR,
            "allowedUses": ["cert_signing"],
        },
    )
    request = make(
        "tls:index/certRequest:CertRequest",
        {"privateKeyPem": server_key, "dnsNames": ["a.example.com"], "subject": {"commonName": "a.example.com"}},
    )
    signed = make(
        "tls:index/locallySignedCert:LocallySignedCert",
        {
            "certRequestPem": _plain(request)["certRequestPem"],
            "caPrivateKeyPem": authority_key,
            "caCertPem": _plain(authority)["certPem"],
            "validityPeriodHours": YEAR,
            "allowedUses": ["server_auth", "digital_signature"],
        },
    )
    root = x509.load_pem_x509_certificate(_plain(authority)["certPem"].encode())
    leaf = x509.load_pem_x509_certificate(_plain(signed)["certPem"].encode())
    leaf.verify_directly_issued_by(root)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["a.example.com"]
    assert _plain(signed)["validityEndTime"] == leaf.not_valid_after_utc.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert _plain(signed)["caKeyAlgorithm"] == "ECDSA"
    assert signed.diff(validityPeriodHours=1).replaces == ["validityPeriodHours"]
    assert signed.diff(earlyRenewalHours=1).replaces == []


def test_what_is_no_key_is_refused(make):
    with pytest.raises(CloudError, match="failed to parse private key PEM"):
        make("tls:index/certRequest:CertRequest", {"privateKeyPem": "none"})


def test_the_public_half_of_a_key_and_the_certificate_of_a_server_can_be_asked_for(host, make):
    key = _plain(make(KEY, {"algorithm": "RSA"}))
    cloud = host.connect("tls")
    public = cloud.invoke("tls:index/getPublicKey:getPublicKey", {"privateKeyPem": key["privateKeyPem"]}).value
    assert public["publicKeyOpenssh"] == key["publicKeyOpenssh"]
    url = "https://oidc.eks.eu-west-1.amazonaws.com/id/1"
    found = cloud.invoke("tls:index/getCertificate:getCertificate", {"url": url}).value["certificates"][0]
    assert len(found["sha1Fingerprint"]) == 40
    again = cloud.invoke("tls:index/getCertificate:getCertificate", {"content": found["certPem"]}).value
    assert again["certificates"] == [found]

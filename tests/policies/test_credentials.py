"""What is taken for a credential, and what only looks like one."""

from __future__ import annotations

import base64

import pytest
from stackwright_policies.credentials import credential_in, credential_under, decoded

# Put together, so that no scanner takes this file for what it looks for.
AWS = "AKIA" + "IOSFODNN7" + "EXAMPLE"
GITHUB = "ghp_" + "a1B2" * 9
KEY = "-----BEGIN " + "RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    "text",
    [
        f"export AWS_ACCESS_KEY_ID={AWS}",
        KEY,
        f"git clone https://x:{GITHUB}@github.com/acme/app",
        "DATABASE_URL=postgres://app:hunter2@db.internal:5432/app",
        "redis://:hunter2@cache.internal",
        "#!/bin/sh\nexport DB_PASSWORD=hunter2\n",
        "mysql_root_password: 'correct horse'",
        '{"apiKey": "0f9e8d7c"}',
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + "Zm9v" * 20,
    ],
)
def test_a_credential_is_found_in_a_text(text: str) -> None:
    assert credential_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#!/bin/sh\napt-get install -y nginx\n",
        "export DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)",
        'TOKEN=`curl -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 21600" http://169.254.169.254/latest/api/token`',
        'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/',
        "ssh_pwauth: true\nchpasswd: {expire: false}",
        "postgres://app:${DB_PASSWORD}@db.internal/app",
        "https://example.com:8443/path",
        "docker login --password-stdin registry.example.com",
        "secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-a1b2c3",
        "automountServiceAccountToken: false",
        "see s3://bucket/a@b",
    ],
)
def test_what_refers_to_one_is_none(text: str) -> None:
    assert credential_in(text) is None


@pytest.mark.parametrize("name", ["DB_PASSWORD", "dbPassword", "API_KEY", "jwt-secret", "ACCESS_TOKEN", "PASSWORD2"])
def test_a_literal_under_the_name_of_a_credential_is_one(name: str) -> None:
    found = credential_under(name, "hunter2")
    assert found
    assert "hunter2" not in found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_ARN", "db-credentials"),
        ("PASSWORD_FILE", "run/secrets/db"),
        ("DB_PASSWORD", "arn:aws:ssm:eu-west-1:111122223333:parameter/db"),
        ("DB_PASSWORD", "${DB_PASSWORD}"),
        ("DB_PASSWORD", ""),
        ("REQUIRE_TOKEN", "true"),
        ("TABLE", "orders"),
        ("TOKEN", "3600"),
    ],
)
def test_a_reference_a_switch_or_another_name_is_none(name: str, value: str) -> None:
    assert credential_under(name, value) is None


def test_a_value_tells_whatever_its_name_is() -> None:
    assert credential_under("SETTING", AWS) == "an AWS access key"


def test_a_script_is_decoded_if_it_is_encoded() -> None:
    script = "#!/bin/sh\necho ü\n"
    assert decoded(base64.b64encode(script.encode()).decode()) == script
    assert decoded(script) == script
    assert decoded("/w==") == "/w==", "no text"

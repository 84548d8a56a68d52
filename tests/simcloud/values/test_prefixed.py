"""Names that begin as the program says."""

import pytest

from stackwright.simcloud import open_host
from tests.simcloud.made import KEY, urn_of

ENDING = r"\d{26}"


@pytest.mark.parametrize(
    ("token", "inputs", "name"),
    [
        ("aws:s3/bucket:Bucket", {"bucketPrefix": "logs-"}, "bucket"),
        ("aws:iam/role:Role", {"namePrefix": "logs-", "assumeRolePolicy": "{}"}, "name"),
        ("aws:rds/cluster:Cluster", {"clusterIdentifierPrefix": "logs-", "engine": "mysql"}, "clusterIdentifier"),
        ("aws:ec2/keyPair:KeyPair", {"keyNamePrefix": "logs-", "publicKey": "ssh-rsa A"}, "keyName"),
    ],
)
def test_the_provider_chooses_how_a_name_ends(make, token, inputs, name):
    made = make(token, inputs)
    chosen = made.outputs[name]
    assert chosen.startswith("logs-")
    assert chosen.removeprefix("logs-").isdigit()
    assert len(chosen) == len("logs-") + 26
    assert made.id == chosen
    assert made.diff().changes.name == "NONE"
    assert name not in made.inputs


def test_it_stays_the_same_through_an_update(make):
    made = make("aws:sqs/queue:Queue", {"namePrefix": "jobs-"})
    news = {**made.inputs, "delaySeconds": 5}
    updated = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news)
    assert (updated["name"], updated["url"]) == (made.outputs["name"], made.id)


def test_a_preview_does_not_know_it():
    host = open_host(":memory:", KEY)
    provider = host.connect("aws")
    urn = urn_of("aws:s3/bucket:Bucket", "logs")
    checked = provider.check(urn, {}, {"bucketPrefix": "logs-"}, seed=b"")
    assert not str(provider.create(urn, checked.inputs, preview=True).outputs["bucket"]).startswith("logs-")
    host.close()

from __future__ import annotations

import re

import pytest

from stackwright.deploy.acts import stateful
from stackwright.deploy.acts.stateful import holds_data
from stackwright.simcloud.catalogue.sdk import catalogue


@pytest.mark.parametrize(
    "token",
    [
        "aws:rds/instance:Instance",
        "aws:s3/bucket:Bucket",
        "aws:sqs/queue:Queue",
        "azure-native:dbforpostgresql:Server",
        "azure-native:dbforpostgresql/v20240801:Server",
        "azure-native:storage:StorageAccount",
        "gcp:storage/bucket:Bucket",
        "kubernetes:core/v1:PersistentVolumeClaim",
        "kubernetes:postgresql.cnpg.io/v1:Cluster",
        "openstack:blockstorage/volume:Volume",
    ],
)
def test_what_holds_data(token: str) -> None:
    assert holds_data(token)


@pytest.mark.parametrize(
    "token",
    [
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:sqs/queuePolicy:QueuePolicy",
        "azure-native:dbforpostgresql:FirewallRule",
        "gcp:storage/bucketIAMMember:BucketIAMMember",
        "kubernetes:apps/v1:Deployment",
        "openstack:networking/network:Network",
        "aws:ecs/service:Service",
    ],
)
def test_what_does_not(token: str) -> None:
    assert not holds_data(token)


@pytest.mark.parametrize("package", ["aws", "azure-native", "gcp", "openstack"])
def test_every_name_on_the_list_is_a_type_of_its_sdk(package: str) -> None:
    pattern = stateful._TYPES.pattern  # pyright: ignore[reportPrivateUsage]
    own = re.search(rf"{package}:\((.*?)\n    \)", pattern, re.DOTALL)
    assert own
    known = catalogue(package).tokens()
    end = r":.*" if package != "azure-native" else ""
    for words in re.split(r"\s\|\s", " ".join(own[1].split())):
        choice = re.search(r"\(([^()]*)\)", words)
        for each in choice[1].split("|") if choice else [""]:
            name = words.replace(choice[0], each).strip() if choice else words.strip()
            matching = [token for token in known if re.fullmatch(f"{package}:{name}{end}", token)]
            assert matching, f"{package}:{name} is no type"

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import CloudError
from stackwright.simcloud.checking.autoname import Naming, autoname
from stackwright.simcloud.seed import Seed
from stackwright.wire.naming import Autonaming
from tests.simcloud.made import urn_of

NAMES = [
    ("aws:sns/topic:Topic", {}, "name", r"web-[0-9a-f]{7}"),
    ("aws:sqs/queue:Queue", {}, "name", r"web-[0-9a-f]{7}"),
    ("aws:sqs/queue:Queue", {"fifoQueue": True}, "name", r"web-[0-9a-f]{7}\.fifo"),
    ("aws:s3/bucket:Bucket", {}, "bucket", r"web-[0-9a-f]{7}"),
    ("aws:s3/bucketV2:BucketV2", {}, "bucket", r"web-[0-9a-f]{7}"),
    ("aws:rds/instance:Instance", {"instanceClass": "db.t4g.micro"}, "identifier", r"web-[0-9a-f]{7}"),
    ("azure-native:resources:ResourceGroup", {}, "resourceGroupName", r"web[0-9a-f]{8}"),
    ("azure-native:network:VirtualNetwork", {"resourceGroupName": "g"}, "virtualNetworkName", r"web[0-9a-f]{8}"),
    ("azure-native:network:Subnet", {"resourceGroupName": "g", "virtualNetworkName": "v"}, "subnetName", r"web"),
    (
        "azure-native:authorization:RoleAssignment",
        {"scope": "/s", "roleDefinitionId": "r", "principalId": "p"},
        "roleAssignmentName",
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    ),
    ("gcp:compute/network:Network", {}, "name", r"web-[0-9a-f]{7}"),
    ("openstack:networking/network:Network", {}, "name", r"web-[0-9a-f]{7}"),
]


@pytest.mark.parametrize(("token", "inputs", "name", "pattern"), NAMES, ids=[case[0] for case in NAMES])
def test_names_are_chosen_as_pulumi_chooses_them(make, token, inputs, name, pattern):
    assert re.fullmatch(pattern, make(token, inputs).inputs[name])


@pytest.mark.parametrize(("token", "inputs", "name", "pattern"), NAMES, ids=[case[0] for case in NAMES])
def test_an_old_name_stays_and_a_replacement_gets_a_new_one(host, token, inputs, name, pattern):
    provider = host.connect(token.partition(":")[0])
    urn = urn_of(token, "web")
    first = provider.check(urn, {}, inputs, seed=b"one").inputs
    again = provider.check(urn, first, inputs, seed=b"two").inputs
    replaced = provider.check(urn, {}, inputs, seed=b"two").inputs
    assert again == first
    assert (replaced[name] == first[name]) is (pattern == "web")


def test_a_name_that_a_person_gave_up_is_not_kept(host):
    provider = host.connect("aws")
    urn = urn_of("aws:sns/topic:Topic", "web")
    named = provider.check(urn, {}, {"name": "orders"}, seed=b"").inputs
    assert provider.check(urn, named, {}, seed=b"").inputs["name"].startswith("web-")


def test_a_prefix_takes_the_place_of_an_autoname(make):
    made = make("aws:sns/topic:Topic", {"namePrefix": "orders-"})
    assert "name" not in made.inputs


def test_a_required_name_is_not_made_up(host):
    failures = host.connect("aws").check(urn_of("aws:route53/record:Record", "www"), {}, {}, seed=b"").failures
    assert "name" in {failure.property for failure in failures}


FIFO = {"fifoQueue": True}
ASSIGNED = {"scope": "/s", "roleDefinitionId": "r", "principalId": "p"}
PLAIN = Autonaming("propose", "My-Web")


@pytest.mark.parametrize(
    ("token", "inputs", "asked", "name", "given"),
    [
        ("aws:sqs/queue:Queue", FIFO, PLAIN, "name", "My-Web.fifo"),
        ("aws:sqs/queue:Queue", FIFO, Autonaming("enforce", "My-Web"), "name", "My-Web"),
        ("aws:s3/bucket:Bucket", {}, PLAIN, "bucket", "my-web"),
        ("aws:s3/bucket:Bucket", {}, Autonaming("enforce", "My-Web"), "bucket", "My-Web"),
        ("aws:s3/bucket:Bucket", {"bucket": "own"}, Autonaming("disable"), "bucket", "own"),
        ("aws:kms/alias:Alias", {"targetKeyId": "k"}, PLAIN, "name", "alias/My-Web"),
        ("aws:glue/catalogDatabase:CatalogDatabase", {}, PLAIN, "name", "my_web"),
        ("azure-native:resources:ResourceGroup", {}, PLAIN, "resourceGroupName", "My-Web"),
        ("azure-native:authorization:RoleAssignment", ASSIGNED, PLAIN, "roleAssignmentName", r"[0-9a-f-]{36}"),
        ("azure-native:authorization:RoleAssignment", ASSIGNED, Autonaming("enforce", "x"), "roleAssignmentName", "x"),
    ],
)
def test_an_engine_may_say_how_to_name(host, token, inputs, asked, name, given):
    """Providers take a proposal as they would their own, and what is enforced as it is."""
    checked = host.connect(token.partition(":")[0]).check(urn_of(token, "web"), {}, inputs, seed=b"", autonaming=asked)
    assert not checked.failures
    assert re.fullmatch(given, checked.inputs[name])


@pytest.mark.parametrize(
    ("token", "asked", "wrong"),
    [
        (
            "aws:s3/bucket:Bucket",
            Autonaming("disable"),
            "automatic naming is disabled but no explicit name was provided",
        ),
        (
            "aws:s3/bucket:Bucket",
            Autonaming("propose", "x" * 64),
            f"calculated name '{'x' * 64}' exceeds maximum length of 63",
        ),
        (
            "kubernetes:core/v1:ConfigMap",
            Autonaming("disable"),
            "autonaming is disabled, resource requires the .metadata.name field to be set",
        ),
    ],
)
def test_what_cannot_be_named_as_an_engine_says_is_refused(host, token, asked, wrong):
    provider = host.connect(token.partition(":")[0])
    with pytest.raises(CloudError, match=re.escape(wrong)):
        provider.check(urn_of(token, "web"), {}, {}, seed=b"", autonaming=asked)


def test_azure_misses_a_name_that_is_not_to_be_made(host):
    urn = urn_of("azure-native:resources:ResourceGroup", "web")
    checked = host.connect("azure-native").check(urn, {}, {}, seed=b"", autonaming=Autonaming("disable"))
    assert [failure.reason for failure in checked.failures] == ["missing required property 'resourceGroupName'"]


def test_a_name_that_would_be_too_long_is_refused(host):
    provider = host.connect("aws")
    urn = urn_of("aws:lb/loadBalancer:LoadBalancer", "a-name-of-twenty-six-letters")
    (failure,) = provider.check(urn, {}, {}, seed=b"").failures
    assert failure.property == "name"
    assert failure.reason.endswith("plus 7 random chars is longer than maximum length 32")


@given(name=st.text("abcDEF-", min_size=1, max_size=40), longest=st.integers(20, 60), seed=st.binary())
def test_an_autoname_repeats_and_never_exceeds_its_length(name, longest, seed):
    rule = Naming("name", longest, lower=True)
    try:
        first = autoname(name, rule, Seed(seed))
    except ValueError:
        assert len(name) + 1 + rule.suffix > longest
        return
    assert first == autoname(name, rule, Seed(seed))
    assert len(first) <= longest
    assert re.fullmatch(re.escape(name.lower()) + "-[0-9a-f]{7}", first)


@pytest.mark.parametrize(
    ("token", "inputs", "output", "form"),
    [
        ("aws:glue/catalogDatabase:CatalogDatabase", {}, "name", r"my-lake_[a-z]{8}"),
        ("aws:kms/alias:Alias", {"targetKeyId": "k"}, "name", r"alias/My-Lake-[0-9a-f]{7}"),
        ("aws:sns/topic:Topic", {"fifoTopic": True}, "name", r"My-Lake-[0-9a-f]{7}\.fifo"),
        ("aws:athena/database:Database", {"bucket": "b"}, "name", r"My-Lake_[0-9a-f]{7}"),
        ("aws:efs/fileSystem:FileSystem", {}, "creationToken", r"My-Lake-[0-9a-f]{7}"),
    ],
)
def test_names_of_aws_that_are_made_in_a_way_of_their_own(make, token, inputs, output, form):
    assert re.fullmatch(form, make(token, inputs, name="My-Lake").inputs[output])

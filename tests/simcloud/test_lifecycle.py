"""Create, read, update, delete: what every simulated cloud does."""

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud import open_host
from stackwright.wire.results import Changes
from stackwright.wire.values import UNKNOWN, contains_unknown, is_secret, reveal, secret
from tests.simcloud.made import KEY, urn_of

EXAMPLES = {
    "aws:ec2/vpc:Vpc": {"cidrBlock": "10.0.0.0/16"},
    "aws:s3/bucket:Bucket": {},
    "azure-native:network:VirtualNetwork": {
        "resourceGroupName": "shop",
        "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
    },
    "gcp:storage/bucket:Bucket": {"location": "EU"},
    "kubernetes:core/v1:Service": {"spec": {"ports": [{"port": 80}]}},
    "openstack:networking/subnet:Subnet": {"networkId": "4f0e", "cidr": "10.2.0.0/24"},
    "random:index/randomPassword:RandomPassword": {"length": 20},
    # without a recipe
    "aws:workspaces/ipGroup:IpGroup": {},
    "azure-native:search:Service": {"resourceGroupName": "shop"},
    "gcp:redis/instance:Instance": {"memorySizeGb": 1},
    "kubernetes:monitoring.coreos.com/v1:ServiceMonitor": {"spec": {"selector": {}}},
    "openstack:dns/zone:Zone": {},
}


@pytest.mark.parametrize("token", EXAMPLES)
def test_a_second_run_changes_nothing(make, token):
    made = make(token, EXAMPLES[token])
    assert made.diff().changes.name == "NONE"


@pytest.mark.parametrize("token", EXAMPLES)
def test_the_same_urn_gives_the_same_cloud(token):
    answers = []
    for _ in range(2):
        host = open_host(":memory:", KEY)
        provider = host.connect(token.partition(":")[0])
        inputs = provider.check(urn_of(token, "web"), {}, EXAMPLES[token], seed=b"seed").inputs
        answers.append(provider.create(urn_of(token, "web"), inputs))
        host.close()
    assert answers[0] == answers[1]


@pytest.mark.parametrize("token", EXAMPLES)
def test_a_refresh_finds_what_was_created(make, token):
    made = make(token, EXAMPLES[token])
    read = made.provider.read(made.urn, made.id, made.inputs, made.outputs)
    assert (read.id, read.inputs, read.outputs) == (made.id, made.inputs, made.outputs)


@pytest.mark.parametrize("token", EXAMPLES)
def test_a_preview_knows_inputs_and_promises_everything_that_comes(make, token):
    made = make(token, EXAMPLES[token])
    preview = made.provider.create(made.urn, made.inputs, preview=True)
    assert preview.id == ""
    assert set(preview.outputs) >= set(made.outputs)
    for name, value in preview.outputs.items():
        if not contains_unknown(value) and name in made.outputs and name not in {"metadata", "spec"}:
            assert value == made.outputs[name], name


@pytest.mark.parametrize("token", EXAMPLES)
def test_deleting_twice_is_deleting_once_and_a_read_says_that_it_is_gone(make, token):
    made = make(token, EXAMPLES[token])
    for _ in range(2):
        made.provider.delete(made.urn, made.id, made.inputs, made.outputs)
    assert made.provider.read(made.urn, made.id, made.inputs, made.outputs).id == ""


@pytest.mark.parametrize("method", ["read", "delete", "update"])
def test_an_id_that_was_never_issued_is_an_error_not_a_deletion(host, method):
    provider = host.connect("aws")
    urn = urn_of("aws:ec2/vpc:Vpc", "main")
    calls = {
        "read": lambda: provider.read(urn, "vpc-0real", {}, {}),
        "delete": lambda: provider.delete(urn, "vpc-0real", {}, {}),
        "update": lambda: provider.update(urn, "vpc-0real", {}, {}, {"cidrBlock": "10.0.0.0/16"}),
    }
    with pytest.raises(CloudError, match="'vpc-0real' was never issued by this simulated cloud"):
        calls[method]()


@pytest.mark.parametrize(
    ("token", "known", "name", "value"),
    [
        ("aws:ec2/vpc:Vpc", "vpc-0real", "cidrBlock", "/16"),
        ("gcp:compute/network:Network", "projects/p/global/networks/old", "selfLink", "global/networks/old"),
        ("kubernetes:core/v1:Service", "ingress/nginx", "status", "'ip': '203.0.113."),
        ("azure-native:resources:ResourceGroup", "/subscriptions/s/resourceGroups/old", "name", "old"),
    ],
)
def test_what_a_program_reads_by_its_id_alone_was_there_before(host, token, known, name, value):
    provider = host.connect(token.partition(":")[0])
    provider.configure({})
    urn = urn_of(token, "existing")
    found = provider.suppose(urn, known, {})
    assert found.id == known
    assert value in str(found.outputs[name])
    assert provider.suppose(urn, known, {}) == found
    assert provider.read(urn, known, found.inputs, found.outputs) == found, "a refresh finds nothing"


def test_a_resource_that_was_renamed_in_pulumi_is_still_the_same(make):
    old = make("random:index/randomPassword:RandomPassword", {"length": 20}, name="old")
    other = make("random:index/randomPassword:RandomPassword", {"length": 20}, name="other")
    assert old.id == other.id == "none"
    renamed = urn_of("random:index/randomPassword:RandomPassword", "new")
    assert old.provider.read(renamed, "none", old.inputs, old.outputs).outputs == old.outputs
    assert old.provider.read(renamed, "none", other.inputs, other.outputs).outputs == other.outputs
    old.provider.delete(renamed, "none", old.inputs, old.outputs)
    assert old.provider.read(other.urn, "none", {}, {}).outputs == other.outputs
    assert old.provider.read(old.urn, "none", {}, {}).id == ""


def test_deleting_what_was_replaced_leaves_the_replacement(make):
    first = make("random:index/randomPassword:RandomPassword", {"length": 20})
    second = make("random:index/randomPassword:RandomPassword", {"length": 30})
    assert (first.urn, first.id) == (second.urn, second.id)
    first.provider.delete(first.urn, first.id, first.inputs, first.outputs)
    assert second.provider.read(second.urn, second.id, second.inputs, second.outputs).outputs == second.outputs


def test_what_has_the_id_now_is_meant_not_what_had_it_before(make):
    first = make("aws:s3/bucket:Bucket", {"bucket": "orders", "tags": {"v": "1"}})
    first.provider.delete(first.urn, first.id, first.inputs, first.outputs)
    now = make("aws:s3/bucket:Bucket", {"bucket": "orders", "tags": {"v": "1"}})
    now.provider.update(now.urn, now.id, now.inputs, now.outputs, {**now.inputs, "tags": {"v": "2"}})
    assert now.provider.read(now.urn, now.id, now.inputs, now.outputs).outputs["tags"] == {"v": "2"}


def test_a_replacement_gets_an_id_of_its_own(make, host):
    first = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    second = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.1.0.0/16"})
    assert first.id != second.id
    assert [item.generation for item in host.find_by_urn(first.urn)] == [1, 2]


def test_an_update_keeps_the_id_and_what_was_computed(make):
    made = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    news = {**made.inputs, "tags": {"team": "retail"}}
    outputs = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news)
    assert outputs == {**made.outputs, "tags": {"team": "retail"}, "tagsAll": {"team": "retail"}}
    assert made.provider.read(made.urn, made.id, {}, {}).outputs == outputs


def test_a_preview_of_an_update_keeps_what_was_computed(make):
    made = make("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"})
    news = {**made.inputs, "tags": {"team": "retail"}}
    planned = made.provider.update(made.urn, made.id, made.inputs, made.outputs, news, preview=True)
    assert planned["arn"] == made.outputs["arn"]
    assert planned["tagsAll"] == {"team": "retail"}
    assert not any(contains_unknown(value) for value in planned.values())


def test_an_unknown_input_makes_what_follows_from_it_unknown(host):
    provider = host.connect("aws")
    inputs = {"cidrBlock": "10.0.0.0/16", "tags": {"owner": UNKNOWN}}
    preview = provider.create(urn_of("aws:ec2/vpc:Vpc", "main"), inputs, preview=True)
    assert preview.outputs["tags"] == {"owner": UNKNOWN}
    assert preview.outputs["tagsAll"] == UNKNOWN


def test_secrets_keep_their_mark_and_what_contains_one_gets_one(make):
    made = make(
        "azure-native:storage:StorageAccount",
        {
            "resourceGroupName": "shop",
            "kind": "StorageV2",
            "sku": {"name": "Standard_LRS"},
            "accountName": secret("topsecretname"),
        },
    )
    assert is_secret(made.outputs["accountName"])
    assert is_secret(made.outputs["primaryEndpoints"])
    assert reveal(made.outputs["primaryEndpoints"])["blob"] == "https://topsecretname.blob.core.windows.net/"
    assert not is_secret(made.outputs["kind"])


def test_outputs_that_the_sdk_declares_secret_are_secret_in_previews_too(make):
    made = make("random:index/randomPassword:RandomPassword", {"length": 20})
    preview = made.provider.create(made.urn, made.inputs, preview=True)
    assert is_secret(made.outputs["result"])
    assert preview.outputs["result"] == secret(UNKNOWN)


@pytest.mark.parametrize(
    ("token", "inputs", "message"),
    [
        ("aws:s3/bucket:Bucket", {"bucket": "acme-logs"}, "BucketAlreadyOwnedByYou"),
        ("aws:iam/role:Role", {"name": "web", "assumeRolePolicy": "{}"}, "EntityAlreadyExists"),
        (
            "azure-native:resources:ResourceGroup",
            {"resourceGroupName": "shop"},
            "cannot create already existing resource",
        ),
        ("gcp:storage/bucket:Bucket", {"name": "acme-logs", "location": "EU"}, "Error 409"),
        ("kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}}, 'namespaces "shop" already exists'),
    ],
)
def test_a_name_that_is_taken_is_refused_in_the_words_of_the_cloud(make, token, inputs, message):
    make(token, inputs, name="first")
    with pytest.raises(CloudError, match=message):
        make(token, inputs, name="second")


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("gcp:storage/bucketIAMMember:BucketIAMMember", {"bucket": "b", "role": "r", "member": "m"}),
        ("gcp:projects/service:Service", {"service": "compute.googleapis.com"}),
        ("kubernetes:core/v1:ConfigMapPatch", {"metadata": {"name": "web"}, "data": {"a": "b"}}),
        ("gcp:secretmanager/secretVersion:SecretVersion", {"secret": "projects/p/secrets/s", "secretData": "x"}),
    ],
)
def test_what_may_be_said_twice_is_not_refused(make, token, inputs):
    make(token, inputs, name="first")
    make(token, inputs, name="second")


def test_two_clusters_may_hold_objects_of_the_same_name(make):
    inputs = {"metadata": {"name": "shop"}}
    one = make("kubernetes:core/v1:Namespace", inputs, name="one", config={"context": "lab"})
    two = make("kubernetes:core/v1:Namespace", inputs, name="two", config={"context": "edge"})
    assert one.id == two.id == "shop"
    one.provider.delete(one.urn, one.id, {}, {})
    assert two.provider.read(two.urn, two.id, {}, {}).id == "shop"


def test_each_connection_has_its_own_configuration(make):
    eu = make("aws:sns/topic:Topic", {}, name="eu", config={"region": "eu-west-1"})
    us = make(
        "aws:sns/topic:Topic",
        {},
        name="us",
        config={"region": "us-east-2", "defaultTags": '{"tags":{"team":"retail"}}'},
    )
    assert ":eu-west-1:" in eu.outputs["arn"]
    assert ":us-east-2:" in us.outputs["arn"]
    assert (eu.outputs["tagsAll"], us.outputs["tagsAll"]) == ({}, {"team": "retail"})


def test_azure_refuses_the_name_of_a_storage_account_as_azure_does(make):
    inputs = {"resourceGroupName": "shop", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
    with pytest.raises(CloudError, match="AccountNameInvalid"):
        make("azure-native:storage:StorageAccount", inputs, name="shop-archive")


def test_azure_deletes_what_is_inside_a_resource_with_it(make, host):
    group = make("azure-native:resources:ResourceGroup", {})
    inside = {"resourceGroupName": group.outputs["name"]}
    network = make(
        "azure-native:network:VirtualNetwork", {**inside, "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    )
    name = {**inside, "virtualNetworkName": network.outputs["name"], "addressPrefix": "10.0.0.0/24"}
    subnet = make("azure-native:network:Subnet", name)
    beside = make("azure-native:resources:ResourceGroup", {"resourceGroupName": f"{group.outputs['name']}2"}, name="b")
    network.provider.delete(network.urn, network.id, {}, {})
    assert [it.id for it in host.resources()] == [group.id, beside.id]
    subnet.provider.delete(subnet.urn, subnet.id, {}, {})  # what is gone already is no error
    again = make("azure-native:managedidentity:UserAssignedIdentity", inside)
    group.provider.delete(group.urn, group.id, {}, {})
    assert [it.id for it in host.resources()] == [beside.id]
    assert again.id.startswith(f"{group.id}/")


def test_another_template_is_another_revision_and_another_value_another_version(make):
    app = {"resourceGroupName": "shop", "containerAppName": "web", "template": {"containers": [{"image": "a"}]}}
    made = make("azure-native:app:ContainerApp", app)
    first = made.outputs["latestRevisionName"]
    changed = {**made.inputs, "template": {"containers": [{"image": "b"}]}}
    second = made.provider.update(made.urn, made.id, made.inputs, made.outputs, changed)
    assert first.startswith("web--")
    assert second["latestRevisionName"] not in ("", first)
    secret_of = {"resourceGroupName": "shop", "vaultName": "v", "secretName": "s"}
    kept = make("azure-native:keyvault:Secret", {**secret_of, "properties": {"value": "one"}})
    other = {**kept.inputs, "properties": {"value": "two"}}
    after = kept.provider.update(kept.urn, kept.id, kept.inputs, kept.outputs, other)
    before = reveal(kept.outputs)["properties"]
    assert before["secretUri"] == reveal(after)["properties"]["secretUri"] == "https://v.vault.azure.net/secrets/s"
    assert before["secretUriWithVersion"] != reveal(after)["properties"]["secretUriWithVersion"]


def test_a_type_that_the_sdk_does_not_have_is_an_error(host):
    with pytest.raises(CloudError, match=r"aws:ec2/cloud:Cloud is not in aws 7\."):
        host.connect("aws").check(urn_of("aws:ec2/cloud:Cloud", "x"), {}, {}, seed=b"")


def test_what_is_supposed_is_as_the_program_says_and_keeps_its_secrets(host):
    provider = host.connect("aws")
    urn = urn_of("aws:rds/instance:Instance", "old")
    said = {"identifier": "old", "engine": "mysql", "instanceClass": "db.t3.micro", "password": secret("hunter22")}
    inputs = provider.check(urn, {}, said, seed=b"").inputs
    found = provider.suppose(urn, "db-OLD", inputs)
    assert found.inputs == inputs
    assert found.outputs["password"] == secret("hunter22")
    assert provider.read(urn, "db-OLD", {}, {}) == found


@pytest.mark.parametrize(
    ("token", "known", "said", "path"),
    [
        ("aws:s3/bucket:Bucket", "old", {}, ["bucket"]),
        ("aws:s3/bucket:Bucket", "old", {"bucket": "new"}, ["bucket"]),
        ("gcp:compute/network:Network", "projects/p/global/networks/old", {}, ["name"]),
        ("azure-native:resources:ResourceGroup", "/subscriptions/s/resourceGroups/old", {}, ["resourceGroupName"]),
        ("kubernetes:core/v1:Namespace", "old", {}, ["metadata", "name"]),
    ],
)
def test_what_a_program_imports_is_there_by_the_name_that_its_id_says(host, token, known, said, path):
    """A later check of the same program finds nothing to change, unless it says another name."""
    provider = host.connect(token.partition(":")[0])
    provider.configure({})
    urn = urn_of(token, "existing")
    found = provider.suppose_import(urn, known, said, preview=True)
    assert provider.suppose_import(urn, known, said, preview=False) == found
    assert provider.suppose_import(urn, known, said, preview=False) is None
    name = found.inputs
    for step in path:
        name = name[step]
    assert name == "old"
    again = provider.check(urn, found.inputs, said, seed=b"").inputs
    assert (provider.diff(urn, known, found.inputs, found.outputs, again).changes is Changes.SOME) is bool(said)
    assert provider.read(urn, known, {}, {}).inputs == found.inputs


def test_what_a_preview_does_not_know_yet_is_not_noted(host):
    provider = host.connect("aws")
    urn = urn_of("aws:ec2/subnet:Subnet", "old")
    assert provider.suppose(urn, "subnet-old", {"vpcId": UNKNOWN}).outputs["vpcId"] == UNKNOWN
    assert provider.suppose(urn, "subnet-old", {"vpcId": "vpc-1"}).outputs["vpcId"] == "vpc-1"

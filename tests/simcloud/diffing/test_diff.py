import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.simcloud.diffing.compare import changes
from stackwright.wire.results import PropertyDiff
from stackwright.wire.values import UNKNOWN, secret

SUBNET = {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}


def test_a_change_in_place(make):
    found = make("aws:ec2/subnet:Subnet", {**SUBNET, "tags": {"a": "1", "b": "2"}}).diff(tags={"a": "9", "c": "3"})
    assert found.changes.name == "SOME"
    assert found.replaces == []
    assert found.diffs == ["tags"]
    assert found.detailed == {
        "tags.a": PropertyDiff("update"),
        "tags.b": PropertyDiff("delete"),
        "tags.c": PropertyDiff("add"),
    }


def test_a_change_that_replaces(make):
    found = make("aws:ec2/subnet:Subnet", SUBNET).diff(cidrBlock="10.0.1.0/24")
    assert found.replaces == ["cidrBlock"]
    assert found.detailed == {"cidrBlock": PropertyDiff("update-replace")}
    assert found.delete_before_replace is False
    assert "vpcId" in found.stables


def test_an_unknown_new_value_is_a_change(make):
    found = make("aws:ec2/subnet:Subnet", SUBNET).diff(vpcId=UNKNOWN)
    assert found.detailed == {"vpcId": PropertyDiff("update-replace")}


def test_a_secret_mark_is_no_change(make):
    made = make("aws:ssm/parameter:Parameter", {"type": "String", "value": "x", "name": "/shop"})
    assert made.diff(value=secret("x")).changes.name == "NONE"
    assert made.diff(value=secret("y")).detailed == {"value": PropertyDiff("update")}


def test_what_drifted_is_put_back(make):
    made = make("aws:ec2/subnet:Subnet", {**SUBNET, "mapPublicIpOnLaunch": False})
    drifted = {**made.outputs, "mapPublicIpOnLaunch": True}
    found = made.provider.diff(made.urn, made.id, made.inputs, drifted, made.inputs)
    assert found.detailed == {"mapPublicIpOnLaunch": PropertyDiff("update")}


def test_ignored_changes_are_left_out(make):
    made = make("aws:ec2/subnet:Subnet", {**SUBNET, "tags": {"a": "1"}})
    news = {**made.inputs, "tags": {"a": "2"}}
    found = made.provider.diff(made.urn, made.id, made.inputs, made.outputs, news, ignore_changes=("tags",))
    assert found.changes.name == "NONE"


@pytest.mark.parametrize(("given", "first"), [({"name": "orders"}, True), ({}, False)])
def test_a_name_that_a_person_chose_is_freed_first(make, given, first):
    found = make("aws:sns/topic:Topic", given).diff(fifoTopic=True)
    assert found.replaces == ["fifoTopic"]
    assert found.delete_before_replace is first


def test_azure_replaces_on_its_path_and_location_and_deletes_first(make):
    made = make(
        "azure-native:network:VirtualNetwork",
        {"resourceGroupName": "shop", "location": "westeurope", "tags": {"a": "1"}},
    )
    moved = made.diff(location="northeurope")
    assert moved.detailed == {"location": PropertyDiff("update-replace", input_diff=True)}
    assert moved.delete_before_replace is True
    assert made.diff(resourceGroupName="other").replaces == ["resourceGroupName"]
    assert made.diff(location="West Europe").changes.name == "NONE"
    assert made.diff(tags={"a": "2"}).detailed == {"tags.a": PropertyDiff("update", input_diff=True)}


def test_azure_replaces_what_its_provider_lists_and_tries_everything_else(make):
    group = {"resourceGroupName": "shop", "location": "westeurope"}
    gateway = make("azure-native:network:NatGateway", {**group, "zones": ["1"]})
    assert gateway.diff(location="northeurope").replaces == []
    network = {"internal": False, "infrastructureSubnetId": "/a"}
    environment = make("azure-native:app:ManagedEnvironment", {**group, "vnetConfiguration": network})
    assert environment.diff(vnetConfiguration={**network, "internal": True}).detailed == {
        "vnetConfiguration.internal": PropertyDiff("update-replace", input_diff=True)
    }
    without = make("azure-native:app:ManagedEnvironment", {**group, "resourceGroupName": "other"})
    assert without.diff(vnetConfiguration=network).replaces == []


def test_azure_takes_what_it_chose_itself_for_an_update(make):
    made = make("azure-native:app:ManagedEnvironment", {"resourceGroupName": "shop"})
    there = {**made.outputs, "zoneRedundant": False}
    same = made.provider.diff(made.urn, made.id, made.inputs, there, {**made.inputs, "zoneRedundant": False})
    assert same.detailed == {"zoneRedundant": PropertyDiff("add", input_diff=True)}
    other = made.provider.diff(made.urn, made.id, made.inputs, there, {**made.inputs, "zoneRedundant": True})
    assert other.replaces == ["zoneRedundant"]


def test_kubernetes_replaces_what_the_api_server_keeps(make):
    containers = [{"name": "web", "image": "nginx"}]
    pod = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": containers}}
    spec = {"selector": {"matchLabels": {"app": "web"}}, "template": pod, "replicas": 1}
    made = make("kubernetes:apps/v1:Deployment", {"metadata": {"name": "web"}, "spec": spec})
    assert made.diff(spec={**spec, "replicas": 2}).detailed == {
        "spec.replicas": PropertyDiff("update", input_diff=True)
    }
    moved = made.diff(spec={**spec, "selector": {"matchLabels": {"app": "shop"}}})
    assert moved.detailed == {"spec.selector.matchLabels.app": PropertyDiff("update-replace", input_diff=True)}
    assert moved.delete_before_replace is True
    renamed = made.diff(metadata={"name": "shop"})
    assert renamed.replaces == ["metadata"]
    assert renamed.delete_before_replace is False


def test_lists_are_compared_by_position():
    assert changes({"a": [1, 2, 3]}, {}, {"a": [1, 9]}) == {"a[1]": "update", "a[2]": "delete"}
    assert changes({"a": [{"x": 1}]}, {}, {"a": [{"x": 1, "y": 2}, 5]}) == {"a[0].y": "add", "a[1]": "add"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc.", max_size=3), inner, max_size=3),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, max_size=4)


@given(PROPERTIES)
def test_equal_values_have_no_changes(values):
    assert changes(values, values, values) == {}
    assert changes(values, {}, values) == {}


@given(PROPERTIES, PROPERTIES)
def test_a_difference_is_seen_from_both_sides(old, new):
    forth, back = changes(old, {}, new), changes(new, {}, old)
    assert bool(forth) is bool(back)
    opposite = {"add": "delete", "delete": "add", "update": "update"}
    assert {path: opposite[change] for path, change in forth.items()} == back


@given(PROPERTIES, PROPERTIES)
def test_extra_outputs_of_the_cloud_are_no_changes(values, extra):
    state = {**{f"computed-{key}": value for key, value in extra.items()}, **values}
    assert changes(values, state, values) == {}


def test_an_attachment_of_which_there_can_be_one_is_deleted_before_it_is_replaced(make):
    made = make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {"role": "r", "policyArn": "a"})
    assert made.diff(policyArn="b").delete_before_replace is True

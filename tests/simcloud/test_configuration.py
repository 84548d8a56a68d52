import pytest

from stackwright.wire.values import UNKNOWN, secret
from tests.simcloud.made import urn_of


def test_bridged_providers_refuse_an_unknown_key(host):
    urn = urn_of("pulumi:providers:aws", "eu")
    checked = host.connect("aws").check_config(urn, {}, {"region": "eu-west-1", "regoin": "x", "version": "7.51.1"})
    assert [failure.property for failure in checked.failures] == ["regoin"]
    assert "pulumi config get aws:regoin" in checked.failures[0].reason


@pytest.mark.parametrize("package", ["azure-native", "kubernetes"])
def test_the_others_take_anything(host, package):
    news = {"something": "else"}
    checked = host.connect(package).check_config(urn_of(f"pulumi:providers:{package}", "x"), {}, news)
    assert (checked.inputs, checked.failures) == (news, [])


def test_another_cluster_replaces_the_provider_and_another_namespace_does_not(host):
    provider = host.connect("kubernetes")
    urn = urn_of("pulumi:providers:kubernetes", "lab")
    olds = {"context": "lab", "namespace": "shop", "version": "4.34.2"}
    moved = provider.diff_config(urn, olds, olds, {**olds, "context": "edge"})
    assert moved.replaces == ["context"]
    updated = provider.diff_config(urn, olds, olds, {**olds, "namespace": "web", "version": "5.0.0"})
    assert (updated.replaces, updated.diffs) == ([], ["namespace"])
    assert provider.diff_config(urn, olds, olds, {**olds, "namespace": secret("shop")}).changes.name == "NONE"


def test_an_unknown_configuration_still_answers(make):
    made = make("aws:sns/topic:Topic", {}, config={"region": UNKNOWN, "allowedAccountIds": '["210987654321"]'})
    assert made.outputs["arn"].startswith("arn:aws:sns:us-east-1:210987654321:")

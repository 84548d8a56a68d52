import json

import pytest
from click.testing import CliRunner

from stackwright.cli.cloud import cloud
from stackwright.errors import UsageError
from stackwright.simcloud.coverage import coverage

RESOURCES = [
    {"urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "type": "pulumi:pulumi:Stack", "custom": False},
    {"urn": "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main", "type": "aws:ec2/vpc:Vpc", "custom": True},
    {"urn": "urn:pulumi:dev::shop::acme:Network::main", "type": "acme:Network", "custom": False},
    {"urn": "…", "type": "aws:workspaces/ipGroup:IpGroup", "custom": True},
    {"urn": "…", "type": "pulumi:providers:aws", "custom": True},
]


@pytest.fixture(params=["checkpoint", "export"])
def state(request, tmp_path):
    documents = {
        "checkpoint": {"version": 3, "checkpoint": {"latest": {"resources": RESOURCES}}},
        "export": {"version": 3, "deployment": {"resources": RESOURCES}},
    }
    file = tmp_path / ".pulumi" / "stacks" / "shop" / "dev.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(documents[request.param]))
    return file


def test_the_types_of_a_state(state):
    found = coverage([str(state)])
    assert found.generic == ["aws:workspaces/ipGroup:IpGroup"]
    assert found.curated == ["aws:ec2/vpc:Vpc"]


def test_a_folder_is_searched_for_states(state, tmp_path):
    assert coverage([str(tmp_path)]) == coverage([str(state)])


def test_the_types_of_a_package():
    found = coverage(["random"])
    assert found.generic == []
    assert "random:index/randomPet:RandomPet" in found.curated


@pytest.mark.parametrize(("content", "message"), [("no json", "is no checkpoint"), ("[]", "is no checkpoint")])
def test_a_file_that_is_no_state_is_named(tmp_path, content, message):
    file = tmp_path / "dev.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=message):
        coverage([str(file)])


def test_a_name_that_is_nothing_is_an_error():
    with pytest.raises(UsageError, match="neither an installed SDK nor a state"):
        coverage(["no-such-cloud"])


def test_a_service_stands_for_its_state_on_simulated_clouds(tmp_path, monkeypatch):
    service = tmp_path / "shop"
    service.mkdir()
    (service / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    monkeypatch.setenv("STACKWRIGHT_HOME", str(tmp_path / "home"))
    empty = CliRunner().invoke(cloud, ["types", str(service)])
    assert isinstance(empty.exception, UsageError)
    assert "shop has no state on simulated clouds" in str(empty.exception)
    state = tmp_path / "home" / "simulated" / "standing" / "state" / ".pulumi" / "stacks" / "shop" / "dev.web.json"
    state.parent.mkdir(parents=True)
    state.write_text(json.dumps({"version": 3, "checkpoint": {"latest": {"resources": RESOURCES}}}))
    assert CliRunner().invoke(cloud, ["types", str(service)]).stdout == "aws:workspaces/ipGroup:IpGroup\n"


def test_the_command_lists_them(state):
    plain = CliRunner().invoke(cloud, ["types", str(state)])
    assert plain.stdout == "aws:workspaces/ipGroup:IpGroup\n"
    assert "1 of 2 types" in plain.stderr
    everything = CliRunner().invoke(cloud, ["types", "--all", "--json", str(state)])
    assert json.loads(everything.stdout) == {
        "generic": ["aws:workspaces/ipGroup:IpGroup"],
        "curated": ["aws:ec2/vpc:Vpc"],
    }

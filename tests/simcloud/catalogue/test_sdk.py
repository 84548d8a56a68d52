import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.model import Shape
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue, installed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("StorageAccount", "storage_account"),
        ("DBInstance", "db_instance"),
        ("getAmi", "get_ami"),
        ("BucketV2", "bucket_v2"),
        ("VPNTunnel", "vpn_tunnel"),
    ],
)
def test_files_are_named_as_the_code_generator_names_them(name, expected):
    assert snake(name) == expected


def test_a_type_with_required_inputs_and_computed_outputs():
    subnet = catalogue("aws").resource("aws:ec2/subnet:Subnet")
    assert [name for name, item in subnet.inputs.items() if item.required] == ["vpcId"]
    assert {"arn", "ownerId", "tagsAll"} <= subnet.outputs.keys() - subnet.inputs.keys()
    assert subnet.inputs["mapPublicIpOnLaunch"].shape == Shape("boolean")
    assert subnet.inputs["tags"].shape == Shape("map", item=Shape("string"))
    assert subnet.inputs["mapPublicIpOnLaunch"].usual is False


def test_secret_outputs_are_read():
    password = catalogue("random").resource("random:index/randomPassword:RandomPassword")
    assert password.secrets == {"result", "bcryptHash"}


def test_nested_types_and_enums():
    types = catalogue("azure-native")
    account = types.resource("azure-native:storage:StorageAccount")
    assert account.inputs["accessTier"].shape.members[:2] == ("Hot", "Cool")
    sku = types.object(account.inputs["sku"].shape.ref)
    assert sku.properties["name"].required
    assert "Standard_LRS" in sku.properties["name"].shape.members
    assert types.object(account.outputs["sku"].shape.ref).properties.keys() == {"name", "tier"}


def test_nested_types_of_another_module():
    types = catalogue("kubernetes")
    deployment = types.resource("kubernetes:apps/v1:Deployment")
    metadata = types.object(deployment.inputs["metadata"].shape.ref)
    assert {"name", "namespace", "labels", "annotations"} <= metadata.properties.keys()
    assert deployment.inputs["kind"].default == "Deployment"


def test_the_documentation_says_what_forces_a_replacement():
    subnet = catalogue("openstack").resource("openstack:networking/subnet:Subnet")
    assert subnet.inputs["networkId"].replaces.startswith("Changing this creates a new subnet")
    assert subnet.inputs["description"].replaces == ""


def test_functions_with_arguments_and_results():
    ami = catalogue("aws").function("aws:ec2/getAmi:getAmi")
    assert {"mostRecent", "owners", "filters"} <= ami.args.keys()
    assert {"id", "architecture", "rootDeviceName"} <= ami.result.keys()
    assert catalogue("aws").function("aws:ec2/getNothing:getNothing") is None


def test_the_provider_is_a_type_too():
    assert {"region", "defaultTags"} <= catalogue("aws").provider().inputs.keys()


def test_what_is_not_installed_is_named():
    assert installed("no-such-cloud") is None
    with pytest.raises(CloudError, match="pip install pulumi-no-such-cloud"):
        catalogue("no-such-cloud")


@pytest.fixture
def sdk(tmp_path):
    """A copy of a small SDK, which a test may break."""
    root = tmp_path / "pulumi_random"
    shutil.copytree(installed("random"), root, ignore=shutil.ignore_patterns("__pycache__"))
    return root


TOKEN = "random:index/randomPet:RandomPet"


def test_a_type_is_read_once_per_version(sdk, tmp_path):
    first = Catalogue("random", sdk, tmp_path / "cache").resource(TOKEN)
    (sdk / "random_pet.py").unlink()
    assert Catalogue("random", sdk, tmp_path / "cache").resource(TOKEN) == first


def test_another_version_is_read_anew(sdk, tmp_path):
    Catalogue("random", sdk, tmp_path / "cache").resource(TOKEN)
    newer = sdk.with_name("newer")
    shutil.copytree(sdk, newer)
    (newer / "pulumi-plugin.json").write_text(json.dumps({"version": "99.0.0"}))
    file = newer / "random_pet.py"
    file.write_text(
        file.read_text().replace("def separator(self) -> pulumi.Output", "def divider(self) -> pulumi.Output")
    )
    assert "divider" in Catalogue("random", newer, tmp_path / "cache").resource(TOKEN).outputs


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": "' + TOKEN.encode() + b'", "value": {}}', b"\xff\xfe"])
def test_a_damaged_cache_is_written_again(sdk, tmp_path, damage):
    first = Catalogue("random", sdk, tmp_path / "cache").resource(TOKEN)
    files = list((tmp_path / "cache").rglob("*.json"))
    assert files
    for file in files:
        file.write_bytes(damage)
    assert Catalogue("random", sdk, tmp_path / "cache").resource(TOKEN) == first
    assert all(json.loads(file.read_bytes())["value"] for file in files)


def test_a_cache_that_cannot_be_written_costs_time_only(sdk, tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where a folder should be")
    assert Catalogue("random", sdk, blocked).resource(TOKEN) is not None


def test_many_readers_share_a_cache(sdk, tmp_path):
    def read(_: int):
        types = Catalogue("random", sdk, tmp_path / "cache")
        return [types.resource(token) for token in types.tokens()]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(read, range(16)))
    assert all(result == results[0] for result in results)
    assert not [path for path in (tmp_path / "cache").rglob(".*") if path.is_file()]

"""An SDK that nothing is known of but what it says: a tiny one, as Pulumi's code generator writes them."""

import json
import re

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue.sdk import Catalogue, catalogue, installed
from stackwright.simcloud.packages import check_type, simulable

SERVER = '''
class ServerArgs:
    def __init__(__self__, *, name: Optional[pulumi.Input[_builtins.str]] = None): ...
    @_builtins.property
    @pulumi.getter
    def name(self) -> Optional[pulumi.Input[_builtins.str]]: ...
    @_builtins.property
    @pulumi.getter(name="startDate")
    def start_date(self) -> Optional[pulumi.Input[_builtins.str]]: ...
    @_builtins.property
    @pulumi.getter
    def description(self) -> Optional[pulumi.Input[_builtins.str]]: ...

class Server(pulumi.CustomResource):
    def __init__(__self__):
        """
        ## Import

        ```sh
        $ pulumi import acme:index/server:Server example "$SERVER_ID"
        ```
        """
    @_builtins.property
    @pulumi.getter
    def name(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="startDate")
    def start_date(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter
    def description(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="ipv6Address")
    def ipv6_address(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="ipAddress")
    def ip_address(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="accountId")
    def account_id(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter
    def email(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="hookId")
    def hook_id(self) -> pulumi.Output[_builtins.int]: ...
    @_builtins.property
    @pulumi.getter
    def hostname(self) -> pulumi.Output[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter
    def nics(self) -> pulumi.Output[Sequence['outputs.Nic']]: ...
'''
OUTPUTS = """
class Nic(dict):
    def __init__(__self__, *, mac: Optional[_builtins.str] = None): ...
    @_builtins.property
    @pulumi.getter
    def mac(self) -> Optional[_builtins.str]: ...
    @_builtins.property
    @pulumi.getter(name="ipEndpoints")
    def ip_endpoints(self) -> Optional[Sequence['outputs.Endpoint']]: ...
    @_builtins.property
    @pulumi.getter
    def errors(self) -> Optional[Sequence['outputs.Endpoint']]: ...

class Endpoint(dict):
    def __init__(__self__, *, ip: Optional[_builtins.str] = None): ...
    @_builtins.property
    @pulumi.getter
    def ip(self) -> Optional[_builtins.str]: ...
"""
DISK = '''
class DiskArgs:
    def __init__(__self__, *, server_id: pulumi.Input[_builtins.int]): ...
    @_builtins.property
    @pulumi.getter(name="serverId")
    def server_id(self) -> pulumi.Input[_builtins.int]: ...

class Disk(pulumi.CustomResource):
    """
    $ pulumi import acme:index/disk:Disk example dsk-abc123
    """
    @_builtins.property
    @pulumi.getter(name="serverId")
    def server_id(self) -> pulumi.Output[_builtins.int]: ...
'''


@pytest.fixture
def sdk(tmp_path, monkeypatch):
    """`acme`, in a module of another publisher, whose plug-in says no version."""
    root = tmp_path / "pulumiverse_acme"
    (root / "config").mkdir(parents=True)
    entries = [
        {"pkg": "acme", "mod": f"index/{name.lower()}", "fqn": root.name, "classes": {token: name}}
        for name, token in (("Server", "acme:index/server:Server"), ("Disk", "acme:index/disk:Disk"))
    ]
    (root / "pulumi-plugin.json").write_text(json.dumps({"resource": True, "name": "acme"}))
    (root / "__init__.py").write_text(f'_utilities.register(resource_modules="""{json.dumps(entries)}""")')
    (root / "server.py").write_text(SERVER)
    (root / "outputs.py").write_text(OUTPUTS)
    (root / "disk.py").write_text(DISK)
    (root / "provider.py").write_text(DISK.replace("Disk", "Provider"))
    (root / "config" / "vars.py").write_text("    return __config__.get('location') or 'here'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield root
    catalogue.cache_clear()


def test_it_is_found_by_what_its_plugin_is_called(sdk):
    assert installed("acme") == sdk
    assert "acme" in simulable()
    assert Catalogue("acme", sdk).version == "0.0.0", "that of no distribution"


def test_values_are_what_their_names_say(sdk, make):
    made = make("acme:index/server:Server", {}, config={"accountId": "4711"}).outputs
    assert made["startDate"].startswith("2025-"), "never absent, and not given: the cloud sets it"
    assert made["description"] == "", "a text that people write"
    assert made["accountId"] == "4711", "as the provider is configured"
    assert made["ipv6Address"].startswith("2001:db8:")
    assert made["ipAddress"].startswith(("198.51.100.", "203.0.113."))
    assert made["email"].endswith("@example.com")
    assert made["hostname"].endswith(".acme.example.internal"), "no module's name where there is none"
    assert made["hookId"] > 9_999_999
    (nic,) = made["nics"]
    assert nic["ipEndpoints"][0]["ip"].count(".") == 3, "where a program looks for an address"
    assert "errors" not in nic


def test_ids_are_numbers_where_others_take_them_so_and_else_like_the_example(sdk, make):
    server = make("acme:index/server:Server", {})
    assert re.fullmatch(r"\d{8}", server.id), "an integer in the inputs of a disk"
    assert re.fullmatch(r"dsk-[a-z0-9]{6}", make("acme:index/disk:Disk", {"serverId": int(server.id)}).id)


def test_what_only_the_sdks_config_knows_may_be_configured(sdk, host):
    provider = host.connect("acme")
    said = provider.check_config("urn", {}, {"location": "there", "nonsense": "1"}).failures
    assert [failure.property for failure in said] == ["nonsense"]


def test_of_docker_only_what_builds_is_refused():
    check_type("docker:index/network:Network")
    with pytest.raises(CloudError, match="builds a container image, which a rehearsal does not"):
        check_type("docker:index/image:Image")

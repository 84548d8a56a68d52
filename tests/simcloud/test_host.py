import json
import sqlite3

import pytest

from stackwright.errors import CloudError, SecretsError, StateError
from stackwright.simcloud import calls, find_by_urn, open_host
from stackwright.wire.values import reveal, secret
from tests.simcloud.made import KEY, urn_of

VPC = "aws:ec2/vpc:Vpc"
PASSWORD = "random:index/randomPassword:RandomPassword"


def test_what_cannot_be_simulated_is_named_with_what_to_do(host):
    with pytest.raises(CloudError, match="command runs commands") as raised:
        host.connect("command", "1")
    assert "leave its resources out" in str(raised.value)
    with pytest.raises(CloudError, match="http asks servers, which a rehearsal does not"):
        host.connect("http")
    with pytest.raises(CloudError, match="awsx builds components in a provider of its own"):
        host.connect("awsx")


def test_a_package_without_its_sdk_says_how_to_install_it(host):
    with pytest.raises(CloudError, match="pip install pulumi-nowhere"):
        host.connect("nowhere")


def test_any_installed_sdk_of_plain_resources_is_simulated(host, tmp_path, monkeypatch):
    _sdk(tmp_path, "acme", {})
    _sdk(tmp_path, "made", {"parameterization": {"name": "made", "version": "1.0.0", "value": ""}})
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "acme" in host.packages
    assert "made" not in host.packages
    provider = host.connect("acme")
    made = provider.create(urn_of("acme:index/thing:Thing", "one"), {"size": 3})
    assert made.outputs["size"] == 3
    assert made.outputs["nodes"][0]["address"].count(".") == 3, "what is listed can be looked into"
    with pytest.raises(CloudError, match="parameterized package"):
        host.connect("made")


def _sdk(folder, package, more):
    root = folder / f"pulumi_{package}"
    root.mkdir()
    entry = {
        "pkg": package,
        "mod": "index/thing",
        "fqn": f"pulumi_{package}",
        "classes": {f"{package}:index/thing:Thing": "Thing"},
    }
    (root / "pulumi-plugin.json").write_text(
        json.dumps({"resource": True, "name": package, "version": "1.2.3", **more})
    )
    (root / "__init__.py").write_text(f'_utilities.register(resource_modules="""[{json.dumps(entry)}]""")')
    (root / "outputs.py").write_text(
        """
class ThingNode(dict):
    def __init__(__self__, *, address: Optional[_builtins.str] = None): ...
    @_builtins.property
    @pulumi.getter
    def address(self) -> Optional[_builtins.str]: ...
"""
    )
    (root / "thing.py").write_text(
        """
class ThingArgs:
    def __init__(__self__, *, size: Optional[pulumi.Input[_builtins.int]] = None): ...
    @_builtins.property
    @pulumi.getter
    def size(self) -> Optional[pulumi.Input[_builtins.int]]: ...

class Thing(pulumi.CustomResource):
    @_builtins.property
    @pulumi.getter
    def size(self) -> pulumi.Output[Optional[_builtins.int]]: ...
    @_builtins.property
    @pulumi.getter
    def nodes(self) -> pulumi.Output[Sequence['outputs.ThingNode']]: ...
"""
    )


def test_a_world_keeps_its_resources_between_hosts(tmp_path):
    database = tmp_path / "world" / "clouds.sqlite"
    first = open_host(database, KEY)
    created = first.connect("aws").create(urn_of(VPC, "main"), {"cidrBlock": "10.0.0.0/16"})
    first.close()
    second = open_host(database, KEY)
    read = second.connect("aws").read(urn_of(VPC, "main"), created.id, {}, {})
    second.close()
    assert read.outputs == created.outputs
    assert read.inputs == {"cidrBlock": "10.0.0.0/16"}
    assert [item.id for item in find_by_urn(database, KEY, urn_of(VPC, "main"))] == [created.id]


def test_two_hosts_share_a_world_at_the_same_time(tmp_path):
    database = tmp_path / "clouds.sqlite"
    first, second = open_host(database, KEY), open_host(database, KEY)
    one = first.connect("aws").create(urn_of(VPC, "one"), {"cidrBlock": "10.0.0.0/16"})
    second.connect("aws").create(urn_of(VPC, "two"), {"cidrBlock": "10.1.0.0/16"})
    assert second.connect("aws").read(urn_of(VPC, "one"), one.id, {}, {}).id == one.id
    assert len(first.resources("aws")) == 2
    first.close()
    second.close()
    assert [call.method for call in calls(database)].count("create") == 2


def test_no_secret_stands_in_clear_in_the_database(tmp_path):
    database = tmp_path / "clouds.sqlite"
    canary = "correct-horse-battery"
    host = open_host(database, KEY)
    made = host.connect("random").create(urn_of(PASSWORD, "admin"), {"length": 40})
    host.connect("aws").create(
        urn_of("aws:rds/instance:Instance", "db"), {"instanceClass": "db.t4g.micro", "password": secret(canary)}
    )
    host.connect("kubernetes").create(
        urn_of("kubernetes:core/v1:Secret", "db"),
        {"metadata": {"name": "db", "namespace": "default"}, "stringData": {"password": secret(canary)}},
    )
    host.close()
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    generated = reveal(made.outputs["result"])
    assert canary.encode() not in written
    assert b"Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5" not in written
    assert generated.encode() not in written
    assert json.dumps(generated).encode() not in written


def test_another_key_is_an_error_and_no_secret(tmp_path):
    database = tmp_path / "clouds.sqlite"
    host = open_host(database, KEY)
    made = host.connect("random").create(urn_of(PASSWORD, "admin"), {"length": 20})
    host.close()
    other = open_host(database, "another key")
    with pytest.raises(SecretsError, match="another key"):
        other.connect("random").read(urn_of(PASSWORD, "admin"), made.id, {}, {})
    other.close()


def test_a_file_that_is_no_database_is_refused(tmp_path):
    broken = tmp_path / "clouds.sqlite"
    broken.write_bytes(b"this is no database, " * 100)
    with pytest.raises(StateError, match="not a simulated cloud's database"):
        open_host(broken, KEY)


def test_a_newer_database_is_refused(tmp_path):
    database = tmp_path / "clouds.sqlite"
    open_host(database, KEY).close()
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match="newer Stackwright"):
        open_host(database, KEY)


def test_a_database_that_cannot_be_written_is_a_clear_error_and_loses_nothing(tmp_path):
    database = tmp_path / "clouds.sqlite"
    host = open_host(database, KEY)
    provider = host.connect("aws")
    kept = provider.create(urn_of(VPC, "kept"), {"cidrBlock": "10.0.0.0/16"})
    host._store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StateError, match="cannot be written"):
        provider.create(urn_of(VPC, "lost"), {"cidrBlock": "10.1.0.0/16"})
    host._store._connection.execute("PRAGMA query_only = OFF")
    provider.create(urn_of(VPC, "next"), {"cidrBlock": "10.2.0.0/16"})
    assert [item.urn for item in host.resources()] == [urn_of(VPC, "kept"), urn_of(VPC, "next")]
    assert provider.read(urn_of(VPC, "kept"), kept.id, {}, {}).id == kept.id
    host.close()


def test_calls_are_logged_in_order_with_urn_and_id(tmp_path):
    database = tmp_path / "clouds.sqlite"
    host = open_host(database, KEY)
    provider = host.connect("aws")
    urn = urn_of(VPC, "main")
    provider.check(urn, {}, {"cidrBlock": "10.0.0.0/16"}, seed=b"")
    provider.create(urn, {"cidrBlock": "10.0.0.0/16"}, preview=True)
    created = provider.create(urn, {"cidrBlock": "10.0.0.0/16"})
    provider.delete(urn, created.id, {}, {})
    host.close()
    logged = [(call.method, call.urn, call.id, call.preview) for call in calls(database)]
    assert logged == [
        ("check", urn, "", False),
        ("create", urn, "", True),
        ("create", urn, created.id, False),
        ("delete", urn, created.id, False),
    ]

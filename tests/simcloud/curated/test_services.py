"""What is known by heart of providers that are no dependencies: computed moments and messages, forms of services."""

import base64
import gzip
from dataclasses import replace
from email import message_from_string

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.curated.recipe import make, make_id
from stackwright.simcloud.identity import identity
from stackwright.simcloud.invokes.answer import functions
from stackwright.simcloud.rules.local import known
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject


def subject(token, *, config=None, other=None, **inputs):
    package = token.partition(":")[0]
    who = identity(package, config or {})
    it = Subject(package=package, token=token, name="one", inputs=inputs, identity=who, seed=Seed(token))
    return it if other is None else replace(it, other=other.get)


def outputs(token, **given):
    it = subject(token, **given)
    made = recipe(token)
    it = it.with_id(make_id(made, it) or "x1")
    return {"id": it.id, **make(made.outputs, it)}


@pytest.mark.parametrize(
    ("given", "moved"),
    [
        ({"offsetDays": 7}, "2025-02-07T10:00:00Z"),
        ({"offsetMonths": 1}, "2025-02-28T10:00:00Z"),
        ({"offsetYears": -1, "offsetMinutes": 5}, "2024-01-31T10:05:00Z"),
    ],
)
def test_an_offset_is_computed(given, moved):
    made = outputs("time:index/offset:Offset", baseRfc3339="2025-01-31T12:00:00+02:00", **given)
    assert (made["baseRfc3339"], made["rfc3339"]) == ("2025-01-31T10:00:00Z", moved)
    assert made["year"] == int(moved[:4]), "of the moment that was moved"


def test_a_moment_stays_unless_it_is_triggered():
    made = outputs("time:index/static:Static")
    assert made["id"] == made["rfc3339"]
    assert made["unix"] > 1_700_000_000
    assert [rule.path for rule in known("time:index/static:Static")] == ["triggers", "rfc3339"]


def test_cloudinit_renders_what_cloud_init_reads():
    part = {"content": "#!/bin/sh\necho hi", "contentType": "text/x-shellscript", "filename": "a.sh"}
    plain = outputs("cloudinit:index/config:Config", gzip=False, base64Encode=False, parts=[part])["rendered"]
    (read,) = message_from_string(plain.replace("\r\n", "\n")).get_payload()
    assert read.get_payload() == part["content"]
    assert read.get_content_type() == part["contentType"]
    assert read.get_filename() == "a.sh"
    function = functions("cloudinit")["cloudinit:index/getConfig:getConfig"]
    packed = function(subject("cloudinit:index/getConfig:getConfig", parts=[part]), None)["rendered"]
    assert gzip.decompress(base64.b64decode(packed)).decode() == plain
    with pytest.raises(CloudError, match="mandatory when gzip"):
        outputs("cloudinit:index/config:Config", gzip=True, base64Encode=False)


def test_services_put_names_where_they_belong():
    owner = {"owner": "acme"}
    assert outputs("github:index/repository:Repository", name="api", config=owner)["sshCloneUrl"] == (
        "git@github.com:acme/api.git"
    )
    group = {"7": {"fullPath": "platform"}}
    project = outputs("gitlab:index/project:Project", name="Infra", namespaceId=7, other=group)
    assert project["webUrl"] == "https://gitlab.com/platform/infra"
    storage = outputs("azure:storage/account:Account", name="files")
    assert storage["secondaryBlobEndpoint"] == "https://files-secondary.blob.core.windows.net/"
    vault = "/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv"
    secret = outputs("azure:keyvault/secret:Secret", name="pw", keyVaultId=vault)
    assert secret["id"] == f"https://kv.vault.azure.net/secrets/pw/{secret['version']}"
    pool = outputs("digitalocean:index/kubernetesCluster:KubernetesCluster", nodePool={"name": "p", "nodeCount": 3})
    assert len(pool["nodePool"]["nodes"]) == 3
    assert pool["endpoint"] in pool["kubeConfigs"][0]["rawConfig"]

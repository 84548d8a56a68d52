"""What no preview knows: the service does not take it."""

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud import open_host
from tests.simcloud.made import KEY, urn_of

AZURE = {"resourceGroupName": "shop"}
VAULT = {"sku": {"family": "A", "name": "standard"}, "tenantId": "t"}
VERSION = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
DEFINITION = {
    "group": "example.com",
    "scope": "Cluster",
    "versions": [VERSION],
    "names": {"kind": "CronTab", "plural": "crontabs"},
}


def workload(label: str):
    containers = [{"name": "web", "image": "nginx"}]
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": containers}}
    return {"metadata": {"name": "web"}, "spec": {"selector": {"matchLabels": {"app": label}}, "template": template}}


@pytest.mark.parametrize(
    ("token", "inputs", "message"),
    [
        ("azure-native:containerregistry:Registry", {**AZURE, "registryName": "my-images", "sku": {"name": "Basic"}},
         'Code="RegistryNameInvalid" Message="The registry name my-images is invalid'),
        ("azure-native:keyvault:Vault", {**AZURE, "vaultName": "a--b", "properties": VAULT},
         "not contain consecutive hyphens"),
        ("azure-native:sql:Server", {**AZURE, "serverName": "Shop"}, "InvalidServerName"),
        ("gcp:compute/network:Network", {"name": "my_network"},
         "Error 400: Invalid value for field 'resource.name': 'my_network'. Must be a match of regex"),
        ("gcp:serviceaccount/account:Account", {"accountId": "ci"}, "\"account_id\" (\"ci\") doesn't match regexp"),
        ("kubernetes:core/v1:ConfigMap", {"metadata": {"name": "my_settings"}},
         'ConfigMap "my_settings" is invalid: metadata.name: Invalid value: "my_settings": a lowercase RFC 1123 sub'),
        ("kubernetes:core/v1:ConfigMap", {"metadata": {"name": "a" * 254}}, "must be no more than 253 characters"),
        ("kubernetes:core/v1:Namespace", {"metadata": {"name": "a.b"}}, "must not contain dots"),
        ("kubernetes:core/v1:Namespace", {"metadata": {"name": "a_b"}}, "a lowercase RFC 1123 label must"),
        ("kubernetes:apps/v1:Deployment", workload("other"),
         'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector`'),
    ],
)  # fmt: skip
def test_what_a_service_does_not_take_it_says_in_its_words(make, token, inputs, message):
    with pytest.raises(CloudError) as raised:
        make(token, inputs)
    assert message in str(raised.value)


def test_each_refusal_can_be_switched_off():
    allowed = ["azure-name", "gcp-name", "kubernetes-name", "kubernetes-selector"]
    host = open_host(":memory:", KEY, allowed=allowed)
    for token, inputs in (
        ("azure-native:sql:Server", {**AZURE, "serverName": "Shop"}),
        ("gcp:compute/network:Network", {"name": "my_network"}),
        ("kubernetes:apps/v1:Deployment", {**workload("other"), "metadata": {"name": "my_web"}}),
    ):
        provider = host.connect(token.partition(":")[0])
        provider.configure({})
        assert provider.create(urn_of(token, "web"), inputs).id
    host.close()


@pytest.mark.parametrize(
    ("token", "inputs"),
    [
        ("azure-native:storage:BlobContainer", {**AZURE, "accountName": "shop", "containerName": "$web"}),
        ("azure-native:cosmosdb:DatabaseAccount",
         {**AZURE, "accountName": "shop-orders", "locations": [], "databaseAccountOfferType": "Standard"}),
        ("gcp:compute/network:Network", {"name": "main-1"}),
        ("gcp:storage/bucket:Bucket", {"name": "my_bucket", "location": "EU"}),
        ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {"metadata": {"name": "system:shop"}}),
        ("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition",
         {"metadata": {"name": "crontabs.example.com"}, "spec": DEFINITION}),
        ("kubernetes:apps/v1:Deployment", workload("web")),
    ],
)  # fmt: skip
def test_what_a_service_takes_is_taken(make, token, inputs):
    assert make(token, inputs).id


def test_a_blob_is_another_one_in_another_account(make):
    blob = {**AZURE, "accountName": "shop", "containerName": "$web", "blobName": "index.html"}
    assert make("azure-native:storage:Blob", blob).diff(accountName="other").replaces == ["accountName"]

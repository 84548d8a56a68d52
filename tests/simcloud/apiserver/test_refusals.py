"""When an API server is asked, and what of its words may be told."""

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud import open_host
from stackwright.simcloud.apiserver import refusals
from stackwright.wire.values import UNKNOWN, secret
from tests.simcloud.made import KEY, urn_of

POD = {"spec": {"containers": [{"name": "web", "image": "nginx"}]}}
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"


@pytest.fixture
def cluster(host):
    provider = host.connect("kubernetes")
    provider.configure({})
    return provider


def test_a_preview_asks_too_if_all_is_known(cluster):
    urn = urn_of(BUDGET, "web")
    with pytest.raises(
        CloudError, match=r'PodDisruptionBudget.policy "web" is invalid: spec.minAvailable: Invalid value: -1'
    ):
        cluster.create(urn, {"metadata": {"name": "web"}, "spec": {"minAvailable": -1}}, preview=True)
    unknown = {"metadata": {"name": "web"}, "spec": {"minAvailable": -1, "maxUnavailable": UNKNOWN}}
    assert cluster.create(urn, unknown, preview=True).outputs


def test_a_change_is_refused_in_its_preview(cluster):
    urn = urn_of("kubernetes:scheduling.k8s.io/v1:PriorityClass", "high")
    given = {"metadata": {"name": "high"}, "value": 1}
    made = cluster.create(urn, given)
    for preview in (True, False):
        with pytest.raises(CloudError, match=r"value: Forbidden: may not be changed in an update\."):
            cluster.update(urn, made.id, given, made.outputs, {**given, "value": 2}, preview=preview)


def test_a_secret_is_not_repeated(cluster):
    inputs = {"metadata": {"name": "web", "labels": {"key": secret("hunter 2")}}}
    with pytest.raises(CloudError) as raised:
        cluster.create(urn_of("kubernetes:core/v1:ConfigMap", "web"), inputs)
    assert "hunter" not in str(raised.value)
    assert 'metadata.labels: Invalid value: "[secret]": a valid label must be' in str(raised.value)


def test_an_unknown_field_is_dropped_at_first_and_refused_by_server_side_apply(cluster):
    token = "kubernetes:core/v1:ConfigMap"
    given = {"metadata": {"name": "a", "namespace": "b"}, "dada": {"a": "b"}}
    made = cluster.create(urn_of(token, "a"), given)
    changed = {**given, "data": {"a": "c"}}
    with pytest.raises(CloudError) as raised:
        cluster.update(urn_of(token, "a"), made.id, given, made.outputs, changed)
    assert str(raised.value) == (
        "failed to create typed patch object (b/a; v1, Kind=ConfigMap): .dada: field not declared in schema"
    )


def test_patches_are_nobodys_business(cluster):
    assert cluster.create(urn_of("kubernetes:apps/v1:DeploymentPatch", "web"), {"spec": {"replicas": 3}}).id


def test_what_is_switched_off_is_taken():
    host = open_host(":memory:", KEY, allowed=refusals.NAMES)
    provider = host.connect("kubernetes")
    provider.configure({})
    assert provider.create(urn_of(BUDGET, "web"), {"metadata": {"name": "A_b"}, "spec": {"minAvailable": -1}}).id
    host.close()


def test_a_port_of_the_nodes_is_given_once_in_a_cluster(cluster):
    def service(name):
        spec = {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30090}]}
        return urn_of("kubernetes:core/v1:Service", name), {"metadata": {"name": name}, "spec": spec}

    urn, first = service("first")
    made = cluster.create(urn, first)
    assert cluster.update(
        urn, made.id, first, made.outputs, {**first, "metadata": {"name": "first", "labels": {"a": "b"}}}
    )
    with pytest.raises(CloudError, match="provided port is already allocated"):
        cluster.create(*service("second"))


def test_a_custom_object_is_compared_with_the_definition_of_its_cluster(cluster):
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    names = {"plural": "widgets", "kind": "Widget"}
    spec = {"group": "example.com", "scope": "Namespaced", "names": names, "versions": [version]}
    definition = {"metadata": {"name": "widgets.example.com"}, "spec": spec}
    token = "kubernetes:example.com/v1:Widget"
    wrong = {"metadata": {"name": "a"}, "spec": {"size": "big"}}
    assert cluster.create(urn_of(token, "before"), {**wrong, "metadata": {"name": "before"}}).id
    cluster.create(urn_of("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "a"), definition)
    with pytest.raises(CloudError, match=r"spec\.size in body must be of type integer"):
        cluster.create(urn_of(token, "a"), wrong)

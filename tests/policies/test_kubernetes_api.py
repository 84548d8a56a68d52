"""Kubernetes' kinds, in every version of their API."""

from __future__ import annotations

from typing import Any

import pytest
from stackwright_policies.kubernetes_api import is_patch, kind_of, namespace_of, objects, types
from stackwright_policies.model import UNKNOWN
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown
from stackwright_policies.workloads import PODS, pods

from stackwright.simcloud.catalogue.sdk import catalogue

KINDS = {kind_of(token) for token in PODS} | {
    "Service",
    "Secret",
    "ConfigMap",
    "Namespace",
    "Ingress",
    "NetworkPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "PodDisruptionBudget",
    "HorizontalPodAutoscaler",
}


def resource(token: str, **inputs: Any) -> Resource:
    return Resource(type=token, urn="urn:it", name="it", properties=View(inputs))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_types_are_those_of_the_sdk_in_all_versions(kind: str) -> None:
    groups = {token.split(":")[1].rpartition("/")[0] for token in types(kind)}
    known = {
        token
        for token in catalogue("kubernetes").tokens()
        if kind_of(token) == kind and token.split(":")[1].rpartition("/")[0] in groups
    }
    assert set(types(kind)) == known


def test_a_list_is_its_objects_and_a_patch_is_one() -> None:
    listed = resource("kubernetes:core/v1:PodList", items=[{"spec": {"hostPID": True}}, {"spec": {}}])
    assert [pod.spec.get("hostPID").flag() for pod in pods(listed)] == [True, False]
    patch = resource("kubernetes:apps/v1:DeploymentPatch", spec={"template": {"spec": {}}})
    [pod] = pods(patch)
    assert (pod.partial, is_patch(patch), is_patch(listed)) == (True, True, False)


@pytest.mark.parametrize("token", PODS)
def test_the_pods_of_every_kind_are_found(token: str) -> None:
    places = {"Pod": [], "PodTemplate": ["template"], "CronJob": ["spec", "jobTemplate", "spec", "template"]}
    inside: Any = {"spec": {"containers": [{"name": "web"}]}}
    for key in reversed(places.get(kind_of(token), ["spec", "template"])):
        inside = {key: inside}
    made = resource(token, **({"items": [inside]} if token.endswith("List") else inside))
    [pod] = pods(made)
    assert [container.get("name").value for container in pod.spec.get("containers").items()] == ["web"]


def test_an_unknown_list_is_not_known() -> None:
    with pytest.raises(NotKnown):
        objects(resource("kubernetes:core/v1:PodList", items=UNKNOWN))


def test_the_namespace_is_its_own_then_its_provider_s_then_default() -> None:
    own, silent = View({"metadata": {"namespace": "shop"}}), View({})
    assert namespace_of(own, View({"namespace": "other"})) == "shop"
    assert namespace_of(silent, View({"namespace": "other"})) == "other"
    assert namespace_of(silent, View(None)) == "default"

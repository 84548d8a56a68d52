"""Manifests in the form in which pulumi-kubernetes registers them."""

from __future__ import annotations

import pytest

from stackwright.errors import CloudError
from stackwright.simcloud.components.normalizing import normalized, token_of
from stackwright.simcloud.manifests import documents

DEFINITION = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec: {group: example.com, scope: %s, names: {kind: Widget}}
---
{apiVersion: example.com/v1, kind: Widget, metadata: {name: one}}
"""


def placed(text: str) -> list[object]:
    return [each["metadata"].get("namespace") for each in normalized(documents(text), "team")]


def test_what_lives_in_a_namespace_is_given_the_default_one():
    assert placed("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}") == ["team"]
    assert placed("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: own}}") == ["own"]
    assert placed("{apiVersion: v1, kind: Namespace, metadata: {name: a}}") == [None]


@pytest.mark.parametrize(("scope", "namespace"), [("Cluster", None), ("Namespaced", "team")])
def test_a_definition_says_where_its_objects_live(scope, namespace):
    assert placed(DEFINITION % scope) == [None, namespace]


def test_types_are_pulumis():
    found = normalized(documents("{apiVersion: core/v1, kind: Secret, metadata: {name: a}}"), "team")[0]
    assert (found["apiVersion"], token_of(found)) == ("v1", "kubernetes:core/v1:Secret")
    assert token_of({"apiVersion": "apps/v1", "kind": "Deployment"}) == "kubernetes:apps/v1:Deployment"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{kind: ConfigMap, metadata: {name: a}}", "require a kind and apiVersion"),
        (
            "{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a}}",
            r"require a .metadata.name: `{\"apiVersion\"",
        ),
        ("{apiVersion: v1, kind: ConfigMap}", "require a .metadata.name"),
    ],
)
def test_what_is_missing_is_said(text, why):
    with pytest.raises(CloudError, match=why):
        normalized(documents(text), "team")

"""The order in which the objects of a manifest are registered, and what they wait for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.errors import CloudError
from stackwright.simcloud.components.ordering import DEPENDS_ON, key_of, ordered
from stackwright.simcloud.manifests import documents

APP = """
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}
---
{apiVersion: example.com/v1, kind: Widget, metadata: {name: one}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}
---
{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: late}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec: {group: example.com, names: {kind: Widget}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: loose}}
"""


def names(found):
    return [(manifest["kind"], [str(key) for key in waits]) for manifest, waits in found]


def test_namespaces_and_definitions_come_first_and_kinds_have_an_order():
    assert names(ordered(documents(APP))) == [
        ("Namespace", []),
        ("CustomResourceDefinition", []),
        ("ConfigMap", []),
        ("ValidatingWebhookConfiguration", []),
        ("Service", ["Namespace/shop"]),
        ("Deployment", ["Namespace/shop"]),
        ("Widget", ["apiextensions.k8s.io/CustomResourceDefinition/widgets.example.com"]),
    ]


@given(st.permutations(documents(APP)))
def test_the_order_in_a_file_does_not_matter(shuffled):
    assert names(ordered(shuffled)) == names(ordered(documents(APP)))


def waiting(*pairs):
    return [
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": name, "namespace": "a", "annotations": {DEPENDS_ON: on} if on else None},
        }
        for name, on in pairs
    ]


def test_an_annotation_names_what_an_object_waits_for():
    found = ordered(waiting(("a", "/namespaces/a/ConfigMap/b"), ("b", "")))
    assert names(found) == [("ConfigMap", []), ("ConfigMap", ["ConfigMap/a/b"])]


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ([("a", "/namespaces/a/ConfigMap/b"), ("b", "/namespaces/a/ConfigMap/a")], "cyclic dependency"),
        ([("a", "/namespaces/a/ConfigMap/gone")], "external dependency: ConfigMap/a/a -> ConfigMap/a/gone"),
        ([("a", "ConfigMap/b")], "failed to parse object reference"),
    ],
)
def test_what_cannot_be_waited_for_is_said(pairs, why):
    with pytest.raises(CloudError, match=why):
        ordered(waiting(*pairs))


def test_of_two_that_are_one_object_the_last_counts():
    other, first, second = waiting(("b", ""), ("a", "/namespaces/a/ConfigMap/b"), ("a", ""))
    second["data"] = {"which": "second"}
    assert ordered([other, first, second]) == [(other, []), (second, [key_of(other)])]  # and both say what it waits for

"""Components that the Kubernetes provider builds itself: manifests, kustomizations, charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest
from pulumi import Output, ResourceOptions, ResourceTransformArgs, ResourceTransformResult

from stackwright.engine.embedded import EmbeddedEngine
from stackwright.simcloud import open_host
from stackwright.wire.values import UNKNOWN, contains_secret
from tests.engine.embedded.support import Bench

SHOP = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Secret, metadata: {name: token, annotations: null}, stringData: {token: hush}}
"""
WIDGETS = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Cluster
  names: {kind: Widget, plural: widgets, singular: widget}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
---
{apiVersion: example.com/v1, kind: Widget, metadata: {name: one}, spec: {size: 3}}
"""
MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "1"}}

Made = Callable[[Callable[[], Any]], Bench]


@pytest.fixture
def bench(tmp_path: Path) -> Made:
    def made(program: Callable[[], Any]) -> Bench:
        bench = Bench(program, directory=tmp_path)
        bench.engine = EmbeddedEngine(
            lambda: open_host(tmp_path / "clouds.sqlite", "key"), store=bench.store, program=lambda _: bench.program
        )
        return bench

    return made


def test_a_file_is_registered_as_the_provider_does_it(bench: Made, tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)

    def program() -> None:
        provider = k8s.Provider("lab", namespace="team")
        file = k8s.yaml.v2.ConfigFile(
            "app", file="shop.yaml", skip_await=True, opts=ResourceOptions(provider=provider, protect=False)
        )
        k8s.core.v1.ConfigMap("behind", opts=ResourceOptions(depends_on=[file]))
        pulumi.export("names", file.resources.apply(lambda made: [each.metadata["name"] for each in made]))

    made = bench(program)
    assert made.preview().changes == {"create": 7}
    outcome = made.up()

    assert (outcome.error, outcome.outputs["names"]) == (None, ["shop", "token", "web"])
    resources = made.resources()
    app, web, shop = resources["app"], resources["app:shop/web"], resources["app:shop"]
    assert app["type"] == "kubernetes:yaml/v2:ConfigFile"
    assert (app.get("inputs"), app.get("outputs")) == (None, None)
    assert {web["parent"], shop["parent"], resources["app:team/token"]["parent"]} == {app["urn"]}
    assert web["dependencies"] == [shop["urn"]]
    assert "::lab::" in web["provider"]
    assert web["inputs"]["metadata"]["annotations"] == {"pulumi.com/skipAwait": "true"}
    assert contains_secret(resources["app:team/token"]["inputs"]["stringData"])
    assert resources["behind"]["dependencies"] == [app["urn"]]
    assert made.up().changes == {"same": 7}
    assert made.refresh().changes == {"same": 7}
    assert made.destroy().changes == {"delete": 7}


def test_a_group_takes_files_text_and_objects(bench: Made, tmp_path: Path) -> None:
    (tmp_path / "widgets.yaml").write_text(WIDGETS)
    text = "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: written}}]}"

    def program() -> None:
        k8s.yaml.v2.ConfigGroup("group", files=["w*.yaml"], yaml=text, objs=[MAP], resource_prefix="")

    made = bench(program)
    assert made.up().error is None
    resources = made.resources()
    assert {"widgets.example.com", "one", "default/written", "default/settings"} <= set(resources)
    assert resources["one"]["dependencies"] == [resources["widgets.example.com"]["urn"]]
    assert "namespace" not in resources["one"]["inputs"]["metadata"]


def test_what_is_not_known_yet_leaves_a_preview_incomplete(bench: Made) -> None:
    def program() -> None:
        first = k8s.core.v1.ConfigMap("first")
        text = Output.format(
            "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: second}}, data: {{of: {0}}}}}", first.id
        )
        group = k8s.yaml.v2.ConfigGroup("group", yaml=text)
        pulumi.export("count", group.resources.apply(len))

    made = bench(program)
    planned = made.preview()
    assert (planned.changes, planned.outputs["count"]) == ({"create": 3}, UNKNOWN)
    assert "Required input properties have unknown values. Preview is incomplete." in made.said("warning")[0]
    assert made.up().outputs["count"] == 1


def test_transforms_of_a_component_reach_what_is_in_it(bench: Made) -> None:
    def labelled(args: ResourceTransformArgs) -> ResourceTransformResult | None:
        if args.type_ != "kubernetes:core/v1:ConfigMap":
            return None
        metadata = {**args.props["metadata"], "labels": {"team": "retail"}}
        return ResourceTransformResult({**args.props, "metadata": metadata}, args.opts)

    def program() -> None:
        k8s.yaml.v2.ConfigGroup("group", objs=[MAP], opts=ResourceOptions(transforms=[labelled]))

    made = bench(program)
    assert made.up().error is None
    assert made.resources()["group:default/settings"]["inputs"]["metadata"]["labels"] == {"team": "retail"}


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (lambda: k8s.yaml.v2.ConfigFile("x", file="gone.yaml"), "reading YAML file from disk: gone.yaml: No such file"),
        (lambda: k8s.yaml.v2.ConfigGroup("x", yaml="kind: A"), "Kubernetes resources require a kind and apiVersion"),
        (lambda: k8s.helm.v4.Chart("x", chart="./web"), "the chart ./web is rendered by helm, which is not on PATH"),
        (
            lambda: k8s.helm.v3.Chart("x", k8s.helm.v3.ChartOpts(chart="web", repo="shop")),
            "the chart shop/web is rendered by helm, which is not on PATH: install it, or render the manifests",
        ),
        (lambda: k8s.kustomize.v2.Directory("x", directory="base"), "the folder base is rendered by kustomize, which"),
    ],
)
def test_what_cannot_be_built_is_said_in_one_line(
    bench: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: Callable[[], Any], said: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = bench(program).preview()
    assert said in (outcome.error or "")
    assert "\n" not in (outcome.error or "")


def test_what_is_only_rendered_has_no_status_and_the_folder_stays_as_it_is(bench: Made, tmp_path: Path) -> None:
    def program() -> None:
        rendering = ResourceOptions(provider=k8s.Provider("lab", render_yaml_to_directory="out"))
        service = k8s.core.v1.Service("web", spec={"type": "LoadBalancer", "ports": [{"port": 80}]}, opts=rendering)
        k8s.yaml.v2.ConfigGroup("group", objs=[MAP], opts=rendering)
        k8s.yaml.v2.ConfigGroup("real", objs=[MAP])
        pulumi.export("status", service.status)

    made = bench(program)
    outcome = made.up()
    assert (outcome.error, outcome.outputs.get("status")) == (None, None)
    assert made.resources()["web"]["outputs"]["spec"] == {"type": "LoadBalancer", "ports": [{"port": 80}]}
    assert not (tmp_path / "out").exists()
    assert set(made.up().changes) == set(made.refresh().changes) == {"same"}


HELM = """#!/bin/sh
cat <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: kept, annotations: {helm.sh/resource-policy: keep}}
END
echo "data: {words: '$*'}" | sed 's# /[^ ]*values# values#g'
"""
KUSTOMIZE = """#!/bin/sh
echo "{apiVersion: v1, kind: ConfigMap, metadata: {name: built}, data: {words: '$*'}}"
"""


def test_charts_and_kustomizations_are_rendered_by_their_tools(
    bench: Made, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, text in (("helm", HELM), ("kustomize", KUSTOMIZE)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def program() -> None:
        k8s.helm.v4.Chart(
            "web",
            chart="./web",
            namespace="apps",
            values={"replicas": 3},
            value_yaml_files=[pulumi.StringAsset("replicas: 2")],
            skip_crds=True,
        )
        k8s.kustomize.v2.Directory("base", directory="./base", namespace="apps", resource_prefix="k")

    made = bench(program)
    assert made.up().error is None
    resources = made.resources()
    kept, built = resources["web:apps/kept"], resources["k:apps/built"]
    assert kept["retainOnDelete"] is True
    assert kept["inputs"]["data"]["words"] == (
        "template web ./web --namespace apps --no-hooks --values values-0.yaml --values values-1.yaml"
    )
    assert built["inputs"]["data"]["words"] == "build --enable-helm --load-restrictor LoadRestrictionsNone ./base"

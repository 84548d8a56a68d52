import json
import shutil

import pytest

from stackwright.errors import CloudError

HELM = """#!/bin/sh
echo "words: [$*]" | sed 's/--values.*/]/' | tr ' ' ',' | sed 's/words:,/words: /'
"""
CHART = {"chart": "web", "release_name": "shop", "version": "1.2.3", "fetch_opts": {"repo": "https://charts.test"}}


@pytest.fixture
def ask(host):
    provider = host.connect("kubernetes")
    provider.configure({})
    return lambda token, args: provider.invoke(f"kubernetes:{token}", args).value["result"]


@pytest.mark.parametrize(
    ("token", "args", "message"),
    [
        (
            "helm:template",
            {"jsonOpts": json.dumps(CHART)},
            "chart web is rendered by helm, which is not on PATH",
        ),
        ("kustomize:directory", {"directory": "overlay"}, "overlay is rendered by kustomize, which is not on PATH"),
    ],
)
def test_a_tool_that_is_not_there_is_named_with_what_to_do(ask, monkeypatch, tmp_path, token, args, message):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CloudError, match=message):
        ask(token, args)


def test_helm_is_told_what_the_program_says_of_the_chart(ask, monkeypatch, tmp_path):
    helm = tmp_path / "helm"
    helm.write_text(HELM)
    helm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    words = ask("helm:template", {"jsonOpts": json.dumps(CHART)})[0]["words"]
    assert words[:3] == ["template", "shop", "web"]
    assert words[words.index("--version") + 1] == "1.2.3"
    assert words[words.index("--repo") + 1] == "https://charts.test"
    assert {"--include-crds", "--skip-tests"} <= set(words)  # hooks are applied, tests are not
    assert words[words.index("--namespace") + 1] == "default"


def test_what_is_decoded_lives_in_the_default_namespace_where_its_kind_does(ask):
    text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n---\n{apiVersion: v1, kind: Namespace}\n---\na: 1"
    found = ask("yaml:decode", {"text": text, "defaultNamespace": "team"})
    assert [each.get("metadata") for each in found] == [{"name": "a", "namespace": "team"}, None]


@pytest.mark.skipif(not (shutil.which("kubectl") or shutil.which("kustomize")), reason="kustomize is not on PATH")
def test_a_kustomization_is_rendered_for_real(ask, tmp_path):
    (tmp_path / "kustomization.yaml").write_text("resources: [map.yaml]\nnamePrefix: dev-\n")
    (tmp_path / "map.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n")
    assert ask("kustomize:directory", {"directory": str(tmp_path)})[0]["metadata"] == {"name": "dev-settings"}
    (tmp_path / "kustomization.yaml").write_text("resources: [nothing.yaml]\n")
    with pytest.raises(CloudError, match="kustomize cannot render"):
        ask("kustomize:directory", {"directory": str(tmp_path)})

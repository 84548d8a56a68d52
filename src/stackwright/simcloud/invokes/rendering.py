"""Renders charts and kustomizations with the tools that do it, where they are on PATH.

They run on this machine and read files; a chart that lies in a registry is fetched by Helm.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.errors import CloudError
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

_SECONDS: Final = 120
_INSTEAD: Final = "or render the manifests beforehand and use kubernetes.yaml.ConfigFile"


def helm_template(it: Subject, _store: Store) -> Properties:
    """What `helm template` says of a chart (pulumi-kubernetes, `provider/pkg/provider/invoke_helm_template.go`).

    Raises:
        CloudError: helm is not on PATH, or it failed.
    """
    helm = shutil.which("helm")
    chosen = cast("dict[str, Any]", json.loads(it.text("jsonOpts") or "{}"))
    chart = "/".join(str(each) for each in (chosen.get("repo"), chosen.get("chart") or chosen.get("path")) if each)
    if helm is None:
        raise CloudError(f"the chart {chart} is rendered by helm, which is not on PATH: install it, {_INSTEAD}")
    options = cast("dict[str, Any]", chosen.get("fetch_opts") or chosen.get("fetchOpts") or {})
    words = [helm, "template", str(chosen.get("release_name") or chosen.get("releaseName") or "release"), chart]
    for name, value in (
        ("--repo", options.get("repo")),
        ("--version", options.get("version") or chosen.get("version")),
        ("--namespace", chosen.get("namespace")),
        ("--kube-version", chosen.get("kube_version")),
    ):
        words += [name, str(value)] if value else []
    words += ["--include-crds"] if not chosen.get("skip_crd_rendering") else []
    words += ["--no-hooks"] if not chosen.get("include_test_hook_resources") else []
    words += [word for each in chosen.get("api_versions") or () for word in ("--api-versions", str(each))]
    with tempfile.TemporaryDirectory() as folder:
        values = Path(folder, "values.yaml")
        values.write_text(yaml.safe_dump(chosen.get("values") or {}), encoding="utf-8")
        text = _run([*words, "--values", str(values)], f"helm cannot render the chart {chart}")
    return {"result": _documents(text)}


def kustomize(it: Subject, _store: Store) -> Properties:
    """What `kustomize build` makes of a folder.

    Raises:
        CloudError: neither kustomize nor kubectl is on PATH, or it failed.
    """
    folder = it.text("directory")
    tools = {"kustomize": ["build"], "kubectl": ["kustomize"]}
    found = next(((path, words) for name, words in tools.items() if (path := shutil.which(name))), None)
    if found is None:
        raise CloudError(
            f"the folder {folder} is rendered by kustomize, which is not on PATH, nor is kubectl: install one of them,"
            f" {_INSTEAD}"
        )
    text = _run([found[0], *found[1], folder], f"kustomize cannot render {folder}")
    return {"result": _documents(text)}


def _run(words: Sequence[str], failed: str) -> str:
    done = subprocess.run(list(words), capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    if done.returncode:
        reason = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "it says nothing")
        raise CloudError(f"{failed}: {reason}")
    return done.stdout


def _documents(text: str) -> list[Value]:
    documents = cast("list[Value]", list(yaml.safe_load_all(text)))
    return [document for document in documents if document]

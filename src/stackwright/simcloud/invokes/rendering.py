"""Renders charts and kustomizations with the tools that do it, where they are on PATH.

They run on this machine and read files; a chart that lies in a registry is fetched by Helm.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import urllib.parse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.errors import CloudError
from stackwright.simcloud.manifests import documents
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.results import NotSimulated
from stackwright.wire.values import Properties, Value

_SECONDS: Final = 120
_INSTEAD: Final = "or render the manifests beforehand and use kubernetes.yaml.ConfigFile"
_BUILD: Final = ("--enable-helm", "--load-restrictor", "LoadRestrictionsNone")
"""`makeKustomizer` in pulumi-kubernetes, `provider/pkg/provider/kustomize/v2/directory.go`."""


def helm_template(it: Subject, _store: Store) -> Properties:
    """What `helm template` says of a chart (pulumi-kubernetes, `provider/pkg/provider/invoke_helm_template.go`).

    Raises:
        CloudError: helm is not on PATH (`NotSimulated`), or it failed.
    """
    chosen = cast("dict[str, Any]", json.loads(it.text("jsonOpts") or "{}"))
    options = cast("dict[str, Any]", chosen.get("fetch_opts") or chosen.get("fetchOpts") or {})
    words = [
        *_given("--repo", options.get("repo")),
        *_given("--version", chosen.get("version") or options.get("version")),
        *_given("--devel", bool(options.get("devel"))),
        *_given("--username", options.get("username")),
        *_given("--password", options.get("password")),
        *_given("--namespace", chosen.get("namespace") or "default"),
        *_given("--kube-version", chosen.get("kube_version")),
        *_given("--include-crds", not chosen.get("skip_crd_rendering")),
        *_given("--skip-tests", not chosen.get("include_test_hook_resources")),
        *(word for each in chosen.get("api_versions") or () for word in ("--api-versions", str(each))),
    ]
    name = str(chosen.get("release_name") or chosen.get("releaseName") or "release")
    chart = _reference(chosen, bool(options.get("repo")))
    text = _helm(chart, name, words, [yaml.safe_dump(chosen.get("values") or {})], Path())
    return {"result": cast("list[Value]", documents(text))}


def templated_chart(inputs: Properties, name: str, folder: Path, *, hooks: bool = False) -> str:
    """The manifests of a `helm.v4.Chart` (pulumi-kubernetes, `provider/pkg/provider/helm/v4/chart.go`): YAML.

    `name` is that of the release where `inputs` have none; `folder` is where relative paths start; `hooks` keeps
    hooks, but for tests.

    Raises:
        CloudError: helm is not on PATH (`NotSimulated`), or it failed.
    """
    chosen = cast("dict[str, Any]", inputs)
    access = cast("dict[str, Any]", chosen.get("repositoryOpts") or {})
    words = [
        *_given("--repo", access.get("repo")),
        *_given("--username", access.get("username")),
        *_given("--password", access.get("password")),
        *_given("--version", chosen.get("version")),
        *_given("--devel", chosen.get("devel") is True),
        *_given("--namespace", chosen.get("namespace")),
        *_given("--dependency-update", chosen.get("dependencyUpdate") is True),
        *_given("--verify", chosen.get("verify") is True),
        *_given("--plain-http", chosen.get("plainHttp") is True),
        *_given("--include-crds", chosen.get("skipCrds") is not True),
        "--skip-tests" if hooks else "--no-hooks",
    ]
    renderer = cast("dict[str, Any]", chosen.get("postRenderer") or {})
    words += _given("--post-renderer", renderer.get("command"))
    words += [word for each in renderer.get("args") or () for word in ("--post-renderer-args", str(each))]
    texts = [_asset(each, folder) for each in cast("list[Any]", chosen.get("valueYamlFiles") or [])]
    texts.append(yaml.safe_dump(chosen.get("values") or {}))
    return _helm(str(chosen.get("chart")), str(chosen.get("name") or name), words, texts, folder)


def kustomize(it: Subject, _store: Store) -> Properties:
    """What `kustomize build` makes of a folder.

    Raises:
        CloudError: neither kustomize nor kubectl is on PATH (`NotSimulated`), or it failed.
    """
    return {"result": cast("list[Value]", documents(built_directory(it.text("directory"), Path())))}


def built_directory(directory: str, folder: Path) -> str:
    """The manifests of a kustomization: YAML. `folder` is where a relative `directory` starts; URLs are kustomize's.

    Raises:
        CloudError: neither kustomize nor kubectl is on PATH (`NotSimulated`), or it failed.
    """
    tools = {"kustomize": ["build", *_BUILD], "kubectl": ["kustomize", *_BUILD]}
    found = next(((path, words) for name, words in tools.items() if (path := shutil.which(name))), None)
    if found is None:
        raise NotSimulated(
            f"the folder {directory} is rendered by kustomize, which is not on PATH, nor is kubectl: install one of"
            f" them, {_INSTEAD}"
        )
    return _run([found[0], *found[1], directory], f"kustomize cannot render {directory}", folder)


def _helm(chart: str, name: str, words: Iterable[str], values: Sequence[str], folder: Path) -> str:
    """`values` are texts of YAML; of two the later counts."""
    helm = shutil.which("helm")
    if helm is None:
        raise NotSimulated(f"the chart {chart} is rendered by helm, which is not on PATH: install it, {_INSTEAD}")
    command = [helm, "template", name, chart, *words]
    with tempfile.TemporaryDirectory() as kept:
        for number, text in enumerate(values):
            file = Path(kept, f"values-{number}.yaml")
            file.write_text(text, encoding="utf-8")
            command += ["--values", str(file)]
        return _run(command, f"helm cannot render the chart {chart}", folder)


def _reference(chosen: dict[str, Any], at_url: bool) -> str:
    """A folder, or what the repository `repo` calls the chart (`normalizeChartRef`)."""
    chart, repo = str(chosen.get("chart") or ""), str(chosen.get("repo") or "").removesuffix("/")
    if chosen.get("path"):
        return str(Path(str(chosen["path"]), chart))
    plain = at_url or not repo or chart.startswith(("oci://", f"{repo}/"))
    return chart if plain else f"{repo}/{chart}"


def _given(name: str, value: object) -> list[str]:
    """An option with its value, or alone where that is True; nothing where there is none."""
    if not value:
        return []
    return [name] if value is True else [name, str(value)]


def _asset(asset: Any, folder: Path) -> str:  # noqa: ANN401 - wire form
    """The text of a file of values.

    Raises:
        CloudError: it cannot be read.
    """
    if isinstance(asset.get("text"), str) and asset["text"]:
        return asset["text"]
    path = asset.get("path") or urllib.parse.urlsplit(str(asset.get("uri") or "")).path
    try:
        return (folder / str(path)).read_text(encoding="utf-8")
    except OSError as error:
        raise CloudError(f"the values of a chart in {path} cannot be read: {error.strerror}") from error


def _run(words: Sequence[str], failed: str, folder: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - the tool that the program asks for
            list(words), capture_output=True, text=True, timeout=_SECONDS, check=False, cwd=folder
        )
    except subprocess.TimeoutExpired as error:
        raise CloudError(f"{failed}: it took longer than {_SECONDS} s") from error
    if done.returncode:
        reason = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "it says nothing")
        raise CloudError(f"{failed}: {reason}")
    return done.stdout

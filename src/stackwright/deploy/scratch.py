"""Throw-away copies of stacks: where a preview reads what the stacks before it would output.

A preview of a part must see what the parts before it *would* output, though nothing is deployed. So each stack is
copied to a file backend of its own, and after the preview of a part its planned outputs replace the outputs of the
root resource in the copy. A plain `pulumi.StackReference`, in any program, then reads planned values: an unknown is
Pulumi's own sentinel, and a secret stays secret.

The real backend is only ever read here (`Engine.export`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Generator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import unquote, urlsplit

from stackwright.engine.protocol import Deployment, Engine, Stack
from stackwright.engine.state import rehearsed
from stackwright.errors import StateError
from stackwright.wire.values import (
    SECRET,
    SIGNATURE,
    UNKNOWN,
    Properties,
    Value,
    contains_unknown,
    is_secret,
    masked,
    reveal,
)

_BACKEND: Final = "PULUMI_BACKEND_URL"
STACK_TYPE: Final = "pulumi:pulumi:Stack"


@dataclass(frozen=True, slots=True)
class Scratch:
    """A backend for copies. `backend` is its URL."""

    engine: Engine
    backend: str

    def stack(self, stack: Stack) -> Stack:
        """The copy's address; a program that asks where its state is, is told the same."""
        environment = {**stack.environment, **({_BACKEND: self.backend} if _BACKEND in stack.environment else {})}
        return replace(stack, backend=self.backend, environment=environment)

    def copy(self, stack: Stack, deployment: Deployment | None) -> None:
        """Put what a stack's state holds into its copy."""
        if deployment is not None:
            self.engine.import_(self.stack(stack), deployment)

    def carry(self, stack: Stack, deployment: Deployment | None, planned: Properties, *, changed: bool) -> None:
        """Make `planned` the outputs of the copy of `deployment`, for the stacks behind it.

        Where nothing changes, an output that looks the same keeps what the checkpoint has: a secret that a preview
        cannot show stays the secret that it is.
        """
        deployment = deepcopy(deployment) if deployment else empty_deployment()
        root = _root(deployment, stack)
        old = root.get("outputs")
        old = old if isinstance(old, dict) else {}
        new = {name: _carried(value, None if changed else old.get(name)) for name, value in planned.items()}
        if new != old:
            root["outputs"] = new
            self.engine.import_(self.stack(stack), deployment)


@contextmanager
def scratch(engine: Engine, under: Path | None = None) -> Generator[Scratch]:
    """A backend for copies in a new folder that only its owner reads (0700), removed at the end, come what may."""
    if under is not None:
        under.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="preview-" if under else "stackwright-preview-", dir=under) as folder:
        yield Scratch(engine, Path(folder).resolve().as_uri())


def copy_world(copies: Scratch, stack: Stack) -> None:
    """Let a rehearsed program see every other stack of its world, as it does when it runs: it may refer to any."""
    if stack.tags.get(rehearsed.TAG) != rehearsed.SIMULATED:
        return
    stacks = ".pulumi/stacks"
    source, target = (Path(unquote(urlsplit(url).path)) / stacks for url in (stack.backend, copies.backend))
    for file in source.glob("*/*.json"):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # it was removed just now
            shutil.copyfile(file, copy)


def resources(deployment: Deployment) -> list[dict[str, Value]]:
    """The resources of a deployment as `pulumi stack export` prints it.

    Raises:
        StateError: it is not of that form.
    """
    inner = deployment.get("deployment")
    found = inner.get("resources", []) if isinstance(inner, dict) else None
    if found is None:
        return []
    if not isinstance(found, list):
        raise StateError("an exported deployment has no list of resources")
    return [resource for resource in found if isinstance(resource, dict)]


def _carried(planned: Value, kept: Value) -> Value:
    """A planned output as the copy's checkpoint takes it: `kept` if it looks the same, secrets given as plaintext."""
    visible = masked(planned)
    if kept is not None and not contains_unknown(visible) and visible == masked(kept):
        return kept
    if is_secret(planned):
        return {SIGNATURE: SECRET, "plaintext": json.dumps(reveal(planned))}
    if isinstance(planned, list):
        return [_carried(item, None) for item in planned]
    if isinstance(planned, dict):
        return {key: _carried(item, None) for key, item in planned.items()}
    return planned


def unknown_outputs(names: Collection[str]) -> Properties:
    """Outputs by these names of which nothing is known."""
    return dict.fromkeys(sorted(names), UNKNOWN)


def _root(deployment: Deployment, stack: Stack) -> dict[str, Value]:
    """The root resource of a deployment, put there if it has none."""
    for resource in resources(deployment):
        if resource.get("type") == STACK_TYPE:
            return resource
    name = f"{stack.project}-{stack.name}"
    root: dict[str, Value] = {
        "urn": f"urn:pulumi:{stack.name}::{stack.project}::{STACK_TYPE}::{name}",
        "custom": False,
        "type": STACK_TYPE,
    }
    inner = deployment["deployment"]
    if not isinstance(inner, dict):
        raise StateError(f"the state of {stack.name} is not a deployment")
    inner["resources"] = [root, *resources(deployment)]
    return root


def empty_deployment() -> Deployment:
    """A deployment of nothing. An empty version has an empty magic cookie (`apitype.ManifestV1.NewMagic`)."""
    manifest: dict[str, Value] = {"time": "0001-01-01T00:00:00Z", "magic": "", "version": ""}
    return {"version": 3, "deployment": {"manifest": manifest, "resources": []}}

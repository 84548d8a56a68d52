"""What the official CLI sees in place of the user's project.

`pulumi` writes into the project folder: `stack init` puts an encryption salt into `Pulumi.<stack>.yaml`, `config set`
values, and `stack rm` deletes that file. The salt in the user's file belongs to the real stack, so a rehearsal that
wrote there would break it, and one that read it would need the real passphrase. Therefore the CLI runs in a shadow of
the project inside the world:

- `Pulumi.yaml` is the user's, with the user's folder as `main`, so that the program runs where it always runs;
  `backend`, `plugins` and `packages` are dropped, since a rehearsal has its own of each, but for packages that are
  programs of the project: they run as the program does;
- `Pulumi.<stack>.yaml` has the user's plain values, placeholders for secrets, and the salt of the simulated stack;
- everything else in the folder is a link to the user's, for tools that look beside Pulumi.yaml (uv.lock, package.json).

A stack's file is made anew when the user's has changed; until then it is the rehearsal's own, to `config set` as one
likes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.deploy.rehearsal.configuration import (
    project_file,
    project_name,
    stack_configuration,
    stack_file,
    stack_names,
)
from stackwright.deploy.rehearsal.world import World
from stackwright.engine.plugins import manifest
from stackwright.engine.protocol import ConfigValue
from stackwright.engine.state.secrets import Passphrase

_DROPPED: Final = ("backend", "packages", "plugins", "stackConfigDir")
_PROGRAM: Final = ("components", "outputs", "resources", "variables")
"""What is a program in YAML. Its host reads it in the user's folder; as JSON it would be another: PyYAML takes
`Version: 2012-10-17` for a date and `on` for true, which Pulumi does not.
"""
_FILE: Final = "Pulumi.yaml"
_SOURCES: Final = ".sources.json"


def find_project(start: Path) -> Path | None:
    """The Pulumi.yaml of the nearest project at or above `start`, as the CLI looks for it."""
    found = (project_file(folder) for folder in (start, *start.parents))
    return next((path for path in found if path is not None), None)


def shadow(world: World, project: Path) -> Path:
    """Make or refresh the shadow of the project whose Pulumi.yaml is `project`; returns its folder.

    Raises:
        ServiceError: a file of the project cannot be read.
    """
    home = project.parent
    folder = world.folder / "projects" / f"{home.name}-{hashlib.sha256(bytes(home)).hexdigest()[:8]}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _link(home, folder)
    name = project_name(project)
    (folder / _FILE).write_text(json.dumps(_project(project), default=str))  # a default may be a date
    salts = _salts(world, name)
    sources = _known_sources(folder)
    for stack in sorted({*stack_names(project), *salts}):
        own = stack_file(project, stack)
        source = hashlib.sha256(own.read_bytes()).hexdigest() if own.is_file() else ""
        path = folder / f"Pulumi.{stack}.yaml"
        if sources.get(stack) != source or salts.get(stack) not in (None, _salt(path)):
            path.write_text(json.dumps(_stack(world, stack_configuration(own, name), salts.get(stack) or _salt(path))))
            sources[stack] = source
    (folder / _SOURCES).write_text(json.dumps(sources))
    return folder


def _link(home: Path, folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_symlink() and not (home / entry.name).exists():
            entry.unlink()
    for entry in home.iterdir():
        if not entry.name.startswith(("Pulumi.", ".stackwright")):
            with suppress(FileExistsError):
                (folder / entry.name).symlink_to(entry)


def _project(project: Path) -> dict[str, Any]:
    """The user's Pulumi.yaml as the shadow has it. `project_name` has read it before, so that it is a mapping."""
    found = cast("dict[str, Any]", yaml.safe_load(project.read_text(encoding="utf-8")))
    kept = {key: value for key, value in found.items() if key not in (*_DROPPED, *_PROGRAM)}
    if isinstance(kept.get("config"), str):  # the old name of stackConfigDir
        del kept["config"]
    kept["main"] = str((project.parent / str(found.get("main") or "")).resolve())
    programs = manifest.programs(found, project.parent)
    if programs:
        kept["plugins"] = {"providers": [{"name": name, "path": str(folder)} for name, folder in programs.items()]}
    runtime = kept.get("runtime")
    if isinstance(runtime, dict):
        kept["runtime"] = _runtime(cast("dict[str, Any]", runtime), project.parent)
    return kept


def _runtime(runtime: dict[str, Any], home: Path) -> dict[str, Any]:
    """A virtualenv lies beside the project or is that of whoever rehearses it: PULUMI_PYTHON_CMD then says which."""
    options = dict(cast("dict[str, Any]", runtime.get("options") or {}))
    named = options.pop("virtualenv", None)
    if named and (home / str(named)).is_dir():
        options["virtualenv"] = str((home / str(named)).absolute())
    return {**runtime, "options": options}


def _stack(world: World, configuration: Mapping[str, ConfigValue], salt: str | None) -> dict[str, Any]:
    """A Pulumi.<stack>.yaml. It gets a salt only where there is something to encrypt; `stack init` makes one."""
    secret = any(value.secret for value in configuration.values())
    vault = (Passphrase(world.passphrase, salt) if salt else Passphrase.new(world.passphrase)) if secret else None
    salt = vault.state if vault else salt
    entries = {key: _entry(value, vault) for key, value in configuration.items()}
    return {**({"encryptionsalt": salt} if salt else {}), "config": entries}


def _entry(value: ConfigValue, vault: Passphrase | None) -> object:
    if value.secret and vault:
        return {"secure": vault.encrypt(value.value)}
    return json.loads(value.value) if value.json else value.value


def _salts(world: World, project: str) -> dict[str, str]:
    """The salts of the project's stacks that the world holds already, whichever engine made them."""
    found: dict[str, str] = {}
    for path in (world.folder / "state" / ".pulumi" / "stacks" / project).glob("*.json"):
        with suppress(ValueError, KeyError, TypeError):
            manager = json.loads(path.read_bytes())["checkpoint"]["latest"]["secrets_providers"]
            found[path.stem] = str(manager["state"]["salt"])
    return found


def _salt(path: Path) -> str | None:
    """The salt in a shadow's Pulumi.<stack>.yaml. `pulumi config set` rewrites such a file, as YAML."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return cast("dict[str, str | None]", found or {}).get("encryptionsalt")


def _known_sources(folder: Path) -> dict[str, str]:
    """The digest of the user's file that each of the shadow's was made from; empty text where there was none."""
    try:
        return json.loads((folder / _SOURCES).read_bytes())
    except FileNotFoundError:
        return {}

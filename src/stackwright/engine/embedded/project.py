"""What `Pulumi.yaml` and `Pulumi.<stack>.yaml` say: how to run the program, and its configuration.

Source: `sdk/go/common/workspace/project.go`, `sdk/go/common/resource/config` (pulumi v3.260).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

from stackwright.engine.protocol import ConfigValue
from stackwright.errors import EngineError, Location, ServiceError
from stackwright.wire.values import MASK, Value

Decrypt = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Project:
    """A Pulumi project. `main` is the program's file or folder; `config` its own defaults, raw."""

    name: str
    runtime: str
    root: Path
    main: Path
    config: Mapping[str, Any] = field(default_factory=dict[str, Any])
    described: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """All that Pulumi.yaml says."""

    @property
    def folder(self) -> Path:
        """The program's working directory."""
        return self.main if self.main.is_dir() else self.main.parent

    def require_program(self) -> None:
        """
        Raises:
            EngineError: there is no program, or it is written in another language.
        """
        if self.runtime != "python":
            raise EngineError(
                f"{self.name} is a {self.runtime} program; the embedded engine runs Python programs only",
                hint="use --engine pulumi for it",
            )
        if self.main.is_dir() and not (self.main / "__main__.py").is_file():
            raise EngineError(f"unable to find main python program `__main__.py` in {self.main}")


@dataclass(frozen=True, slots=True)
class Configuration:
    """A stack's configuration as its program sees it, by full key.

    `shown` is fit for people: secrets masked, also inside structured values. `structured` are the keys of those, whose
    value is JSON.
    """

    values: Mapping[str, tuple[str, bool]] = field(default_factory=dict[str, "tuple[str, bool]"])
    shown: Mapping[str, str] = field(default_factory=dict[str, str])
    structured: frozenset[str] = frozenset()


def load(directory: Path) -> Project:
    """Read `Pulumi.yaml` (or `.yml`, `.json`).

    Raises:
        EngineError: there is none, or it is not one.
    """
    for name in ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json"):
        path = directory / name
        if path.is_file():
            break
    else:
        raise EngineError(f"there is no Pulumi.yaml in {directory}")
    data = _mapping(path)
    runtime: Any = data.get("runtime")
    if isinstance(runtime, dict):
        runtime = cast("dict[str, Any]", runtime).get("name")
    if not isinstance(data.get("name"), str) or not isinstance(runtime, str):
        raise EngineError("a Pulumi project needs `name` and `runtime`", where=Location(path))
    main = directory / str(data["main"]) if data.get("main") else directory
    if not main.exists():
        raise EngineError(f"the program {data.get('main')} does not exist", where=Location(path))
    config = cast("dict[str, Any]", data.get("config") or {})
    return Project(data["name"], runtime, directory, main.resolve(), config, data)


def given(project: Project, config: Mapping[str, ConfigValue]) -> Configuration:
    """The configuration that a caller hands over, over the project's defaults."""
    texts = {key: _text(json.loads(item.value)) if item.json else item.value for key, item in config.items()}
    values = {key: (texts[key], item.secret) for key, item in config.items()}
    shown = {key: MASK if item.secret else texts[key] for key, item in config.items()}
    return _over_defaults(project, values, shown, {key for key, item in config.items() if item.json})


def stack_salt(project: Project, stack: str) -> str | None:
    """The state of the passphrase secrets provider that `Pulumi.<stack>.yaml` names, if it does."""
    salt = _stack_file(project, stack).get("encryptionsalt")
    return salt if isinstance(salt, str) else None


def stored(project: Project, stack: str, decrypt: Decrypt) -> Configuration:
    """The configuration in `Pulumi.<stack>.yaml`, over the project's defaults.

    Raises:
        EngineError: the file is wrong.
        SecretsError: a secret cannot be decrypted.
    """
    raw: Any = _stack_file(project, stack).get("config") or {}
    if not isinstance(raw, dict):
        raise EngineError("`config` must map keys to values", where=Location(_stack_path(project, stack)))
    values: dict[str, tuple[str, bool]] = {}
    shown: dict[str, str] = {}
    structured: set[str] = set()
    for key, item in cast("dict[str, Any]", raw).items():
        full = key if ":" in key else f"{project.name}:{key}"
        clear, secret = _revealed(item, decrypt)
        values[full] = (_text(clear), secret)
        shown[full] = _text(_hidden(item))
        if isinstance(clear, dict | list):
            structured.add(full)
    return _over_defaults(project, values, shown, structured)


def _over_defaults(
    project: Project, values: dict[str, tuple[str, bool]], shown: dict[str, str], structured: set[str]
) -> Configuration:
    """Fill in what `config:` of Pulumi.yaml says for keys without a value.

    Raises:
        EngineError: a key is declared with a type, has no default and no value.
    """
    where = Location(project.root / "Pulumi.yaml")
    for key, item in project.config.items():
        full = key if ":" in key else f"{project.name}:{key}"
        if full in values:
            continue
        declared = cast("dict[str, Any]", item) if isinstance(item, dict) else {"default": item}
        value: Any = declared.get("default", declared.get("value"))
        if value is None:
            if isinstance(item, dict) and ":" not in key:
                raise EngineError(f"the stack does not set the configuration value {full}", where=where)
            continue
        values[full] = (_text(value), bool(declared.get("secret")))
        shown[full] = MASK if declared.get("secret") else _text(value)
        if isinstance(value, dict | list):
            structured.add(full)
    return Configuration(dict(sorted(values.items())), dict(sorted(shown.items())), frozenset(structured))


def _revealed(value: Value, decrypt: Decrypt) -> tuple[Value, bool]:
    """The value in clear, and whether any of it is secret."""
    if isinstance(value, dict):
        if value.keys() == {"secure"}:
            return decrypt(str(value["secure"])), True
        pairs = {key: _revealed(item, decrypt) for key, item in value.items()}
        return {key: item for key, (item, _) in pairs.items()}, any(secret for _, secret in pairs.values())
    if isinstance(value, list):
        items = [_revealed(item, decrypt) for item in value]
        return [item for item, _ in items], any(secret for _, secret in items)
    return value, False


def _hidden(value: Value) -> Value:
    return _revealed(value, lambda _: MASK)[0]


_ESCAPED: Final = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def _text(value: Value) -> str:
    """A configuration value as programs see it: structured ones as JSON, in Go's words (`json.Marshal`)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        text = json.dumps(_whole(value), separators=(",", ":"), sort_keys=True, default=str, ensure_ascii=False)
        return text.translate(_ESCAPED)
    return "" if value is None else str(value)


def _whole(value: Value) -> Value:
    """A value whose whole numbers are written without a point."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e21 else value


def _stack_path(project: Project, stack: str) -> Path:
    return project.root / f"Pulumi.{stack}.yaml"


def _stack_file(project: Project, stack: str) -> dict[str, Any]:
    path = _stack_path(project, stack)
    return _mapping(path) if path.is_file() else {}


def _mapping(path: Path) -> dict[str, Any]:
    """What a YAML file holds; nobody may change it.

    Raises:
        ServiceError: it cannot be read, or is not a mapping.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise ServiceError(f"cannot be read: {error}", where=Location(path)) from error
    return _parsed(path, found.st_mtime_ns, found.st_size, found.st_ino)


@lru_cache(maxsize=1)
def _loader() -> Any:  # noqa: ANN401 - libyaml's classes are made at run time
    """To Pulumi `on`, `off`, `yes` and `no` are text, as in YAML 1.2."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    bool_ = "tag:yaml.org,2002:bool"
    loader = type("Loader", (base,), {})
    loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != bool_]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    loader.add_implicit_resolver(bool_, re.compile("true|True|TRUE|false|False|FALSE"), list("tTfF"))
    return loader


@lru_cache(maxsize=1024)
def _parsed(path: Path, *_version: int) -> dict[str, Any]:
    """Parsing YAML is the slowest part of a small run, so a file that is as it was is not parsed again."""
    import yaml

    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8"), _loader())  # noqa: S506 - it is a safe one
    except (OSError, UnicodeDecodeError) as error:
        raise ServiceError(f"cannot be read: {error}", where=Location(path)) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)
        raise ServiceError(f"is not YAML: {error.problem}", where=place) from error
    except yaml.YAMLError as error:
        raise ServiceError(f"is not YAML: {error}", where=Location(path)) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ServiceError("must be a mapping", where=Location(path))
    return cast("dict[str, Any]", data)

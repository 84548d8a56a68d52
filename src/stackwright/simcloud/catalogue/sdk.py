"""An installed SDK as a catalogue of types, each described on first use."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final

from stackwright.errors import CloudError
from stackwright.simcloud.catalogue import reader
from stackwright.simcloud.catalogue.cache import Cache
from stackwright.simcloud.catalogue.encoding import (
    Json,
    decode_function,
    decode_object,
    decode_resource,
    encode_function,
    encode_object,
    encode_resource,
)
from stackwright.simcloud.catalogue.model import FunctionType, ObjectType, ResourceType
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.source import parse, source
from stackwright.wire.values import Value

_UNKNOWN: Final = "0.0.0"
PLUGIN: Final = "pulumi-plugin.json"
_NUMBERED = re.compile(r" (\w+)_ids?: (?:Optional\[)?pulumi\.Input\[(?:Sequence\[pulumi\.Input\[)?_builtins\.int\]")
_CONFIGURED = re.compile(r"__config__\.get(?:_\w+)?\('(\w+)'\)")


class Catalogue:
    """The types of one package. `root` is the folder of the Python package, `version` that of its plug-in."""

    def __init__(self, package: str, root: Path, cache_folder: Path | None = None) -> None:
        self.package = package
        self.root = root
        self.version = _version(root)
        self._cache = Cache(package, _edition(root, self.version), cache_folder)
        self._resources: dict[str, ResourceType | None] = {}
        self._functions: dict[str, FunctionType | None] = {}
        self._objects: dict[str, ObjectType] = {}

    @cached_property
    def _classes(self) -> dict[str, tuple[str, str]]:
        """Token → (dotted Python module, class), from the table that the SDK registers with Pulumi."""
        return self._cache.get("index", "classes", read=self._read_classes, encode=_encode_pairs, decode=_decode_pairs)

    def file(self, token: str) -> Path | None:
        """The Python file of a resource type, or None if the SDK has no such type."""
        found = self._classes.get(token)
        return self._file(*found) if found else None

    def tokens(self) -> list[str]:
        """Every resource type of the package."""
        return sorted(self._classes)

    def numbers(self, class_name: str) -> bool:
        """Whether resources of this class have whole numbers as ids: an input that holds one is an integer, such as
        the `droplet_id` of other resources.
        """
        return snake(class_name) in self._numbered

    @cached_property
    def _numbered(self) -> frozenset[str]:
        return frozenset(self._cache.get("index", "numbers", read=self._read_numbers, encode=list[Value], decode=list))

    def _read_numbers(self) -> list[str]:
        files = (file for file in self.root.rglob("*.py") if file.name not in {"outputs.py", "__init__.py"})
        return sorted({name for file in files for name in _NUMBERED.findall(file.read_text("utf-8"))})

    def resource(self, token: str) -> ResourceType | None:
        """The resource type, or None if the SDK has no such type."""
        if token not in self._resources:
            self._resources[token] = self._describe(token)
        return self._resources[token]

    def function(self, token: str) -> FunctionType | None:
        """The provider function, or None if the SDK has no such function."""
        if token not in self._functions:
            self._functions[token] = self._describe_function(token)
        return self._functions[token]

    def object(self, ref: str) -> ObjectType:
        """The nested type that `Shape.ref` names."""
        if ref not in self._objects:
            self._objects[ref] = self._cache.get(
                "object",
                ref,
                read=lambda: reader.read_object(self.root, ref),
                encode=encode_object,
                decode=decode_object,
            )
        return self._objects[ref]

    def settings(self) -> frozenset[str]:
        """What may be configured beside the provider's own inputs, such as `azure:location`."""
        file = self.root / "config" / "vars.py"
        return frozenset(_CONFIGURED.findall(file.read_text("utf-8"))) if file.is_file() else frozenset()

    def provider(self) -> ResourceType | None:
        """The provider's own configuration, as a resource type."""
        token = f"pulumi:providers:{self.package}"
        file = self.root / "provider.py"
        if token not in self._resources:
            self._resources[token] = self._cached_resource(token, lambda: file, "Provider") if file.is_file() else None
        return self._resources[token]

    def _describe(self, token: str) -> ResourceType | None:
        found = self._classes.get(token)
        if found is None:
            return None
        return self._cached_resource(token, lambda: self._file(*found), found[1])

    def _cached_resource(self, token: str, find: Callable[[], Path], class_name: str) -> ResourceType:
        return self._cache.get(
            "resource",
            token,
            read=lambda: reader.read_resource(self.root, find(), class_name, token),
            encode=encode_resource,
            decode=decode_resource,
        )

    def _describe_function(self, token: str) -> FunctionType | None:
        def read() -> FunctionType | None:
            file = self._function_file(token)
            return reader.read_function(self.root, file, token) if file else None

        def encode(function: FunctionType | None) -> Value:
            return encode_function(function) if function else None

        def decode(data: Json) -> FunctionType | None:
            return decode_function(data) if data is not None else None

        return self._cache.get("function", token, read=read, encode=encode, decode=decode)

    def _file(self, module: str, class_name: str) -> Path:
        """The file of a class: named after it (`vpc.py`, Kubernetes: `Deployment.py`), or found by looking."""
        folder = self.root.joinpath(*module.split(".")[1:])
        for name in (f"{snake(class_name)}.py", f"{class_name}.py"):
            path = folder / name
            if path.is_file() and class_name in source(path):
                return path
        needle = f"class {class_name}("
        for path in sorted(folder.glob("*.py")):
            if needle in path.read_text("utf-8"):
                return path
        raise CloudError(
            f"the SDK of {self.package} {self.version} lists {class_name} in {module}, but has no such class"
        )

    def _function_file(self, token: str) -> Path | None:
        """The file that calls `invoke('<token>')`."""
        module, _, name = token.partition(":")[2].rpartition(":")
        folder = self._function_folder(module.split("/")[0])
        needle = f"invoke('{token}'"
        named = folder / f"{snake(name)}.py"
        candidates: Iterator[Path] = iter((named,)) if named.is_file() else folder.glob("*.py")
        return next((path for path in candidates if needle in path.read_text("utf-8")), None)

    def _function_folder(self, module: str) -> Path:
        """`ec2` → the folder in which types of `aws:ec2/…` live; the root for `index`."""
        prefix = f"{self.package}:{module}"
        for token, (dotted, _) in self._classes.items():
            if token.startswith((f"{prefix}/", f"{prefix}:")):
                return self.root.joinpath(*dotted.split(".")[1:])
        folder = self.root / snake(module)
        return folder if folder.is_dir() else self.root

    def _read_classes(self) -> dict[str, tuple[str, str]]:
        text = (self.root / "__init__.py").read_text("utf-8")
        start = text.find("_utilities.register(")
        if start < 0:
            return {}
        call = parse(text[start:]).body[0]
        table: Any = []
        if isinstance(call, ast.Expr) and isinstance(call.value, ast.Call):
            argument = next(keyword.value for keyword in call.value.keywords if keyword.arg == "resource_modules")
            table = json.loads(ast.literal_eval(argument))
        return {token: (entry["fqn"], name) for entry in table for token, name in entry["classes"].items()}


def _encode_pairs(pairs: dict[str, tuple[str, str]]) -> Value:
    return {token: list[Value](pair) for token, pair in pairs.items()}


def _decode_pairs(data: Json) -> dict[str, tuple[str, str]]:
    return {token: (module, name) for token, (module, name) in data.items()}


def _version(root: Path) -> str:
    """That of the plug-in; where its file says none, that of the distribution, as the SDK itself does."""
    version = plugin(root).get("version")
    if version is None:
        try:
            version = importlib.metadata.version(root.name.replace("_", "-"))
        except importlib.metadata.PackageNotFoundError:
            version = _UNKNOWN
    return str(version)


def _edition(root: Path, version: str) -> str:
    """What tells one edition of an SDK from another: its version, or else when it was written."""
    return version if version != _UNKNOWN else f"{version}-{(root / '__init__.py').stat().st_mtime_ns:x}"


def module_name(package: str) -> str:
    """`azure-native` → `pulumi_azure_native`."""
    return f"pulumi_{package.replace('-', '_')}"


def plugin(root: Path) -> dict[str, Any]:
    """What `pulumi-plugin.json` says; nothing where there is none."""
    try:
        found: Any = json.loads((root / PLUGIN).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def installed(package: str) -> Path | None:
    """The folder of the SDK of `package`, found without importing it; None if it is not installed."""
    try:
        spec = importlib.util.find_spec(module_name(package))
    except (ImportError, ValueError):
        spec = None
    if spec is not None and spec.origin and (root := Path(spec.origin).parent).joinpath(PLUGIN).is_file():
        return root
    return _elsewhere(package, tuple(sys.path))


@lru_cache(maxsize=32)
def _elsewhere(package: str, path: tuple[str, ...]) -> Path | None:
    """An SDK in a module of another name: `time` is in `pulumiverse_time`."""
    files = (file for folder in path for file in Path(folder).glob(f"*_{package.replace('-', '_')}/{PLUGIN}"))
    return next((file.parent for file in files if plugin(file.parent).get("name") == package), None)


@lru_cache(maxsize=32)
def catalogue(package: str) -> Catalogue:
    """The catalogue of an installed SDK, one per process.

    Raises:
        CloudError: the SDK is not installed.
    """
    root = installed(package)
    if root is None:
        distribution = f"pulumi-{package}"
        raise CloudError(
            f"the simulated cloud for {package} needs its SDK, which is not installed",
            hint=f"pip install {distribution}",
        )
    return Catalogue(package, root)

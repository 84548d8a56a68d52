"""Kubernetes manifests: YAML read as pulumi-kubernetes reads it, into objects.

Source: `yamlDecode`, `expand` and `Parse` in pulumi-kubernetes, `provider/pkg/provider/yaml/v2/yaml.go`. It reads with
sigs.k8s.io/yaml, a go-yaml v2: a date stays a text, `22:22` is no number in base 60, `y` and `n` are booleans.
"""

from __future__ import annotations

import glob
import json
import math
import re
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from stackwright.errors import CloudError
from stackwright.wire.values import Value

Manifest = dict[str, Value]
"""One Kubernetes object."""

_SECONDS: Final = 20
_SAID: Final = frozenset({"apiVersion", "kind"})
_PATTERN: Final = re.compile(r"(?:^|[^\\])[*?\[]")


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Which plain texts are no strings (go-yaml v2, `resolve.go`)."""
    number = "-+0123456789."
    kinds = (
        ("bool", "yYnNtTfFoO", r"y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE|n|N|no|No|NO|off|Off|OFF|false|False|FALSE"),
        ("int", number, r"[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)"),
        (
            "float",
            number,
            r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        ),
        ("null", "~nN\0", r"~|null|Null|NULL|"),
        ("merge", "<", r"<<"),
    )
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, firsts, pattern in kinds:
        for first in firsts:
            compiled = re.compile(rf"(?:{pattern})\Z")
            found.setdefault("" if first == "\0" else first, []).append((f"tag:yaml.org,2002:{name}", compiled))
    return found


_BOOLEANS: Final = {"y": True, "yes": True, "on": True, "true": True, "n": False, "no": False, "off": False}


def _boolean(loader: Any, node: Any) -> bool:  # noqa: ANN401 - PyYAML's
    return _BOOLEANS.get(loader.construct_scalar(node).lower(), False)


def _whole(loader: Any, node: Any) -> int:  # noqa: ANN401
    text = str(loader.construct_scalar(node)).replace("_", "")
    sign, digits = (text[0], text[1:]) if text[0] in "+-" else ("", text)
    octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    return int(f"{sign}0o{digits}" if octal else text, 0)


@cache
def _loader() -> Any:  # noqa: ANN401 - PyYAML's
    """YAML as Kubernetes tools read it."""
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Any = type("_Loader", (base,), {"yaml_implicit_resolvers": _resolvers()})
    loader.add_constructor("tag:yaml.org,2002:bool", _boolean)
    loader.add_constructor("tag:yaml.org,2002:int", _whole)
    return loader


def documents(text: str) -> list[Manifest]:
    """The objects of a text of YAML, or JSON. Empty documents are none.

    Raises:
        CloudError: it is neither, or one of them is no object; the message says where.
    """
    found = [_plain(each) for each in _streamed(text) or _loaded(text)]
    for each in found:
        if each is not None and not isinstance(each, dict):
            raise CloudError(f"decoding YAML: a Kubernetes object is a mapping, which a {type(each).__name__} is not")
    return [cast("Manifest", each) for each in found if each]


def _streamed(text: str) -> list[Any]:
    """The objects of a text of JSON, one after another; none where it is no JSON."""
    found: list[Any] = []
    rest = text.strip()
    while rest.startswith("{"):
        try:
            value, end = json.JSONDecoder().raw_decode(rest)
        except ValueError:
            return []
        found.append(value)
        rest = rest[end:].strip()
    return [] if rest else found


def _plain(value: Any) -> Value:  # noqa: ANN401 - what YAML knows
    """A value as JSON has it: keys are texts (sigs.k8s.io/yaml, `convertToJSONableObject`).

    Raises:
        CloudError: JSON cannot say it.
    """
    if isinstance(value, dict):
        return {_key(key): _plain(item) for key, item in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        raise CloudError(f"decoding YAML: {value} is no value of JSON")
    return value


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, (dict, list, tuple)):
        raise CloudError(f"decoding YAML: {key} cannot be a key")
    return json.dumps(key)


def _loaded(text: str) -> list[Any]:
    try:
        return list(yaml.load_all(text, Loader=_loader()))
    except yaml.YAMLError as error:
        raise CloudError("decoding YAML: " + " ".join(str(error).split())) from error


def read(files: Iterable[str], folder: Path, *, globs: bool) -> list[Manifest]:
    """The objects of files, which `folder` is where relative ones are, and of URLs; with `globs` files may be patterns.

    Raises:
        CloudError: one cannot be read.
    """
    return [each for file in files for text in _texts(file, folder, globs=globs) for each in documents(text)]


def _texts(file: str, folder: Path, *, globs: bool) -> list[str]:
    if urllib.parse.urlsplit(file).scheme:
        return [_fetched(file)]
    # Go's Glob has no `**`, and says nothing of a pattern that nothing matches.
    found = sorted(glob.glob(str(folder / file))) if globs and _PATTERN.search(file) else [str(folder / file)]  # noqa: PTH207
    try:
        return [Path(each).read_text(encoding="utf-8") for each in found]
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise CloudError(f"reading YAML file from disk: {file}: {reason}") from error


def _fetched(url: str) -> str:
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise CloudError(f"fetching YAML over network: {url}: only http and https are fetched")
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 - http or https
            return answer.read().decode("utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise CloudError(
            f"fetching YAML over network: {url}: {reason}; save it beside the program and name that file: a rehearsal"
            " then needs no network"
        ) from error


def expanded(manifests: Sequence[Manifest]) -> list[Manifest]:
    """The objects, with lists (`v1/List`, `ConfigMapList` …) replaced by what they list.

    Raises:
        CloudError: a list holds something else.
    """
    waiting, result = list(manifests), list[Manifest]()
    while waiting:
        manifest = waiting.pop(0)
        items = manifest.get("items")
        if not isinstance(items, list):
            result.append(manifest)
        elif all(isinstance(item, dict) for item in items):
            waiting = [*cast("list[Manifest]", items), *waiting]
        else:
            raise CloudError(f"YAML object is invalid: `{shown(manifest)}`: items member is not an object")
    return result


def shown(manifest: Manifest) -> str:
    """What an object is, and its keys. What it holds may be secret, and cut to a line no mask would find it."""
    said = {key: value if key in _SAID and isinstance(value, str) else "…" for key, value in manifest.items()}
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)


def text_of(manifest: Manifest, *path: str) -> str:
    """A text in an object, such as `metadata.name`; empty where there is none."""
    found: Value = manifest
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def group(manifest: Manifest) -> str:
    """The API group of an object; empty for the core."""
    named, _, version = text_of(manifest, "apiVersion").rpartition("/")
    return named if version and named != "core" else ""

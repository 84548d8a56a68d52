"""Which types can be tagged, and where: read from the installed cloud SDKs, kept in `taggable.json`.

    python -m stackwright_policies.tagging.derive

writes that file anew; a test compares it with the SDKs that are installed. A policy runs beside programs in any
language, so it cannot count on an SDK being there, and reading four of them takes seconds.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from stackwright_policies.tagging.reading import DATA

PACKAGES: Final = ("aws", "azure-native", "gcp", "kubernetes")
_TEXTS: Final = r"Mapping\[str, pulumi\.Input\[(?:Optional\[)?_builtins\.str\]"
_PLACES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    # Wire path → what the argument's type looks like. A `tags` that is a list of words is something else.
    "aws": (("tags", rf"\btags: [^\n]*{_TEXTS}"), ("tags[]", r"\btags: [^\n]*Sequence\[pulumi\.Input\['\w*TagArgs'")),
    "azure-native": (("tags", rf"\btags: [^\n]*{_TEXTS}"),),
    "gcp": (
        # Before `labels`, which say something else where there are both: a notification channel's address.
        ("userLabels", rf"\buser_labels: [^\n]*{_TEXTS}"),
        ("labels", rf"\blabels: [^\n]*{_TEXTS}"),
        ("resourceLabels", rf"\bresource_labels: [^\n]*{_TEXTS}"),
        ("settings.userLabels", r"\bsettings: [^\n]*'(\w+)'"),
    ),
    "kubernetes": (("metadata.labels", r"\bmetadata: [^\n]*\.ObjectMetaArgs"),),
}
_TABLE: Final = re.compile(r'resource_modules="""(.*?)"""', re.DOTALL)
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])([A-Z])|(?<=[A-Z])([A-Z])(?=[a-z])")


def derive(package: str) -> dict[str, list[str]]:
    """The tokens of the types of `package` that can be tagged, by the place of their tags."""
    root = _root(package)
    found: dict[str, list[str]] = defaultdict(list)
    for token, file, name in _classes(root):
        signature = _signature(file, name)
        for place, pattern in _PLACES[package]:
            matched = re.search(pattern, signature)
            if matched and (not matched.groups() or _nested_labels(file, matched[1])):
                found[place].append(token)
                break
    return {place: sorted(found[place]) for place in sorted(found)}


def version(package: str) -> str:
    """The version of the installed SDK."""
    return str(json.loads((_root(package) / "pulumi-plugin.json").read_text("utf-8"))["version"])


def source_of(token: str) -> Path:
    """The file of the installed SDK that holds a resource's class."""
    return next(file for known, file, _ in _classes(_root(token.partition(":")[0])) if known == token)


def _root(package: str) -> Path:
    spec = importlib.util.find_spec(f"pulumi_{package.replace('-', '_')}")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the SDK pulumi-{package} is not installed")
    return Path(spec.origin).parent


def _classes(root: Path) -> Iterator[tuple[str, Path, str]]:
    """Token, file and class of every resource, from the table that the SDK registers with Pulumi."""
    table = _TABLE.search((root / "__init__.py").read_text("utf-8"))
    modules: list[dict[str, Any]] = json.loads(table[1]) if table else []
    for module in modules:
        folder = root.joinpath(*module["fqn"].split(".")[1:])
        for token, name in module["classes"].items():
            files = (folder / f"{_snake(name)}.py", folder / f"{name}.py")
            file = next((file for file in files if file.is_file()), None) or _search(folder, name)
            yield token, file, name


def _search(folder: Path, name: str) -> Path:
    """The file of a class whose name is not spelt the usual way."""
    return next(file for file in sorted(folder.glob("*.py")) if f"class {name}(" in file.read_text("utf-8"))


def _signature(file: Path, name: str) -> str:
    """The parameters of a resource's arguments class (`InitArgs` where another class has the plain name)."""
    text = file.read_text("utf-8")
    found = re.search(rf"class {name}(?:Init)?Args:\n    def __init__\((.*?)\):\n", text, re.DOTALL)
    return found[1] if found else ""


def _nested_labels(file: Path, name: str) -> bool:
    """Whether the class `name` among the inputs beside `file` has `user_labels`."""
    text = file.with_name("_inputs.py").read_text("utf-8")
    found = re.search(rf"class {name}:\n    def __init__\((.*?)\):\n", text, re.DOTALL)
    return bool(found and "user_labels:" in found[1])


def _snake(name: str) -> str:
    return _CAPITAL.sub(lambda letter: f"_{letter[0]}", name).lower()


def main() -> None:
    """Write `taggable.json`."""
    data = {package: {"version": version(package), "types": derive(package)} for package in PACKAGES}
    DATA.write_text(json.dumps(data, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

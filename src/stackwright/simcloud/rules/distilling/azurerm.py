"""What the Go source of HashiCorp's `azurerm` provider says forces a new resource; a truth, never a source of rules."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from stackwright.simcloud.rules.distilling.distil import Said
from stackwright.simcloud.rules.distilling.golang import Literal, Package
from stackwright.simcloud.rules.distilling.schemas import said, schema_of

_REGISTERED = re.compile(r'^\t\t"azurerm_(\w+)":\s+(resource\w+)\(\),$', re.MULTILINE)
_FORCING = ("commonschema.ResourceGroupName()", "commonschema.Location()")
"""Arguments that the provider's shared library makes for many resources: both force a new one."""


def resources(clone: Path) -> Iterator[tuple[str, Said]]:
    """The resources whose arguments are literals, without the prefix `azurerm_`."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(clone), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed words

    files: dict[str, list[str]] = {}
    for path in git("ls-tree", "-r", "--name-only", "HEAD", "internal/services").splitlines():
        folder, _, name = path.rpartition("/")
        if name.endswith(("_resource.go", "registration.go", "_schema.go")):
            files.setdefault(folder, []).append(f"HEAD:{path}")
    for folder in sorted(files):
        text = git("show", *files[folder])
        for shared in _FORCING:
            text = text.replace(shared, "&pluginsdk.Schema{Required: true, ForceNew: true}")
        package = Package(text)
        for match in _REGISTERED.finditer(text):
            made = package.get(match[2])
            found = schema_of(package, made.entries.get("Schema")) if isinstance(made, Literal) else None
            if found:
                yield match[1], said(found)

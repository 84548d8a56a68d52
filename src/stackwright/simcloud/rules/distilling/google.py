"""What the Go source of HashiCorp's `google` provider says forces a new resource: `ForceNew: true` of each argument."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from stackwright.simcloud.rules.distilling.golang import Call, Literal, Package
from stackwright.simcloud.rules.distilling.schemas import Argument, schema_of

_REGISTERED = re.compile(r'Name:\s+"(google_\w+)",(?:[^{}]*?)Schema:\s+([\w.]+)\(([^\n]*)\),\n')
_GRANTS = {
    "ResourceIamMember": "IamMemberBaseSchema",
    "ResourceIamBinding": "iamBindingSchema",
    "ResourceIamPolicy": "IamPolicyBaseSchema",
    "ResourceIamAuditConfig": "iamAuditConfigSchema",
}
"""What makes a resource for a kind of grant → the arguments that all of them have."""


class Source:
    """A clone (bare or not) of the provider's repository."""

    def __init__(self, clone: Path) -> None:
        self._clone = clone
        self.date = self._git("log", "-1", "--format=%cs").strip()
        """Of its newest commit."""
        self._files: dict[str, list[str]] = {}
        for path in self._git("ls-tree", "-r", "--name-only", "HEAD", "google").splitlines():
            if path.endswith(".go") and not path.endswith(("_test.go", "_sweeper.go")) and "data_source" not in path:
                self._files.setdefault(path.rpartition("/")[0], []).append(path)

    def _git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self._clone), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed words

    @lru_cache(maxsize=4)  # noqa: B019 - one object, for the length of one command
    def package(self, folder: str) -> Package:
        return Package(self._git("show", *(f"HEAD:{path}" for path in self._files.get(folder, ()))))

    def resources(self) -> Iterator[tuple[str, Mapping[str, Argument] | None]]:
        """Every registered resource with its arguments, or None where they could not be read."""
        for folder in sorted(self._files):
            if folder.startswith("google/services/"):
                text = self.package(folder).text
                for match in _REGISTERED.finditer(text):
                    if "DataSource" in match[2]:
                        continue
                    yield match[1], self._arguments(folder, match[2], match[3])

    def _arguments(self, folder: str, function: str, arguments: str) -> Mapping[str, Argument] | None:
        package = self.package(folder)
        maker = function.rpartition(".")[2]
        if maker in _GRANTS:
            return self._grant(folder, maker, arguments.partition(",")[0])
        made = package.get(function)
        if isinstance(made, Call) and made.name.rpartition(".")[2] in _GRANTS and isinstance(made.arguments[0], str):
            return self._grant(folder, made.name.rpartition(".")[2], made.arguments[0])
        schema = made.entries.get("Schema") if isinstance(made, Literal) else None
        return schema_of(package, schema)

    def _grant(self, folder: str, maker: str, parent: str) -> Mapping[str, Argument] | None:
        shared = self.package("google/tpgiamresource")
        base, own = shared.get(_GRANTS[maker]), self.package(folder).get(parent)
        if base is None or own is None:
            return None
        return {**(schema_of(shared, base) or {}), **(schema_of(self.package(folder), own) or {})}

"""What pulumi-azure-native's own schema says it replaces: `willReplaceOnChanges` of each input.

The schema is made of what decides a replacement in the provider's `Diff` (`provider/pkg/provider/diff.go`): the
parameters of the resource's path, properties that Azure's API descriptions let nobody update (`x-ms-mutability`), and a
list of the provider's own. It is read from the export of it in the repository danielrbradley/pulumi-azure-native-schema
(the schema declares Apache-2.0), one file for each type and API version, of May 2023.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.rules.distilling.distil import Said, Steps
from stackwright.simcloud.rules.distilling.probing import Verdict

_FILE = re.compile(r"(\w+)(?:/(v\w+))?/resources/(\w+)\.yaml")
_ALIAS = re.compile(r'Alias\(type_="(azure-native:[^"]+)"\)')
_VERSION = re.compile(r"Uses Azure REST API version (\d{4})-(\d\d)-(\d\d)")
_DATED = re.compile(r"/v(\d{8})\w*:")

_OWN: Mapping[str, Mapping[Verdict, str]] = {
    "authorization:RoleAssignment": {"replace": "principalId scope"},
    "automation:JobSchedule": {"replace": "parameters"},
    "cdn:Profile": {"replace": "location"},
    "containerservice:ManagedCluster": {
        "replace": "diskEncryptionSetID dnsPrefix fqdnSubdomain linuxProfile location nodeResourceGroup windowsProfile"
        " networkProfile.serviceCidr networkProfile.serviceCidrs networkProfile.dnsServiceIP networkProfile.networkMode"
        " networkProfile.networkPlugin networkProfile.networkPluginMode networkProfile.podCidr"
        " networkProfile.networkDataplane networkProfile.networkPolicy networkProfile.outboundType"
    },
    "containerservice:AgentPool": {"replace": "gpuInstanceProfile vmSize networkProfile.nodePublicIPTags"},
    "cosmosdb:SqlResourceSqlRoleAssignment": {"replace": "principalId scope"},
    "network:PrivateEndpoint": {"replace": "subnet"},
    "network:PublicIPAddress": {"replace": "location publicIPAddressVersion publicIPPrefix sku"},
    "network:VirtualNetwork": {"replace": "location"},
    "resources:ResourceGroup": {"replace": "location"},
    "servicebus:Namespace": {"update": "zoneRedundant"},
    "servicebus:Queue": {"replace": "enablePartitioning requiresDuplicateDetection requiresSession"},
    "servicebus:Topic": {"replace": "enablePartitioning requiresDuplicateDetection"},
    "storage:StorageAccount": {"replace": "isHnsEnabled location"},
    "web:WebApp": {"replace": "kind location"},
}
"""The provider's own list (`forceNewMap` and `noForceNewMap` in `provider/pkg/gen/replacement.go`, July 2026)."""


def own() -> Iterator[tuple[str, Said]]:
    """What the provider's own list says, by token."""
    for name, said in _OWN.items():
        paths: dict[Steps, Verdict] = {
            tuple(path.split(".")): verdict for verdict, listed in said.items() for path in listed.split()
        }
        yield f"azure-native:{name}", one_by_one(paths)


class Schemas:
    """A clone of the export."""

    def __init__(self, clone: Path) -> None:
        self._clone = clone
        self._files: dict[str, str] = {}
        for path in self._git("ls-tree", "-r", "--name-only", "HEAD").splitlines():
            if found := _FILE.fullmatch(path):
                module = f"{found[1]}/{found[2]}" if found[2] else found[1]
                self._files[f"azure-native:{module}:{found[3]}"] = path

    def _git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self._clone), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - fixed words

    def resources(self, types: Catalogue) -> Iterator[tuple[str, Said]]:
        """The types of the installed SDK that the export knows, by token."""
        for token in types.tokens():
            source = source_of(types, token)
            names = [token, *_ALIAS.findall(source)]
            known = [name for name in names if name in self._files]
            if not known:
                continue
            found = _VERSION.search(source)
            chosen = nearest(known, "".join(found.groups()) if found else "")
            document: Any = yaml.load(self._git("show", f"HEAD:{self._files[chosen]}"), yaml.CSafeLoader)
            inputs: Mapping[str, Any] = document.get("inputProperties", {})
            said: dict[Steps, Verdict] = {(name,): _verdict(schema) for name, schema in inputs.items()}
            yield token, said


def one_by_one(said: Said) -> Said:
    """Keeps properties within a block apart: the provider replaces for one that changes, not for a block that comes."""
    blocks = {steps[:-1] for steps, verdict in said.items() if len(steps) > 1 and verdict == "replace"}
    return {**said, **{(*block, "*"): "update" for block in blocks}}


def modules(types: Catalogue, token: str) -> list[str]:
    """What a type's module is or was called: in most cases the name of Azure's resource provider, in lower case."""
    names = [token, *_ALIAS.findall(source_of(types, token))]
    return list(dict.fromkeys(re.split(r"[:/]", name)[1] for name in names))


def source_of(types: Catalogue, token: str) -> str:
    """The Python source of a type."""
    file = types.file(token)
    return file.read_text("utf-8") if file else ""


def nearest(tokens: list[str], version: str) -> str:
    """The token whose API version is the newest that is not newer than `version`; else the oldest; else the first."""
    dated = sorted((found[1], token) for token in tokens if (found := _DATED.search(token)))
    older = [token for date, token in dated if date <= version]
    return older[-1] if older else dated[0][1] if dated else tokens[0]


def _verdict(schema: Mapping[str, Any]) -> Verdict:
    return "replace" if schema.get("willReplaceOnChanges") else "update"

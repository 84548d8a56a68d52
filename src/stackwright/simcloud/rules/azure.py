"""What identifies a resource of Azure, for types and inputs that `data/azure-native.json` does not know yet.

A resource's path is its identity: azure-native replaces when a path parameter changes (`provider/pkg/provider/diff.go`,
`calculateDetailedDiff`). Which inputs those are is read from the arguments of the type's own getter. What else it
replaces, its metadata lists: all that is not there it sends to Azure as an update, also where Azure will refuse it.
"""

from __future__ import annotations

import re

from stackwright.simcloud.catalogue.model import NONE
from stackwright.simcloud.catalogue.sdk import catalogue
from stackwright.simcloud.curated.find import recipe
from stackwright.simcloud.rules.model import Rule

_LOCATION = "Azure Resource Manager: no request changes a resource's location; most types say so of theirs"
_IN_PATH = re.compile(r"\{in:(\w+)\}")


def known(token: str) -> list[Rule]:
    types = catalogue("azure-native")
    kind = types.resource(token)
    if kind is None:
        return []
    module, _, class_name = token.partition(":")[2].rpartition(":")
    getter = types.function(f"azure-native:{module}:get{class_name}")
    in_path = [name for name in (getter.args if getter else NONE) if name in kind.inputs and name != "expand"]
    path = f"SDK: an argument of azure-native:{module}:get{class_name}, so a part of the resource's path"
    if getter is None and (made := recipe(token)) and isinstance(made.id, str):
        in_path = list(dict.fromkeys(_IN_PATH.findall(made.id)))
        path = "Azure Resource Manager, resource ids: a part of the resource's path, which has no getter in the SDK"
    found = [Rule(name, path) for name in in_path]
    if "location" in kind.inputs:
        found.append(Rule("location", _LOCATION, general=True))
    return found

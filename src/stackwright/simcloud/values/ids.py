"""Ids of types without a recipe, in the shape that the cloud uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.imported import imported_id
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.values.usual import ELSEWHERE, NAMED, USUAL, number

_NAMESPACES: Mapping[str, str] = {
    "apimanagement": "ApiManagement",
    "app": "App",
    "containerregistry": "ContainerRegistry",
    "containerservice": "ContainerService",
    "cosmosdb": "DocumentDB",
    "dataprotection": "DataProtection",
    "dbformysql": "DBforMySQL",
    "dbforpostgresql": "DBforPostgreSQL",
    "eventgrid": "EventGrid",
    "eventhub": "EventHub",
    "keyvault": "KeyVault",
    "managedidentity": "ManagedIdentity",
    "monitor": "Insights",
    "operationalinsights": "OperationalInsights",
    "privatedns": "Network",
    "recoveryservices": "RecoveryServices",
    "servicebus": "ServiceBus",
}
"""Resource provider namespaces that are not the module's name with a capital (Azure documentation)."""


def generic_id(it: Subject, kind: ResourceType, types: Catalogue) -> str:
    """An id for `it`; the same one for the same URN and generation."""
    maker = _MAKERS.get(it.package)
    return maker(it, kind) if maker else _plain(it, kind, types)


def _aws(it: Subject, kind: ResourceType) -> str:
    """A type that is known by its name has it as id, others a kind and 17 digits."""
    if "name" in kind.inputs and it.text("name"):
        return it.text("name")
    return f"{snake(it.kind).replace('_', '-')}-{it.seed.hex(17)}"


def _aws_native(it: Subject, kind: ResourceType) -> str:
    """What CloudFormation calls the primary identifier, as a rule: the name, or the id that is an output, `vpcId`."""
    own = it.kind[:1].lower() + it.kind[1:]
    name = it.text(f"{own}Name") or it.text("name")
    if not name and f"{own}Id" in kind.outputs and f"{own}Id" not in kind.inputs:
        return guess.text(it, f"{own}Id")
    return name or guess.identifier(it, own)


def _azure(it: Subject, kind: ResourceType) -> str:
    """The resource's path: `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/virtualNetworks/vnet`."""
    names = [
        (name.removesuffix("Name"), str(it.inputs[name]), item.required)
        for name, item in kind.inputs.items()
        if name.endswith("Name")
        and name != "resourceGroupName"
        and isinstance(it.inputs.get(name), str)
        and (item.required or _ends_like(name, it.kind) or name == "resourceName")
    ]
    alike = next((each for each in names if _ends_like(f"{each[0]}Name", it.kind)), None)
    # Pulumi chooses a resource's own name where a program gives none: it is the one that need not be given
    mine = alike or next((each for each in names if not each[2]), None)
    own = mine[1] if mine else it.physical_name
    parents = "".join(f"/{plural(each[0])}/{each[1]}" for each in names if each[2] and each is not mine)
    group = f"/resourceGroups/{it.text('resourceGroupName')}" if it.text("resourceGroupName") else ""
    provider = f"Microsoft.{_NAMESPACES.get(it.service) or it.service[:1].upper() + it.service[1:]}"
    own_kind = plural(it.kind[:1].lower() + it.kind[1:])
    return f"/subscriptions/{it.identity.subscription}{group}/providers/{provider}{parents}/{own_kind}/{own}"


def _ends_like(name: str, kind: str) -> bool:
    stem = name.removesuffix("Name").lower()
    return bool(stem) and (kind.lower().endswith(stem) or stem.endswith(kind.lower()))


def plural(word: str) -> str:
    """`registry` → `registries`, `address` → `addresses`, `vault` → `vaults`."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    if word.endswith(("s", "x", "ch", "sh")):
        return word if word.endswith(("ings", "ies", "Properties", "settings")) else f"{word}es"
    return f"{word}s"


def _gcp(it: Subject, kind: ResourceType) -> str:
    """`projects/<project>/regions/<region>/routers/<name>`, or below the `parent` that is named."""
    project = it.text("project") or it.identity.project
    place = ""
    if "zone" in kind.inputs:
        place = f"zones/{it.text('zone') or it.identity.zone}/"
    elif "region" in kind.inputs:
        place = f"regions/{it.text('region') or it.identity.region}/"
    elif "location" in kind.inputs:
        place = f"locations/{it.text('location') or it.identity.region}/"
    elif it.service == "compute":
        place = "global/"
    own = it.text("name") or _given_id(it, kind) or it.seed.hex(16)
    kind_name = re.sub(r"^(?:Region|Global)(?=[A-Z])", "", it.kind) if it.service == "compute" else it.kind
    where = parent if "/" in (parent := it.text("parent")) else f"projects/{project}/{place}".rstrip("/")
    return f"{where}/{plural(_camel(kind_name))}/{own}"


def _given_id(it: Subject, kind: ResourceType) -> str:
    """The id that a program chooses in place of a name: a Gateway's `gatewayId`, a CustomService's `serviceId`."""
    for name in kind.inputs:
        if name.endswith("Id") and it.text(name) and it.kind.lower().endswith(name.removesuffix("Id").lower()):
            return it.text(name)
    return ""


def _camel(kind: str) -> str:
    """`urlMap` of `URLMap`, `router` of `Router`."""
    capitals = re.match(r"[A-Z]+(?=[A-Z][a-z]|$)|[A-Z]", kind)
    return kind if capitals is None else capitals[0].lower() + kind[capitals.end() :]


def _kubernetes(it: Subject, _kind: ResourceType) -> str:
    """`namespace/name`, or `name` of what belongs to no namespace."""
    metadata = it.mapping("metadata")
    name = str(metadata.get("name") or it.name)
    namespace = metadata.get("namespace")
    return f"{namespace}/{name}" if namespace else name


def _openstack(it: Subject, _kind: ResourceType) -> str:
    return it.seed.uuid()


def _plain(it: Subject, kind: ResourceType, types: Catalogue) -> str:
    """Like the example of the documentation, else as most ids of the package are."""
    found = "" if it.package in ELSEWHERE else imported_id(it, kind)
    # A path is no number, and to know costs a look through the whole SDK, once.
    if not found.isdigit() and "/" not in found and types.numbers(it.kind):
        return number(it, "id")
    if it.package in NAMED:
        return found or it.physical_name
    return found or usual_id(it)


def usual_id(it: Subject) -> str:
    """An id of the form that most of its package have."""
    form = USUAL.get(it.package)
    return form(it, "id") if form else it.seed.hex(16)


_MAKERS: Mapping[str, Callable[[Subject, ResourceType], str]] = {
    "aws": _aws,
    "aws-native": _aws_native,
    "azure-native": _azure,
    "gcp": _gcp,
    "google-native": _gcp,
    "kubernetes": _kubernetes,
    "openstack": _openstack,
}

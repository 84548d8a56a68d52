"""Who there is on Azure, which roles each has where, and whose tokens make somebody it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from stackwright_policies.azure.roles import ROLES, Role
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import UNKNOWN, Facts, Grant, Identity, Trust
from stackwright_policies.permissions.reading import entries, items, said, text, texts
from stackwright_policies.resource import Resource, View

ASSIGNMENT: Final = "azure-native:authorization:RoleAssignment"
DEFINITION: Final = "azure-native:authorization:RoleDefinition"
USER_ASSIGNED: Final = "azure-native:managedidentity:UserAssignedIdentity"
_CREDENTIAL: Final = "azure-native:managedidentity:FederatedIdentityCredential"
_PRINCIPALS: Final = ("azuread:index/servicePrincipal:ServicePrincipal", "azuread:index/group:Group")
_VAULT: Final = "azure-native:keyvault:Vault"
_ACCESS: Final = "azure-native:keyvault:AccessPolicy"
# https://learn.microsoft.com/azure/role-based-access-control/scope-overview#scope-format
_SUBSCRIPTION: Final = re.compile(r"/subscriptions/[^/]+/?", re.IGNORECASE)
_GROUP: Final = re.compile(r"/subscriptions/[^/]+/resourceGroups/([^/]+)/?", re.IGNORECASE)
_MANAGEMENT: Final = re.compile(r"/providers/Microsoft\.Management/managementGroups/([^/]+)/?", re.IGNORECASE)


@dataclass(slots=True)
class _Facts:
    directory: Directory
    identities: dict[str, Identity] = field(default_factory=dict[str, Identity])
    grants: list[Grant] = field(default_factory=list[Grant])
    by_principal: dict[str, str] = field(default_factory=dict[str, str])

    def stranger(self, name: str, kind: str) -> str:
        """The id of an identity that no resource here makes."""
        key = f"azure:{name}"
        self.identities.setdefault(key, Identity(id=key, cloud="azure", kind=kind, label=name))
        return key


def facts_of(directory: Directory) -> Facts:
    """Managed identities that resources make or are given, and what is assigned to them and to others."""
    found = _Facts(directory)
    for one in directory.resources:
        if one.type.startswith("azure-native:") or one.type in _PRINCIPALS:
            _read_identity(one, found)
    for one in directory.of(ASSIGNMENT):
        _read_assignment(one, found)
    for one in directory.of(_VAULT, _ACCESS):
        found.grants += _vault_access(one, found)
    trusts = [trust for one in directory.of(_CREDENTIAL) for trust in _trusts(one, directory)]
    return Facts(identities=list(found.identities.values()), grants=found.grants, trusts=trusts)


def _read_identity(one: Resource, found: _Facts) -> None:
    directory = found.directory
    if one.type == USER_ASSIGNED:
        kind, principal = "managed identity", text(one.properties, "principalId")
        runs = [directory.label(it) for it in runners(one, directory)]
    elif one.type in _PRINCIPALS:
        kind = "group" if one.type.endswith("Group") else "service principal"
        principal, runs = text(one.properties, "objectId") or text(one.properties, "id"), []
    elif "systemassigned" in text(one.properties, "identity", "type").replace(" ", "").lower():
        kind, principal = "system-assigned identity", text(one.properties, "identity", "principalId")
        runs = [directory.label(one)]
    else:
        return
    if principal and principal != UNKNOWN:
        found.by_principal[principal] = one.urn
    found.identities[one.urn] = Identity(
        id=one.urn,
        cloud="azure",
        kind=kind,
        label=one.name,
        part=directory.parts.get(one.urn, ""),
        urn=one.urn,
        runs=runs,
    )


def runners(identity: Resource, directory: Directory) -> list[Resource]:
    """What acts as an identity: what names it where a resource says which ones it has."""
    if identity.type != USER_ASSIGNED:
        return [identity]
    name = text(identity.properties, "id")
    return [
        one
        for one, _ in directory.users(identity)
        if any(it in (name, UNKNOWN) for it in _assigned(one)) and one.type != ASSIGNMENT
    ]


def _assigned(one: Resource) -> Iterator[str]:
    """The ids of the identities that a resource is given: a list in programs, the keys of a mapping in outputs."""
    yield from texts(one.properties, "identity", "userAssignedIdentities")
    for key, _ in entries(one.properties, "identity", "userAssignedIdentities"):
        yield key


def _read_assignment(one: Resource, found: _Facts) -> None:
    given, directory = one.properties, found.directory
    guid = text(given, "roleDefinitionId").rpartition("/")[2].lower()
    defined = directory.linked(one, "roleDefinitionId", (DEFINITION,))
    roles = _defined(defined[0]) if defined else [ROLES.get(guid, Role(guid if guid != UNKNOWN else UNKNOWN))]
    scope = text(given, "scope") or UNKNOWN
    linked = [it for it in directory.linked(one, "principalId", tuple(_types(found))) if it.urn in found.identities]
    principal = text(given, "principalId")
    to = found.by_principal.get(principal) or (linked[0].urn if linked and principal == UNKNOWN else "")
    to = to or found.stranger(principal or UNKNOWN, (text(given, "principalType") or "principal").lower())
    condition = text(given, "condition")
    for role in roles:
        found.grants.append(
            Grant(
                to=to,
                actions=role.actions,
                but=role.but,
                role=role.name,
                on=[scope],
                shown=[shown_scope(scope, directory)],
                conditions=[condition] if condition else [],
                via=f"RoleAssignment {one.name}",
                source=one.urn,
            )
        )


def _types(found: _Facts) -> Iterator[str]:
    yield from {it.type for it in found.directory.resources if it.urn in found.identities}


def _defined(one: Resource) -> list[Role]:
    name = text(one.properties, "roleName") or one.name
    return [
        Role(
            name,
            [UNKNOWN] if text(permission) == UNKNOWN else _listed(permission, "actions", "dataActions"),
            _listed(permission, "notActions", "notDataActions"),
        )
        for permission in items(one.properties, "permissions")
    ]


def _listed(permission: View, *keys: str) -> list[str]:
    return [it for key in keys for it in texts(permission, key)]


def shown_scope(scope: str, directory: Directory) -> str:
    """A scope for people."""
    if scope in ("", "/"):
        return "everything (the root scope)"
    if _SUBSCRIPTION.fullmatch(scope):
        return "the whole subscription"
    if found := _MANAGEMENT.fullmatch(scope):
        return f"management group {found[1]}"
    shown = directory.shown(scope)
    if shown == scope and (found := _GROUP.fullmatch(scope)):
        made = directory.find(found[1], ("azure-native:resources:ResourceGroup",))
        return directory.label(made) if made else f"resource group {found[1]}"
    return shown if shown != scope else scope.partition("/providers/")[2] or scope


def _vault_access(one: Resource, found: _Facts) -> Iterator[Grant]:
    """Access policies, which vaults without role assignments have."""
    single = one.type == _ACCESS
    place = ("policy",) if single else ("properties", "accessPolicies")
    on = text(one.properties, "id")
    for policy in items(one.properties, *place):
        principal = text(policy, "objectId")
        actions = [
            f"{kind}/{it}" for kind, granted in entries(policy, "permissions") for it in texts(granted) if said(granted)
        ]
        to = found.by_principal.get(principal) or found.stranger(principal or UNKNOWN, "principal")
        yield Grant(
            to=to,
            actions=actions or [UNKNOWN],
            on=[on],
            shown=[found.directory.label(one)],
            via=f"access policy of {one.name}",
            source=one.urn,
        )


def _trusts(one: Resource, directory: Directory) -> Iterator[Trust]:
    """Whose tokens make somebody an identity: https://learn.microsoft.com/entra/workload-id/workload-identity-federation."""
    issuer, subject = text(one.properties, "issuer"), text(one.properties, "subject")
    of = directory.linked(one, "resourceName", (USER_ASSIGNED,))
    for identity in of:
        yield Trust(
            of=identity.urn,
            who=f"tokens of {issuer.removeprefix('https://')} for {subject or UNKNOWN}",
            conditions=[f"audience = {' or '.join(texts(one.properties, 'audiences'))}"],
            source=one.urn,
        )

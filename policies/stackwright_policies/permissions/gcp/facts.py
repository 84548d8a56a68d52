"""Who there is on Google Cloud, which roles each has on what, and who can act as an account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stackwright_policies.gcp.iam import Grant as Given
from stackwright_policies.gcp.iam import everyone, granting, grants, is_default_account
from stackwright_policies.gcp.roles import ROLES
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import SECRET, UNKNOWN, Facts, Grant, Identity
from stackwright_policies.permissions.reading import said, text, texts
from stackwright_policies.resource import Resource
from stackwright_policies.verdicts import NotKnown

ACCOUNT: Final = "gcp:serviceaccount/account:Account"
KEY: Final = "gcp:serviceaccount/key:Key"
CUSTOM: Final = ("gcp:projects/iAMCustomRole:IAMCustomRole", "gcp:organizations/iAMCustomRole:IAMCustomRole")
EVERYBODY: Final = "gcp:everybody"
_ABOVE: Final = ("gcp:projects/", "gcp:folder/", "gcp:organizations/")
_NOT_ABOUT: Final = frozenset(
    (
        "condition",
        "deletionPolicy",
        "etag",
        "id",
        "location",
        "member",
        "members",
        "policyData",
        "project",
        "region",
        "role",
        "zone",
    )
)
"""Properties of what grants a role that do not name what it is granted on."""
_POOLED: Final = re.compile(
    r"principal(?:Set)?://iam\.googleapis\.com/(?P<pool>.+?)/(?:subject/(?P<subject>.+)|attribute\.(?P<attribute>.+)|\*)"
)
_ROLE_SESSION: Final = re.compile(r"aws_role/arn:aws:sts::\d+:assumed-role/(?P<role>[^/]+)")
_KUBERNETES: Final = re.compile(r"(?:system:serviceaccount:(?P<namespace>[^:]+):(?P<name>[^:]+))$")


@dataclass(slots=True)
class _Facts:
    directory: Directory
    elsewhere: Mapping[str, str]
    identities: dict[str, Identity] = field(default_factory=dict[str, Identity])
    grants: list[Grant] = field(default_factory=list[Grant])

    def stranger(self, name: str, kind: str) -> str:
        """The id of an identity that no resource here makes."""
        key = f"gcp:{name}"
        self.identities.setdefault(key, Identity(id=key, cloud="gcp", kind=kind, label=name))
        return key


def facts_of(directory: Directory, elsewhere: Mapping[str, str] | None = None) -> Facts:
    """Service accounts, and what is granted to them and to others.

    `elsewhere` are identities of other clouds whose tokens Google Cloud takes, by what it calls them: the name of an
    AWS role, `namespace:name` of a Kubernetes service account.
    """
    found = _Facts(directory, elsewhere or {})
    keys = {it.urn for one in directory.of(KEY) for it in directory.linked(one, "serviceAccountId", (ACCOUNT,))}
    for one in directory.of(ACCOUNT):
        found.identities[one.urn] = Identity(
            id=one.urn,
            cloud="gcp",
            kind="service account",
            label=one.name,
            part=directory.parts.get(one.urn, ""),
            urn=one.urn,
            runs=[directory.label(it) for it, _ in directory.users(one) if not _is_iam(it)],
            keys=one.urn in keys,
        )
    for one in directory.of(*granting("gcp:")):
        found.grants += _granted(one, found)
    return Facts(identities=list(found.identities.values()), grants=found.grants)


def _is_iam(one: Resource) -> bool:
    return one.type in (KEY, ACCOUNT) or one.type in granting("gcp:") or not one.type.startswith("gcp:")


def _granted(one: Resource, found: _Facts) -> Iterator[Grant]:
    on, shown = place_of(one, found.directory)
    try:
        given = list(grants(one))
    except NotKnown:
        whom = found.stranger(UNKNOWN, UNKNOWN)
        yield Grant(to=whom, actions=[UNKNOWN], role=UNKNOWN, on=[on], shown=[shown], via=_via(one), source=one.urn)
        return
    for each in given:
        role = text(each.role)
        for member in _members(each):
            yield Grant(
                to=_identity(member, one, found),
                actions=actions_of(role, one, found.directory),
                role=role,
                on=[on],
                shown=[shown],
                conditions=_conditions(one),
                via=_via(one),
                source=one.urn,
            )


def _members(each: Given) -> list[str]:
    try:
        return [text(it) for it in each.members()]
    except NotKnown:
        return [UNKNOWN]


def _via(one: Resource) -> str:
    return f"{one.type.rpartition(':')[2]} {one.name}"


def _conditions(one: Resource) -> list[str]:
    if not said(one.properties, "condition"):
        return []
    return [text(one.properties, "condition", "expression") or text(one.properties, "condition") or UNKNOWN]


def actions_of(role: str, one: Resource, directory: Directory) -> list[str]:
    """The permissions of a role as far as they are known: of one made here all, of Google's own those that raise."""
    if role == UNKNOWN or not role.startswith("roles/"):
        custom = directory.find(role, CUSTOM)
        linked = [custom] if custom else directory.linked(one, "role", CUSTOM)
        if linked:
            return texts(linked[0].properties, "permissions")
    return list(ROLES.get(role, [UNKNOWN] if role in (UNKNOWN, SECRET) else []))


def place_of(one: Resource, directory: Directory) -> tuple[str, str]:
    """What a role is granted on: as a name, and for people. A project and above is that; else a resource."""
    given = one.properties
    if one.type.startswith(_ABOVE):
        kind = one.type.removeprefix("gcp:").partition("/")[0].removesuffix("s")
        name = text(given, "project") or text(given, "folder") or text(given, "orgId") or UNKNOWN
        return f"{kind}:{name}", f"the whole {kind}" + ("" if kind == "project" else f" {name}")
    for key, _ in given.entries():
        if key in _NOT_ABOUT or key.startswith("_"):
            continue
        target = directory.linked(one, key, _targets(one, directory))
        if target:
            return target[0].urn, directory.label(target[0])
    named = next((text(given, key) for key, _ in given.entries() if key not in _NOT_ABOUT), UNKNOWN)
    return named, directory.shown(named)


def _targets(one: Resource, directory: Directory) -> list[str]:
    """The types of its module, other than those that grant: what it can be about."""
    module = one.type.partition("/")[0]
    return [it for it in {it.type for it in directory.resources} if it.startswith(f"{module}/") and "/iA" not in it]


def _identity(member: str, one: Resource, found: _Facts) -> str:
    directory = found.directory
    if everyone(member):
        identity = Identity(id=EVERYBODY, cloud="gcp", kind="everybody", label=everyone(member))
        found.identities.setdefault(EVERYBODY, identity)
        return EVERYBODY
    kind, _, name = member.partition(":")
    made = directory.find(name, (ACCOUNT,)) or directory.find(member, (ACCOUNT,))
    if made is None and member == UNKNOWN:
        linked = [it for key in ("member", "members") for it in directory.linked(one, key, (ACCOUNT,))]
        made = linked[0] if linked else None
    if made is not None:
        return made.urn
    if pooled := _POOLED.fullmatch(member):
        return _pooled(pooled, found)
    if is_default_account(member):
        return found.stranger("the default account of Compute Engine", "service account")
    return found.stranger(name or member, "service account" if kind == "serviceAccount" else kind)


def _pooled(member: re.Match[str], found: _Facts) -> str:
    """Somebody whose tokens a workload identity pool takes: of another cloud, and perhaps made here."""
    whom = member["subject"] or member["attribute"]
    if whom is None:
        return found.stranger(f"everybody in {member['pool'].rpartition('/')[2]}", "identity pool")
    for pattern in (_ROLE_SESSION, _KUBERNETES):
        if matched := pattern.search(whom):
            known = found.elsewhere.get(":".join(matched.groups()))
            if known:
                return known
    return found.stranger(whom, "token of another cloud")

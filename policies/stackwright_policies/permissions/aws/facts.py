"""Who there is on AWS, what each may do, and who can take it on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stackwright_policies.aws.identity import GROUP_POLICY, POLICY, ROLE, ROLE_POLICY, USER_POLICY
from stackwright_policies.permissions.aws.statements import (
    EVERYBODY,
    Principal,
    conditions_of,
    grant_of,
    grants_of,
    is_open_to_all,
    of_managed,
    principals_of,
    statements_of,
    words_of,
)
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import UNKNOWN, Facts, Grant, Identity, Trust
from stackwright_policies.permissions.reading import items, said, text, texts
from stackwright_policies.resource import Resource, View

USER: Final = "aws:iam/user:User"
GROUP: Final = "aws:iam/group:Group"
PROFILE: Final = "aws:iam/instanceProfile:InstanceProfile"
KINDS: Final[Mapping[str, str]] = {ROLE: "IAM role", USER: "IAM user", GROUP: "IAM group"}
_INLINE: Final = {ROLE_POLICY: ("role", ROLE), USER_POLICY: ("user", USER), GROUP_POLICY: ("group", GROUP)}
_WHO: Final = (("role", ROLE), ("user", USER), ("group", GROUP), ("roles", ROLE), ("users", USER), ("groups", GROUP))
_ATTACHING: Final = (
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
)
_MEMBERSHIPS: Final = (
    ("aws:iam/groupMembership:GroupMembership", "users", "group"),
    ("aws:iam/userGroupMembership:UserGroupMembership", "user", "groups"),
)
_KEY: Final = "aws:iam/accessKey:AccessKey"
DOCUMENTS: Final[Mapping[str, tuple[str, str]]] = {
    # Type → the property that holds a document which says who, and the one that names what it is about
    "aws:backup/vaultPolicy:VaultPolicy": ("policy", "backupVaultName"),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ("policy", "repository"),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": ("policy", "fileSystemId"),
    "aws:kms/key:Key": ("policy", ""),
    "aws:kms/keyPolicy:KeyPolicy": ("policy", "keyId"),
    "aws:opensearch/domainPolicy:DomainPolicy": ("accessPolicies", "domainName"),
    "aws:s3/bucketPolicy:BucketPolicy": ("policy", "bucket"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": ("policy", "secretArn"),
    "aws:sns/topic:Topic": ("policy", ""),
    "aws:sns/topicPolicy:TopicPolicy": ("policy", "arn"),
    "aws:sqs/queue:Queue": ("policy", ""),
    "aws:sqs/queuePolicy:QueuePolicy": ("policy", "queueUrl"),
}
_FUNCTION_PERMISSION: Final = "aws:lambda/permission:Permission"


@dataclass(slots=True)
class _Facts:
    directory: Directory
    identities: dict[str, Identity] = field(default_factory=dict[str, Identity])
    grants: list[Grant] = field(default_factory=list[Grant])
    trusts: list[Trust] = field(default_factory=list[Trust])

    def stranger(self, name: str, kind: str) -> str:
        """The id of an identity that no resource here makes."""
        key = f"aws:{name}"
        self.identities.setdefault(key, Identity(id=key, cloud="aws", kind=kind, label=name))
        return key


def facts_of(directory: Directory) -> Facts:
    """Roles, users and groups that resources make, and what is granted to them and to others."""
    found = _Facts(directory)
    members = _members(directory)
    keys = {it.urn for one in directory.of(_KEY) for it in directory.linked(one, "user", (USER,))}
    for one in directory.of(*KINDS):
        found.identities[one.urn] = _identity(one, directory, members.get(one.urn, []), one.urn in keys)
    for one in directory.of(ROLE):
        _read_role(one, found)
    for one in directory.of(*_INLINE):
        for who in _holders(one, *_INLINE[one.type], found):
            via = f"{one.type.rpartition(':')[2]} {one.name}"
            found.grants += grants_of(one.properties.get("policy"), who, directory, via=via, source=one.urn)
    for one in directory.of(*_ATTACHING):
        _read_attachment(one, found)
    for one in directory.of(*DOCUMENTS):
        _read_document(one, found)
    for one in directory.of(_FUNCTION_PERMISSION):
        _read_permission(one, found)
    return Facts(identities=list(found.identities.values()), grants=found.grants, trusts=found.trusts)


def _identity(one: Resource, directory: Directory, groups: list[str], keys: bool) -> Identity:
    bounded = text(one.properties, "permissionsBoundary")
    return Identity(
        id=one.urn,
        cloud="aws",
        kind=KINDS[one.type],
        label=one.name,
        part=directory.parts.get(one.urn, ""),
        urn=one.urn,
        runs=[f"{directory.label(it)} ({key})" for it, key in runners(one, directory)],
        member_of=groups,
        bounded=directory.shown(bounded) if bounded else "",
        keys=keys,
    )


def runners(role: Resource, directory: Directory) -> list[tuple[Resource, str]]:
    """What acts as a role, by which property: what names it, or the instance profile that it is in."""
    found: dict[str, tuple[Resource, str]] = {}
    for one, key in directory.users(role):
        through = directory.users(one) if one.type == PROFILE else [(one, key)]
        found |= {it.urn: (it, by) for it, by in through if _acts(it)}
    return list(found.values())


def _acts(one: Resource) -> bool:
    return one.type.startswith("aws:") and not one.type.startswith("aws:iam/") and one.type not in DOCUMENTS


def _members(directory: Directory) -> dict[str, list[str]]:
    """The groups of each user."""
    found: dict[str, list[str]] = {}
    for token, users, groups in _MEMBERSHIPS:
        for one in directory.of(token):
            for user in directory.linked(one, users, (USER,)):
                found.setdefault(user.urn, []).extend(it.urn for it in directory.linked(one, groups, (GROUP,)))
    return found


def _read_role(one: Resource, found: _Facts) -> None:
    directory = found.directory
    for inline in items(one.properties, "inlinePolicies"):
        if not said(inline, "policy") and text(inline) != UNKNOWN:
            continue  # `inlinePolicies: [{}]` is how a program says that there are none
        via = f"inline policy {text(inline, 'name')}".strip()
        document = inline if text(inline) == UNKNOWN else inline.get("policy")
        found.grants += grants_of(document, one.urn, directory, via=via, source=one.urn)
    for arn in texts(one.properties, "managedPolicyArns"):
        _attach(arn, one.urn, one.urn, found)
    for statement in statements_of(one.properties.get("assumeRolePolicy")):
        if statement is None:
            found.trusts.append(Trust(of=one.urn, who=UNKNOWN, source=one.urn))
        elif text(statement, "Effect").lower() != "deny":
            found.trusts += _trusts(statement, one, found)


def _trusts(statement: View, one: Resource, found: _Facts) -> Iterator[Trust]:
    conditions = conditions_of(statement, found.directory)
    for who in principals_of(statement):
        yield Trust(
            of=one.urn,
            who=words_of(who, found.directory),
            by=_known(who, found),
            conditions=conditions,
            open=who.kind == EVERYBODY and is_open_to_all(statement),
            source=one.urn,
        )


def _known(who: Principal, found: _Facts) -> str:
    """The id of a principal that is an identity; services, accounts and tokens are none."""
    if who.kind != "arn" or who.name == UNKNOWN:
        return ""
    made = found.directory.find(who.name, tuple(KINDS))
    return made.urn if made else found.stranger(who.name, "IAM principal")


def _holders(one: Resource, key: str, type: str, found: _Facts) -> list[str]:
    """Who has what `one` gives, by its property `key`: those made here, else a stranger of that name."""
    if not said(one.properties, key):
        return []
    made = [it.urn for it in found.directory.linked(one, key, (type,))]
    return made or [found.stranger(name, KINDS[type]) for name in texts(one.properties, key)]


def _read_attachment(one: Resource, found: _Facts) -> None:
    arn = text(one.properties, "policyArn")
    for key, token in _WHO:
        for who in _holders(one, key, token, found):
            made = found.directory.linked(one, "policyArn", (POLICY,))
            _attach(arn, who, one.urn, found, made[0] if made else None)


def _attach(arn: str, who: str, source: str, found: _Facts, policy: Resource | None = None) -> None:
    policy = policy or found.directory.find(arn, (POLICY,))
    if policy is not None:
        via = f"Policy {policy.name}"
        document = policy.properties.get("policy")
        found.grants += grants_of(document, who, found.directory, via=via, source=source, held_in=policy.urn)
    elif arn == UNKNOWN:
        found.grants.append(Grant(to=who, actions=[UNKNOWN], on=[UNKNOWN], shown=[UNKNOWN], via=UNKNOWN, source=source))
    else:
        found.grants.append(of_managed(arn, who, source=source))


def _read_document(one: Resource, found: _Facts) -> None:
    place, about = DOCUMENTS[one.type]
    if not said(one.properties, place):
        return
    target = one
    if about:
        found_here = [it for it in _about(one, about, found.directory) if it.type not in DOCUMENTS or it is not one]
        target = found_here[0] if found_here else one
    on = [text(target.properties, "arn") or text(one.properties, about)]
    document = one.properties.get(place)
    for statement in statements_of(document):
        if statement is None or (not said(statement, "Principal") and not said(statement, "NotPrincipal")):
            continue
        _read_statement(statement, one, target, on, found)
    if not document.secret and text(document) == UNKNOWN:
        whom = found.stranger(UNKNOWN, UNKNOWN)
        shown = [found.directory.label(target)]
        found.grants.append(Grant(to=whom, actions=[UNKNOWN], on=on, shown=shown, via=_via(one), source=one.urn))


def _about(one: Resource, key: str, directory: Directory) -> list[Resource]:
    types = {it.type for it in directory.resources if it.type.startswith("aws:")} - {one.type}
    service = one.type.partition("/")[0]
    return directory.linked(one, key, [it for it in types if it.partition("/")[0] == service])


def _via(one: Resource) -> str:
    return f"{one.type.rpartition(':')[2]} {one.name}"


def _read_statement(statement: View, one: Resource, target: Resource, on: list[str], found: _Facts) -> None:
    grant = grant_of(statement, found.directory, on)
    shown = [found.directory.label(target)] if text(statement, "Resource") == "*" else grant.shown
    for who in principals_of(statement):
        if who.kind == "account" and who.name in found.directory.accounts:
            continue  # leaves it to the documents of this account's identities
        if grant.effect == "deny" and who.kind == EVERYBODY:
            continue  # narrows what others allow; what is told is what may be done
        to = _grantee(who, statement, found)
        found.grants.append(
            Grant(
                to=to,
                effect=grant.effect,
                actions=grant.actions,
                but=grant.but,
                on=grant.on,
                shown=shown,
                conditions=grant.conditions,
                via=_via(one),
                source=one.urn,
            )
        )


def _grantee(who: Principal, statement: View, found: _Facts) -> str:
    if who.kind == "arn":
        return _known(who, found) or found.stranger(UNKNOWN, UNKNOWN)
    if who.kind == EVERYBODY:
        return found.stranger(EVERYBODY if is_open_to_all(statement) else "whoever meets the conditions", EVERYBODY)
    kinds = {"service": "AWS service", "account": "AWS account", "token": "identity provider"}
    return found.stranger(words_of(who, found.directory), kinds[who.kind])


def _read_permission(one: Resource, found: _Facts) -> None:
    given = one.properties
    principal = text(given, "principal")
    conditions = [
        f"{key} = {found.directory.shown(value)}"
        for key, place in (("aws:SourceArn", "sourceArn"), ("aws:SourceAccount", "sourceAccount"))
        if (value := text(given, place))
    ]
    who = Principal("service", principal) if principal.endswith(".amazonaws.com") else _plain(principal)
    to = found.stranger(EVERYBODY if who.kind == EVERYBODY else words_of(who, found.directory), who.kind)
    target = found.directory.linked(one, "function", ("aws:lambda/function:Function",))
    shown = [found.directory.label(target[0]) if target else text(given, "function")]
    on = [text(target[0].properties, "arn") if target else text(given, "function")]
    found.grants.append(
        Grant(
            to=to,
            actions=[text(given, "action")],
            on=on,
            shown=shown,
            conditions=conditions,
            via=_via(one),
            source=one.urn,
        )
    )


def _plain(principal: str) -> Principal:
    if principal == "*":
        return Principal(EVERYBODY, EVERYBODY)
    return Principal("account" if principal.isdigit() else "arn", principal)

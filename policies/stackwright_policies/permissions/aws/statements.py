"""Documents of AWS as grants, and their principals and conditions in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stackwright_policies.aws.managed_policies import ACTIONS, NOT_POWER_USER, POWER_USER, name_of
from stackwright_policies.aws.principals import is_open
from stackwright_policies.documents import parsed
from stackwright_policies.permissions.directory import Directory
from stackwright_policies.permissions.model import SECRET, UNKNOWN, Grant
from stackwright_policies.permissions.reading import entries, items, said, text, texts
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown

EVERYBODY: Final = "everybody"
_ROOT: Final = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")
_SIGNS: Final = {"stringequals": "=", "stringlike": "like", "arnlike": "like", "arnequals": "=", "ipaddress": "in"}


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a statement is about: `service`, `account`, `token` (of an identity provider), `arn`, `everybody`."""

    kind: str
    name: str


def grants_of(
    document: View, to: str, directory: Directory, *, via: str, source: str, held_in: str = ""
) -> Iterator[Grant]:
    """What a document allows and denies `to`. `held_in` is the URN of a policy that others may have, too."""
    for statement in statements_of(document):
        if statement is None:
            grant = Grant(to=to, actions=[UNKNOWN], on=[UNKNOWN], shown=[UNKNOWN])
        else:
            grant = grant_of(statement, directory)
        yield replace(grant, to=to, via=via, source=source, document=held_in)


def statements_of(document: View) -> list[View | None]:
    """The statements of a document; None for one that is not known, or is secret."""
    if document.secret:
        return [None]
    try:
        found = items(parsed(document), "Statement")
    except NotKnown:
        return [None]
    return [one if _is_known(one) else None for one in found]


def _is_known(statement: View) -> bool:
    return text(statement) not in (UNKNOWN, SECRET)


def grant_of(statement: View, directory: Directory, on: Sequence[str] = ()) -> Grant:
    """A statement, not yet of anybody. `on` is what it is about where it says `*`, or nothing."""
    resources = texts(statement, "Resource")
    shown = [directory.shown(one) for one in resources]
    if said(statement, "NotResource"):
        shown = [f"all but {', '.join(directory.shown(one) for one in texts(statement, 'NotResource'))}"]
        resources = ["*"]
    if resources in (["*"], []) and on:
        resources, shown = list(on), [directory.shown(one) for one in on]
    return Grant(
        to="",
        effect="deny" if text(statement, "Effect").lower() == "deny" else "allow",
        actions=["*"] if said(statement, "NotAction") else texts(statement, "Action"),
        but=texts(statement, "NotAction"),
        on=resources,
        shown=shown or [UNKNOWN],
        conditions=conditions_of(statement, directory),
    )


def conditions_of(statement: View, directory: Directory) -> list[str]:
    """`aws:SourceArn like sns:alarms`, one for each key."""
    if text(statement, "Condition") == UNKNOWN:
        return [UNKNOWN]
    return [
        f"{key} {_SIGNS.get(operator.lower(), operator)} {' or '.join(_value(one, directory) for one in texts(values))}"
        for operator, keys in entries(statement, "Condition")
        for key, values in entries(keys)
    ]


def _value(value: str, directory: Directory) -> str:
    return "this account" if value in directory.accounts else directory.shown(value)


def principals_of(statement: View) -> list[Principal]:
    """Whom a statement is about; nobody in particular counts as everybody."""
    if said(statement, "NotPrincipal"):
        return [Principal(EVERYBODY, "all but a few")]
    try:
        given = statement.get("Principal")
        mapping = isinstance(given.value, dict)
    except NotKnown:
        return [Principal("arn", UNKNOWN)]
    if not mapping:
        return [_principal("AWS", one) for one in texts(given)]
    return [_principal(kind, one) for kind, who in entries(given) for one in texts(who)]


def _principal(kind: str, name: str) -> Principal:
    if kind == "Service":
        return Principal("service", name)
    if kind == "Federated":
        return Principal("token", name)
    if name == "*":
        return Principal(EVERYBODY, EVERYBODY)
    found = _ROOT.fullmatch(name)
    return Principal("account", found[1]) if found else Principal("arn", name)


def words_of(principal: Principal, directory: Directory) -> str:
    """A principal, for people."""
    match principal.kind:
        case "service":
            return principal.name.removesuffix(".amazonaws.com")
        case "account":
            return "this account" if principal.name in directory.accounts else f"account {principal.name}"
        case "token":
            provider = re.split(r":(?:oidc|saml)-provider/", principal.name)[-1]
            return f"tokens of {provider}"
        case _:
            return directory.shown(principal.name)


def is_open_to_all(statement: View) -> bool:
    """Whether it lets everybody in, and no condition says who. What is not known is not known to be open."""
    try:
        return is_open(statement)
    except NotKnown:
        return False


def of_managed(arn: str, to: str, *, source: str) -> Grant:
    """What one of AWS's own policies allows, as far as that is known here."""
    name = name_of(arn)
    if name == POWER_USER:
        return Grant(
            to=to, actions=["*"], but=NOT_POWER_USER, role=name, on=["*"], shown=["*"], via=name, source=source
        )
    actions = ACTIONS.get(name, ())
    everything = ["*"] if actions else []
    return Grant(
        to=to, actions=actions, role=name or arn, on=everything, shown=everything, via=name or arn, source=source
    )

"""Who a statement of an AWS policy document is about: somebody, or everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stackwright_policies.addresses import is_internet
from stackwright_policies.documents import statements
from stackwright_policies.resource import View
from stackwright_policies.verdicts import Failed, NotKnown, Verdict, all_of, any_in, any_of, each

# Conditions that say who: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# ("The meaning of public"), and for keys and functions the same on behalf of the service.
_WHO: Final = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "aws:vpcsourceip",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "sts:externalid",  # of a role's trust: no secret, but agreed on with somebody
}
_SERVICE_ONLY: Final = "aws:principalisawsservice"
_NARROWING: Final = ("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress")
"""Operators that a request satisfies only if it has the key (`…IfExists` does not ask for that)."""
_ARN_PARTS: Final = 6


def open_to_everybody(document: View) -> Iterator[Verdict]:
    """A violation for every statement of a document that allows everybody something."""
    yield from each(statements(document), _judge)


def _judge(statement: View) -> Iterator[Verdict]:
    if is_open(statement):
        yield Failed(f"{statement.path} allows everybody {_some(statement.get('Action'))}")


def _some(actions: View) -> str:
    try:
        return ", ".join(action.text() for action in actions.items()) or "something"
    except NotKnown:
        return "something"


def is_open(statement: View) -> bool:
    """Whether a statement allows everybody something, and no condition says who that may be.

    Raises:
        NotKnown
    """
    return all_of(
        lambda: allows(statement),
        lambda: is_everybody(statement),
        lambda: not says_who(statement),
    )


def allows(statement: View) -> bool:
    return statement.get("Effect").text().lower() == "allow"


def is_everybody(statement: View) -> bool:
    """Whether the principal is `*`, or all but a few."""
    return any_of(
        lambda: _has_everybody(statement.get("Principal")),
        lambda: not statement.get("NotPrincipal").absent and allows(statement),
    )


def _has_everybody(principal: View) -> bool:
    if isinstance(principal.value, dict):
        return _has_star(principal.get("AWS"))  # nobody else can be everybody
    return _has_star(principal)


def _has_star(principals: View) -> bool:
    return any_in(principals.items(), lambda one: one.value == "*")


def says_who(statement: View) -> bool:
    """Whether a condition narrows down who may come: one that does is enough, for all have to hold."""
    return any_in(list(statement.get("Condition").entries()), lambda entry: _narrows(entry[0].lower(), entry[1]))


def _narrows(operator: str, keys: View) -> bool:
    operator = operator.removeprefix("foranyvalue:")
    if operator == "bool":
        return any_in(list(keys.entries()), lambda it: it[0].lower() == _SERVICE_ONLY and it[1].flag())
    if operator not in _NARROWING:
        return False
    return any_in(
        list(keys.entries()),
        lambda entry: entry[0].lower() in _WHO and not any_in(entry[1].items(), lambda value: _is_anything(value)),
    )


def _is_anything(value: View) -> bool:
    """Whether a value of a condition leaves everybody in: any text, the whole internet, an ARN in any account."""
    text = value.text().strip()
    if not text.strip("*?") or is_internet(text):
        return True
    parts = text.split(":", _ARN_PARTS - 1)
    if parts[0] != "arn" or len(parts) < _ARN_PARTS:
        return False
    service, account, resource = parts[2], parts[4], parts[5]
    if account and not set(account) & {"*", "?"}:
        return False
    return service in {"iam", "sts", "*"} or not resource.strip("*?")

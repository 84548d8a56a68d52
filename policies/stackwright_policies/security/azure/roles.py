"""Nobody owns a whole Azure subscription by a role that a program gives away."""

import re
from collections.abc import Iterator
from typing import Final

from stackwright_policies.azure.roles import MIGHTY, guid_of
from stackwright_policies.controls import LEAST_PRIVILEGE
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, checkov, cis
from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import Failed, Verdict, all_of, any_in

ASSIGNMENT: Final = "azure-native:authorization:RoleAssignment"
DEFINITION: Final = "azure-native:authorization:RoleDefinition"
# https://learn.microsoft.com/azure/role-based-access-control/scope-overview#scope-format
_WIDE: Final = re.compile(r"/?|/subscriptions/[^/]+/?|/providers/microsoft\.management/managementgroups/[^/]+/?")
_SUBSCRIPTION: Final = "/subscriptions/00000000-0000-0000-0000-000000000000"
_ROLES: Final = f"{_SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
_OWNER: Final = f"{_ROLES}/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
_READER: Final = f"{_ROLES}/acdd72a7-3385-48ef-bd42-f606fba81ae7"


def _role(scope: str = _SUBSCRIPTION, *actions: str) -> dict[str, object]:
    return {"scope": scope, "assignableScopes": [scope], "permissions": [{"actions": list(actions)}]}


PASSES: Final = (
    Example(
        why="reads a subscription",
        type=ASSIGNMENT,
        inputs={"scope": _SUBSCRIPTION, "roleDefinitionId": _READER, "principalId": UNKNOWN},
    ),
    Example(
        why="owns one group of resources",
        type=ASSIGNMENT,
        inputs={"scope": f"{_SUBSCRIPTION}/resourceGroups/shop", "roleDefinitionId": _OWNER},
    ),
    Example(why="a role with some rights", type=DEFINITION, inputs=_role(_SUBSCRIPTION, "Microsoft.Compute/*/read")),
    Example(why="everything, in one group", type=DEFINITION, inputs=_role(f"{_SUBSCRIPTION}/resourceGroups/a", "*")),
    Example(
        why="which role is not known, but it is for one group",
        type=ASSIGNMENT,
        inputs={"scope": f"{_SUBSCRIPTION}/resourceGroups/shop", "roleDefinitionId": UNKNOWN},
    ),
)
VIOLATES: Final = (
    Example(why="owns a subscription", type=ASSIGNMENT, inputs={"scope": _SUBSCRIPTION, "roleDefinitionId": _OWNER}),
    Example(
        why="gives rights in a management group",
        type=ASSIGNMENT,
        inputs={
            "scope": "/providers/Microsoft.Management/managementGroups/acme",
            "roleDefinitionId": f"{_ROLES}/18D7D88D-D35E-4FB5-A5C3-7773C20A72D9",
        },
    ),
    Example(why="another owner, home-made", type=DEFINITION, inputs=_role(_SUBSCRIPTION, "*")),
    Example(
        why="beside what is not known",
        type=DEFINITION,
        inputs={
            "scope": UNKNOWN,
            "assignableScopes": [UNKNOWN, _SUBSCRIPTION],
            "permissions": [{"actions": [UNKNOWN]}, {"actions": ["*"]}],
        },
    ),
)
UNDECIDED: Final = (
    Example(
        why="which role is not known", type=ASSIGNMENT, inputs={"scope": _SUBSCRIPTION, "roleDefinitionId": UNKNOWN}
    ),
    Example(why="where is not known", type=ASSIGNMENT, inputs={"scope": UNKNOWN, "roleDefinitionId": _OWNER}),
    Example(why="which rights is not known", type=DEFINITION, inputs=_role(_SUBSCRIPTION, UNKNOWN)),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    given = resource.properties
    if resource.type == ASSIGNMENT:
        if all_of(
            lambda: guid_of(given.get("roleDefinitionId")) in MIGHTY,
            lambda: _is_wide(given.get("scope")),
        ):
            yield Failed(f"it makes somebody {MIGHTY[guid_of(given.get('roleDefinitionId'))]} of {_of(given)}")
    elif all_of(
        lambda: any_in(given.get("permissions").items(), _everything),
        lambda: any_in(_scopes(given), _is_wide),
    ):
        yield Failed("its actions are *, and it can be assigned in a whole subscription or more")


def _is_wide(scope: View) -> bool:
    return _WIDE.fullmatch(scope.text().strip().lower()) is not None


def _of(given: View) -> str:
    return "a subscription" if "/subscriptions/" in given.get("scope").text().lower() else "more than a subscription"


def _everything(permission: View) -> bool:
    return any_in(permission.get("actions").items(), lambda action: action.text() in ("*", "*/*"))


def _scopes(given: View) -> list[View]:
    """Where it can be assigned; where nothing is said, where it is defined."""
    return given.get("assignableScopes").items() or [given.get("scope")]


policy: Final = Policy(
    id="AZ-RBAC-01",
    title="Nobody is made owner of a whole subscription",
    severity="critical",
    why="Whoever gets hold of such a principal owns all that is in the subscription, now and later.",
    fix="Assign a role that allows what is needed, on the group or the resource; give owners rights for a time (PIM).",
    frameworks=(*cis("Azure", "4.0", "6.3.3", "6.23"), *LEAST_PRIVILEGE, *checkov("CKV_AZURE_39")),
    types=(ASSIGNMENT, DEFINITION),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""What IAM documents allow a principal that has them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from stackwright_policies.resource import Resource, View
from stackwright_policies.verdicts import NotKnown

POLICY: Final = "aws:iam/policy:Policy"
ROLE_POLICY: Final = "aws:iam/rolePolicy:RolePolicy"
USER_POLICY: Final = "aws:iam/userPolicy:UserPolicy"
GROUP_POLICY: Final = "aws:iam/groupPolicy:GroupPolicy"
ROLE: Final = "aws:iam/role:Role"
PERMISSION_SET: Final = "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy"
TYPES: Final = (POLICY, ROLE_POLICY, USER_POLICY, GROUP_POLICY, ROLE, PERMISSION_SET)
"""The types that hold such documents."""


def documents(resource: Resource) -> list[View]:
    """The documents of a resource of one of `TYPES`.

    Raises:
        NotKnown: which inline ones a role has.
    """
    match resource.type:
        case "aws:iam/role:Role":
            return [_document(inline) for inline in resource.properties.get("inlinePolicies").items()]
        case "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy":
            return [resource.properties.get("inlinePolicy")]
        case _:
            return [resource.properties.get("policy")]


def _document(inline: View) -> View:
    """Its document; one that is not known as a whole is left to whoever reads it."""
    try:
        return inline.get("policy")
    except NotKnown:
        return inline


@lru_cache(maxsize=4096)
def covers(pattern: str, name: str) -> bool:
    """Whether an action or an ARN with `*` and `?` means another one, too. Actions are the same in upper case."""
    parts = {"*": ".*", "?": "."}
    return re.fullmatch("".join(parts.get(it) or re.escape(it) for it in pattern.lower()), name.lower()) is not None

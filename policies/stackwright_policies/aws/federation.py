"""Who may take on a role with a token of an identity provider (OpenID Connect), and what narrows that down."""

from __future__ import annotations

import re
from typing import Final

from stackwright_policies.aws.identity import covers
from stackwright_policies.aws.principals import allows
from stackwright_policies.resource import View
from stackwright_policies.verdicts import NotKnown, all_of, any_in, any_of

_WITH_TOKEN: Final = "sts:AssumeRoleWithWebIdentity"  # noqa: S105 - an action
_WITH_SAML: Final = "sts:AssumeRoleWithSAML"
_OPERATORS: Final = ("stringequals", "stringequalsignorecase", "stringlike")
"""Those that a request satisfies only if it has the claim."""
# The providers that IAM knows by itself: their tokens are for one application, which is who comes in.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
_APPLICATIONS: Final = {
    "accounts.google.com": "aud",
    "cognito-identity.amazonaws.com": "aud",
    "graph.facebook.com": "app_id",
    "www.amazon.com": "app_id",
}
# Claims of GitHub's, CircleCI's and others' tokens that say who as well as the subject does (STS knows them since 2026)
_WHO: Final = (
    "sub",
    "enterprise_id",
    "job_workflow_ref",
    "oidc.circleci.com/project-id",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
)
_PROVIDER: Final = ":oidc-provider/"
# Subjects of which only what everybody has is fixed: `*`, `repo:*`, `repo:acme*` (another's organization may be called
# acme-too), `project_path:*`, any account of a cluster
_ANYBODY: Final = re.compile(
    r"[*?:/]*|[\w-]+:[*?].*|repo:[^/]*[*?].*|system:serviceaccount(?::[*?]+){0,2}[*?]*|[^:]*[*?]+", re.IGNORECASE
)


def open_to_tokens(statement: View) -> bool:
    """Whether a statement lets in whoever has a token of a provider, whoever that is.

    Raises:
        NotKnown
    """
    return all_of(
        lambda: allows(statement),
        lambda: _does(statement, _WITH_TOKEN),
        lambda: any_in(_providers(statement), lambda provider: _is_open(statement, provider)),
    )


def _does(statement: View, action: str) -> bool:
    return any_in(statement.get("Action").items(), lambda one: covers(one.text(), action))


def _providers(statement: View) -> list[View]:
    """Those that a statement trusts; if which ones is not known, that counts as one."""
    found = statement.get("Principal", "Federated")
    try:
        return found.items()
    except NotKnown:
        return [found]


def _is_open(statement: View, provider: View) -> bool:
    return not any_of(
        lambda: all_of(lambda: _does(statement, _WITH_SAML), lambda: ":saml-provider/" in provider.text()),
        lambda: _claims(statement, _WHO),
        lambda: all_of(
            lambda: _claims(statement, ("aud", "app_id")),
            lambda: _claims(statement, (_application(provider),)),
        ),
    )


def _application(provider: View) -> str:
    """The claim that says for which application a token is, where that is enough."""
    return _APPLICATIONS.get(provider.text().rpartition(_PROVIDER)[2], "")


def _claims(statement: View, claims: tuple[str, ...]) -> bool:
    """Whether a condition asks for a certain value of one of the claims."""
    return any_in(
        list(statement.get("Condition").entries()),
        lambda entry: (
            _operator(entry[0]) in _OPERATORS and any_in(list(entry[1].entries()), lambda it: _asks(it, claims))
        ),
    )


def _operator(name: str) -> str:
    return name.lower().removeprefix("foranyvalue:")


def _asks(entry: tuple[str, View], claims: tuple[str, ...]) -> bool:
    key, values = entry
    return all_of(
        lambda: key.lower().partition(":")[2] in claims,
        lambda: not any_in(values.items(), lambda value: _ANYBODY.fullmatch(value.text().strip()) is not None),
    )

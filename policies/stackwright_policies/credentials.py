"""Credentials in plain text: by the shape that their issuers give them, and by the name that they are kept under.

What is found is never quoted: only what kind of thing it is.
"""

from __future__ import annotations

import base64
import re
from typing import Final

from stackwright_policies.resource import View

_WORDS: Final = (
    r"(?:password|passwd|passphrase|pwd|secret|token|credentials?|(?:api|access|private|secret|auth)[_-]?key)"
)
_SHAPES: Final = {
    kind: re.compile(pattern)
    for kind, pattern in {
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
        "an AWS access key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
        "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
        # https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
        "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})",
        "a GitLab token": r"\bglpat-[\w-]{20,}",
        "a Slack token": r"\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com/services/T\w+/B\w+/\w+",
        "a Stripe key": r"\b[rs]k_live_\w{16,}",
        "a Google API key": r"\bAIza[\w-]{35}",
        "a SendGrid key": r"\bSG\.[\w-]{16,}\.[\w-]{16,}",
        "an npm token": r"\bnpm_[A-Za-z0-9]{36}\b",
        "a key of an Azure service": r"\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}",
    }.items()
}
_URL: Final = re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@]*:([^\s:/@]+)@")
_NAME: Final = re.compile(rf"{_WORDS}\d*$", re.IGNORECASE)
# After a colon it is a part of an ARN: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db
_ASSIGNED: Final = re.compile(rf"(?i)(?<![:\w-])[\w-]{{0,60}}?{_WORDS}\d*[\"']?\s*[:=]\s*[\"']?([^\s\"',;]+)")
# What stands for a value that is somewhere else: variables, templates, ARNs, addresses, absolute paths
_ELSEWHERE: Final = re.compile(r"[$<{%!`(*@]|arn:|https?://|/[a-z]|ssm:|projects/|vault:|\.\.\.", re.IGNORECASE)
_NO_CREDENTIALS: Final = {"true", "false", "null", "none", "nil", "yes", "no", "undefined", "required", "optional"}
_SHORTEST: Final = 4
_LONGEST_NUMBER: Final = 5
"""Up to here, digits are a number of seconds or a port."""


def credential_in(text: str) -> str | None:
    """What kind of credential stands in a text such as a script, if any."""
    for kind, shape in _SHAPES.items():
        if shape.search(text):
            return kind
    if any(_is_literal(password) for password in _URL.findall(text)):
        return "an address with a password"
    if any(_is_literal(value) for value in _ASSIGNED.findall(text)):
        return "a password or key that is set to a literal"
    return None


def credential_under(name: str, value: str) -> str | None:
    """What kind of credential a variable is, if any: by its value, or because its name says so."""
    if _NAME.search(name) and _is_literal(value.strip()):
        return f"a literal under a name that ends like one of a credential ({name})"
    return credential_in(value)


def kept_in_clear(name: str, value: View) -> str | None:
    """What kind of credential a variable keeps in clear, if any, where Pulumi's own secrets are no secrets any more.

    Raises:
        NotKnown: it is not known, and no secret.
    """
    return "a value that the program keeps secret" if value.secret else credential_under(name, value.text())


def decoded(text: str) -> str:
    """A script that may be base64, as clouds take it, in clear."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:
        return text


def _is_literal(value: str) -> bool:
    return (
        len(value) >= _SHORTEST
        and not (value.isdigit() and len(value) <= _LONGEST_NUMBER)
        and value.lower() not in _NO_CREDENTIALS
        and not _ELSEWHERE.match(value)
    )

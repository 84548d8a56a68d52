"""Forms of texts, and what a server says of a text that has another.

Source: `k8s.io/apimachinery/pkg/util/validation/validation.go`, `ip.go`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from typing import Final

from stackwright.simcloud.apiserver.field import of_kind

_LABEL: Final = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN: Final = rf"{_LABEL}(\.{_LABEL})*"
_LABEL_1035: Final = "[a-z]([-a-z0-9]*[a-z0-9])?"
_QUALIFIED: Final = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_PERCENT: Final = "[0-9]+%"
_CONFIG_KEY: Final = "[-._a-zA-Z0-9]+"
_SHORT, _LONG, _PORT_NAME = 63, 253, 15
_MUST: Final = "must consist of lower case alphanumeric characters"
_ENDS: Final = "and must start and end with an alphanumeric character"


def _or(message: str, form: str, *examples: str) -> str:
    """The message with its examples, as apimachinery's `RegexError` writes it."""
    listed = " or ".join(f"'{example}', " for example in examples)
    return f"{message} (e.g. {listed}regex used for validation is '{form}')"


def longest(limit: int) -> Callable[[str], list[str]]:
    return lambda text: [f"must be no more than {limit} characters"] if len(text) > limit else []


def _too_long(text: str, limit: int, unit: str = "characters") -> list[str]:
    return [f"must be no more than {limit} {unit}"] if len(text.encode()) > limit else []


def label(text: str) -> list[str]:
    """A DNS label of RFC 1123."""
    wrong = _too_long(text, _SHORT)
    if not re.fullmatch(_LABEL, text):
        if of_kind(_SUBDOMAIN)(text):
            return [*wrong, "must not contain dots"]
        message = f"a lowercase RFC 1123 label {_MUST} or '-', {_ENDS}"
        wrong.append(_or(message, _LABEL, "my-name", "123-abc"))
    return wrong


def label_1035(text: str) -> list[str]:
    """A DNS label of RFC 1035: it starts with a letter."""
    wrong = _too_long(text, _SHORT)
    if not re.fullmatch(_LABEL_1035, text):
        message = (
            f"a DNS-1035 label {_MUST} or '-', start with an alphabetic character, and end with an alphanumeric"
            " character"
        )
        wrong.append(_or(message, _LABEL_1035, "my-name", "abc-123"))
    return wrong


def subdomain(text: str) -> list[str]:
    """A DNS subdomain of RFC 1123."""
    wrong = _too_long(text, _LONG)
    if not re.fullmatch(_SUBDOMAIN, text):
        message = f"a lowercase RFC 1123 subdomain {_MUST}, '-' or '.', {_ENDS}"
        wrong.append(_or(message, _SUBDOMAIN, "example.com"))
    return wrong


def wildcard(text: str) -> list[str]:
    """`*.` and a subdomain."""
    if re.fullmatch(rf"\*\.{_SUBDOMAIN}", text):
        return _too_long(text, _LONG)
    message = (
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of"
        " lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character"
    )
    return [*_too_long(text, _LONG), _or(message, rf"\*\.{_SUBDOMAIN}", "*.example.com")]


def label_value(text: str) -> list[str]:
    """The value of a label."""
    wrong = _too_long(text, _SHORT, "bytes")
    if not re.fullmatch(rf"({_QUALIFIED})?", text):
        message = (
            "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
            " start and end with an alphanumeric character"
        )
        wrong.append(_or(message, "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345"))
    return wrong


def qualified(text: str) -> list[str]:
    """The key of a label or annotation, and much else: `name`, or `prefix/name`."""
    pieces = text.split("/")
    what = f"consist of alphanumeric characters, '-', '_' or '.', {_ENDS}"
    wrong: list[str] = []
    if len(pieces) > 2:
        message = f"a valid label key must {what}"
        said = _or(message, _QUALIFIED, "MyName", "my.name", "123-abc")
        return [f"{said} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
    if len(pieces) == 2:
        if not pieces[0]:
            wrong.append("prefix part must be non-empty")
        else:
            wrong += [f"prefix part {message}" for message in subdomain(pieces[0])]
    name = pieces[-1]
    if not name:
        wrong.append("name part must be non-empty")
    wrong += [f"name part {message}" for message in _too_long(name, _SHORT, "bytes")]
    if not re.fullmatch(_QUALIFIED, name):
        wrong.append(f"name part {_or(f'must {what}', _QUALIFIED, 'MyName', 'my.name', '123-abc')}")
    return wrong


def port_name(text: str) -> list[str]:
    wrong = _too_long(text, _PORT_NAME)
    if not re.fullmatch("[-a-z0-9]+", text):
        wrong.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search("[a-z]", text):
        wrong.append("must contain at least one letter (a-z)")
    if "--" in text:
        wrong.append("must not contain consecutive hyphens")
    if text and (text[0] == "-" or text[-1] == "-"):
        wrong.append("must not begin or end with a hyphen")
    return wrong


def percent(text: str) -> list[str]:
    if re.fullmatch(_PERCENT, text):
        return []
    message = "a valid percent string must be a numeric string followed by an ending '%'"
    return [_or(message, _PERCENT, "1%", "93%")]


def variable(text: str) -> list[str]:
    """The name of an environment variable."""
    if text and all(" " <= letter <= "~" and letter != "=" for letter in text):
        return []
    return ["a valid environment variable name must consist only of printable ASCII characters other than '='"]


def config_key(text: str) -> list[str]:
    wrong = _too_long(text, _LONG)
    if not re.fullmatch(_CONFIG_KEY, text):
        message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        wrong.append(_or(message, _CONFIG_KEY, "key.name", "KEY_NAME", "key-name"))
    if text == ".":
        wrong.append("must not be '.'")
    elif text == "..":
        wrong.append("must not be '..'")
    elif text.startswith(".."):
        wrong.append("must not start with '..'")
    return wrong


def path_segment(text: str) -> list[str]:
    """A name of RBAC, which is only part of a URL."""
    if text in {".", ".."}:
        return [f"may not be '{text}'"]
    return [f"may not contain '{letter}'" for letter in "/%" if letter in text]


def address(text: str) -> list[str]:
    """An IP address; one with leading zeros is left to the server."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        octets = text.split(".")
        if len(octets) == 4 and all(octet.isdecimal() and int(octet) <= 255 for octet in octets):
            return []
        return ["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"]
    return []


def network(text: str) -> list[str]:
    """A CIDR block; bits beyond the prefix may be set."""
    try:
        if "/" in text:
            ipaddress.ip_interface(text)
            return []
    except ValueError:
        pass
    return ["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"]


def domain_prefixed(text: str) -> list[str]:
    """`acme.io/foo`."""
    prefix, slash, rest = text.partition("/")
    if not slash or not prefix or not rest:
        return ['must be a domain-prefixed path (such as "acme.io/foo")']
    return subdomain(prefix)

"""The form of an id that AWS draws, read off an example: `tgw-attach-12345678` → `tgw-attach-{hex:17}`."""

from __future__ import annotations

import re
from typing import Final

_UUID: Final = re.compile(r"[0-9a-zx]{7,8}-[0-9a-zx]{4}-[0-9a-zx]{4}-[0-9a-zx]{4}-[0-9a-zx]{6,17}")
_PREFIXED: Final = re.compile(r"((?:[a-z][a-z0-9]*[-_])+)([0-9a-f]{5,40}|[0-9a-z]{8,32})")
_MADE_UP: Final = re.compile(r"(?i).*(example|my[-_]|test|xxx|foo|bar\b|[-_ ]id\b|[-_]name\b|\bid[-_]).*")
"""What somebody made up for the example: `guardrail-id-12345678`, `example-thing`."""
_NUMBERED: Final = re.compile(r"(?i).*[-_]id([-_]\d+)?|id|.*xxx.*|[a-z]+1234567890")
"""Made up in place of something that AWS draws."""
_SHORT_EC2: Final = 9
_EC2_DIGITS: Final = 17
_LEAST: Final = 6
"""Fewer characters than that tell nothing."""
_TEN: Final = 10
"""The ids of Bedrock and Lex have ten capitals and digits, some of the examples none of the latter."""


def form(example: str, salt: str) -> str | None:
    """The template of ids that look like `example`; None if it looks like a name that a person gave."""
    ending = f":{salt}" if salt else ""
    if _UUID.fullmatch(example.lower()):
        return f"{{uuid{ending}}}"
    if _MADE_UP.fullmatch(example):
        return None
    if prefixed := _PREFIXED.fullmatch(example):
        prefix, rest = prefixed.groups()
        if re.fullmatch(r"[0-9a-f]+", rest) and any(char.isdigit() for char in rest):
            return f"{prefix}{{hex:{_EC2_DIGITS if len(rest) <= _SHORT_EC2 else len(rest)}{ending}}}"
        return f"{prefix}{{lower:{len(rest)}{ending}}}" if _mixed(rest) else None
    if len(example) < _LEAST or not example.isalnum() or placeholder(example):
        return None
    if example.isdigit():
        return f"{{digits:{len(example)}{ending}}}"
    for name, alphabet in (("hex", "[0-9a-f]{16,64}"), ("upper", "[A-Z0-9]+"), ("lower", "[a-z0-9]+")):
        capitals = name == "upper" and len(example) == _TEN
        if re.fullmatch(alphabet, example) and (_mixed(example) or capitals):
            return f"{{{name}:{len(example)}{ending}}}"
    return f"{{mixed:{len(example)}{ending}}}" if _mixed(example) and len(example) > _TEN else None


def placeholder(example: str) -> bool:
    """Whether it stands for something drawn and does not show how that looks."""
    return bool(_NUMBERED.fullmatch(example))


def _mixed(text: str) -> bool:
    return any(char.isdigit() for char in text) and any(char.isalpha() for char in text)

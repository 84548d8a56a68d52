"""hashicorp/random, computed for real from the resource's seed.

Source of alphabets and ids: the provider's documentation and `internal/random/string.go`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Final

from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.curated.words import ADJECTIVES, ADVERBS, NAMES
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
_UPPER: Final = _LOWER.upper()
_NUMERIC: Final = "0123456789"
_SPECIAL: Final = "!@#$%&*()-_=+[]{}<>:?"
_BCRYPT: Final = "./" + _UPPER + _LOWER + _NUMERIC


def text(it: Subject) -> str:
    """The characters of a RandomString or RandomPassword: at least the wanted number of each kind, shuffled."""
    groups = [
        (_NUMERIC, it.inputs.get("numeric", it.inputs.get("number")), "minNumeric"),
        (_LOWER, it.inputs.get("lower"), "minLower"),
        (_UPPER, it.inputs.get("upper"), "minUpper"),
        (it.text("overrideSpecial") or _SPECIAL, it.inputs.get("special"), "minSpecial"),
    ]
    chosen = "".join(it.seed.text(it.number(least, 0), alphabet, least) for alphabet, _, least in groups)
    alphabet = "".join(alphabet for alphabet, wanted, _ in groups if wanted is not False)
    rest = max(it.number("length", 0) - len(chosen), 0)
    return "".join(shuffled(list(chosen + it.seed.text(rest, alphabet, "rest")), it.seed))


def shuffled(items: list[Value], seed: Seed) -> list[str]:
    """Fisher-Yates, drawn from `seed`."""
    result = [str(item) for item in items]
    for index in range(len(result) - 1, 0, -1):
        other = seed.below(index + 1, f"shuffle{index}")
        result[index], result[other] = result[other], result[index]
    return result


def _bcrypt(it: Subject) -> str:
    """In the form of a bcrypt hash, and as different for another password; no password verifies against it."""
    seed = Seed("bcrypt", text(it))
    return f"$2a$10${seed.text(53, _BCRYPT)}"


def _data(it: Subject) -> bytes:
    return it.seed.data(it.number("byteLength", it.number("length", 8)))


def _integer(it: Subject) -> int:
    seed = Seed(it.seed.hex(16), it.text("seed")) if it.text("seed") else it.seed
    return seed.between(it.number("min", 0), it.number("max", 0))


def _shuffle(it: Subject) -> Value:
    items = it.items("inputs")
    count = it.number("resultCount", len(items))
    drawn: list[str] = []
    while items and len(drawn) < count:
        drawn += shuffled(items, it.seed.child(len(drawn)))
    return list[Value](drawn[:count])


def pet(it: Subject) -> str:
    """`prefix-adverbs-adjective-name`, as many words as `length` says (2 by default)."""
    length = it.number("length", 2)
    words = [it.seed.choice(ADVERBS, f"adverb{index}") for index in range(max(length - 2, 0))]
    if length > 1:
        words.append(it.seed.choice(ADJECTIVES, "adjective"))
    words.append(it.seed.choice(NAMES, "name"))
    prefix = [it.text("prefix")] if it.text("prefix") else []
    return it.text("separator", "-").join([*prefix, *words])


def _prefixed(it: Subject, value: str) -> str:
    return it.text("prefix") + value


def _uuid7(it: Subject) -> str:
    """Version 7: milliseconds since 1970 first."""
    millis = f"{int(it.time().timestamp() * 1000):012x}"
    noise = it.seed.hex(18, "uuid7")
    variant = "89ab"[int(noise[3], 16) % 4]
    return f"{millis[:8]}-{millis[8:]}-7{noise[:3]}-{variant}{noise[3:6]}-{noise[6:]}"


def _url64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


_FLAGS = {"lower": True, "upper": True, "special": True, "numeric": True, "number": True}
_LEAST = {"minLower": 0, "minUpper": 0, "minSpecial": 0, "minNumeric": 0}

TYPES: Mapping[str, Recipe] = {
    "random:index/randomPassword:RandomPassword": Recipe(
        id="none", outputs={"result": text, "bcryptHash": _bcrypt, **_FLAGS, **_LEAST}
    ),
    "random:index/randomString:RandomString": Recipe(id=text, outputs={"result": text, **_FLAGS, **_LEAST}),
    "random:index/randomId:RandomId": Recipe(
        id=lambda it: _url64(_data(it)),
        outputs={
            "b64Url": lambda it: _prefixed(it, _url64(_data(it))),
            "b64Std": lambda it: _prefixed(it, base64.b64encode(_data(it)).decode()),
            "hex": lambda it: _prefixed(it, _data(it).hex()),
            "dec": lambda it: _prefixed(it, str(int.from_bytes(_data(it), "big"))),
        },
    ),
    "random:index/randomBytes:RandomBytes": Recipe(
        id=lambda it: hashlib.sha256(_data(it)).hexdigest()[:16],
        outputs={"base64": lambda it: base64.b64encode(_data(it)).decode(), "hex": lambda it: _data(it).hex()},
    ),
    "random:index/randomInteger:RandomInteger": Recipe(id=lambda it: str(_integer(it)), outputs={"result": _integer}),
    "random:index/randomPet:RandomPet": Recipe(id=pet, outputs={"length": 2, "separator": "-"}),
    "random:index/randomShuffle:RandomShuffle": Recipe(id="-", outputs={"results": _shuffle}),
    "random:index/randomUuid:RandomUuid": Recipe(id="{uuid}", outputs={"result": "{uuid}"}),
    "random:index/randomUuid4:RandomUuid4": Recipe(id="{uuid}", outputs={"result": "{uuid}"}),
    "random:index/randomUuid7:RandomUuid7": Recipe(id=_uuid7, outputs={"result": _uuid7}),
}

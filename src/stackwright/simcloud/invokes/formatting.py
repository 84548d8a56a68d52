"""Values as text and as numbers, in the way of Terraform's functions."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from stackwright.errors import CloudError
from stackwright.wire.values import Value

_VERB: Final = re.compile(r"%(?:\[(\d+)\])?([-+ #0]*\d*(?:\.\d+)?)([a-zA-Z%])")


def numeric(value: Value) -> float:
    try:
        return float(str(value))
    except ValueError:
        raise CloudError(f"cannot convert {value!r} to a number") from None


def plain(value: float) -> int | float:
    """Without a fraction where there is none, as JSON writes it."""
    return int(value) if math.isfinite(value) and value == int(value) else value


def shown(value: Value) -> str:
    """A value as text, as Terraform's `tostring` and `%v` write it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(plain(float(value)))
    if value is None:
        return "null"
    return value if isinstance(value, str) else encode_json(value)


def encode_json(value: Value) -> str:
    """As Go's `encoding/json`: keys sorted, no spaces, `<`, `>` and `&` escaped."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def formatted(template: str, values: list[Value]) -> str:
    """`%s`, `%d`, `%05.2f`, `%q`, `%v`, `%#v`, `%x`, `%[1]s`, `%%`."""
    following = iter(range(len(values)))

    def fill(match: re.Match[str]) -> str:
        place, flags, verb = match.groups()
        if verb == "%":
            return "%"
        try:
            value = values[int(place) - 1 if place else next(following)]
        except (IndexError, StopIteration):
            raise CloudError(f"not enough arguments for {match.group(0)!r} in {template!r}") from None
        match verb:
            case "v":
                return f"%{flags.replace('#', '')}s" % (encode_json(value) if "#" in flags else shown(value))
            case "s":
                return f"%{flags}s" % shown(value)
            case "q":
                return json.dumps(shown(value))
            case "t":
                return shown(value)
            case "b":
                return format(int(numeric(value)), "b")
            case "d" | "x" | "X" | "o":
                return f"%{flags}{verb}" % int(numeric(value))
            case _:
                return f"%{flags}{verb}" % numeric(value)

    return _VERB.sub(fill, template)

"""`pulumi_std`, computed for real: Terraform's functions (https://developer.hashicorp.com/terraform/language/functions),
as github.com/pulumi/pulumi-std implements them. A few answer with another length of noise than Go would: `base64gzip`
compresses with zlib, `bcrypt` only has the form of a hash.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import io
import ipaddress
import json
import math
import os.path
import re
import urllib.parse
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from stackwright.errors import CloudError
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.invokes.formatting import encode_json, formatted, numeric, plain, shown
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value

Computed: TypeAlias = Callable[[Properties], Value]
_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_BCRYPT: Final = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_UNIT: Final[Mapping[str, float]] = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}


def _text(args: Properties, name: str = "input") -> str:
    value = args.get(name, "")
    return value if isinstance(value, str) else shown(value)


def _items(args: Properties, name: str = "input") -> list[Value]:
    value = args.get(name)
    return value if isinstance(value, list) else []


def _mapping(args: Properties, name: str = "input") -> dict[str, Value]:
    value = args.get(name)
    return value if isinstance(value, dict) else {}


def _number(args: Properties, name: str = "input", default: float = 0) -> float:
    value = args.get(name)
    return numeric(value) if value is not None else default


def _whole(args: Properties, name: str, default: int = 0) -> int:
    return int(_number(args, name, default))


def _formatlist(args: Properties) -> Value:
    columns = _items(args, "args")
    length = max((len(item) for item in columns if isinstance(item, list)), default=1)
    rows = [[item[row % len(item)] if isinstance(item, list) else item for item in columns] for row in range(length)]
    return [formatted(_text(args), row) for row in rows]


def _network(text: str) -> _Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise CloudError(f"invalid CIDR expression: invalid CIDR address: {text}") from None


def _subnet(network: _Network, newbits: int, number: int) -> str:
    length = network.prefixlen + newbits
    if length > network.max_prefixlen or number >= 2**newbits:
        raise CloudError(f"prefix extension of {newbits} does not accommodate a subnet numbered {number}")
    start = int(network.network_address) + (number << (network.max_prefixlen - length))
    return f"{type(network.network_address)(start)}/{length}"


def _subnets(args: Properties) -> Value:
    """One after another, each at the next place that its length allows."""
    network = _network(_text(args))
    at, made = int(network.network_address), list[Value]()
    for newbits in _items(args, "newbits"):
        size = 1 << (network.max_prefixlen - network.prefixlen - int(numeric(newbits)))
        at = -(-at // size) * size
        if at + size > int(network.network_address) + network.num_addresses:
            raise CloudError(f"not enough remaining address space for a subnet after {len(made)} of {network}")
        made.append(f"{type(network.network_address)(at)}/{network.prefixlen + int(numeric(newbits))}")
        at += size
    return made


def _host(args: Properties) -> Value:
    network, host = _network(_text(args)), _whole(args, "host")
    if abs(host) >= network.num_addresses:
        raise CloudError(f"prefix of {network.prefixlen} does not accommodate a host numbered {host}")
    return str(network[host])


def _file(args: Properties) -> bytes:
    path = Path(_text(args))
    try:
        return path.read_bytes()
    except OSError as error:
        raise CloudError(f"open {path}: {(error.strerror or str(error)).lower()}") from None


def _matched(match: re.Match[str]) -> Value:
    """Named groups as a mapping, others as a list, none as the text."""
    if match.groupdict():
        return {**match.groupdict()}
    return list[Value](match.groups()) if match.groups() else match.group(0)


def _regex(args: Properties) -> Value:
    match = re.search(_text(args, "pattern"), _text(args, "string"))
    if match is None:
        raise CloudError("pattern did not match any part of the given string")
    return _matched(match)


def _replace(args: Properties) -> Value:
    """A pattern between slashes is a regular expression, in whose replacement `$1` is a group."""
    text, search, to = _text(args, "text"), _text(args, "search"), _text(args, "replace")
    if len(search) > 1 and search[0] == search[-1] == "/":
        return re.sub(search[1:-1], re.sub(r"\$\{?(\w+)\}?", r"\\g<\1>", to), text)
    return text.replace(search, to)


def _lookup(args: Properties) -> Value:
    found = _mapping(args, "map").get(_text(args, "key"), args.get("default"))
    if found is None:
        raise CloudError(f"lookup failed to find key {_text(args, 'key')!r}")
    return found


def _range(args: Properties) -> Value:
    start, limit = _number(args, "start"), _number(args, "limit")
    step = _number(args, "step", 1 if limit >= start else -1)
    if not step:
        raise CloudError("step must not be zero")
    count = max(math.ceil((limit - start) / step), 0)
    return [plain(start + index * step) for index in range(count)]


def _substr(args: Properties) -> Value:
    text, offset, length = _text(args), _whole(args, "offset"), _whole(args, "length")
    start = offset if offset >= 0 else len(text) + offset
    return text[start:] if length < 0 else text[start : start + length]


def _duration(text: str) -> timedelta:
    """`-1h30m` as Go's `time.ParseDuration` reads it."""
    pieces = re.findall(r"([\d.]+)(ns|us|µs|ms|s|m|h)", text)
    if "".join(f"{number}{unit}" for number, unit in pieces) != text.lstrip("+-"):
        raise CloudError(f"time: invalid duration {text!r}")
    seconds = sum(float(number) * _UNIT[unit] for number, unit in pieces)
    return timedelta(seconds=-seconds if text.startswith("-") else seconds)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise CloudError(f"not a valid RFC3339 timestamp: {text!r}") from None


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _element(args: Properties) -> Value:
    items = _items(args)
    if not items:
        raise CloudError("cannot use element function with an empty list")
    return items[_whole(args, "index") % len(items)]


def _index(args: Properties) -> Value:
    try:
        return _items(args).index(args.get("element"))
    except ValueError:
        raise CloudError("item not found") from None


def _first(items: Iterable[Value], empty: Value) -> Value:
    """The first that is neither null nor `empty`."""
    for item in items:
        if item is not None and item != empty:
            return item
    raise CloudError("no non-null, non-empty-string arguments")


def _distinct(items: list[Value]) -> list[Value]:
    return [item for place, item in enumerate(items) if item not in items[:place]]


def _chunks(args: Properties) -> Value:
    items, size = _items(args), max(_whole(args, "size"), 1)
    return [items[at : at + size] for at in range(0, len(items), size)]


def _flat(value: Value) -> list[Value]:
    return [leaf for item in value for leaf in _flat(item)] if isinstance(value, list) else [value]


def _length(args: Properties) -> Value:
    value = args.get("input")
    return len(value) if isinstance(value, str | list | dict) else 0


def _merged(args: Properties) -> Value:
    return {key: value for item in _items(args) if isinstance(item, dict) for key, value in item.items()}


def _transposed(args: Properties) -> Value:
    made: dict[str, Value] = {}
    for key, values in sorted(_mapping(args).items()):
        for value in values if isinstance(values, list) else []:
            keys = made.setdefault(shown(value), [])
            if isinstance(keys, list):
                keys.append(key)
    return made


def _decrypted(args: Properties) -> Value:
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(_text(args, "key").encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CloudError("failed to parse RSA key")
    return key.decrypt(base64.b64decode(_text(args, "cipherText")), padding.PKCS1v15()).decode()


def _bcrypt(args: Properties) -> Value:
    return f"$2a${_whole(args, 'cost', 10):02}${Seed('bcrypt', _text(args)).text(53, _BCRYPT)}"


def _truth(args: Properties) -> Value:
    value = shown(args.get("input"))
    if value not in {"true", "false"}:
        raise CloudError(f"cannot convert {value!r} to bool")
    return value == "true"


def _hashes() -> dict[str, Computed]:
    """`md5`, `filemd5`, `base64sha256`, `filebase64sha256` …: in hexadecimal or base64, of text or of a file."""

    def computed(algorithm: str, read: Callable[[Properties], bytes], *, coded: bool) -> Computed:
        def compute(args: Properties) -> Value:
            digest = hashlib.new(algorithm, read(args), usedforsecurity=False)
            return base64.b64encode(digest.digest()).decode() if coded else digest.hexdigest()

        return compute

    def given(args: Properties) -> bytes:
        return _text(args).encode()

    made: dict[str, Computed] = {}
    for prefix, read in (("", given), ("file", _file)):
        for algorithm in ("md5", "sha1", "sha256", "sha512"):
            made[f"{prefix}{algorithm}"] = computed(algorithm, read, coded=False)
            made[f"{prefix}base64{algorithm}"] = computed(algorithm, read, coded=True)
    return made


_COMPUTED: Final[Mapping[str, Computed]] = {
    "abs": lambda args: plain(abs(_number(args))),
    "abspath": lambda args: os.path.normpath(Path.cwd() / _text(args)),
    "alltrue": lambda args: all(shown(item) == "true" for item in _items(args)),
    "anytrue": lambda args: any(shown(item) == "true" for item in _items(args)),
    "base64decode": lambda args: base64.b64decode(_text(args)).decode(),
    "base64encode": lambda args: base64.b64encode(_text(args).encode()).decode(),
    "base64gzip": lambda args: base64.b64encode(gzip.compress(_text(args).encode(), mtime=0)).decode(),
    "basename": lambda args: Path(_text(args)).name,
    "bcrypt": _bcrypt,
    "ceil": lambda args: math.ceil(_number(args)),
    "chomp": lambda args: _text(args).rstrip("\r\n"),
    "chunklist": _chunks,
    "cidrhost": _host,
    "cidrnetmask": lambda args: str(_network(_text(args)).netmask),
    "cidrsubnet": lambda args: _subnet(_network(_text(args)), _whole(args, "newbits"), _whole(args, "netnum")),
    "cidrsubnets": _subnets,
    "coalesce": lambda args: _first(_items(args), ""),
    "coalescelist": lambda args: _first(_items(args), []),
    "compact": lambda args: [item for item in _items(args) if item not in (None, "")],
    "concat": lambda args: [leaf for item in _items(args) if isinstance(item, list) for leaf in item],
    "contains": lambda args: args.get("element") in _items(args),
    "csvdecode": lambda args: [{**row} for row in csv.DictReader(io.StringIO(_text(args)))],
    "dirname": lambda args: str(Path(_text(args)).parent),
    "distinct": lambda args: _distinct(_items(args)),
    "element": _element,
    "endswith": lambda args: _text(args).endswith(_text(args, "suffix")),
    "file": lambda args: _file(args).decode(),
    "filebase64": lambda args: base64.b64encode(_file(args)).decode(),
    "fileexists": lambda args: Path(_text(args)).is_file(),
    "flatten": lambda args: _flat(_items(args)),
    "floor": lambda args: math.floor(_number(args)),
    "format": lambda args: formatted(_text(args), _items(args, "args")),
    "formatlist": _formatlist,
    "indent": lambda args: _text(args).replace("\n", "\n" + " " * _whole(args, "spaces")),
    "index": _index,
    "join": lambda args: _text(args, "separator").join(map(shown, _items(args))),
    "jsondecode": lambda args: json.loads(_text(args)),
    "jsonencode": lambda args: encode_json(args.get("input")),
    "keys": lambda args: list[Value](sorted(_mapping(args))),
    "length": _length,
    "log": lambda args: plain(math.log(_number(args), _number(args, "base"))),
    "lookup": _lookup,
    "lower": lambda args: _text(args).lower(),
    "map": lambda args: {
        shown(key): value for key, value in zip(_items(args, "args")[::2], _items(args, "args")[1::2], strict=True)
    },
    "max": lambda args: plain(max(map(numeric, _items(args)))),
    "merge": _merged,
    "min": lambda args: plain(min(map(numeric, _items(args)))),
    "parseint": lambda args: int(_text(args), _whole(args, "base", 10)),
    "pathexpand": lambda args: str(Path(_text(args)).expanduser()),
    "pow": lambda args: plain(_number(args, "base") ** _number(args, "exponent")),
    "range": _range,
    "regex": _regex,
    "regexall": lambda args: [_matched(item) for item in re.finditer(_text(args, "pattern"), _text(args, "string"))],
    "replace": _replace,
    "reverse": lambda args: _items(args)[::-1],
    "rsadecrypt": _decrypted,
    "setintersection": lambda args: _distinct(
        [item for item in _flat(_items(args)) if all(item in part for part in _items(args) if isinstance(part, list))]
    ),
    "signum": lambda args: (_number(args) > 0) - (_number(args) < 0),
    "slice": lambda args: _items(args, "list")[_whole(args, "from") : _whole(args, "to", len(_items(args, "list")))],
    "sort": lambda args: list[Value](sorted(map(shown, _items(args)))),
    "split": lambda args: list[Value](_text(args, "text").split(_text(args, "separator"))),
    "startswith": lambda args: _text(args).startswith(_text(args, "prefix")),
    "strrev": lambda args: _text(args)[::-1],
    "substr": _substr,
    "sum": lambda args: plain(math.fsum(map(numeric, _items(args)))),
    "timeadd": lambda args: _rfc3339(_moment(_text(args, "timestamp")) + _duration(_text(args, "duration"))),
    "timecmp": lambda args: (
        (_moment(_text(args, "timestampa")) > _moment(_text(args, "timestampb")))
        - (_moment(_text(args, "timestampa")) < _moment(_text(args, "timestampb")))
    ),
    "timestamp": lambda _args: _rfc3339(datetime.now(UTC)),
    "title": lambda args: re.sub(r"(^|\s)(\S)", lambda match: match[1] + match[2].upper(), _text(args)),
    "tobool": _truth,
    "tolist": _items,
    "tonumber": lambda args: plain(_number(args)),
    "toset": lambda args: _distinct(_items(args)),
    "tostring": lambda args: shown(args.get("input")),
    "transpose": _transposed,
    "trim": lambda args: _text(args).strip(_text(args, "cutset")),
    "trimprefix": lambda args: _text(args).removeprefix(_text(args, "prefix")),
    "trimspace": lambda args: _text(args).strip(),
    "trimsuffix": lambda args: _text(args).removesuffix(_text(args, "suffix")),
    "upper": lambda args: _text(args).upper(),
    "urlencode": lambda args: urllib.parse.quote_plus(_text(args)),
    "uuid": lambda _args: str(uuid.uuid4()),
    "values": lambda args: [value for _, value in sorted(_mapping(args).items())],
    "zipmap": lambda args: {
        shown(key): value for key, value in zip(_items(args, "keys"), _items(args, "values"), strict=True)
    },
    **_hashes(),
}


def _function(compute: Computed) -> Function:
    def answer(it: Subject, _store: Store) -> Properties:
        try:
            return {"result": compute(it.inputs)}
        except (ValueError, ArithmeticError, re.error) as error:
            raise CloudError(f"{it.name}: {error}") from None

    return answer


FUNCTIONS: Mapping[str, Function] = {f"std:index:{name}": _function(compute) for name, compute in _COMPUTED.items()}

"""Ids in the form of the example that an SDK's documentation gives for `pulumi import`.

Of an SDK that nothing else is known of, it is the only place that says what an id looks like:

    100823                                      digits, as many
    245bcfd0-7f31-4ce6-a2bc-475a116cca97        a UUID
    023e105f4ecef8ad9ca31a8372d0c353            hexadecimal digits, as many
    lkc-abc123, cgr_XXXXXXXX, PLBP09X           what comes first stays, the rest is drawn
    <account_id>/<id>, 1234567,7654321          what comes first is where to look for it
    <zone_id>, <script_name>, my-repository     an input, or the name
    /applications/00000000-0000-…               a path with a UUID of its own
    /subscriptions/…/virtualNetworks/vnet1      a path of Azure Resource Manager: names and parents from the inputs
"""

from __future__ import annotations

import re
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits

from stackwright.simcloud.catalogue.model import ResourceType
from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.values.subject import Subject

_UUID = re.compile(r"\b[0-9a-zA-Z]{8}(?:-[0-9a-zA-Z]{4}){3}-[0-9a-zA-Z]{12}\b")
_HEX = re.compile(r"[0-9a-f]{16,}|(?=\w*\d)[0-9a-v]{24}")
"""Documentation that makes ids up slips: `6117ac2fe2a3d04ed27a987v`."""
_PREFIXED = re.compile(r"([a-z][a-z0-9]{1,9}[-_])((?=\w*\d)[a-z0-9]+|[xX]{4,}|abc\w*)")
_CAPITALS = re.compile(r"(?=\w*\d)[A-Z][A-Z0-9]{5,}")
_DRAWN = re.compile(r"[xX]{10,}|(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{16,}")
_HOLE = re.compile(r"<([^<>]+)>|\$\{?(\w+)\}?|\{(\w+)\}")
_FEWEST_DIGITS = 6
_FEWEST_DRAWN = 6
_ARM = "/subscriptions/"


def imported_id(it: Subject, kind: ResourceType) -> str:
    """An id like the example; empty where there is none, or it tells nothing."""
    example = kind.example.strip("'\"`")
    if example.startswith(_ARM):
        return _arm(example, it)
    if "/" in example and _UUID.search(example if example.startswith("/") else example.rpartition("/")[2]):
        return _with_uuids(example, it)
    last = re.split(r"[,/]", example)[-1]
    return _hole(last, it) if _HOLE.search(last) else _drawn(last, it) or _named(last, it)


def _drawn(example: str, it: Subject) -> str:
    """What nobody chose; empty for an example that reads like a name."""
    if _UUID.fullmatch(example):
        return it.seed.uuid("id")
    if example.isdigit():
        return it.seed.digits(max(len(example), _FEWEST_DIGITS), "id")
    if _HEX.fullmatch(example):
        return it.seed.hex(len(example), "id")
    if prefixed := _PREFIXED.fullmatch(example):
        length = max(len(prefixed[2]), _FEWEST_DRAWN)
        return prefixed[1] + it.seed.text(length, ascii_lowercase + digits, "id")
    if _CAPITALS.fullmatch(example):
        return example[0] + it.seed.text(len(example) - 1, ascii_uppercase + digits, "id")
    if _DRAWN.fullmatch(example):
        return it.seed.text(len(example), ascii_letters + digits, "id")
    return ""


def _named(example: str, it: Subject) -> str:
    """The name, if the example is one word: `my-repository`."""
    return it.text("name") if re.fullmatch(r"[A-Za-z][A-Za-z_.-]*", example) else ""


def _hole(example: str, it: Subject) -> str:
    """The input that a placeholder names, `<zone_id>`; the name for `<script_name>` where no input is called so."""
    found = _HOLE.fullmatch(example)
    if found is None:
        return ""
    word = re.sub(r"\W+", "_", snake(found[1] or found[2] or found[3]))
    first, *rest = word.split("_")
    value = it.inputs.get(first + "".join(part.capitalize() for part in rest))
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    return it.text("name") if word.endswith("name") else ""


def _with_uuids(example: str, it: Subject) -> str:
    """A path whose last UUID is its own, and the others those of the inputs, in this order."""
    if not example.startswith("/") and not re.search(r"/[a-z]\w+/", example):
        return it.seed.uuid("id")
    others = iter([found for value in it.inputs.values() for found in _UUID.findall(str(value))])
    missing = len(_UUID.findall(example))

    def fill(_: re.Match[str]) -> str:
        nonlocal missing
        missing -= 1
        return it.seed.uuid("id") if missing == 0 else next(others, it.seed.uuid(f"id{missing}"))

    return _UUID.sub(fill, example)


def _arm(example: str, it: Subject) -> str:
    """A path of Azure Resource Manager: below the parent whose id an input is, else made of names."""
    pieces = example.strip("/").split("/")
    texts = [value for value in it.inputs.values() if isinstance(value, str) and value.startswith(_ARM)]
    parents = [path for text in texts if _leads(path := text.strip("/").split("/"), pieces)]
    made = max(parents, key=len, default=list[str]())
    for index in range(len(made), len(pieces)):
        made.append(pieces[index] if index % 2 == 0 else _arm_name(pieces, index, it))
    return "/" + "/".join(made)


def _leads(path: list[str], whole: list[str]) -> bool:
    """Whether `path` may be where `whole` begins: both are of the same kinds."""
    kinds = zip(path[::2], whole[::2], strict=False)
    return len(path) < len(whole) and all(one.lower() == other.lower() for one, other in kinds)


def _arm_name(pieces: list[str], index: int, it: Subject) -> str:
    container = pieces[index - 1]
    if container == "subscriptions":
        return it.identity.subscription
    if index == len(pieces) - 1:
        return it.physical_name
    if container == "resourceGroups":
        return it.text("resourceGroupName") or pieces[index]
    if container == "providers":
        return pieces[index]
    one = re.sub(r"ies$", "y", container).removesuffix("s")
    return it.text(f"{one}Name") or pieces[index]

"""From a Python annotation in a generated SDK to a `Shape`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from stackwright.simcloud.catalogue.model import ANY, STRING, Kind, Shape
from stackwright.simcloud.catalogue.source import Source, source

_PLAIN: dict[str, Kind] = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_WRAPPERS = frozenset({"Input", "Output", "InputType", "Awaitable", "NotRequired"})


class Scope:
    """Where an annotation stands: the package's root folder and the file, against which names are resolved."""

    __slots__ = ("_imports", "folder", "root")

    def __init__(self, root: Path, file: Source) -> None:
        self.root = root
        self.folder = file.path.parent
        self._imports = file.imports()

    def named(self, name: str) -> Shape | None:
        """The shape of a quoted name such as `SkuArgs`, `outputs.Sku` or `_meta.v1.ObjectMetaArgs`.

        None if it is a resource class: some inputs accept a resource in place of its id.
        """
        *modules, last = name.split(".")
        file = "_inputs.py" if last.endswith("Args") else "_enums.py"
        if modules and modules[-1] == "outputs":
            modules.pop()
            file = "outputs.py"
        elif modules and modules[-1] in {"_inputs", "_enums"}:
            file = f"{modules.pop()}.py"
        path = self._folder(modules) / file
        if not path.is_file() or last not in source(path):
            return None
        if file == "_enums.py":
            return _enum(path, last)
        return Shape("object", ref=f"{path.relative_to(self.root).as_posix()}:{last}")

    def _folder(self, modules: list[str]) -> Path:
        folder = self.folder
        if modules and modules[0] in self._imports:
            dots, dotted = self._imports[modules[0]]
            for _ in range(dots - 1):
                folder = folder.parent
            modules = [*dotted.split("."), *modules[1:]]
        return folder.joinpath(*modules)


@lru_cache(maxsize=4096)
def _enum(path: Path, name: str) -> Shape:
    """The members of an enum, in the order of the SDK."""
    node = source(path).class_def(name)
    members = tuple(
        statement.value.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str | int | float)
    )
    base = next((_last(part) for part in node.bases if _last(part) in _PLAIN), "str")
    return Shape(_PLAIN[base], members=members)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def optionals(node: ast.expr | None) -> int:
    """How many times the annotation says `Optional`, below any `Input` or `Output`."""
    found = 0
    while isinstance(node, ast.Subscript):
        head = _last(node.value)
        if head == "Optional":
            found += 1
        elif head not in _WRAPPERS:
            break
        node = node.slice
    return found


def shape(node: ast.expr | None, scope: Scope) -> Shape:
    """The shape that an annotation describes; `ANY` for what is not understood."""
    return (_shape(node, scope) if node is not None else None) or ANY


def _shape(node: ast.expr, scope: Scope) -> Shape | None:
    if isinstance(node, ast.Constant):
        return scope.named(node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.Name | ast.Attribute):
        return _simple(_last(node))
    if isinstance(node, ast.Subscript):
        read = _SUBSCRIPTS.get(_last(node.value))
        return read(node.slice, scope) if read else ANY
    return ANY


def _simple(name: str) -> Shape:
    if name in _PLAIN:
        return Shape(_PLAIN[name])
    return Shape("asset") if name in {"Asset", "Archive"} else ANY


def _wrapped(inner: ast.expr, scope: Scope) -> Shape | None:
    return _shape(inner, scope)


def _list(inner: ast.expr, scope: Scope) -> Shape:
    return Shape("list", item=_shape(inner, scope) or ANY)


def _map(inner: ast.expr, scope: Scope) -> Shape:
    return Shape("map", item=(_shape(inner.elts[1], scope) if isinstance(inner, ast.Tuple) else None) or ANY)


def _literal(inner: ast.expr, _scope: Scope) -> Shape:
    nodes = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    members = tuple(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str | int | float)
    )
    return Shape("string", members=members)


def _union(inner: ast.expr, scope: Scope) -> Shape | None:
    nodes = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    found = [option for node in nodes if (option := _shape(node, scope)) is not None]
    if not found:
        return None
    kinds = {option.kind for option in found}
    members = tuple(member for option in found for member in option.members)
    if kinds == {"string"}:
        return Shape("string", members=members) if members else STRING
    if len(found) == 1 or kinds == {"asset"}:
        return found[0]
    return Shape("any", options=tuple(found))


_SUBSCRIPTS: dict[str, Callable[[ast.expr, Scope], Shape | None]] = {
    **dict.fromkeys(_WRAPPERS, _wrapped),
    "Optional": _wrapped,
    "Sequence": _list,
    "List": _list,
    "Mapping": _map,
    "Dict": _map,
    "Literal": _literal,
    "Union": _union,
}

"""Reads one type of a generated SDK: what its classes say of inputs, outputs, secrets and defaults."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from stackwright.simcloud.catalogue.annotations import Scope, optionals, shape
from stackwright.simcloud.catalogue.model import FunctionType, ObjectType, Property, ResourceType, Shape
from stackwright.simcloud.catalogue.source import Source, parse, source
from stackwright.wire.values import Value

_IMPORT = re.compile(r"\$ pulumi import \S+ \S+ (.+)")
_SECRETS = re.compile(r"additional_secret_outputs=(\[[^\]]*\])")
_DEFAULT = re.compile(
    r"\b[Dd]efault(?:s| value)?(?: is| to|:)?(?: set)?(?: to)? (?:`\"?([\w.:/*-]+)\"?`|(true|false|\d+)\b)"
)
_REPLACES = re.compile(
    r"\b(?:"
    r"(?:[Cc]hang(?:ing|es?|ed)|[Mm]odif(?:ying|ication)|[Uu]pdat(?:ing|es?))\b[^.]{0,80}?"
    r"\b(?:forces?|creates?|creation of|triggers?|requires?|results? in|causes?|will)\b[^.]{0,60}?"
    r"\b(?:new|recreat\w*|re-creat\w*|replac\w*)\b"
    r"|[Ff]orces? (?:new|replacement|re-?creation)"
    r"|[Cc]annot be (?:changed|updated|modified) (?:after|once)[^.]{0,40}creat"
    r")"
)
"""Phrases of the SDKs' documentation; on AWS they name 4.5 % of what forces a replacement, at a precision of 74 %."""


def read_resource(root: Path, file: Path, class_name: str, token: str) -> ResourceType:
    """One resource class and its args."""
    text = source(file)
    scope = Scope(root, text)
    args = _args_class(text, class_name)
    inputs = _properties(text.class_def(args), scope, inputs=True) if args else {}
    outputs = _properties(text.class_def(class_name, getters_only=True), scope, inputs=False)
    outputs.pop("urn", None)
    outputs.pop("id", None)
    block = text.block(class_name)
    example = _IMPORT.search(block)
    return ResourceType(
        token, inputs, outputs, frozenset(_secrets(block)), example=example[1].strip() if example else ""
    )


def read_object(root: Path, ref: str) -> ObjectType:
    """One nested type, by its `Shape.ref`."""
    path, _, class_name = ref.rpartition(":")
    text = source(root / path)
    return ObjectType(_properties(text.class_def(class_name), Scope(root, text), inputs=path.endswith("_inputs.py")))


def read_function(root: Path, file: Path, token: str) -> FunctionType:
    """One provider function, by the file that calls it."""
    text = source(file)
    scope = Scope(root, text)
    result = next((name for name in text.names() if name.endswith("Result") and not name.startswith("Awaitable")), None)
    results = _properties(text.class_def(result), scope, inputs=False) if result else {}
    function = next(name for name in text.names() if name[0].islower() and f"invoke('{token}'" in text.block(name))
    eventual = f"{function}_output"
    signature = text.function_def(eventual if eventual in text else function)
    return FunctionType(token, _arguments(signature, scope), results)


def _args_class(text: Source, class_name: str) -> str | None:
    """`VpcArgs`; Kubernetes calls it `DeploymentInitArgs` where `DeploymentArgs` is a nested type."""
    return next((name for name in (f"{class_name}InitArgs", f"{class_name}Args") if name in text), None)


def _properties(node: ast.ClassDef, scope: Scope, *, inputs: bool) -> dict[str, Property]:
    required, defaults = _constructor(node) if inputs else (frozenset[str](), {})
    found: dict[str, Property] = {}
    for getter in node.body:
        if not isinstance(getter, ast.FunctionDef) or not _is_getter(getter):
            continue
        name = _wire_name(getter)
        kind = shape(getter.returns, scope)
        doc = " ".join((ast.get_docstring(getter, clean=False) or "").split())
        found[name] = Property(
            name,
            kind,
            required=getter.name in required if inputs else not optionals(getter.returns),
            replaces=_replacement_phrase(doc),
            default=defaults.get(getter.name),
            usual=_usual(doc, kind),
        )
    return found


def _is_getter(function: ast.FunctionDef) -> bool:
    """Decorated with `pulumi.getter` or `pulumi.getter(name=…)`."""
    plain = [item.func if isinstance(item, ast.Call) else item for item in function.decorator_list]
    return any(isinstance(item, ast.Attribute) and item.attr == "getter" for item in plain)


def _wire_name(function: ast.FunctionDef) -> str:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call):
            for keyword in decorator.keywords:
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return function.name


def _constructor(node: ast.ClassDef) -> tuple[frozenset[str], dict[str, Value]]:
    """The required arguments, and the constants that the SDK fills in: `if x is None: x = 'public'`."""
    for function in node.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            pairs = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
            required = frozenset(argument.arg for argument, default in pairs if default is None)
            return required, dict(_constants(function))
    return frozenset(), {}


def _constants(function: ast.FunctionDef) -> list[tuple[str, Value]]:
    found: list[tuple[str, Value]] = []
    for statement in function.body:
        if isinstance(statement, ast.If):
            for inner in statement.body:
                found += _constant(inner)
    return found


def _constant(statement: ast.stmt) -> list[tuple[str, Value]]:
    """`x = 'public'`, or `pulumi.set(__self__, "api_version", 'apps/v1')`."""
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        if isinstance(statement.value, ast.Constant):
            return [(statement.targets[0].id, _plain(statement.value))]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        args = statement.value.args
        if len(args) == 3 and isinstance(args[1], ast.Constant) and isinstance(args[2], ast.Constant):
            return [(str(args[1].value), _plain(args[2]))]
    return []


def _plain(node: ast.Constant) -> Value:
    return node.value if isinstance(node.value, str | int | float | bool) else None


def _usual(doc: str, kind: Shape) -> Value:
    """The default that the documentation names, if it is a plain value of the right kind."""
    match = _DEFAULT.search(doc)
    if not match:
        return None
    text = match.group(1) or match.group(2)
    if kind.kind == "boolean":
        return {"true": True, "false": False}.get(text.lower())
    if kind.kind in {"integer", "number"}:
        return int(text) if text.isdigit() else None
    return text if kind.kind == "string" and match.group(1) else None


def _replacement_phrase(doc: str) -> str:
    """The sentence around the phrase, or empty."""
    match = _REPLACES.search(doc)
    if not match:
        return ""
    end = doc.find(".", match.end())
    return doc[doc.rfind(".", 0, match.start()) + 1 : end + 1 or len(doc)].strip()


def _secrets(block: str) -> list[str]:
    match = _SECRETS.search(block)
    if not match:
        return []
    statement = parse(match.group(1)).body[0]
    names = statement.value.elts if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.List) else []
    return [name.value for name in names if isinstance(name, ast.Constant) and isinstance(name.value, str)]


def _arguments(function: ast.FunctionDef, scope: Scope) -> dict[str, Property]:
    """The arguments by wire name: `__args__['mostRecent'] = most_recent`.

    Read from the `_output` form, where a required argument is an `Input[Optional[T]]` and an optional one an
    `Input[Optional[Optional[T]]]`; the plain form has None as default of both.
    """
    annotations = {argument.arg: argument.annotation for argument in function.args.args}
    found: dict[str, Property] = {}
    for statement in ast.walk(function):
        if not isinstance(statement, ast.Assign) or not isinstance(target := statement.targets[0], ast.Subscript):
            continue
        if isinstance(target.slice, ast.Constant) and isinstance(statement.value, ast.Name):
            name = str(target.slice.value)
            node = annotations.get(statement.value.id)
            required = function.name.endswith("_output") and optionals(node) == 1
            found[name] = Property(name, shape(node, scope), required=required)
    return found

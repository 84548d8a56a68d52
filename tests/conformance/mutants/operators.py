"""Standard mutation operators over the syntax tree of a Python module.

The set is that of the field: Offutt's sufficient operators (relational, logical and arithmetic operator replacement,
insertion of a negation) with constant replacement, statement deletion and return value replacement, as PIT, mutmut and
Cosmic Ray have them. Not mutated, because no test of behaviour can or should tell: annotations, docstrings, Protocols,
texts for people (whatever has a space in it), arguments of `say`, `raise` of built-in exceptions that guard against
bugs of the engine itself, `del` of arguments that are not used.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_SPOKEN: Final = frozenset({"say"})
"""Calls that only tell people something."""
_GUARDS: Final = frozenset({"ValueError", "AssertionError", "TypeError"})
_LISTS: Final = frozenset({"__all__", "__slots__"})
_CASTS: Final = frozenset({"cast"})
_NOTES: Final = frozenset({"_words", "_shown", "_message", "_missing_provider"})
"""Functions whose result is a text for people."""

_RELATIONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_FUNCTIONS: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}
_WRAPPERS: Final = frozenset({"reversed", "sorted"})
"""Calls that may be left out: what they are given goes through a `list` instead."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module. `line` and `last` are those of the smallest statement, or header, that is changed.

    `key` names it without line numbers, so that a list of mutants outlives edits elsewhere.
    """

    module: str
    function: str
    line: int
    last: int
    operator: str
    before: str
    after: str
    occurrence: int
    at_import: bool
    """Whether it takes effect when the module is imported: no line of a function can show that it is covered."""
    make: Callable[[], ast.Module] = field(repr=False, compare=False)
    """Changes the tree that the mutant was found in: once, and no other mutant can be made of it any more."""

    @property
    def key(self) -> str:
        again = f" #{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.module} {self.function}: {self.before} -> {self.after}{again}"


def mutants_of(tree: ast.Module, module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    seen: set[tuple[int, str, str]] = set()
    occurrences: Counter[tuple[str, str, str]] = Counter()
    for place in _places(tree):
        for operator, after in _changed(place.node, place):
            before_text, after_text = _text(place.node), _text(after)
            # The same text from two operators (`not a == b` and `a != b`) at one place is one mutant.
            same = (id(place.node), before_text, after_text)
            if before_text == after_text or same in seen:
                continue
            seen.add(same)
            named = place.function, before_text, after_text
            occurrences[named] += 1
            yield Mutant(
                module=module,
                function=place.function,
                line=place.line,
                last=place.last,
                operator=operator,
                before=before_text,
                after=after_text,
                occurrence=occurrences[named],
                at_import=place.at_import,
                make=_maker(tree, place, after),
            )


@dataclass(frozen=True, slots=True)
class _Place:
    """A node and where it hangs in the tree."""

    node: ast.AST
    parent: ast.AST
    slot: str
    index: int | None
    function: str
    line: int
    last: int
    at_import: bool
    condition: bool


def _maker(tree: ast.Module, place: _Place, after: ast.AST) -> Callable[[], ast.Module]:
    def make() -> ast.Module:
        new = ast.fix_missing_locations(ast.copy_location(after, place.node))
        if place.index is None:
            setattr(place.parent, place.slot, new)
        else:
            getattr(place.parent, place.slot)[place.index] = new
        return tree

    return make


# Where to look


def _places(tree: ast.Module) -> Iterator[_Place]:
    yield from _within(tree, "", 1, 1, at_import=True)


def _within(node: ast.AST, function: str, line: int, last: int, *, at_import: bool) -> Iterator[_Place]:
    for slot, value in ast.iter_fields(node):
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _left_out(child, node, slot):
                continue
            here, first, end, importing = function, line, last, at_import
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                here = f"{function}.{child.name}" if function else child.name
                importing = at_import and isinstance(child, ast.ClassDef)
            if isinstance(child, ast.stmt):
                first, end = _extent(child)
            elif slot in {"defaults", "kw_defaults"}:
                importing = True
            yield _Place(child, node, slot, index, here or "<module>", first, end, importing, slot in {"test", "ifs"})
            yield from _within(child, here, first, end, at_import=importing)


def _extent(statement: ast.stmt) -> tuple[int, int]:
    """The lines of a statement, of a compound one those before its body."""
    body = getattr(statement, "body", None)
    end = statement.end_lineno or statement.lineno
    if isinstance(body, list) and body:
        end = max(statement.lineno, body[0].lineno - 1)
    return statement.lineno, end


def _left_out(node: ast.AST, parent: ast.AST, slot: str) -> bool:
    if slot in {"annotation", "returns", "decorator_list", "bases", "keywords"} and not isinstance(parent, ast.Call):
        return True
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Delete | ast.Assert):
        return True
    if isinstance(node, ast.stmt):
        return _says_nothing(node)
    if isinstance(node, ast.Call):
        return _name(node.func) in _SPOKEN | _NOTES
    if slot == "args" and isinstance(parent, ast.Call) and _calls(parent, _CASTS) and node is parent.args[0]:
        return True
    return isinstance(node, ast.expr) and _for_people(node)


def _says_nothing(node: ast.stmt) -> bool:
    """Whether a statement says nothing of what the code does."""
    match node:
        case ast.ClassDef():
            return any(_name(base) in {"Protocol", "TypedDict"} for base in node.bases)
        case ast.FunctionDef():
            return node.name in _NOTES
        case ast.If():
            return _name(node.test) == "TYPE_CHECKING"
        case ast.Expr():  # a docstring, or `...`
            return isinstance(node.value, ast.Constant) or _calls(node.value, _SPOKEN)
        case ast.Raise():
            return _calls(node.exc, _GUARDS)
        case ast.AnnAssign():
            return node.value is None or _name(node.annotation) == "TypeAlias" or _name(node.target) in _LISTS
        case ast.Assign():
            return _name(node.targets[0]) in _LISTS or _aliases_type(node)
        case _:
            return False


def _calls(node: ast.expr | None, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in names


def _aliases_type(node: ast.Assign) -> bool:
    """`Operation = Literal["create", "delete"]`"""
    return isinstance(node.value, ast.Subscript) and _name(node.targets[0])[:1].isupper()


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _for_people(node: ast.expr) -> bool:
    """Whether it is a text that someone reads, or makes one. URNs, keys and paths have no spaces."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and " " in node.value
    if isinstance(node, ast.JoinedStr):
        return any(_for_people(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return _for_people(node.left) or _for_people(node.right)
    if isinstance(node, ast.IfExp):
        return _for_people(node.body) or _for_people(node.orelse)
    return False


# What to change


def _changed(node: ast.AST, place: _Place) -> Iterator[tuple[str, ast.AST]]:
    for operator, change in _OPERATORS:
        for after in change(node, place):
            yield operator, after


def _relational(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if isinstance(node, ast.Compare):
        for index, relation in enumerate(node.ops):
            for other in _RELATIONS[type(relation)]:
                after = copy.copy(node)
                after.ops = [*node.ops[:index], other(), *node.ops[index + 1 :]]
                yield after


def _logical(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _operand(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    """A chain of `and` or `or` without one of its operands."""
    del place
    if isinstance(node, ast.BoolOp):
        for index in range(len(node.values)):
            rest = [*node.values[:index], *node.values[index + 1 :]]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _negated(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif place.condition and isinstance(node, ast.expr) and not isinstance(node, ast.Compare):
        yield ast.UnaryOp(ast.Not(), node)


def _arithmetic(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if not isinstance(node, ast.BinOp):
        return
    other = _ARITHMETIC.get(type(node.op))
    if other is not None:
        yield ast.BinOp(node.left, other(), node.right)
    elif isinstance(node.op, ast.Add):  # numbers, texts and lists alike
        yield node.left
        yield node.right


def _constant(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Constant) or isinstance(place.parent, ast.JoinedStr | ast.FormattedValue):
        return
    value: Any = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str):
        yield ast.Constant("" if value else "mutant")


def _formatted(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if isinstance(node, ast.JoinedStr):
        yield ast.Constant("")


def _function(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    if node.func.id in _FUNCTIONS:
        yield ast.Call(ast.Name(_FUNCTIONS[node.func.id], ast.Load()), node.args, node.keywords)
    elif node.func.id in _WRAPPERS:
        yield ast.Call(ast.Name("list", ast.Load()), node.args[:1], [])


def _result(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    """Nothing returned instead of something. Results that are conditions or constants have operators of their own."""
    del place
    if not isinstance(node, ast.Return) or node.value is None:
        return
    if isinstance(node.value, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.Constant):
        return
    if isinstance(node.value, ast.List | ast.Tuple | ast.Dict) and not ast.unparse(node.value).strip("[](){}"):
        return
    if not _for_people(node.value):
        yield ast.Return(ast.Constant(None))


def _deletion(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    """A statement left out. Not a plain assignment: whoever reads the name afterwards would only find none."""
    del place
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Return(value=None):
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_]):
            yield ast.Pass()
        case _:
            pass


def _jump(node: ast.AST, place: _Place) -> Iterator[ast.AST]:
    del place
    if isinstance(node, ast.Continue):
        yield ast.Break()
    elif isinstance(node, ast.Break):
        yield ast.Continue()


_OPERATORS: Final[tuple[tuple[str, Callable[[ast.AST, _Place], Iterator[ast.AST]]], ...]] = (
    ("relational operator replacement", _relational),
    ("logical operator replacement", _logical),
    ("operand removal", _operand),
    ("negation", _negated),
    ("arithmetic operator replacement", _arithmetic),
    ("constant replacement", _constant),
    ("constant replacement", _formatted),
    ("function replacement", _function),
    ("return value replacement", _result),
    ("statement deletion", _deletion),
    ("jump replacement", _jump),
)


def _text(node: ast.AST) -> str:
    """A node as one line of source."""
    return " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())

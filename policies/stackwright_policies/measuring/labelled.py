"""Labelled cases of a rule, from a YAML file, read strictly: a key that nobody reads is a label that nobody checks.

rule: AWS-S3-01
source: [https://docs.aws.amazon.com/…]   # what the labels rest on
cases:
  - why: all four are on
    expect: pass                          # pass | fail | unknown
    type: aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock
    inputs: {blockPublicAcls: true, …}

The other keys of a case are those of `Example`: `name`, `provider`, `settings`, `dependencies`, `others`. In values
`{unknown: true}` is what a preview cannot know, and `{secret: …}` of a value or of an unknown one a Pulumi secret (of
any other mapping it is what Kubernetes calls so).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, cast, get_args

import yaml

from stackwright_policies.examples import Outcome
from stackwright_policies.model import UNKNOWN, Example, secret

_FILE: Final = ("rule", "source", "cases")
_EXAMPLE: Final = ("type", "inputs", "name", "provider", "dependencies")
_OTHER: Final = ("why", *_EXAMPLE)
_CASE: Final = ("why", "expect", "settings", "others", *_EXAMPLE)
_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


class BadLabels(Exception):
    """A file of labelled cases that cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule ought to say of an example; `where` is its place, `file:line`."""

    expect: Outcome
    example: Example
    where: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The cases of one rule, and the documentation that they rest on."""

    rule: str
    source: Sequence[str]
    cases: Sequence[Case]


def read_folder(folder: Path) -> list[Labels]:
    """All labelled cases below a folder, by the ids of their rules.

    Raises:
        BadLabels
    """
    found = [read(path) for path in sorted(folder.rglob("*.yaml"), key=lambda path: path.stem)]
    for before, after in pairwise(found):
        if before.rule == after.rule:
            raise BadLabels(f"{folder}: two files are for {after.rule}; put their cases into one")
    return found


def read(path: Path) -> Labels:
    """The cases of one file, which is called after its rule.

    Raises:
        BadLabels
    """
    try:
        data = yaml.load(path.read_text("utf-8"), _Strict)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadLabels(f"{path}: {error}") from error
    given = _mapping(data, str(path), _FILE, required=_FILE)
    if given["rule"] != path.stem:
        raise BadLabels(f"{path}: the rule is {given['rule']!r}, and the file is called {path.stem!r}")
    source, cases = _texts(given["source"], f"{path}: source"), _list(given["cases"], f"{path}: cases")
    if not (source and cases):
        raise BadLabels(f"{path}: there is no {'source' if cases else 'case'}; labels rest on something")
    return Labels(str(given["rule"]), source, tuple(_distinct(_case(item, str(path)) for item in cases)))


def _distinct(cases: Iterator[Case]) -> Iterator[Case]:
    """The cases, each with a reason of its own, since that is how a misjudged one is found again."""
    seen = set[str]()
    for case in cases:
        if case.example.why in seen:
            raise BadLabels(f"{case.where}: another case already says {case.example.why!r}")
        seen.add(case.example.why)
        yield case


def _case(item: object, path: str) -> Case:
    where = f"{path}:{item.line}" if isinstance(item, _Located) else path
    given = _mapping(item, where, _CASE, required=("why", "expect", "type"))
    expect = given["expect"]
    if expect not in _OUTCOMES:
        raise BadLabels(f"{where}: expect is {expect!r}; it can be {', '.join(_OUTCOMES)}")
    others = [
        _example(_mapping(other, f"{where}, others", _OTHER, required=("type", "name")), f"{where}, others")
        for other in _list(given.get("others", []), f"{where}: others")
    ]
    names = [str(given.get("name", "example")), *(other.name for other in others)]
    if len(set(names)) < len(names):
        raise BadLabels(f"{where}: two resources of the case have the same name")
    return Case(expect, _example(given, where, others), where)


def _example(given: Mapping[str, Any], where: str, others: Sequence[Example] = ()) -> Example:
    def values(key: str) -> dict[str, Any]:
        return {
            name: _wire(value, f"{where}: {key}.{name}") for name, value in _mapping(given.get(key, {}), where).items()
        }

    return Example(
        why=_text(given.get("why", "another resource"), f"{where}: why"),
        type=_text(given["type"], f"{where}: type"),
        name=_text(given.get("name", "example"), f"{where}: name"),
        inputs=values("inputs"),
        settings=values("settings"),
        provider=values("provider"),
        others=tuple(others),
        dependencies={
            key: _texts(names, f"{where}: dependencies.{key}")
            for key, names in _mapping(given.get("dependencies", {}), where).items()
        },
    )


def _wire(value: object, where: str) -> Any:  # noqa: ANN401 - JSON
    """A value in Pulumi's wire form."""
    if isinstance(value, Mapping):
        given = _mapping(cast("object", value), where)
        inside = given.get("secret")
        if given == {"unknown": True}:
            return UNKNOWN
        if list(given) == ["secret"] and (inside == {"unknown": True} or not isinstance(inside, Mapping)):
            return secret(_wire(inside, where))
        return {key: _wire(item, f"{where}.{key}") for key, item in given.items()}
    if isinstance(value, list):
        return [_wire(item, f"{where}[{index}]") for index, item in enumerate(cast("list[object]", value))]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise BadLabels(f"{where}: {value!r} is no JSON; put it in quotes")


def _mapping(
    value: object, where: str, allowed: Collection[str] | None = None, required: Collection[str] = ()
) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadLabels(f"{where}: a mapping is expected here, not {value!r}")
    given = cast("Mapping[Any, Any]", value)
    for key in given:
        if not isinstance(key, str):
            raise BadLabels(f"{where}: the key {key!r} is no text; put it in quotes")
        if allowed is not None and key not in allowed:
            raise BadLabels(f"{where}: there is no key {key!r}; there are {', '.join(allowed)}")
    for key in required:
        if key not in given:
            raise BadLabels(f"{where}: {key} is missing")
    return given


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise BadLabels(f"{where}: a list is expected here, not {value!r}")
    return cast("list[object]", value)


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise BadLabels(f"{where}: words are expected here, not {value!r}")
    return value


def _texts(value: object, where: str) -> list[str]:
    return [_text(item, where) for item in _list(value, where)]


class _Located(dict[str, Any]):
    """A mapping that knows its line, from 1."""

    line: int = 0


class _Strict(yaml.SafeLoader):
    """Refuses a key that is given twice."""


def _located(loader: _Strict, node: yaml.MappingNode) -> _Located:
    keys = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
    if twice := {str(key) for key in keys if keys.count(key) > 1}:
        raise yaml.constructor.ConstructorError(problem=f"{min(twice)!r} is given twice", problem_mark=node.start_mark)
    made = _Located(cast("dict[str, Any]", loader.construct_mapping(node, deep=True)))
    made.line = node.start_mark.line + 1
    return made


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _located)

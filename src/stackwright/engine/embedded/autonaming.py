"""`pulumi:autonaming`: how a stack's configuration has resources named whose program gives them no name.

Source: `pkg/cmd/pulumi/autonaming` (what may be said, and what is wrong with the rest) and
`pkg/resource/autonaming/strategy.go` (what follows from it; pulumi v3.260).
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from string import ascii_lowercase, digits
from typing import Any, Final, Literal, cast

from stackwright.engine.embedded import paths
from stackwright.engine.embedded.project import Configuration
from stackwright.engine.state import urns
from stackwright.errors import EngineError
from stackwright.wire.naming import Autonaming
from stackwright.wire.values import Value

KEY: Final = "pulumi:autonaming"
_ORGANIZATION: Final = "organization"
"""What stands for it where a state is kept in files."""
_ALPHABETS: Final = {"hex": "0123456789abcdef", "alphanum": ascii_lowercase + digits, "string": ascii_lowercase}
_RANDOM: Final = re.compile(r"\$\{(?:(hex|alphanum|string|num)\((\d+)\)|uuid)\}")
_CONFIG: Final = re.compile(r"\$\{config\.([^}]+)\}")
_FIELDS: Final = {"mode": str, "pattern": str, "enforce": bool}

Values = Callable[[str], str]
"""A value of the stack's configuration by the path of one of the project's keys. Raises EngineError: there is none."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """How some resources are named. `pattern` has what it takes of the stack filled in."""

    mode: Literal["default", "verbatim", "disabled", "pattern"] = "default"
    pattern: str = ""
    enforce: bool = False

    def proposal(self, name: str, seed: bytes) -> Autonaming | None:
        """What a provider is asked for a resource that is called `name` in its program."""
        if self.mode == "default":
            return None
        if self.mode == "disabled":
            return Autonaming("disable")
        if self.mode == "verbatim":
            return Autonaming("enforce", name)
        return Autonaming("enforce" if self.enforce else "propose", _drawn(self._named(name), seed))

    def repeats(self, name: str) -> bool:
        """Whether a replacement would have the name of what it replaces, which must go first then."""
        return self.mode != "default" and (self.mode != "pattern" or not _RANDOM.search(self._named(name)))

    def _named(self, name: str) -> str:
        return self.pattern.replace("${name}", name)


@dataclass(frozen=True, slots=True)
class Naming:
    """What holds for all, and for each package what holds for it and for single types of it."""

    root: Strategy
    packages: Mapping[str, tuple[Strategy, Mapping[str, Strategy]]] = field(
        default_factory=dict[str, "tuple[Strategy, Mapping[str, Strategy]]"]
    )

    def of(self, urn: str) -> Strategy:
        return self._found(urns.type_of(urn))[0]

    def insists(self, urn: str) -> bool:
        """Whether people are told where a provider cannot do as it is asked."""
        strategy, meant = self._found(urns.type_of(urn))
        return meant or strategy.enforce

    def _found(self, token: str) -> tuple[Strategy, bool]:
        """The strategy, and whether it was said of the package or the type."""
        said = self.packages.get(token.partition(":")[0])
        if said is None:
            return self.root, False
        whole, types = said
        return types.get(token, whole), True


def read(config: Configuration, project: str, stack: str) -> Naming | None:
    """What the configuration of a stack says; None if nothing.

    Raises:
        EngineError: it is not what Pulumi takes.
    """
    if KEY not in config.values:
        return None
    try:
        return _read(config, project, stack)
    except EngineError as error:
        hint = f"`{KEY}` is an object in Pulumi.{stack}.yaml, as `pulumi config set --path` writes it; {_FORM}"
        raise EngineError(f"getting autonaming config: {error}", hint=hint) from error


_FORM: Final = "https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration says more"


def _read(config: Configuration, project: str, stack: str) -> Naming:
    text = config.values[KEY][0]
    said = _members(json.loads(text) if KEY in config.structured else text, "autonaming", {*_FIELDS, "providers"})
    filled = partial(_filled, project, stack, partial(_value, config, project))
    root = _strategy(said, filled, "failed to resolve root naming config") or Strategy()
    packages: dict[str, tuple[Strategy, Mapping[str, Strategy]]] = {}
    for package, item in _entries(said.get("providers"), "providers"):
        fields = _members(item, f"providers.{package}", {*_FIELDS, "resources"})
        whole = _strategy(fields, filled, f'failed to resolve naming config for provider "{package}"')
        types: dict[str, Strategy] = {}
        for token, each in _entries(fields.get("resources"), f"providers.{package}.resources"):
            failed = f'failed to resolve naming config for resource "{token}"'
            found = _strategy(_members(each, token, {*_FIELDS}), filled, failed)
            if found is None:
                raise EngineError(f'mode or pattern must be specified for resource "{token}"')
            types[token] = found
        packages[package] = (whole or root, types)
    return Naming(root, packages)


def _strategy(said: Mapping[str, Any], filled: Callable[[str], str], failed: str) -> Strategy | None:
    """What one level says of names; None if nothing."""
    mode, pattern, enforce = (said.get(name) for name in _FIELDS)
    if mode is not None and (pattern is not None or enforce is not None):
        raise EngineError(f"{failed}: cannot specify both mode and pattern/enforce")
    if pattern is not None:
        try:
            return Strategy("pattern", filled(pattern), bool(enforce))
        except EngineError as error:
            raise EngineError(f"{failed}: {error}") from None
    if enforce is not None:
        raise EngineError(f"{failed}: pattern must be specified when enforce is true")
    if mode is not None and mode not in {"default", "verbatim", "disabled"}:
        raise EngineError(f"{failed}: invalid naming mode: {mode}")
    return Strategy(mode) if mode is not None else None


def _members(value: object, at: str, known: set[str]) -> dict[str, Any]:
    """The fields of an object, each of its type; Go reads their names in any case.

    Raises:
        EngineError: it has others, or is none.
    """
    wrong = "failed to parse autonaming config: invalid autonaming config structure"
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise EngineError(f"{wrong}: {at} must be an object")
    found = {str(name).lower(): item for name, item in cast("dict[str, Any]", value).items()}
    for name, item in found.items():
        if name not in known:
            raise EngineError(f'{wrong}: unknown field "{name}" of {at}')
        if item is not None and name in _FIELDS and not isinstance(item, _FIELDS[name]):
            raise EngineError(f"{wrong}: {name} of {at} must be a {'text' if _FIELDS[name] is str else 'boolean'}")
    return found


def _entries(value: object, at: str) -> list[tuple[str, Any]]:
    if value is not None and not isinstance(value, dict):
        _members(value, at, set())
    return list(cast("dict[str, Any]", value or {}).items())


def _filled(project: str, stack: str, value: Values, pattern: str) -> str:
    """A pattern with what it takes of the stack."""
    for name, text in (("organization", _ORGANIZATION), ("project", project), ("stack", stack)):
        pattern = pattern.replace(f"${{{name}}}", text)
    return _CONFIG.sub(lambda found: value(found[1]), pattern)


def _value(config: Configuration, project: str, path: str) -> str:
    try:
        first, *rest = paths.parse(path)
    except ValueError as error:
        raise EngineError(f'failed to get config value for key "{path}": {error}') from None
    key = f"{project}:{first}"
    value: Value = config.values[key][0] if key in config.values else None
    if rest:
        value = json.loads(value) if isinstance(value, str) and key in config.structured else None
        for step in rest:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                value = None
    if value is None:
        raise EngineError(f'no value found for key "{path}"')
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)


def seed_of(urn: str, former_id: str, created: int) -> bytes:
    """What makes autonames repeatable: 32 bytes that depend on the URN, on what the resource replaces, and on how many
    the URN has created.

    Pulumi draws them at random for each registration. In a rehearsal the same sequence of operations must give the same
    names every time, a preview those of the up behind it; but a replacement, or what is made again because it was lost,
    must have another name than what was there before, so that what stands on it follows as it would under Pulumi.
    """
    return hashlib.sha256("\n".join([urn, former_id, *([str(created)] if created else [])]).encode()).digest()


def _drawn(pattern: str, seed: bytes) -> str:
    """A pattern with its random parts, which follow from `seed`."""
    source = random.Random(seed)  # noqa: S311 - a name is no secret, and must repeat

    def draw(found: re.Match[str]) -> str:
        kind, length = found[1], int(found[2] or 16)
        if kind is None:
            return str(uuid.UUID(bytes=bytes(int(source.random() * 256) for _ in range(16))))
        alphabet = _ALPHABETS.get(kind, digits)
        return "".join(alphabet[int(source.random() * len(alphabet))] for _ in range(length))

    return _RANDOM.sub(draw, pattern)

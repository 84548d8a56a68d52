"""What a pack is configured with: the defaults of its policies, its own initial configuration, what a person wrote.

Source: `pkg/resource/analyzer/config.go` (pulumi v3.260).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast, get_args

import jsonschema
from google.protobuf import json_format
from pulumi.runtime import proto

from stackwright.engine.protocol import Level, PolicyPack
from stackwright.errors import EngineError, Location
from stackwright.service.levels import Line, Severity, Subject

_LEVELS: Final[tuple[Level, ...]] = get_args(Level)
ALL: Final = "all"
LEVEL_KEY: Final = "enforcementLevel"
_ESC: Final = "environments"
FACTS: Final = "x-stackwright"
"""Where the schema of a setting says which fact it is."""

NUMBERS: Final[Mapping[Level, proto.EnforcementLevel.ValueType]] = {
    "advisory": proto.ADVISORY,
    "mandatory": proto.MANDATORY,
    "remediate": proto.REMEDIATE,
    "disabled": proto.DISABLED,
}
SEVERITIES: Final[Mapping[int, Severity]] = {
    proto.POLICY_SEVERITY_UNSPECIFIED: "",
    proto.POLICY_SEVERITY_LOW: "low",
    proto.POLICY_SEVERITY_MEDIUM: "medium",
    proto.POLICY_SEVERITY_HIGH: "high",
    proto.POLICY_SEVERITY_CRITICAL: "critical",
}
_THEME: Final = "stackwright:pack="
"""Begins the tag by which a policy says that it belongs to another pack than the one that serves it."""
NAMES: Final[Mapping[int, Level]] = {number: name for name, number in NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class Configured:
    """One policy's level and settings. No level: as it was."""

    level: Level | None = None
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


def written(pack: PolicyPack) -> dict[str, Any]:
    """What a person wrote for a pack, in the form of `--policy-pack-config`: its file, what was given besides, then its
    level overrides.

    Raises:
        EngineError: the file cannot be read, or is not of that form.
    """
    found: Any = {}
    if pack.config is not None:
        where = Location(pack.config)
        try:
            text = pack.config.read_text("utf-8")
            found = json.loads(text) if text.strip() else {}
        except OSError as error:
            raise EngineError(f"the policy configuration cannot be read: {error.strerror}", where=where) from error
        except ValueError as error:
            raise EngineError(f"the policy configuration is not JSON: {error}", where=where) from error
        if not isinstance(found, dict):
            raise EngineError("the policy configuration is not a JSON object", where=where)
    result = {**cast("dict[str, Any]", found), **pack.given}
    for name, level in pack.levels.items():
        given = result.get(name)
        result[name] = {**cast("dict[str, Any]", given), LEVEL_KEY: level} if isinstance(given, dict) else level
    return result


def parse(given: Mapping[str, Any], pack: PolicyPack) -> dict[str, Configured]:
    """
    Raises:
        EngineError: a level is none, or an entry is neither a level nor an object.
    """
    return {name: _entry(name, value, pack) for name, value in given.items() if name != _ESC}


def _entry(name: str, value: object, pack: PolicyPack) -> Configured:
    settings = dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else {}
    level: Any = settings.pop(LEVEL_KEY, None) if isinstance(value, Mapping) else value
    if level is not None and level not in _LEVELS:
        raise EngineError(
            f"policy {name} of {pack.path}: {level!r} is no enforcement level",
            where=Location(pack.config) if pack.config else None,
            hint=f"One of: {', '.join(_LEVELS)}.",
        )
    return Configured(level, settings)


def require_known(given: Mapping[str, Configured], known: Collection[str], pack: PolicyPack) -> None:
    """What a person wrote for `pack` is about policies that one of the packs has: several may share one file.

    Raises:
        EngineError: something is about none.
    """
    unknown = sorted(given.keys() - set(known) - {ALL})
    if unknown:
        raise EngineError(
            f"there is no policy {', '.join(unknown)}",
            where=Location(pack.config) if pack.config else None,
            hint=f"There are: {', '.join(sorted(known))}.",
        )


def reconciled(info: proto.AnalyzerInfo, given: Mapping[str, Configured], pack: PolicyPack) -> dict[str, Configured]:
    """Every policy of a pack with its level and its settings, checked against its schema.

    Raises:
        EngineError: something is of a wrong type or out of range.
    """
    result = leveled(info, given, pack)
    _validate(info, result, pack)
    return result


def leveled(info: proto.AnalyzerInfo, given: Mapping[str, Configured], pack: PolicyPack) -> dict[str, Configured]:
    """Every policy of a pack with its level and its settings, whatever these are."""
    result = {
        policy.name: Configured(
            NAMES[policy.enforcementLevel],
            {key: schema["default"] for key, schema in _schema(policy).items() if "default" in schema},
        )
        for policy in info.policies
    }
    initial = {
        name: Configured(NAMES[config.enforcementLevel], json_format.MessageToDict(config.properties))
        for name, config in info.initialConfig.items()
    }
    known = {name: Configured(settings=settings) for name, settings in told(info, pack.facts).items()}
    said_by_pack = _applied(result, initial)
    result = _applied(_applied(said_by_pack, known), given)
    for policy in info.policies:
        line = deciding(policy, info.name, pack)
        if line is not None:
            level = said_by_pack[policy.name].level if line.level == "default" else line.level
            result[policy.name] = replace(result[policy.name], level=level)
    return result


def told(info: proto.AnalyzerInfo, facts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The settings that facts make, by policy: of those properties that ask for one by its name, or for `*`, all."""
    found: dict[str, dict[str, Any]] = {}
    for policy in info.policies if facts else ():
        for key, schema in _schema(policy).items():
            asked = str(schema.get(FACTS, ""))
            if asked == "*" or asked in facts:
                found.setdefault(policy.name, {})[key] = dict(facts) if asked == "*" else facts[asked]
    return found


def deciding(policy: proto.PolicyInfo, pack_name: str, pack: PolicyPack) -> Line | None:
    """The line of a file of levels that decides about a policy; None where it has no say."""
    if pack.level_set is None or ALL in pack.levels or policy.name in pack.levels:
        return None
    return pack.level_set.line_for(subject(policy, pack_name))


def subject(policy: proto.PolicyInfo, pack_name: str) -> Subject:
    """A policy as a file of levels may name it."""
    return Subject(policy.name, SEVERITIES[policy.severity], (pack_name, *themes(policy.tags)))


def themes(tags: Iterable[str]) -> tuple[str, ...]:
    """The packs that a policy's tags name."""
    return tuple(tag.removeprefix(_THEME) for tag in tags if tag.startswith(_THEME))


def _applied(base: Mapping[str, Configured], layer: Mapping[str, Configured]) -> dict[str, Configured]:
    for_all = layer[ALL].level if ALL in layer else None
    return {
        name: Configured(
            (layer[name].level if name in layer else None) or for_all or old.level,
            {**old.settings, **(layer[name].settings if name in layer else {})},
        )
        for name, old in base.items()
    }


def _schema(policy: proto.PolicyInfo) -> dict[str, dict[str, Any]]:
    """The schemas of a policy's settings, those that say anything."""
    found: dict[str, Any] = json_format.MessageToDict(policy.configSchema.properties)
    return {key: cast("dict[str, Any]", schema) for key, schema in found.items() if isinstance(schema, dict)}


def _validate(info: proto.AnalyzerInfo, found: Mapping[str, Configured], pack: PolicyPack) -> None:
    faults: list[str] = []
    for policy in info.policies:
        if not policy.HasField("configSchema"):
            continue
        schema = {
            "type": "object",
            "properties": json_format.MessageToDict(policy.configSchema.properties),
            "required": list(policy.configSchema.required),
        }
        validator = jsonschema.Draft7Validator(schema)
        faults += [
            f"{policy.name}: {'.'.join(map(str, fault.absolute_path)) or 'it'}: {fault.message}"
            for fault in validator.iter_errors(dict(found[policy.name].settings))  # pyright: ignore[reportUnknownMemberType]
        ]
    if faults:
        raise EngineError(
            f"the policy pack {info.name} is configured wrongly\n  " + "\n  ".join(faults),
            where=Location(pack.config) if pack.config else None,
        )


def request(found: Mapping[str, Configured]) -> proto.ConfigureAnalyzerRequest:
    made = proto.ConfigureAnalyzerRequest()
    for name, configured in found.items():
        entry = made.policyConfig[name]
        entry.enforcementLevel = NUMBERS[configured.level or "advisory"]
        json_format.ParseDict(dict(configured.settings), entry.properties)
    return made

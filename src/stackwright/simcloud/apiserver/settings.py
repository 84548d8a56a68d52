"""Settings, secrets, namespaces, limits. Source: `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Final

from stackwright.simcloud.apiserver import forms, quantities, resources
from stackwright.simcloud.apiserver.field import Field

_MOST_BYTES: Final = 1024 * 1024
_NEEDED: Final = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_JSON: Final = frozenset({".dockerconfigjson", ".dockercfg"})
_ACCOUNT: Final = "kubernetes.io/service-account.name"
_REDACTED: Final = "<secret contents redacted>"
_LEVELS: Final = ("privileged", "baseline", "restricted")
_PAIRS: Final = (("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating"))
_SCOPES: Final = frozenset(
    {*_PAIRS[0], *_PAIRS[1], "PriorityClass", "CrossNamespacePodAffinity", "VolumeAttributesClass"}
)
_OF_PODS: Final = frozenset({"pods", "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"})
_SHORTEST: Final = 63
_LIMITED: Final = ("Pod", "Container", "PersistentVolumeClaim")


def check_config_map(found: Field) -> None:
    data, binary = found.at("data"), found.at("binaryData")
    for key in data.keys:
        data.key(key).fits(forms.config_key, value=key)
        if key in binary.keys:
            data.key(key).invalid("duplicate of key present in binaryData", key)
    for key in binary.keys:
        binary.key(key).fits(forms.config_key, value=key)
    size = sum(len(data.key(key).text.encode()) for key in data.keys)
    if size + sum(len(binary.key(key).text) * 3 // 4 for key in binary.keys) > _MOST_BYTES + 2:
        found.named("").too_long(_MOST_BYTES)


def check_secret(found: Field) -> None:
    kind, data, texts = found.at("type").text, found.at("data"), found.at("stringData")
    keys = {*data.keys, *texts.keys}
    for key in sorted(keys):
        data.key(key).fits(forms.config_key, value=key)
    for key in _NEEDED.get(kind, ()):
        if key not in keys:
            data.key(key).required()
        elif key in _JSON and (text := texts.key(key).text):
            _check_json(data.key(key), text)
    if kind == "kubernetes.io/basic-auth" and not keys & {"username", "password"}:
        data.key("username").required()
        data.key("password").required()
    annotations = found.at("metadata", "annotations")
    if kind == "kubernetes.io/service-account-token" and annotations.key(_ACCOUNT).empty:
        annotations.key(_ACCOUNT).required()


def _check_json(found: Field, text: str) -> None:
    """Only its beginning is said to be wrong: the rest is nobody's business."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        letter = text[error.pos] if error.pos < len(text) else ""
        said = (
            f"invalid character '{letter}' looking for beginning of value" if letter else "unexpected end of JSON input"
        )
        found.invalid(said, _REDACTED)


def check_namespace(found: Field) -> None:
    name, labels = found.at("metadata", "name"), found.at("metadata", "labels")
    if len(name.text) > _SHORTEST:  # the server labels a namespace with its name
        labels.fits(forms.label_value, value=name.text)


def check_levels(found: Field) -> None:
    """What Pod Security admission says of a namespace's labels (`k8s.io/pod-security-admission/api`)."""
    labels = found.at("metadata", "labels")
    for mode in ("enforce", "audit", "warn"):
        level = labels.key(f"pod-security.kubernetes.io/{mode}")
        version = labels.key(f"pod-security.kubernetes.io/{mode}-version")
        if level.there and level.text not in _LEVELS:
            level.invalid(f"must be one of {', '.join(_LEVELS)}")
        if version.there and not re.fullmatch(r"latest|v1\.(0|[1-9][0-9]*)", version.text):
            version.invalid('must be "latest" or "v1.x"')


def check_limit_range(found: Field) -> None:
    kinds: set[str] = set()
    for limit in found.at("spec", "limits").each():
        kind = limit.at("type")
        wrong = forms.qualified(kind.text)
        for message in wrong:
            kind.invalid(message, kind.text)
        if not wrong and "/" not in kind.text and kind.text not in _LIMITED:
            kind.invalid("must be a standard limit type or fully qualified")
        if kind.text in kinds:
            kind.duplicate(kind.text)
        kinds.add(kind.text)
        if kind.text == "Pod":
            for name in ("default", "defaultRequest"):
                if not limit.at(name).empty:
                    limit.at(name).forbidden("may not be specified when `type` is 'Pod'")
        if kind.text == "PersistentVolumeClaim" and not (
            limit.at("min").key("storage").there or limit.at("max").key("storage").there
        ):
            limit.at("limits").required("either minimum or maximum storage value is required, but neither was provided")
        _check_limit(limit, kind.text)


def _check_limit(limit: Field, kind: str) -> None:
    parts = ("min", "max", "default", "defaultRequest", "maxLimitRequestRatio")
    names = sorted({name for part in parts for name in limit.at(part).keys})
    for name in names:
        for part in parts:
            if limit.at(part).key(name).there:
                resources.check_name(limit.at(part).key(name), name)
        least, most, default, asked, ratio = (_amount(limit.at(part).key(name)) for part in parts)
        said = {part: quantities.canonical(limit.at(part).key(name).value) for part in parts}
        if kind == "Pod":
            default = asked = None
        if least is not None and most is not None and least > most:
            limit.at("min").key(name).invalid(
                f"min value {said['min']} is greater than max value {said['max']}", said["min"]
            )
        _order(
            limit.at("defaultRequest").key(name), "min", least, "default request", asked, said, said["defaultRequest"]
        )
        _order(
            limit.at("defaultRequest").key(name), "default request", asked, "max", most, said, said["defaultRequest"]
        )
        _order(
            limit.at("defaultRequest").key(name), "default request", asked, "default limit", default, said,
            said["defaultRequest"],
        )  # fmt: skip
        _order(limit.at("default").key(name), "min", least, "default", default, said, said["min"])
        _order(limit.at("default").key(name), "default", default, "max", most, said, said["max"])
        if ratio is not None and ratio < 1:
            limit.at("maxLimitRequestRatio").key(name).invalid(
                f"ratio {said['maxLimitRequestRatio']} is less than 1", said["maxLimitRequestRatio"]
            )


_PART: Final = {"default request": "defaultRequest", "default limit": "default"}


def _order(
    found: Field, small: str, least: Decimal | None, large: str, most: Decimal | None, said: dict[str, str], value: str
) -> None:
    if least is not None and most is not None and least > most:
        low, high = said[_PART.get(small, small)], said[_PART.get(large, large)]
        found.invalid(f"{small} value {low} is greater than {large} value {high}", value)


def _amount(found: Field) -> Decimal | None:
    return quantities.parse(found.value) if found.there else None


def check_quota(found: Field) -> None:
    spec = found.at("spec")
    hard, scopes = spec.at("hard"), spec.at("scopes")
    for name in hard.keys:
        amount = hard.key(name)
        resources.check_name(amount, name)
        if "/" not in name and (name == "storage" or not resources.standard(name)):
            amount.invalid("must be a standard resource for quota", name)
        size = quantities.parse(amount.value)
        if size is not None and size < 0:
            amount.invalid("must be greater than or equal to 0", quantities.canonical(amount.value))
        counted = name not in _OF_PODS - {"pods"} and resources.standard(name) and "storage" not in name
        if size is not None and size % 1 and counted and not name.startswith(("requests.", "limits.", "huge")):
            amount.invalid("must be an integer", quantities.canonical(amount.value))
    _check_scopes(hard, scopes)
    for expression in spec.at("scopeSelector", "matchExpressions").each():
        _check_scope(expression, spec.at("scopeSelector"))


def _check_scopes(hard: Field, scopes: Field) -> None:
    for scope in scopes.texts:
        if scope not in _SCOPES:
            scopes.invalid("unsupported scope")
        strange = {name for name in hard.keys if resources.standard(name) and name != "pods"}
        if scope in {"NotBestEffort", "Terminating", "NotTerminating"}:
            strange &= _NOT_OF_PODS
        if strange and scope in {*_PAIRS[0], *_PAIRS[1]}:
            scopes.invalid("unsupported scope applied to resource")
    for pair in _PAIRS:
        if set(pair) <= set(scopes.texts):
            scopes.invalid("conflicting scopes")


_OBJECTS: Final = (
    "services replicationcontrollers resourcequotas secrets configmaps persistentvolumeclaims"
    " services.nodeports services.loadbalancers requests.storage"
)
_NOT_OF_PODS: Final = frozenset(_OBJECTS.split())


def _check_scope(expression: Field, selector: Field) -> None:
    name, operator, values = expression.at("scopeName"), expression.at("operator"), expression.at("values")
    if name.text not in _SCOPES:
        name.named(f"{selector.path}.matchExpressions.scopeName").invalid("unsupported scope", name.text)
    if operator.text in {"In", "NotIn"} and values.empty:
        values.named(f"{selector.path}.matchExpressions.values").required(
            "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
        )
    elif operator.text in {"Exists", "DoesNotExist"} and not values.empty:
        values.named(f"{selector.path}.matchExpressions.values").invalid(
            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
        )
    elif operator.text not in {"In", "NotIn", "Exists", "DoesNotExist"}:
        operator.named(f"{selector.path}.matchExpressions.operator").invalid("not a valid selector operator")

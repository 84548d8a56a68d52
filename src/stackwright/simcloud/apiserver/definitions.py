"""Definitions of custom resources. Source: `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms
from stackwright.simcloud.apiserver.customs import is_of, named
from stackwright.simcloud.apiserver.field import NIL, Field
from stackwright.wire.values import Value

_TYPES: Final = ("array", "boolean", "integer", "number", "object", "string")
_COLUMNS: Final = ("boolean", "date", "integer", "number", "string")
_APPROVED: Final = "api-approved.kubernetes.io"
_PROTECTED: Final = (".k8s.io", ".kubernetes.io")
_STORED: Final = "must have exactly one version marked as storage version"


def check_definition(found: Field) -> None:
    name, spec = found.at("metadata", "name"), found.at("spec")
    group, plural = spec.at("group"), spec.at("names", "plural")
    if name.text != f"{plural.text}.{group.text}":
        name.invalid('must be spec.names.plural+"."+spec.group')
    approval = found.at("metadata", "annotations").key(_APPROVED)
    if approval.empty and (group.text.endswith(_PROTECTED) or group.text in {"k8s.io", "kubernetes.io"}):
        approval.required(
            f'protected groups must have approval annotation "{_APPROVED}", see'
            " https://github.com/kubernetes/enhancements/pull/1111"
        )
    if group.empty:
        group.required()
    else:
        group.fits(forms.subdomain)
        if "." not in group.text:
            group.invalid("should be a domain with at least one dot")
    scope = spec.at("scope")
    if scope.empty:
        scope.required()
    else:
        scope.one_of(("Cluster", "Namespaced"))
    _check_versions(spec)
    _check_names(spec.at("names"))
    _check_conversion(spec.at("conversion"))


def _check_versions(spec: Field) -> None:
    versions = spec.at("versions")
    names: set[str] = set()
    said = [_shown(version) for version in versions.each()]
    for version in versions.each():
        version.at("name").fits(forms.label_1035)
        if len(versions.each()) == 1:
            version.at("name").named("spec.version").fits(forms.label_1035)
        if version.at("name").text in names:
            versions.invalid("must contain unique version names", said)
        names.add(version.at("name").text)
        _check_version(version, alone=len(versions.each()) == 1)
    stored = sum(version.at("storage").true for version in versions.each())
    if stored != 1:
        versions.invalid(_STORED, said)
    if not stored:
        spec.at("nothing").named("status.storedVersions").invalid("must have at least one stored version", NIL)


def _shown(version: Field) -> dict[str, Value]:
    """As the server writes it: by the names of its Go fields, without what all versions share."""
    return {
        "Name": version.at("name").text,
        "Served": version.at("served").true,
        "Storage": version.at("storage").true,
        "Deprecated": version.at("deprecated").true,
        "DeprecationWarning": version.at("deprecationWarning").value,
        **dict.fromkeys(("Schema", "Subresources", "AdditionalPrinterColumns", "SelectableFields")),
    }


def _check_version(version: Field, *, alone: bool) -> None:
    """The server says of what all versions share that it stood in the spec, as it once did."""
    schema = version.at("schema", "openAPIV3Schema")
    if not schema.there:
        schema.required()
    else:
        _check_schema(schema.named("spec.validation.openAPIV3Schema") if alone else schema, root=True)
    columns = version.at("additionalPrinterColumns")
    if alone:
        columns = columns.named("spec.additionalPrinterColumns")
    for column in columns.each():
        for name in ("name", "jsonPath", "type"):
            at = column.at("JSONPath") if name == "jsonPath" else column.at(name)
            if column.at(name).empty:
                at.required()
        kind = column.at("type")
        if not kind.empty and kind.text not in _COLUMNS:
            kind.invalid(f"must be one of {','.join(_COLUMNS)}")
    scale = version.at("subresources", "scale")
    if alone:
        scale = scale.named("spec.subresources.scale")
    if scale.there:
        _check_paths(scale)


def _check_paths(scale: Field) -> None:
    for name, below in (("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")):
        path = scale.at(name)
        if path.empty:
            path.required()
        elif not path.text.startswith(f"{below}."):
            path.invalid(f"should be a json path under {below}")


def _check_schema(schema: Field, *, root: bool = False) -> None:
    kind = schema.at("type")
    exempt = schema.at("x-kubernetes-int-or-string").true or schema.at("x-kubernetes-preserve-unknown-fields").true
    if root and kind.empty:
        kind.required("must not be empty at the root")
    elif root and kind.text != "object":
        kind.invalid("must be object at the root")
    elif kind.empty and not exempt and not schema.at("$ref").there:
        kind.required("must not be empty for specified object fields")
    elif not kind.empty and kind.text not in _TYPES:
        kind.unsupported(_TYPES)
    _check_parts(schema, kind)


def _check_parts(schema: Field, kind: Field) -> None:
    if schema.at("$ref").there:
        schema.at("$ref").forbidden("$ref is not supported")
    if kind.text == "array" and not schema.at("items").there:
        schema.at("items").required("must be specified")
    more, properties = schema.at("additionalProperties"), schema.at("properties")
    if more.there and more.value is not False and not properties.empty:
        more.forbidden("additionalProperties and properties are mutual exclusive")
    if schema.at("uniqueItems").true:
        schema.at("uniqueItems").forbidden(
            "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
        )
    _check_default(schema, kind)
    for name in properties.keys:
        _check_schema(properties.key(name))
    for inner in (schema.at("items"), more):
        if isinstance(inner.value, dict):
            _check_schema(inner)


def _check_default(schema: Field, kind: Field) -> None:
    default = schema.at("default")
    if default.there and kind.text in _TYPES and not is_of(default.value, kind.text):
        default.invalid(f' in body must be of type {kind.text}: "{named(default.value)}"', named(default.value))


def _check_names(names: Field) -> None:
    kind, plural = names.at("kind"), names.at("plural")
    singular = names.at("singular")
    if plural.empty:
        plural.required()
    else:
        plural.fits(forms.label_1035)
    if singular.empty and kind.empty:
        singular.required() if plural.empty else None
    elif not singular.empty:
        singular.fits(forms.label_1035)
    if kind.empty:
        kind.required()
        names.at("listKind").required()
    else:
        kind.fits(forms.label_1035, value=kind.text.lower())
    for short in names.at("shortNames").each():
        short.fits(forms.label_1035)


def _check_conversion(conversion: Field) -> None:
    strategy = conversion.at("strategy")
    strategy.one_of(("None", "Webhook"))
    if strategy.text == "Webhook":
        client = conversion.at("webhook", "clientConfig")
        if not client.there:
            conversion.at("webhookClientConfig").required("required when strategy is set to Webhook")
        if conversion.at("webhook", "conversionReviewVersions").empty:
            conversion.at("conversionReviewVersions").required()

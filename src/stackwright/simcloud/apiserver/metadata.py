"""Names, labels, annotations, owners, finalizers; selectors by label.

Source: `k8s.io/apimachinery/pkg/api/validation/objectmeta.go`, `pkg/apis/meta/v1/validation/validation.go`.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms
from stackwright.simcloud.apiserver.field import Field, Form
from stackwright.wire.values import Value

_ANNOTATIONS_BYTES: Final = 256 * 1024
_FINALIZERS: Final = frozenset({"kubernetes", "orphan", "foregroundDeletion"})
OPERATORS: Final = ("In", "NotIn", "Exists", "DoesNotExist")


def check_metadata(metadata: Field, form: Form, *, custom: bool = False) -> None:
    """`form` is what names of the kind must look like. Only kinds of the server's own are asked for finalizers with a
    domain (`pkg/apis/core/validation`, ValidateObjectMeta); those of custom resources may be any qualified name.
    """
    if not metadata.at("generateName").empty:
        # a server adds five letters or digits: a prefix may end in a hyphen
        metadata.at("generateName").fits(lambda text: form(text[:-1] + "a" if text.endswith("-") else text))
    name = metadata.at("name")
    if name.empty and metadata.at("generateName").empty:
        name.required("name or generateName is required")
    elif not name.empty:
        name.fits(form)
    labels(metadata.at("labels"))
    notes(metadata.at("annotations"))
    _owners(metadata.at("ownerReferences"))
    for finalizer in metadata.at("finalizers").each():
        finalizer.fits(forms.qualified)
        if not custom and "/" not in finalizer.text and finalizer.text not in _FINALIZERS:
            finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified")


def labels(found: Field) -> None:
    for key in found.keys:
        found.fits(forms.qualified, value=key)
        found.fits(forms.label_value, value=found.key(key).text)


def notes(found: Field) -> None:
    size = 0
    for key in found.keys:
        found.fits(forms.qualified, value=key.lower())
        size += len(key) + len(found.key(key).text.encode())
    if size > _ANNOTATIONS_BYTES:
        found.too_long(_ANNOTATIONS_BYTES)


def _owners(found: Field) -> None:
    for owner in found.each():
        for name in ("apiVersion", "kind", "name", "uid"):
            if owner.at(name).empty:
                said = {"apiVersion": "version must not be empty"}.get(name, "must not be empty")
                owner.at(name).required(said)
    charged = [
        f"{owner.at('kind').text}/{owner.at('name').text}" for owner in found.each() if owner.at("controller").true
    ]
    if len(charged) > 1:
        found.invalid(
            'Only one reference can have Controller set to true. Found "true" in references for'
            f" {' and '.join(charged[:2])}"
        )


def selector(found: Field) -> bool:
    """Whether it is one."""
    before = found.count
    chosen = found.at("matchLabels")
    for key in chosen.keys:
        chosen.fits(forms.qualified, value=key)
        chosen.fits(forms.label_value, value=chosen.key(key).text)
    for expression in found.at("matchExpressions").each():
        requirement(expression)
        for value in expression.at("values").each():
            value.fits(forms.label_value)
    return found.count == before


def requirement(expression: Field, *, of_nodes: bool = False) -> None:
    """One of a selector's `matchExpressions`; those of nodes compare numbers, too."""
    operator, values = expression.at("operator"), expression.at("values")
    match operator.text:
        case "In" | "NotIn":
            if values.empty:
                values.required("must be specified when `operator` is 'In' or 'NotIn'")
        case "Exists" | "DoesNotExist":
            if not values.empty:
                values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
        case "Gt" | "Lt" if of_nodes:
            if len(values.texts) != 1:
                values.required("must be specified single value when `operator` is 'Lt' or 'Gt'")
        case _:
            operator.invalid("not a valid selector operator", operator.text)
    expression.at("key").fits(forms.qualified)


def matches(chosen: Field, have: Value) -> bool:
    """Whether a selector finds what has these labels; one that is missing finds nothing."""
    if not chosen.there:
        return False
    labels = have if isinstance(have, dict) else {}
    wanted = chosen.at("matchLabels").value
    if any(labels.get(key) != value for key, value in (wanted if isinstance(wanted, dict) else {}).items()):
        return False
    return all(_holds(item, labels) for item in chosen.at("matchExpressions").each())


def _holds(expression: Field, labels: dict[str, Value]) -> bool:
    key, values = expression.at("key").text, expression.at("values").texts
    match expression.at("operator").text:
        case "In":
            return labels.get(key) in values
        case "NotIn":
            return labels.get(key) not in values
        case "Exists":
            return key in labels
        case _:
            return key not in labels

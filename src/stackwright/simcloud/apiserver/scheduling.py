"""Where a pod may run. Source: `validateAffinity`, `ValidateTolerations`, `validateTopologySpreadConstraints` in
`pkg/apis/core/validation/validation.go`.
"""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.field import Field

_HEAVIEST: Final = 100
_EFFECTS: Final = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED: Final = "preferredDuringSchedulingIgnoredDuringExecution"


def check_scheduling(spec: Field) -> None:
    affinity = spec.at("affinity")
    if (required := affinity.at("nodeAffinity", _REQUIRED)).there:
        check_nodes(required)
    for preferred in affinity.at("nodeAffinity", _PREFERRED).each():
        _check_weight(preferred.at("weight"))
        _check_term(preferred.at("preference"))
    for kind in ("podAffinity", "podAntiAffinity"):
        for term in affinity.at(kind, _REQUIRED).each():
            _check_neighbours(term)
        for preferred in affinity.at(kind, _PREFERRED).each():
            _check_weight(preferred.at("weight"))
            _check_neighbours(preferred.at("podAffinityTerm"))


def _check_weight(weight: Field) -> None:
    if not 1 <= (weight.number or 0) <= _HEAVIEST:
        weight.invalid("must be in the range 1-100", weight.number or 0)


def check_nodes(selector: Field) -> None:
    """A selector of nodes."""
    terms = selector.at("nodeSelectorTerms")
    if terms.empty:
        terms.required("must have at least one node selector term")
    for term in terms.each():
        _check_term(term)


def _check_term(term: Field) -> None:
    for expression in term.at("matchExpressions").each():
        metadata.requirement(expression, of_nodes=True)


def _check_neighbours(term: Field) -> None:
    if term.at("labelSelector").there:
        metadata.selector(term.at("labelSelector"))
    if term.at("namespaceSelector").there:
        metadata.selector(term.at("namespaceSelector"))
    for namespace in term.at("namespaces").each():
        namespace.named(f"{term.path}.namespace").fits(forms.label)
    topology = term.at("topologyKey")
    if topology.empty:
        topology.required("can not be empty")
    topology.fits(forms.qualified)


def check_tolerations(tolerations: Field) -> None:
    for toleration in tolerations.each():
        key, operator, effect = toleration.at("key"), toleration.at("operator"), toleration.at("effect")
        value = toleration.at("value").text
        if not key.empty:
            key.fits(forms.qualified)
        elif operator.text != "Exists":
            operator.invalid(
                'operator must be Exists when `key` is empty, which means "match all values and all keys"',
                operator.text,
            )
        if toleration.at("tolerationSeconds").there and effect.text != "NoExecute":
            effect.invalid("effect must be 'NoExecute' when `tolerationSeconds` is set", effect.text)
        if operator.text in {"", "Equal"}:
            operator.fits(lambda text: [";".join(wrong)] if (wrong := forms.label_value(text)) else [], value=value)
        elif operator.text == "Exists" and value:
            operator.invalid("value must be empty when `operator` is 'Exists'", value)
        elif operator.text not in {"Exists", "Lt", "Gt"}:
            operator.unsupported(("Equal", "Exists"))
        effect.one_of(_EFFECTS)


def check_spreads(spreads: Field) -> None:
    kinds: list[tuple[str, str]] = [
        (spread.at("topologyKey").text, spread.at("whenUnsatisfiable").text) for spread in spreads.each()
    ]
    for index, spread in enumerate(spreads.each()):
        skew, topology, unmet = spread.at("maxSkew"), spread.at("topologyKey"), spread.at("whenUnsatisfiable")
        if (skew.number or 0) <= 0:
            skew.invalid("must be greater than zero", skew.number or 0)
        if topology.empty:
            topology.required("can not be empty")
        if unmet.text not in {"DoNotSchedule", "ScheduleAnyway"}:
            unmet.unsupported(("DoNotSchedule", "ScheduleAnyway"))
        if kinds[index] in kinds[index + 1 :]:
            spread.at("{topologyKey, whenUnsatisfiable}").duplicate(f"{{{', '.join(kinds[index])}}}")
        least = spread.at("minDomains")
        if least.number is not None and least.number <= 0:
            least.invalid("must be greater than zero")
        if least.there and unmet.text != "DoNotSchedule":
            least.invalid(f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {unmet.text}")
        for name in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
            spread.at(name).one_of(("Honor", "Ignore"))
        if spread.at("labelSelector").there:
            metadata.selector(spread.at("labelSelector"))

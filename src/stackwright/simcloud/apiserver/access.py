"""Who may do what. Source: `pkg/apis/rbac/validation/validation.go`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.field import NIL, Field

_GROUP: Final = "rbac.authorization.k8s.io"


def check_role(found: Field) -> None:
    _check_rules(found, namespaced=True)


def check_cluster_role(found: Field) -> None:
    _check_rules(found, namespaced=False)
    if (aggregation := found.at("aggregationRule")).there:
        selectors = aggregation.at("clusterRoleSelectors")
        if selectors.empty:
            selectors.required("at least one clusterRoleSelector required if aggregationRule is non-nil")
        for selector in selectors.each():
            if not metadata.selector(selector):
                selector.invalid("invalid label selector.", NIL)


def _check_rules(found: Field, *, namespaced: bool) -> None:
    for rule in found.at("rules").each():
        if rule.at("verbs").empty:
            rule.at("verbs").required()
        urls = rule.at("nonResourceURLs")
        if not urls.empty:
            if namespaced:
                urls.invalid("namespaced rules cannot apply to non-resource URLs")
            if any(not rule.at(name).empty for name in ("apiGroups", "resources", "resourceNames")):
                urls.invalid("rules cannot apply to both regular resources and non-resource URLs")
            continue
        if rule.at("apiGroups").empty:
            rule.at("apiGroups").required("resource rules must supply at least one api group")
        if rule.at("resources").empty:
            rule.at("resources").required("resource rules must supply at least one resource")


def check_role_binding(found: Field) -> None:
    _check_binding(found, ("Role", "ClusterRole"), namespaced=True)


def check_cluster_role_binding(found: Field) -> None:
    _check_binding(found, ("ClusterRole",), namespaced=False)


def _check_binding(found: Field, kinds: tuple[str, ...], *, namespaced: bool) -> None:
    role = found.at("roleRef")
    if role.at("apiGroup").text not in {"", _GROUP}:
        role.at("apiGroup").unsupported((_GROUP,))
    if role.at("kind").text not in kinds:
        role.at("kind").unsupported(kinds)
    if role.at("name").empty:
        role.at("name").required()
    else:
        role.at("name").fits(forms.path_segment)
    for subject in found.at("subjects").each():
        _check_subject(subject, namespaced=namespaced)


def _check_subject(subject: Field, *, namespaced: bool) -> None:
    kind, name, group = subject.at("kind"), subject.at("name"), subject.at("apiGroup")
    if name.empty:
        name.required()
    match kind.text:
        case "ServiceAccount":
            if not name.empty:
                name.fits(forms.subdomain)
            if not group.empty:
                group.unsupported(("",))
            if not namespaced and subject.at("namespace").empty:
                subject.at("namespace").required()
        case "User" | "Group":
            if group.text not in {"", _GROUP}:
                group.unsupported((_GROUP,))
        case _:
            kind.unsupported(("ServiceAccount", "User", "Group"))

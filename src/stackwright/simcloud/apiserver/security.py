"""Users, groups, profiles, sysctls. Source: `ValidateSecurityContext` in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

import re
from typing import Final

from stackwright.simcloud.apiserver.field import Field

_LAST: Final = 2**31 - 1
_PROFILES: Final = ("Localhost", "RuntimeDefault", "Unconfined")
_SYSCTL: Final = r"([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_NOT_ON_WINDOWS: Final = (
    "fsGroup fsGroupChangePolicy seLinuxOptions seccompProfile supplementalGroups sysctls runAsUser runAsGroup"
)


def _check_ids(context: Field, names: tuple[str, ...]) -> None:
    for name in names:
        _check_id(context.at(name))


def _check_id(found: Field) -> None:
    if found.number is not None and not 0 <= found.number <= _LAST:
        found.invalid(f"must be between 0 and {_LAST}, inclusive")


def _check_profile(profile: Field, name: str) -> None:
    if not profile.there:
        return
    kind, file = profile.at("type"), profile.at("localhostProfile")
    if kind.empty:
        kind.required(f"type is required when {name} profile is set") if name == "apparmor" else kind.unsupported(
            _PROFILES
        )
    else:
        kind.one_of(_PROFILES)
    if kind.text == "Localhost" and file.empty:
        file.required(f"must be set when {name} type is Localhost")
    elif kind.text != "Localhost" and file.there:
        file.invalid(f"can only be set when {name} type is Localhost")


def check_container_security(context: Field) -> None:
    _check_ids(context, ("runAsUser", "runAsGroup"))
    _check_profile(context.at("seccompProfile"), "seccomp")
    if context.at("allowPrivilegeEscalation").value is False:
        if context.at("privileged").true:
            context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true")
        elif "CAP_SYS_ADMIN" in context.at("capabilities", "add").texts:
            context.invalid("cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN")
    _check_profile(context.at("appArmorProfile"), "apparmor")


def check_pod_security(spec: Field) -> None:
    context = spec.at("securityContext")
    _check_ids(context, ("fsGroup", "runAsUser", "runAsGroup"))
    for group in context.at("supplementalGroups").each():
        _check_id(group)
    names: set[str] = set()
    for sysctl in context.at("sysctls").each():
        name = sysctl.at("name")
        if name.empty:
            name.required()
        elif not re.fullmatch(_SYSCTL, name.text):
            name.invalid(f"must have at most 253 characters and match regex ^{_SYSCTL}$")
        elif name.text in names:
            name.duplicate()
        names.add(name.text)
    context.at("fsGroupChangePolicy").one_of(("Always", "OnRootMismatch"))
    _check_profile(context.at("seccompProfile"), "seccomp")
    _check_profile(context.at("appArmorProfile"), "apparmor")
    context.at("supplementalGroupsPolicy").one_of(("Merge", "Strict"))


def check_system(spec: Field) -> None:
    """What goes with the operating system that the pod names."""
    system = spec.at("os")
    if not system.there:
        return
    if system.at("name").empty:
        system.at("name").required()
    elif system.at("name").text not in {"linux", "windows"}:
        system.unsupported(("linux", "windows"), system.at("name").text)
    elif system.at("name").text == "windows":
        context = spec.at("securityContext")
        for name in _NOT_ON_WINDOWS.split():
            if context.at(name).there:
                context.at(name).forbidden("cannot be set for a windows pod")
        for name in ("hostPID", "hostIPC", "shareProcessNamespace"):
            if spec.at(name).true:
                spec.at(name).forbidden("cannot be set for a windows pod")

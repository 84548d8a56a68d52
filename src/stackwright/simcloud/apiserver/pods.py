"""Pods. Source: `ValidatePodSpec` in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

from typing import Final

from stackwright.simcloud.apiserver import forms, metadata, resources
from stackwright.simcloud.apiserver.containers import check_containers
from stackwright.simcloud.apiserver.field import Field
from stackwright.simcloud.apiserver.scheduling import check_scheduling, check_spreads, check_tolerations
from stackwright.simcloud.apiserver.security import check_pod_security, check_system
from stackwright.simcloud.apiserver.volumes import check_volumes

_RESTART: Final = ("Always", "OnFailure", "Never")
_DNS: Final = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_MOST_NAMESERVERS: Final = 3
_LONGEST_DEADLINE: Final = 2**31 - 1


def check_pod(spec: Field, claims: tuple[str, ...] = ()) -> None:
    """`claims` are names of a StatefulSet's claims: the controller makes volumes of them."""
    volumes = check_volumes(spec.at("volumes"), claims)
    check_containers(spec, volumes)
    _check_host_network(spec)
    spec.at("restartPolicy").one_of(_RESTART)
    spec.at("dnsPolicy").one_of(_DNS)
    metadata.labels(spec.at("nodeSelector"))
    check_pod_security(spec)
    if spec.at("shareProcessNamespace").true and spec.at("hostPID").true:
        spec.at("shareProcessNamespace").invalid("ShareProcessNamespace and HostPID cannot both be enabled")
    check_scheduling(spec)
    _check_dns(spec)
    _check_gates(spec)
    check_spreads(spec.at("topologySpreadConstraints"))
    _check_host_users(spec)
    _check_rest(spec)
    check_system(spec)


def _check_host_users(spec: Field) -> None:
    if spec.at("hostUsers").value is False:
        for name in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.at(name).true:
                spec.at(name).forbidden("when `hostUsers` is false")


def _check_gates(spec: Field) -> None:
    for gate in spec.at("readinessGates").each():
        gate.at("conditionType").fits(forms.qualified)
    names: set[str] = set()
    for gate in spec.at("schedulingGates").each():
        gate.at("name").fits(forms.qualified)
        if gate.at("name").text in names:
            gate.duplicate(gate.at("name").text)
        names.add(gate.at("name").text)


def _check_rest(spec: Field) -> None:
    _check_names(spec)
    deadline = spec.at("activeDeadlineSeconds")
    if deadline.number is not None and not 1 <= deadline.number <= _LONGEST_DEADLINE:
        deadline.invalid(f"must be between 1 and {_LONGEST_DEADLINE}, inclusive")
    for name in ("hostname", "subdomain"):
        if not spec.at(name).empty:
            spec.at(name).fits(forms.label)
    check_tolerations(spec.at("tolerations"))
    for alias in spec.at("hostAliases").each():
        alias.at("ip").fits(forms.address)
        for name in alias.at("hostnames").each():
            name.fits(forms.subdomain)
    for name in ("priorityClassName", "runtimeClassName"):
        if not spec.at(name).empty:
            spec.at(name).fits(forms.subdomain)
    spec.at("preemptionPolicy").one_of(("PreemptLowerPriority", "Never"))
    for name in spec.at("overhead").keys:
        resources.check_name(spec.at("overhead").key(name), name)
        resources.check_quantity(spec.at("overhead").key(name), name)


def check_template(template: Field, claims: tuple[str, ...] = ()) -> None:
    """The pods that a workload makes. Their labels are said to be one level higher than they are."""
    found = template.at("metadata")
    metadata.labels(found.at("labels").named(f"{template.path}.labels"))
    metadata.notes(found.at("annotations").named(f"{template.path}.annotations"))
    check_pod(template.at("spec"), claims)
    if not template.at("spec", "ephemeralContainers").empty:
        template.at("spec", "ephemeralContainers").forbidden("ephemeral containers not allowed in pod template")


def _check_names(spec: Field) -> None:
    for name in ("serviceAccountName", "nodeName"):
        if not spec.at(name).empty:
            spec.at(name).fits(forms.subdomain)


def _check_host_network(spec: Field) -> None:
    if not spec.at("hostNetwork").true:
        return
    for container in (*spec.at("containers").each(), *spec.at("initContainers").each()):
        for port in container.at("ports").each():
            host, inside = port.at("hostPort"), port.at("containerPort")
            if host.number and host.number != inside.number:
                host.invalid("must match `containerPort` when `hostNetwork` is true")


def _check_dns(spec: Field) -> None:
    found, servers = spec.at("dnsConfig"), spec.at("dnsConfig", "nameservers")
    if spec.at("dnsPolicy").text == "None":
        if not found.there:
            found.required("must provide `dnsConfig` when `dnsPolicy` is None")
        elif servers.empty:
            servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None")
    if len(servers.each()) > _MOST_NAMESERVERS:
        servers.invalid("must not have more than 3 nameservers")
    for server in servers.each():
        server.fits(forms.address)
    for option in found.at("options").each():
        if option.at("name").empty:
            option.at("name").required("must not be empty")

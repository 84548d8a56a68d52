"""Containers of a pod. Source: `validateContainerCommon` and others in `pkg/apis/core/validation/validation.go`."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from stackwright.simcloud.apiserver import forms, resources
from stackwright.simcloud.apiserver.field import Field
from stackwright.simcloud.apiserver.security import check_container_security

PROTOCOLS: Final = ("SCTP", "TCP", "UDP")
_FIELD_NAMES: Final = (
    "metadata.name metadata.namespace metadata.uid metadata.labels metadata.annotations spec.nodeName"
    " spec.serviceAccountName status.hostIP status.hostIPs status.podIP status.podIPs"
)
_FIELDS: Final = frozenset(_FIELD_NAMES.split())
_SUBSCRIPT: Final = re.compile(r"metadata\.(labels|annotations)\['[^']*'\]")
_RESOURCES: Final = tuple(
    f"{which}.{name}" for which in ("limits", "requests") for name in ("cpu", "ephemeral-storage", "memory")
)
_SOURCES: Final = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_GRACE_SECONDS: Final = 30
_TWICE: Final = "may not be specified when `value` is not empty"


def check_containers(spec: Field, volumes: Collection[str]) -> None:
    """Those of a pod; `volumes` are the names of what can be mounted."""
    found, names = spec.at("containers"), set[str]()
    if found.empty:
        found.required()
    grace = spec.at("terminationGracePeriodSeconds").number
    for container in found.each():
        _check_common(container, volumes)
        if container.at("image").text != container.at("image").text.strip():
            container.at("image").invalid("must not have leading or trailing whitespace")
        _check_name(container, names)
        _check_life(container, _GRACE_SECONDS if grace is None else grace)
    _check_host_ports(found.each())
    for container in spec.at("initContainers").each():
        _check_common(container, volumes)
        _check_name(container, names)
        _check_host_ports([container])
        container.at("restartPolicy").one_of(("Always", "Never", "OnFailure"))
        if container.at("restartPolicy").text == "Always":
            _check_life(container, _GRACE_SECONDS if grace is None else grace)
            continue
        for name in ("lifecycle", *_PROBES):
            if container.at(name).there:
                container.at(name).forbidden("may not be set for init containers without restartPolicy=Always")


def _check_name(container: Field, names: set[str]) -> None:
    name = container.at("name")
    if name.text in names:
        name.duplicate()
    if name.text:
        names.add(name.text)


def _check_common(container: Field, volumes: Collection[str]) -> None:
    name = container.at("name")
    if name.empty:
        name.required()
    else:
        name.fits(forms.label)
    if container.at("image").empty:
        container.at("image").required()
    container.at("terminationMessagePolicy").one_of(("File", "FallbackToLogsOnError"))
    _check_ports(container.at("ports"))
    _check_variables(container.at("env"))
    _check_variables_from(container.at("envFrom"))
    _check_mounts(container, volumes)
    container.at("imagePullPolicy").one_of(("Always", "IfNotPresent", "Never"))
    resources.check_container(container.at("resources"))
    check_container_security(container.at("securityContext"))


def _check_ports(ports: Field) -> None:
    names: set[str] = set()
    for port in ports.each():
        name = port.at("name")
        if not name.empty:
            wrong = forms.port_name(name.text)
            name.fits(forms.port_name)
            if not wrong and name.text in names:
                name.duplicate()
            names.add(name.text)
        if not port.at("containerPort").number:
            port.at("containerPort").required()
        if port.at("containerPort").number:
            port.at("containerPort").port()
        if port.at("hostPort").number:
            port.at("hostPort").port()
        port.at("protocol").one_of(PROTOCOLS)


def _check_host_ports(containers: list[Field]) -> None:
    taken: set[str] = set()
    for container in containers:
        for port in container.at("ports").each():
            if number := port.at("hostPort").number:
                said = f"{port.at('protocol').text or 'TCP'}/{port.at('hostIP').text}/{number}"
                if said in taken:
                    port.at("hostPort").duplicate(said)
                taken.add(said)


def _check_variables(variables: Field) -> None:
    for variable in variables.each():
        name, source = variable.at("name"), variable.at("valueFrom")
        if name.empty:
            name.required()
        else:
            name.fits(forms.variable)
        if source.there:
            _check_source(variable, source)


def _check_source(variable: Field, source: Field) -> None:
    given = [source.at(name) for name in _SOURCES if source.at(name).there]
    for name in ("configMapKeyRef", "secretKeyRef"):
        if (reference := source.at(name)).there:
            reference.at("name").fits(forms.subdomain)
            if reference.at("key").empty:
                reference.at("key").required()
            else:
                reference.at("key").fits(forms.config_key)
    if (path := source.at("fieldRef", "fieldPath")).there or source.at("fieldRef").there:
        _check_field(path)
    if (name := source.at("resourceFieldRef", "resource")).there or source.at("resourceFieldRef").there:
        check_resource(name)
    if not given:
        listed = ", ".join(f"`{name}`" for name in _SOURCES[:-1])
        source.invalid(f"must specify one of: {listed} or `{_SOURCES[-1]}`", "")
    elif not variable.at("value").empty:
        source.invalid(_TWICE, "")
    elif len(given) > 1:
        source.invalid("may not have more than one field specified at a time", "")


def _check_field(path: Field) -> None:
    if path.empty:
        path.required()
    elif path.text not in _FIELDS and not _SUBSCRIPT.fullmatch(path.text):
        path.invalid(f"error converting fieldPath: field label not supported: {path.text}")


def check_resource(name: Field) -> None:
    """The resource that a variable, or a file, tells."""
    if name.empty:
        name.required()
    elif name.text not in _RESOURCES and "hugepages-" not in name.text:
        name.unsupported(_RESOURCES)


def _check_variables_from(sources: Field) -> None:
    for source in sources.each():
        if not source.at("prefix").empty:
            source.at("prefix").fits(forms.variable)
        given = [source.at(name) for name in ("configMapRef", "secretRef") if source.at(name).there]
        for reference in given:
            if reference.at("name").empty:
                reference.at("name").required()
            else:
                reference.at("name").fits(forms.subdomain)
        if not given:
            sources.invalid("must specify one of: `configMapRef` or `secretRef`", "")
        elif len(given) > 1:
            sources.invalid("may not have more than one field specified at a time", "")


def _check_mounts(container: Field, volumes: Collection[str]) -> None:
    points: set[str] = set()
    mounts = container.at("volumeMounts")
    devices = {device.at("name").text for device in container.at("volumeDevices").each()}
    for mount in mounts.each():
        name, point = mount.at("name"), mount.at("mountPath")
        if name.empty:
            name.required()
        if name.text not in volumes:
            name.not_found()
        if point.empty:
            point.required()
        if point.text in points:
            point.invalid("must be unique", point.text)
        points.add(point.text)
        if name.text in devices:
            name.invalid("must not already exist in volumeDevices")
        _check_sub_paths(mount, mounts.path)
    _check_devices(container, volumes)


def _check_sub_paths(mount: Field, path: str) -> None:
    for part in ("subPath", "subPathExpr"):
        descending(mount.at(part).named(f"{path}.{part}"))
    if not mount.at("subPath").empty and not mount.at("subPathExpr").empty:
        mount.at("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive")


def _check_devices(container: Field, volumes: Collection[str]) -> None:
    for device in container.at("volumeDevices").each():
        if device.at("name").empty:
            device.at("name").required()
        if device.at("devicePath").empty:
            device.at("devicePath").required()
        if device.at("name").text not in volumes:
            device.at("name").not_found()


def descending(path: Field) -> None:
    """A relative path that never goes up."""
    if path.text.startswith("/"):
        path.invalid("must be a relative path")
    if ".." in path.text.split("/"):
        path.invalid("must not contain '..'")


def _check_life(container: Field, grace: int) -> None:
    for name in ("postStart", "preStop"):
        hook = container.at("lifecycle", name)
        if hook.there:
            _check_handler(hook, grace, ("exec", "httpGet", "tcpSocket", "sleep"))
    for name in _PROBES:
        probe = container.at(name)
        if not probe.there:
            continue
        _check_handler(probe, grace, ("exec", "httpGet", "tcpSocket", "grpc"))
        for part in ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"):
            probe.at(part).not_negative()
        patience = probe.at("terminationGracePeriodSeconds")
        if patience.number is not None and name == "readinessProbe":
            patience.invalid("must not be set for readinessProbes")
        elif patience.number is not None and patience.number <= 0:
            patience.invalid("must be greater than 0")
        if name != "readinessProbe" and (probe.at("successThreshold").number or 1) > 1:
            probe.at("successThreshold").invalid("must be 1")


def _check_handler(handler: Field, grace: int, kinds: tuple[str, ...]) -> None:
    seen = 0
    for kind in kinds:
        action = handler.at(kind)
        if not action.there:
            continue
        seen += 1
        if seen > 1:
            action.forbidden("may not specify more than 1 handler type")
            continue
        _check_action(kind, action, grace)
    if not seen:
        handler.required("must specify a handler type")


def _check_action(kind: str, action: Field, grace: int) -> None:
    match kind:
        case "exec":
            if action.at("command").empty:
                action.at("command").required()
        case "httpGet":
            port_or_name(action.at("port"))
            action.at("scheme").one_of(("HTTP", "HTTPS"))
            for header in action.at("httpHeaders").each():
                if not re.fullmatch("[-A-Za-z0-9]+", header.at("name").text):
                    header.at("name").invalid(
                        "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name',"
                        " regex used for validation is '[-A-Za-z0-9]+')"
                    )
        case "tcpSocket":
            port_or_name(action.at("port"))
        case "grpc":
            _numbered(action.at("port"))
        case _:
            seconds = action.at("seconds").number or 0
            if not 0 <= seconds <= grace:
                action.invalid(f"must be non-negative and less than terminationGracePeriodSeconds ({grace})", seconds)


def _numbered(port: Field) -> None:
    if not 1 <= (port.number or 0) <= 65535:
        port.invalid("must be between 1 and 65535, inclusive", port.number or 0)


def port_or_name(port: Field) -> None:
    """A port as a number, or by its name; none is port 0."""
    if isinstance(port.value, str):
        port.fits(forms.port_name)
    else:
        _numbered(port)

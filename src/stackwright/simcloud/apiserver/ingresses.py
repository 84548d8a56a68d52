"""Ways in, and who may talk to whom. Source: `pkg/apis/networking/validation/validation.go`."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.field import Field

_PATH_TYPES: Final = ("Exact", "ImplementationSpecific", "Prefix")
_NEVER: Final = ("//", "/./", "/../", "%2f", "%2F")
_NOT_LAST: Final = ("/..", "/.")


def check_ingress(found: Field) -> None:
    spec = found.at("spec")
    if spec.at("rules").empty and not spec.at("defaultBackend").there:
        spec.invalid("either `defaultBackend` or `rules` must be specified", None)
    if spec.at("defaultBackend").there:
        _check_backend(spec.at("defaultBackend"))
    for rule in spec.at("rules").each():
        _check_rule(rule)
    for secured in spec.at("tls").each():
        for host in secured.at("hosts").each():
            host.fits(forms.wildcard if "*" in host.text else forms.subdomain)
        if not secured.at("secretName").empty:
            secured.at("secretName").fits(forms.subdomain)
    if spec.at("ingressClassName").there:
        spec.at("ingressClassName").fits(forms.subdomain)


def _check_rule(rule: Field) -> None:
    host, http = rule.at("host"), rule.at("http")
    if not host.empty:
        if _is_address(host.text):
            host.invalid("must be a DNS name, not an IP address")
        else:
            host.fits(forms.wildcard if "*" in host.text else forms.subdomain)
    if not http.there:
        return
    if http.at("paths").empty:
        http.at("paths").required()
    for path in http.at("paths").each():
        _check_path(path)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _check_path(path: Field) -> None:
    kind, text = path.at("pathType"), path.at("path")
    match kind.text:
        case "":
            kind.required("pathType must be specified")
        case "Exact" | "Prefix":
            if not text.text.startswith("/"):
                text.invalid("must be an absolute path", text.text)
            for part in _NEVER:
                if part in text.text:
                    text.invalid(f"must not contain '{part}'")
            for part in _NOT_LAST:
                if text.text.endswith(part):
                    text.invalid(f"cannot end with '{part}'")
        case "ImplementationSpecific":
            if text.text and not text.text.startswith("/"):
                text.invalid("must be an absolute path")
        case _:
            kind.unsupported(_PATH_TYPES)
    _check_backend(path.at("backend"))


def _check_backend(backend: Field) -> None:
    service, resource = backend.at("service"), backend.at("resource")
    if resource.there and service.there:
        backend.invalid("cannot set both resource and service backends", "")
    elif resource.there:
        for name in ("kind", "name"):
            if resource.at(name).empty:
                resource.at(name).required()
    elif not service.there:
        backend.invalid("resource or service backend is required", "")
    else:
        name, port = service.at("name"), service.at("port")
        if name.empty:
            name.required()
        else:
            name.fits(forms.label)
        named, numbered = not port.at("name").empty, bool(port.at("number").number)
        if named and numbered:
            backend.invalid("cannot set both port name & port number", "")
        elif named:
            port.at("name").fits(forms.port_name)
        elif numbered:
            port.at("number").port()
        else:
            backend.required("port name or number is required")


def check_ingress_class(found: Field) -> None:
    controller, parameters = found.at("spec", "controller"), found.at("spec", "parameters")
    if controller.empty:
        controller.required()
    else:
        prefix = controller.text.partition("/")[0]
        for message in forms.domain_prefixed(controller.text):
            controller.invalid(message, controller.text if "domain-prefixed" in message else prefix)
    if not parameters.there:
        return
    for name in ("kind", "name"):
        if parameters.at(name).empty:
            parameters.at(name).required()
    scope, namespace = parameters.at("scope"), parameters.at("namespace")
    scope.one_of(("Cluster", "Namespace"))
    if scope.text == "Namespace" and namespace.empty:
        namespace.required("`parameters.scope` is set to 'Namespace'")
    elif scope.text != "Namespace" and not namespace.empty:
        namespace.forbidden("`parameters.scope` is set to 'Cluster'")


def check_network_policy(found: Field) -> None:
    spec = found.at("spec")
    if spec.at("podSelector").there:
        metadata.selector(spec.at("podSelector"))
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for rule in spec.at(direction).each():
            for port in rule.at("ports").each():
                _check_port(port)
            for peer in rule.at(side).each():
                _check_peer(peer)
    types = spec.at("policyTypes")
    if len(types.each()) > 2:
        types.invalid("may not specify more than two policyTypes")
        return
    for kind in types.each():
        if kind.text not in {"Ingress", "Egress"}:
            kind.unsupported(("Ingress", "Egress"))


def _check_port(port: Field) -> None:
    port.at("protocol").one_of(("TCP", "UDP", "SCTP"))
    number, last = port.at("port"), port.at("endPort")
    if isinstance(number.value, str):
        number.fits(forms.port_name)
    else:
        number.port()
    if last.number is None:
        return
    if not number.there:
        last.invalid("may not be specified when `port` is not specified")
    elif isinstance(number.value, str):
        last.invalid("may not be specified when `port` is non-numeric")
    elif last.number < (number.number or 0):
        last.invalid("must be greater than or equal to `port`")
    else:
        last.port()


def _check_peer(peer: Field) -> None:
    block, others = peer.at("ipBlock"), [peer.at(name) for name in ("podSelector", "namespaceSelector")]
    for selector in others:
        if selector.there:
            metadata.selector(selector)
    if block.there:
        _check_block(block)
    if not block.there and not any(other.there for other in others):
        peer.required("must specify a peer")
    elif block.there and any(other.there for other in others):
        peer.forbidden("may not specify both ipBlock and another peer")


def _check_block(block: Field) -> None:
    cidr = block.at("cidr")
    if cidr.empty:
        cidr.required()
        return
    whole = _network(cidr)
    for hole in block.at("except").each():
        inner = _network(hole)
        if whole and inner and not (inner.version == whole.version and inner != whole and _within(inner, whole)):
            hole.invalid("must be a strict subset of `cidr`")


def _network(cidr: Field) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    if forms.network(cidr.text) or re.search(r"/.*\.", cidr.text):
        cidr.fits(lambda _: forms.network(""))
        return None
    found = ipaddress.ip_interface(cidr.text)
    if found.ip != found.network.network_address:
        cidr.invalid("must not have bits set beyond the prefix length")
        return None
    return found.network


def _within(
    inner: ipaddress.IPv4Network | ipaddress.IPv6Network, whole: ipaddress.IPv4Network | ipaddress.IPv6Network
) -> bool:
    return inner.network_address in whole and inner.prefixlen >= whole.prefixlen

"""Services and their endpoints. Source: `validateService` in `pkg/apis/core/validation/validation.go`, and
`pkg/apis/discovery/validation`. Which addresses a cluster has is not known here, so none is refused for its range.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from stackwright.simcloud.apiserver import forms, metadata
from stackwright.simcloud.apiserver.containers import PROTOCOLS
from stackwright.simcloud.apiserver.field import Field

_TYPES: Final = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_FIRST_NODE_PORT, _LAST_NODE_PORT = 30000, 32767
_A_DAY: Final = 86400
_ONLY_BALANCED: Final = "may only be used when `type` is 'LoadBalancer'"


def check_service(found: Field) -> None:
    spec = found.at("spec")
    kind = spec.at("type").text or "ClusterIP"
    headless = _headless(spec)
    if spec.at("ports").empty and not headless and kind != "ExternalName":
        spec.at("ports").required()
    if kind in {"LoadBalancer", "NodePort"} and headless:
        spec.at("clusterIPs[0]").invalid(f"may not be set to 'None' for {kind} services", "None")
    elif kind == "ExternalName":
        _check_external_name(spec)
    _check_ports(spec.at("ports"))
    metadata.labels(spec.at("selector"))
    _check_affinity(spec)
    if kind != "ExternalName":
        _check_addresses(spec)
    for address in spec.at("externalIPs").each():
        address.fits(forms.address)
        if not forms.address(address.text):
            check_endpoint(address)
    spec.at("type").one_of(_TYPES)
    _check_numbers(spec, kind)
    _check_balancing(spec, kind)
    _check_traffic(spec, kind, headless)


def _headless(spec: Field) -> bool:
    return spec.at("clusterIP").text == "None" or spec.at("clusterIPs").texts[:1] == ["None"]


def _check_external_name(spec: Field) -> None:
    if not spec.at("clusterIP").empty or not spec.at("clusterIPs").empty:
        spec.at("clusterIPs").forbidden("may not be set for ExternalName services")
    for name in ("ipFamilies", "ipFamilyPolicy"):
        if not spec.at(name).empty:
            spec.at(name).forbidden("may not be set for ExternalName services")
    name = spec.at("externalName")
    if name.text.removesuffix("."):
        name.fits(forms.subdomain, value=name.text.removesuffix("."))
    else:
        name.required()


def _check_ports(ports: Field) -> None:
    names: set[str] = set()
    for port in ports.each():
        name = port.at("name")
        if name.empty and len(ports.each()) > 1:
            name.required()
        elif not name.empty:
            name.fits(forms.label)
            if name.text in names:
                name.duplicate()
            names.add(name.text)
        number, target = port.at("port"), port.at("targetPort")
        if not 1 <= (number.number or 0) <= 65535:
            number.invalid("must be between 1 and 65535, inclusive", number.number or 0)
        port.at("protocol").one_of(PROTOCOLS)
        if isinstance(target.value, str) and target.value:
            target.fits(forms.port_name)
        else:
            aim = target.number or number.number or 0
            if not 1 <= aim <= 65535:
                target.invalid("must be between 1 and 65535, inclusive", aim)
        if port.at("appProtocol").there:
            port.at("appProtocol").fits(forms.qualified)


def _check_affinity(spec: Field) -> None:
    spec.at("sessionAffinity").one_of(("ClientIP", "None"))
    seconds = spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds")
    sticky = spec.at("sessionAffinity").text == "ClientIP"
    if sticky and seconds.number is not None and not 0 < seconds.number <= _A_DAY:
        seconds.invalid(f"must be greater than 0 and less than {_A_DAY}")


def _check_addresses(spec: Field) -> None:
    for family in spec.at("ipFamilies").each():
        if family.text not in {"IPv4", "IPv6"}:
            family.unsupported(("IPv4", "IPv6"))
    spec.at("ipFamilyPolicy").one_of(("PreferDualStack", "RequireDualStack", "SingleStack"))
    address = spec.at("clusterIP")
    if address.text not in {"", "None"}:
        address.named("spec.clusterIPs[0]").fits(forms.address)


def _check_numbers(spec: Field, kind: str) -> None:
    """Of nodes and of the service: each pair of protocol and number once."""
    seen: set[tuple[str, int]] = set()
    on_nodes: set[tuple[str, int]] = set()
    for port in spec.at("ports").each():
        if kind == "ClusterIP" and port.at("nodePort").number:
            port.at("nodePort").forbidden("may not be used when `type` is 'ClusterIP'")
    for port in spec.at("ports").each():
        protocol = port.at("protocol").text or "TCP"
        if number := port.at("nodePort").number:
            if (protocol, number) in on_nodes:
                port.at("nodePort").invalid("provided port is already allocated")
            on_nodes.add((protocol, number))
    for port in spec.at("ports").each():
        protocol, number = port.at("protocol").text or "TCP", port.at("port").number or 0
        if (protocol, number) in seen:
            said = {"Name": "", "Protocol": protocol, "AppProtocol": None, "Port": number, "TargetPort": 0}
            port.duplicate({**said, "NodePort": 0})
        seen.add((protocol, number))


def check_node_ports(spec: Field) -> None:
    """What the server allocates after everything else is right. Its range is the default one of all clusters."""
    for port in spec.at("ports").each():
        number = port.at("nodePort").number
        if number and not _FIRST_NODE_PORT <= number <= _LAST_NODE_PORT:
            port.at("nodePort").invalid(
                "provided port is not in the valid range. The range of valid ports is"
                f" {_FIRST_NODE_PORT}-{_LAST_NODE_PORT}"
            )


def _check_balancing(spec: Field, kind: str) -> None:
    ranges = spec.at("loadBalancerSourceRanges").named("spec.LoadBalancerSourceRanges")
    if not ranges.empty and kind != "LoadBalancer":
        ranges.forbidden(_ONLY_BALANCED)
    for each in ranges.each():
        each.fits(forms.network, value=each.text.strip())
    if spec.at("allocateLoadBalancerNodePorts").there and kind != "LoadBalancer":
        spec.at("allocateLoadBalancerNodePorts").forbidden(_ONLY_BALANCED)
    chosen = spec.at("loadBalancerClass")
    if chosen.there and kind != "LoadBalancer":
        chosen.forbidden(_ONLY_BALANCED)
    elif chosen.there:
        chosen.fits(forms.qualified)


def _check_traffic(spec: Field, kind: str, headless: bool) -> None:
    outside, check = spec.at("externalTrafficPolicy"), spec.at("healthCheckNodePort")
    reachable = kind in {"LoadBalancer", "NodePort"} or (kind == "ClusterIP" and not spec.at("externalIPs").empty)
    if not outside.empty and not reachable:
        outside.invalid("may only be set for externally-accessible services")
    elif reachable:
        outside.one_of(("Cluster", "Local"))
    if check.number and not (kind == "LoadBalancer" and outside.text == "Local"):
        check.invalid("may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
    if not headless:
        spec.at("internalTrafficPolicy").one_of(("Cluster", "Local"))
    spec.at("trafficDistribution").one_of(("PreferClose", "PreferSameZone", "PreferSameNode"))


def check_endpoint(address: Field) -> None:
    """An address that traffic may be sent to."""
    try:
        known = ipaddress.ip_address(address.text)
    except ValueError:
        return
    if known.is_unspecified:
        address.invalid(f"may not be unspecified ({address.text})")
    elif known.is_loopback:
        address.invalid("may not be in the loopback range (127.0.0.0/8, ::1/128)")
    elif known.is_link_local:
        address.invalid("may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    elif known.is_multicast and known.version == 4 and str(known).startswith("224.0.0."):
        address.invalid("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")


def check_endpoints(found: Field) -> None:
    for subset in found.at("subsets").each():
        addresses = [*subset.at("addresses").each(), *subset.at("notReadyAddresses").each()]
        if not addresses:
            subset.required("must specify `addresses` or `notReadyAddresses`")
        for address in addresses:
            address.at("ip").fits(forms.address)
            if forms.address(address.at("ip").text):
                address.at("ip").invalid("must be a valid IP address", address.at("ip").text)
            check_endpoint(address.at("ip"))
        ports = subset.at("ports").each()
        for port in ports:
            if port.at("name").empty and len(ports) > 1:
                port.at("name").required()
            elif not port.at("name").empty:
                port.at("name").fits(forms.label)
            if not 1 <= (port.at("port").number or 0) <= 65535:
                port.at("port").invalid("must be between 1 and 65535, inclusive", port.at("port").number or 0)
            port.at("protocol").one_of(PROTOCOLS)


def check_slice(found: Field) -> None:
    kind = found.at("addressType")
    if kind.empty:
        kind.required()
    else:
        kind.one_of(("FQDN", "IPv4", "IPv6"))
    for endpoint in found.at("endpoints").each():
        if endpoint.at("addresses").empty:
            endpoint.at("addresses").required()
        for address in endpoint.at("addresses").each():
            if kind.text in {"IPv4", "IPv6"}:
                _check_family(address, int(kind.text[-1]))
    names: set[str] = set()
    for port in found.at("ports").each():
        if port.at("name").text in names:
            port.at("name").duplicate(port.at("name").text)
        names.add(port.at("name").text)
        port.at("protocol").one_of(PROTOCOLS)


def _check_family(address: Field, version: int) -> None:
    if forms.address(address.text):
        address.fits(forms.address)
        return
    try:
        known = ipaddress.ip_address(address.text)
    except ValueError:
        return
    if known.version != version:
        address.named(address.path.rpartition("[")[0]).invalid(f"must be an IPv{version} address", address.text)
    else:
        check_endpoint(address)

"""Ingresses serve TLS for every host, and put no text of their author into the proxy's configuration."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright_policies.controls import EXPOSURE, IN_TRANSIT
from stackwright_policies.kubernetes_api import is_patch, objects, title, types
from stackwright_policies.model import UNKNOWN, Example, Policy, Settings, nsa
from stackwright_policies.resource import Resource, View
from stackwright_policies.security.kubernetes.services import annotation
from stackwright_policies.verdicts import Failed, Verdict, any_in, any_of, each

INGRESS: Final = "kubernetes:networking.k8s.io/v1:Ingress"
_OLD: Final = "kubernetes:extensions/v1beta1:Ingress"
# Where a cloud's controller takes certificates from, and not from `tls`:
# https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
# https://cloud.google.com/kubernetes-engine/docs/how-to/managed-certs
_CERTIFICATES: Final = (
    "alb.ingress.kubernetes.io/certificate-arn",
    "networking.gke.io/managed-certificates",
    "networking.gke.io/pre-shared-certs",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
)
_SNIPPET: Final = ("-snippet", "-snippets")


def _ingress(why: str, annotations: object = None, type: str = INGRESS, **spec: Any) -> Example:  # noqa: ANN401 - JSON
    metadata = {"metadata": {"annotations": annotations}} if annotations else {}
    return Example(why=why, type=type, inputs=metadata | {"spec": spec})


_RULES: Final = [{"host": "shop.acme.example"}]
_TLS: Final = [{"hosts": ["shop.acme.example"], "secretName": "shop-tls"}]
_PREFIX: Final = "nginx.ingress.kubernetes.io"

PASSES: Final = (
    _ingress("for its host", rules=_RULES, tls=_TLS),
    _ingress("for all hosts below", rules=_RULES, tls=[{"hosts": ["*.acme.example"], "secretName": UNKNOWN}]),
    _ingress("the controller's own certificate", rules=_RULES, tls=[{"secretName": "shop-tls"}], type=_OLD),
    _ingress("a certificate of the cloud", {_CERTIFICATES[0]: UNKNOWN}, rules=_RULES),
    _ingress("another annotation", {f"{_PREFIX}/ssl-redirect": "true"}, rules=_RULES, tls=_TLS),
    Example(why="a patch leaves it as it is", type=f"{INGRESS}Patch", inputs={"metadata": {"labels": {"a": "b"}}}),
)
VIOLATES: Final = (
    _ingress("no TLS", rules=_RULES),
    _ingress("an empty list", rules=_RULES, tls=[], type=_OLD),
    _ingress("not for this host", rules=[*_RULES, {"host": "reports.acme.example"}], tls=_TLS),
    _ingress("text of its author", {f"{_PREFIX}/configuration-snippet": "return 200;"}, rules=_RULES, tls=_TLS),
    _ingress("the same, of another controller", {"nginx.org/server-snippets": UNKNOWN}, rules=_RULES, tls=_TLS),
)
UNDECIDED: Final = (
    _ingress("not known", rules=_RULES, tls=UNKNOWN),
    _ingress("the host is not known", rules=[{"host": UNKNOWN}], tls=_TLS),
)


def check(resource: Resource, _settings: Settings) -> Iterator[Verdict]:
    partial = is_patch(resource)
    return each(objects(resource), lambda one: _judge(one, title(one, resource.name), partial))


def _judge(ingress: View, name: str, partial: bool) -> Iterator[Verdict]:
    yield from each([ingress], lambda it: _annotations(it, name))
    yield from each([ingress], lambda it: _plain(it, name, partial))


def _annotations(ingress: View, name: str) -> Iterator[Verdict]:
    for key, _ in ingress.get("metadata", "annotations").entries():
        if key.endswith(_SNIPPET):
            yield Failed(f"{name} writes into the proxy's configuration, which has every Secret it serves ({key})")


def _plain(ingress: View, name: str, partial: bool) -> Iterator[Verdict]:
    tls = ingress.get("spec", "tls")
    if partial and tls.absent:
        return
    if any_of(*((lambda key=key: not annotation(ingress, key).absent) for key in _CERTIFICATES)):
        return
    if not tls.items():
        yield Failed(f"{name} serves in clear (no tls)")
        return
    yield from each(ingress.get("spec", "rules").items(), lambda rule: _host(rule.get("host"), tls, name))


def _host(host: View, tls: View, name: str) -> Iterator[Verdict]:
    if not any_in(tls.items(), lambda entry: _serves(entry.get("hosts"), host)):
        yield Failed(f"{name} serves {host.text() or 'hosts that it does not name'} in clear (not among tls.hosts)")


def _serves(hosts: View, host: View) -> bool:
    """Without hosts, an entry is for all of them. A wildcard stands for one label."""
    if not hosts.items():
        return True
    wanted = host.text()
    below = f"*.{wanted.partition('.')[2]}"
    return any_in(hosts.items(), lambda it: it.text() in (wanted, below))


policy: Final = Policy(
    id="K8S-ING-01",
    title="Ingresses serve TLS, and no snippets",
    severity="high",
    why="In clear everybody on the way reads and changes it; a snippet runs in the proxy, which has every certificate.",
    fix="Add tls with a certificate for every host, and remove the snippet annotations.",
    frameworks=(*nsa("Network separation and hardening"), *IN_TRANSIT, *EXPOSURE),
    types=types("Ingress"),
    also_in=("network-exposure",),
    check=check,
    passes=PASSES,
    violates=VIOLATES,
    undecided=UNDECIDED,
)

"""What refers to what, as programs may write it."""

from __future__ import annotations

from stackwright_policies.references import references
from stackwright_policies.resource import Resource, View

PROXY = "gcp:compute/targetHttpProxy:TargetHttpProxy"
MAP = "gcp:compute/uRLMap:URLMap"


def _resource(token: str, name: str, /, **properties: object) -> Resource:
    return Resource(type=token, urn=f"urn:pulumi:dev::shop::{token}::{name}", name=name, properties=View(properties))


def test_a_name_leads_to_what_has_it() -> None:
    proxy, target = _resource(PROXY, "proxy", urlMap="web"), _resource(MAP, "web", name="web")
    assert references([proxy, target], [PROXY], "urlMap").to(target, "name") == [proxy]


def test_a_mapping_where_a_name_belongs_leads_nowhere() -> None:
    proxy, target = _resource(PROXY, "proxy", urlMap={"name": "web"}), _resource(MAP, "web", name={"is": "web"})
    assert not references([proxy, target], [PROXY], "urlMap").to(target, "name")

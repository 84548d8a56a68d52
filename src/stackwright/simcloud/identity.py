"""Who a connection is: the account, region, project or cluster that its configuration names."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field

from stackwright.wire.values import Properties, Value, is_unknown, reveal

ACCOUNT = "123456789012"
"""The account that AWS uses in its own documentation."""
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
TENANT = "72f988bf-0000-4000-8000-2d7cd011db47"
PROJECT = "simulated-project"
PROJECT_NUMBER = "123456789012"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the values of a cloud depend on. `realm` tells two clusters, or two accounts, apart."""

    package: str
    account: str = ACCOUNT
    partition: str = "aws"
    region: str = ""
    location: str = ""
    zone: str = ""
    project: str = PROJECT
    subscription: str = SUBSCRIPTION
    tenant: str = TENANT
    namespace: str = "default"
    realm: str = ""
    tags: dict[str, Value] = field(default_factory=dict[str, Value])
    """Default tags (AWS) or labels (GCP) of the provider."""
    config: Properties = field(default_factory=Properties, repr=False)

    @property
    def renders(self) -> bool:
        """Whether a Kubernetes provider writes manifests to a folder instead of applying them to a cluster."""
        return bool(self.config.get(_RENDERING))


def identity(package: str, config: Properties) -> Identity:
    """The identity that a provider's configuration gives. Nested values may be JSON text, as Pulumi sends them."""
    plain = {key: _decoded(reveal(value)) for key, value in config.items() if not is_unknown(value)}
    shown: Properties = {key: value for key, value in plain.items() if key in _SHOWN and not isinstance(value, list)}
    build = _BUILDERS.get(package, _other)
    return build(package, plain, shown)


_RENDERING = "renderYamlToDirectory"
_SHOWN = frozenset(
    {
        "accountId",
        "orgId",
        "organization",
        "owner",
        "region",
        "location",
        "project",
        "zone",
        "subscriptionId",
        "tenantId",
        "context",
        "namespace",
        _RENDERING,
    }
)


def _aws(package: str, config: Properties, shown: Properties) -> Identity:
    allowed = config.get("allowedAccountIds")
    roles = config.get("assumeRoles")
    account = str(allowed[0]) if isinstance(allowed, list) and allowed else _account_of_role(roles) or ACCOUNT
    region = _text(config, "region") or "us-east-1"
    return Identity(
        package=package,
        account=account,
        partition=_partition(region),
        region=region,
        realm=account,
        tags=_mapping(_mapping(config.get("defaultTags")).get("tags")),
        config=shown,
    )


def _account_of_role(roles: Value) -> str:
    """The account in `arn:aws:iam::<account>:role/<name>` of the first role to assume."""
    if isinstance(roles, list) and roles and isinstance(first := roles[0], dict):
        pieces = str(first.get("roleArn", "")).split(":")
        return pieces[4] if len(pieces) > 5 else ""
    return ""


def _partition(region: str) -> str:
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def _azure(package: str, config: Properties, shown: Properties) -> Identity:
    subscription = _text(config, "subscriptionId") or SUBSCRIPTION
    return Identity(
        package=package,
        subscription=subscription,
        tenant=_text(config, "tenantId") or TENANT,
        location=_text(config, "location") or "westeurope",
        realm=subscription,
        config=shown,
    )


def _gcp(package: str, config: Properties, shown: Properties) -> Identity:
    project = _text(config, "project") or PROJECT
    region = _text(config, "region") or "us-central1"
    return Identity(
        package=package,
        project=project,
        region=region,
        zone=_text(config, "zone") or f"{region}-b",
        realm=project,
        tags=_mapping(config.get("defaultLabels")),
        config=shown,
    )


_EKS = re.compile(r"https://[0-9A-F]+\.\w+\.([a-z]{2}(?:-[a-z]+)+-\d)\.eks\.amazonaws\.com")
"""Where a cluster of EKS is reached: load balancers in front of it are AWS's, which have names and no addresses."""


def _kubernetes(package: str, config: Properties, shown: Properties) -> Identity:
    cluster = "\x00".join(str(config.get(key, "")) for key in ("kubeconfig", "context", "cluster"))
    server = _EKS.search(cluster)
    region = server[1] if server else _text(config, "region")
    shown = {**shown, "region": region} if region else shown
    if rendered := _text(config, _RENDERING):
        cluster = f"manifests in {rendered}"
    return Identity(
        package=package,
        region=region,
        namespace=_text(config, "namespace") or "default",
        realm=hashlib.sha256(cluster.encode()).hexdigest()[:16],
        config=shown,
    )


def _openstack(package: str, config: Properties, shown: Properties) -> Identity:
    tenant = _text(config, "tenantId") or hashlib.sha256(_text(config, "tenantName").encode()).hexdigest()[:32]
    realm = "\x00".join(str(config.get(key, "")) for key in ("authUrl", "cloud", "tenantId", "tenantName"))
    return Identity(
        package=package,
        region=_text(config, "region") or "RegionOne",
        tenant=tenant,
        realm=hashlib.sha256(realm.encode()).hexdigest()[:16],
        config=shown,
    )


def _other(package: str, config: Properties, shown: Properties) -> Identity:
    account, region = _text(config, "accountId") or ACCOUNT, _text(config, "region")
    if package != "azure":
        return Identity(package=package, account=account, region=region, config=shown)
    subscription = _text(config, "subscriptionId") or SUBSCRIPTION
    location = _text(config, "location") or "westeurope"
    return Identity(package=package, subscription=subscription, location=location, config=shown)


_BUILDERS = {
    "aws": _aws,
    "aws-native": _aws,
    "azure-native": _azure,
    "gcp": _gcp,
    "kubernetes": _kubernetes,
    "openstack": _openstack,
}


def _text(config: Properties, key: str) -> str:
    value = config.get(key)
    return value if isinstance(value, str) else ""


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _decoded(value: Value) -> Value:
    """A value, or what its JSON text says."""
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            decoded: Value = json.loads(value)
        except ValueError:
            return value
        return decoded
    return value

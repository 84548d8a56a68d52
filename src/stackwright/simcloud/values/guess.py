"""A likely text for a property, by its name, where nothing better is known of its type."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable

from stackwright.simcloud.catalogue.naming import snake
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.values.usual import USUAL

Guess = Callable[[Subject, str], str]
_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


ARN_SERVICES = {
    "accessanalyzer": "access-analyzer",
    "acmpca": "acm-pca",
    "alb": "elasticloadbalancing",
    "amp": "aps",
    "apigatewayv2": "apigateway",
    "appautoscaling": "application-autoscaling",
    "appintegrations": "app-integrations",
    "cfg": "config",
    "chimesdkmediapipelines": "chime",
    "cloudhsmv2": "cloudhsm",
    "codeguruprofiler": "codeguru-profiler",
    "codegurureviewer": "codeguru-reviewer",
    "codestarconnections": "codestar-connections",
    "codestarnotifications": "codestar-notifications",
    "cognito": "cognito-idp",
    "costexplorer": "ce",
    "customerprofiles": "profile",
    "directoryservice": "ds",
    "docdb": "rds",
    "ebs": "ec2",
    "ec2clientvpn": "ec2",
    "ec2transitgateway": "ec2",
    "efs": "elasticfilesystem",
    "elasticsearch": "es",
    "elb": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "emrcontainers": "emr-containers",
    "emrserverless": "emr-serverless",
    "keyspaces": "cassandra",
    "kinesisanalyticsv2": "kinesisanalytics",
    "lb": "elasticloadbalancing",
    "licensemanager": "license-manager",
    "location": "geo",
    "msk": "kafka",
    "mskconnect": "kafkaconnect",
    "mwaa": "airflow",
    "neptune": "rds",
    "networkfirewall": "network-firewall",
    "opensearch": "es",
    "opensearchingest": "osis",
    "redshiftserverless": "redshift-serverless",
    "resourceexplorer": "resource-explorer-2",
    "resourcegroups": "resource-groups",
    "route53recoverycontrol": "route53-recovery-control",
    "route53recoveryreadiness": "route53-recovery-readiness",
    "s3control": "s3",
    "servicecatalog": "catalog",
    "sesv2": "ses",
    "sfn": "states",
    "ssmcontacts": "ssm-contacts",
    "ssmincidents": "ssm-incidents",
    "ssoadmin": "sso",
    "timestreaminfluxdb": "timestream-influxdb",
    "timestreamquery": "timestream",
    "timestreamwrite": "timestream",
    "verifiedaccess": "ec2",
    "vpc": "ec2",
    "vpclattice": "vpc-lattice",
}
"""What a module of pulumi-aws is called in ARNs, where that is another name (AWS Service Authorization Reference)."""
_BY_NAME_ONLY = {"lambda": "function:", "s3": "", "sns": "", "sqs": ""}
"""Services whose ARNs end otherwise than in `kind/name` (AWS Service Authorization Reference)."""
_WORLDWIDE = frozenset({"iam", "cloudfront", "route53", "organizations", "globalaccelerator", "waf", "budgets", "ce"})
"""Services whose ARNs name no region."""


def label(text: str) -> str:
    """`text` as a DNS label."""
    return re.sub(r"[^a-z0-9-]+", "-", text.lower()).strip("-")[:40] or "x"


def arn(it: Subject, salt: str) -> str:
    """`arn:aws:ec2:eu-west-1:123456789012:vpc/<id>`."""
    me = it.identity
    kind = snake(it.kind).replace("_", "-")
    tail = it.id if salt == "arn" and it.id and not it.id.startswith("arn:") else it.seed.hex(17, salt)
    service = ARN_SERVICES.get(it.service, it.service)
    region = "" if service in _WORLDWIDE else it.text("region") or me.region
    if it.package == "aws-native" and salt == "arn" and (form := _BY_NAME_ONLY.get(service)) is not None:
        place = ":" if service == "s3" else f"{region}:{me.account}"
        return f"arn:{me.partition}:{service}:{place}:{form}{it.id}"
    return f"arn:{me.partition}:{service}:{region}:{me.account}:{kind}/{tail}"


def host(it: Subject, salt: str) -> str:
    """A host name below the cloud's usual domain."""
    me = it.identity
    name = label(it.physical_name)
    service = it.package if it.service == "index" else it.service
    return {
        "aws": f"{name}.{it.seed.hex(8, salt)}.{me.region}.amazonaws.com",
        "azure-native": f"{name}.{it.service}.azure.com",
        "gcp": f"{name}-{it.seed.hex(8, salt)}.{me.region}.run.app",
    }.get(it.package, f"{name}.{service}.example.internal")


def url(it: Subject, salt: str) -> str:
    return f"https://{host(it, salt)}/"


def self_link(it: Subject, _salt: str) -> str:
    path = it.id or f"projects/{it.identity.project}/{it.physical_name}"
    return f"https://www.googleapis.com/{it.service}/v1/{path}"


def private_ip(it: Subject, salt: str) -> str:
    one, two, three = it.seed.data(3, salt)
    return f"10.{one}.{two}.{4 + three % 247}"


def public_ip(it: Subject, salt: str) -> str:
    """One of 203.0.113.0/24 or 198.51.100.0/24: kept for documentation (RFC 5737)."""
    return public_ip_of(it.seed, salt)


def public_ip_of(seed: Seed, salt: str) -> str:
    block = seed.choice(("203.0.113", "198.51.100"), salt)
    return f"{block}.{seed.between(1, 254, salt)}"


def ipv6(it: Subject, salt: str) -> str:
    """One of 2001:db8::/32: kept for documentation (RFC 3849)."""
    return f"2001:db8:{it.seed.hex(4, salt).lstrip('0') or '1'}::1"


def _address(it: Subject, salt: str) -> str:
    """Hosting companies give public addresses; data centres of one's own, and clouds with networks, private ones."""
    return private_ip(it, salt) if it.package in _PRIVATE else public_ip(it, salt)


_PRIVATE = frozenset(
    {"aws", "azure-native", "gcp", "kubernetes", "openstack", "vsphere", "proxmoxve", "libvirt", "docker"}
)


def cidr(it: Subject, salt: str) -> str:
    return f"10.{it.seed.between(0, 255, salt)}.0.0/16"


def identifier(it: Subject, salt: str) -> str:
    """An id of another thing, in the form of the cloud."""
    if it.package in {"azure-native", "openstack", "kubernetes"} or snake(salt).endswith("uuid"):
        return it.seed.uuid(salt)
    if form := USUAL.get(it.package):
        return form(it, salt)
    if it.package == "gcp":
        return it.seed.digits(19, salt)
    kind = re.sub(r"(_ids?|s)$", "", snake(salt.rpartition(".")[2])).replace("_", "-")
    return f"{kind or 'id'}-{it.seed.hex(17, salt)}"


def certificate(it: Subject, salt: str) -> str:
    """PEM in form; the content is noise."""
    return _pem(it, salt, "CERTIFICATE")


def public_key(it: Subject, salt: str) -> str:
    """The same of a public key."""
    return _pem(it, salt, "PUBLIC KEY")


def _pem(it: Subject, salt: str, kind: str) -> str:
    body = base64.b64encode(it.seed.data(192, salt)).decode()
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def kubeconfig(it: Subject, salt: str) -> str:
    """A kubeconfig that names a cluster which nobody can reach."""
    name = it.physical_name
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [{"name": name, "cluster": {"server": url(it, salt)}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "users": [{"name": name, "user": {"token": it.seed.hex(40, salt)}}],
    }
    return json.dumps(config)


def _key(it: Subject, salt: str) -> str:
    return it.seed.text(40, _ALPHANUMERIC, salt)


def _state(it: Subject, _salt: str) -> str:
    return _STATES.get(it.package, "active")


_STATES = {
    "azure-native": "Succeeded",
    "gcp": "READY",
    "hcloud": "running",
    "kubernetes": "ACTIVE",
    "linode": "running",
    "oci": "ACTIVE",
    "okta": "ACTIVE",
    "openstack": "ACTIVE",
}


def _email(it: Subject, _salt: str) -> str:
    domain = f"{it.identity.project}.iam.gserviceaccount.com" if it.package == "gcp" else "example.com"
    return f"{label(it.physical_name)}@{domain}"


def _docker(it: Subject, salt: str) -> str:
    """The `config.json` of Docker, with credentials that open nothing."""
    auth = base64.b64encode(f"{label(it.physical_name)}:{_key(it, salt)}".encode()).decode()
    return json.dumps({"auths": {host(it, salt): {"auth": auth}}})


def _zone(it: Subject, salt: str) -> str:
    me = it.identity
    return f"{me.region}{it.seed.choice('abc', salt)}" if it.package == "aws" else me.zone or "nova"


def _place(it: Subject, _salt: str) -> str:
    if it.package == "azure-native":
        return it.place
    return it.text("location") or it.text("region") or it.identity.region or it.identity.location


def _account(it: Subject, salt: str) -> str:
    return it.identity.account if it.package == "aws" else identifier(it, salt)


_BY_NAME: tuple[tuple[str, Guess], ...] = (
    (r"arns?$", arn),
    (r"kube_?config(_raw)?$", kubeconfig),
    (r"public_key_pem$", public_key),
    (r"(^|_)(ca|ca_chain)s?$", certificate),
    (r"docker_(credentials|config)$", _docker),
    (r"(certificate|cert|pem|ca_cert|certificate_authority|ca_bundle)(_data|_chain|_body)?$", certificate),
    (r"self_link$", self_link),
    (r"ipv6_(cidr|cidr_block|range|subnet)s?$", lambda it, salt: f"{ipv6(it, salt)[:-1]}/64"),
    (r"ipv6(_address)?(es)?s?$", ipv6),
    (r"(cidr|cidr_block|ip_range|cidr_range|prefix_list)s?$", cidr),
    (r"public_(ip|address|ipv4)(_address)?(es)?s?$", public_ip),
    (r"private_(ip|ipv4)(_address)?(es)?s?$|_private$", private_ip),
    (r"(^|_)(ip|ips|ip_address|ip_addresses|address|addresses|ipv4|ipv4s|ipv4_address)$", _address),
    (r"mac(_address)?(es)?$", lambda it, salt: ":".join(("02", *re.findall("..", it.seed.hex(10, salt))))),
    (r"ssh(_clone)?_ur[il]|ssh_url_to_repo", lambda it, salt: f"git@{host(it, salt)}:{label(it.physical_name)}.git"),
    (r"(url|uri|endpoint|link|href|callback)s?$", url),
    (r"(^|_)port$", lambda _it, _salt: "443"),
    (r"(name_?|dns_)(servers?|entry)$", host),
    (r"(host|hostname|host_name|dns|dns_name|fqdn|domain|domain_name|domain_names|server_name)s?$", host),
    (
        r"(password|secret|token|private_key|access_key|primary_key|secondary_key|key|key_value|credentials?)s?$",
        _key,
    ),
    (r"connection_strings?$", lambda it, salt: f"Endpoint={url(it, salt)};AccessKey={_key(it, salt)}"),
    (
        r"(time|date|timestamp|_at|_on|_utc|_till|_not_after|_not_before|created|updated|expiration|expiry|modified)$",
        lambda it, salt: it.timestamp(salt),
    ),
    (r"(status|state|phase)$", _state),
    (r"(availability_)?zones?$", _zone),
    (r"(region|location)s?$", _place),
    (r"(owner|account|owner_id|account_id|registry_id|aws_account_id)$", _account),
    (r"(project|project_id)$", lambda it, _: it.identity.project),
    (r"tenant_id$", lambda it, _: it.identity.tenant),
    (r"subscription_id$", lambda it, _: it.identity.subscription),
    (r"principal_id$", lambda it, salt: it.seed.uuid(salt)),
    (r"(etag|fingerprint|hash|checksum|md5|sha256)$", lambda it, salt: it.seed.hex(32, salt)),
    (r"(version|revision)s?$", lambda _it, _salt: "1"),
    (r"(_id|_ids|uid|uuid|guid)$", identifier),
    (r"json$|policy$|document$", lambda _it, _salt: "{}"),
    (r"base64|b64", lambda it, salt: base64.b64encode(it.seed.data(24, salt)).decode()),
    (r"name$", lambda it, _: it.physical_name),
    (r"type$", lambda it, _: it.kind),
    (r"e?mail$", _email),
    (r"serial(_number)?$", lambda it, salt: ":".join(re.findall("..", it.seed.hex(40, salt)))),
)
_PATTERNS = tuple((re.compile(pattern), guess) for pattern, guess in _BY_NAME)


_PLACES = re.compile(r"(^|_)(region|location|zone|availability_zone|project|tenant_id)$|^name$")


def place(it: Subject, name: str) -> str:
    """Where a thing is, by the name of the property; empty for anything else."""
    return text(it, name) if _PLACES.search(snake(name)) else ""


_CHOSEN = re.compile(
    r"(^|_)(id|ids|uid|uuid|guid|self_link|ip|ips|ipv[46]|ip_address|address|addresses|mac|fingerprint|etag|key|email|date|time|at)$"
)
_OTHERS = re.compile(r"(^|_)(parent|kms|snapshot|source|backup|template|peer|encryption|policy|image|public|private)_")


_ADDRESS = re.compile(r"(^|_)(ip|ips|address|addresses|endpoint|endpoints|interface|interfaces|nic|nics)(_|$)")


def is_address(name: str) -> bool:
    """Whether a property tells where something is reached."""
    return bool(_ADDRESS.search(snake(name)))


def chosen(name: str) -> bool:
    """Whether a property is of the kind that clouds choose where nobody does."""
    name = snake(name)
    return bool(_CHOSEN.search(name)) and not _OTHERS.search(name)


def text(it: Subject, path: str) -> str:
    """A text for the property at `path` (`endpoint.address`)."""
    name = snake(path.rpartition(".")[2])
    for pattern, guess in _PATTERNS:
        if pattern.search(name):
            return guess(it, path)
    return f"{label(it.physical_name)}-{it.seed.hex(8, path)}"


_MACHINE = {"memory": 1024, "ram": 1024, "vcpus": 1, "cpus": 1, "cores": 1, "disk": 25}
"""Of the smallest machines of most clouds, in MB and GB."""


def whole(it: Subject, path: str) -> int:
    """A whole number for the property at `path`."""
    name = snake(path.rpartition(".")[2])
    if name.endswith("port"):
        return 443
    if name.endswith("version_number"):
        return 1
    if name.endswith(("number", "unique_id")):
        return int(it.seed.digits(12, path))
    if name.endswith("_id"):
        return int(it.seed.digits(8, path))
    if name.endswith(("_at", "_time", "expiration", "expiry")):
        return int(it.time(path).timestamp())
    if name in _MACHINE:
        return _MACHINE[name]
    return 1 if name.endswith(("count", "version", "generation", "size", "capacity", "revision")) else 0

"""Load balancers, certificates, DNS."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.aws import places
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_KINDS = {"network": "net", "gateway": "gwy"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _suffix(it: Subject) -> str:
    kind = _KINDS.get(it.text("loadBalancerType"), "app")
    return f"{kind}/{it.physical_name}/{it.seed.hex(16)}"


def _arn(it: Subject, tail: str) -> str:
    me = it.identity
    return f"arn:{me.partition}:elasticloadbalancing:{it.text('region') or me.region}:{me.account}:{tail}"


def _dns(it: Subject) -> str:
    internal = "internal-" if it.inputs.get("internal") else ""
    region = it.text("region") or it.identity.region
    kind = "elb" if it.text("loadBalancerType") == "network" else ""
    number = it.seed.digits(10)
    if kind:
        return f"{it.physical_name}-{it.seed.hex(16)}.elb.{region}.amazonaws.com"
    return f"{internal}{it.physical_name}-{number}.{region}.elb.amazonaws.com"


def _vpc(it: Subject) -> Value:
    subnets = it.items("subnets")
    found = it.other(str(subnets[0])).get("vpcId") if subnets else None
    return found or f"vpc-{it.seed.hex(17, 'vpc')}"


def balancer_zone(it: Subject) -> str:
    """The hosted zone in which AWS names a load balancer."""
    network = it.text("loadBalancerType") == "network"
    table: places.Table = "network load balancers" if network else "load balancers"
    return places.zone(table, it.text("region") or it.identity.region)


def _listener(it: Subject) -> str:
    """`…:loadbalancer/app/web/1` → `…:listener/app/web/1/2`."""
    return f"{it.text('loadBalancerArn').replace(':loadbalancer/', ':listener/')}/{it.seed.hex(16)}"


def _imported(it: Subject) -> bool:
    """Whether the certificate was made elsewhere."""
    return bool(it.text("certificateBody"))


def _validations(it: Subject) -> Value:
    """A CNAME record per name, which proves that the domain is the owner's; `*.example.com` has that of `example.com`
    (AWS Certificate Manager user guide, "DNS validation").
    """
    if _imported(it):
        return []
    names = list(dict.fromkeys([it.text("domainName"), *map(str, it.items("subjectAlternativeNames"))]))
    return [
        {
            "domainName": name,
            "resourceRecordName": f"_{it.seed.hex(32, domain)}.{domain}.",
            "resourceRecordType": "CNAME",
            "resourceRecordValue": f"_{it.seed.hex(32, domain + 'v')}.{it.seed.text(10, _LETTERS, domain)}"
            ".acm-validations.aws.",
        }
        for name in names
        if (domain := name.removeprefix("*."))
    ]


def _alternative(it: Subject) -> Value:
    return [it.text("domainName")]


def _zone_name_servers(it: Subject) -> list[Value]:
    domains = ("com", "net", "org", "co.uk")
    return [
        f"ns-{it.seed.between(1, 2047, domain)}.awsdns-{it.seed.between(10, 63, domain)}.{domain}" for domain in domains
    ]


def _record_id(it: Subject) -> str:
    identifier = it.text("setIdentifier")
    return f"{it.text('zoneId')}_{it.text('name')}_{it.text('type')}{'_' + identifier if identifier else ''}"


def _fqdn(it: Subject) -> str:
    zone = str(it.other(it.text("zoneId")).get("name") or "").rstrip(".")
    name = it.text("name").rstrip(".")
    return name if not zone or name.endswith(zone) else f"{name}.{zone}".lstrip(".")


_TARGET_GROUP = Recipe(
    id=lambda it: _arn(it, f"targetgroup/{it.physical_name}/{it.seed.hex(16)}"),
    outputs={
        "arn": "{id}",
        "arnSuffix": "targetgroup/{name}/{hex:16}",
        "loadBalancerArns": [],
        "ipAddressType": "ipv4",
        "loadBalancingAlgorithmType": "round_robin",
        "loadBalancingAnomalyMitigation": "off",
        "loadBalancingCrossZoneEnabled": "use_load_balancer_configuration",
        "protocolVersion": "HTTP1",
        "deregistrationDelay": 300,
        "targetType": "instance",
    },
)
_LOAD_BALANCER = Recipe(
    id=lambda it: _arn(it, f"loadbalancer/{_suffix(it)}"),
    outputs={
        "arn": "{id}",
        "arnSuffix": _suffix,
        "dnsName": _dns,
        "vpcId": _vpc,
        "zoneId": balancer_zone,
        "ipAddressType": "ipv4",
        "loadBalancerType": "application",
        "internal": False,
        "subnetMappings": [],
        "securityGroups": [],
        "subnets": [],
    },
)
_LISTENER = Recipe(
    id=_listener, outputs={"arn": "{id}", "protocol": "HTTP", "sslPolicy": "", "tcpIdleTimeoutSeconds": 0}
)

TYPES: Mapping[str, Recipe] = {
    "aws:lb/loadBalancer:LoadBalancer": _LOAD_BALANCER,
    "aws:lb/targetGroup:TargetGroup": _TARGET_GROUP,
    "aws:lb/listener:Listener": _LISTENER,
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": Recipe(id="{in:targetGroupArn}-{digits:25}"),
    "aws:lb/listenerRule:ListenerRule": Recipe(
        id=lambda it: f"{it.text('listenerArn').replace(':listener/', ':listener-rule/')}/{it.seed.hex(16)}",
        outputs={"arn": "{id}", "priority": 1},
    ),
    "aws:acm/certificate:Certificate": Recipe(
        id="arn:{partition}:acm:{region}:{account}:certificate/{uuid}",
        outputs={
            "arn": "{id}",
            "domainValidationOptions": _validations,
            "subjectAlternativeNames": _alternative,
            "status": lambda it: "ISSUED" if _imported(it) else "PENDING_VALIDATION",
            "type": lambda it: "IMPORTED" if _imported(it) else "AMAZON_ISSUED",
            "renewalEligibility": "INELIGIBLE",
            "renewalSummaries": [],
            "validationEmails": [],
            "pendingRenewal": False,
            "keyAlgorithm": "RSA_2048",
            "notBefore": "",
            "notAfter": "",
        },
    ),
    "aws:acm/certificateValidation:CertificateValidation": Recipe(id="{time} +0000 UTC"),
    "aws:route53/zone:Zone": Recipe(
        id=lambda it: f"Z{it.seed.text(20, _UPPER)}",
        outputs={
            "arn": "arn:{partition}:route53:::hostedzone/{id}",
            "zoneId": "{id}",
            "nameServers": _zone_name_servers,
            "primaryNameServer": lambda it: str(_zone_name_servers(it)[0]),
            "comment": "Managed by Pulumi",
            "forceDestroy": False,
        },
    ),
    "aws:route53/record:Record": Recipe(id=_record_id, outputs={"fqdn": _fqdn, "allowOverwrite": False}),
    "aws:route53/healthCheck:HealthCheck": Recipe(
        id="{uuid}", outputs={"arn": "arn:{partition}:route53:::healthcheck/{id}"}
    ),
}

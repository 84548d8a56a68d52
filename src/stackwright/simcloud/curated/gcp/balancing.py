"""Load balancing and Cloud DNS."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stackwright.simcloud.curated.gcp.compute import one
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _number(it: Subject) -> int:
    return int(it.seed.digits(15, "number"))


def _name_servers(it: Subject) -> Value:
    """Each public zone is served by four name servers of one of five groups."""
    if it.text("visibility") == "private":
        return []
    group = it.seed.choice("abcde", "group")
    return [f"ns-cloud-{group}{number}.googledomains.com." for number in (1, 2, 3, 4)]


def _worldwide(kind: str) -> Callable[[Subject], str]:
    """What is global unless it is told where to be."""

    def path(it: Subject) -> str:
        project, location = it.text("project") or it.identity.project, it.text("location") or "global"
        return f"projects/{project}/locations/{location}/{kind}/{it.text('name')}"

    return path


def _challenge(it: Subject) -> Value:
    """https://cloud.google.com/certificate-manager/docs/domain-authorization: what to add to the zone."""
    data = f"{it.seed.uuid('challenge')}.{it.seed.between(1, 20)}.authorize.certificatemanager.goog."
    return [{"name": f"_acme-challenge.{it.text('domain')}.", "type": "CNAME", "data": data}]


def _check_kind(it: Subject) -> str:
    given = [name for name in it.inputs if name.endswith("HealthCheck")]
    return given[0].removesuffix("HealthCheck").upper() if given else "TCP"


TYPES: Mapping[str, Recipe] = {
    "gcp:compute/healthCheck:HealthCheck": one("global/healthChecks/{in:name}", type=_check_kind),
    "gcp:compute/backendService:BackendService": one(
        "global/backendServices/{in:name}",
        generatedId=_number,
        fingerprint="{hex:11:fingerprint}=",
        portName="http",
        protocol="HTTP",
        timeoutSec=30,
        sessionAffinity="NONE",
    ),
    "gcp:compute/regionBackendService:RegionBackendService": one(
        "regions/{region}/backendServices/{in:name}", generatedId=_number, fingerprint="{hex:11:fingerprint}="
    ),
    "gcp:compute/backendBucket:BackendBucket": one("global/backendBuckets/{in:name}"),
    "gcp:compute/uRLMap:URLMap": one("global/urlMaps/{in:name}", mapId=_number, fingerprint="{hex:11:fingerprint}="),
    "gcp:compute/targetHttpProxy:TargetHttpProxy": one("global/targetHttpProxies/{in:name}", proxyId=_number),
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy": one("global/targetHttpsProxies/{in:name}", proxyId=_number),
    "gcp:compute/globalForwardingRule:GlobalForwardingRule": one(
        "global/forwardingRules/{in:name}",
        ipAddress="{ip}",
        forwardingRuleId=_number,
        ipProtocol="TCP",
        networkTier="PREMIUM",
        baseForwardingRule="",
        pscConnectionId="",
        pscConnectionStatus="",
        labelFingerprint="{hex:11:labels}=",
    ),
    "gcp:compute/managedSslCertificate:ManagedSslCertificate": one(
        "global/sslCertificates/{in:name}",
        certificateId=_number,
        expireTime="",
        subjectAlternativeNames=[],
        type="MANAGED",
    ),
    "gcp:compute/sSLCertificate:SSLCertificate": one(
        "global/sslCertificates/{in:name}", certificateId=_number, expireTime=""
    ),
    "gcp:certificatemanager/certificate:Certificate": Recipe(id=_worldwide("certificates")),
    "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": Recipe(
        id=_worldwide("dnsAuthorizations"),
        outputs={"dnsResourceRecords": _challenge},
    ),
    "gcp:compute/securityPolicy:SecurityPolicy": one(
        "global/securityPolicies/{in:name}", fingerprint="{hex:11:fingerprint}="
    ),
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup": one(
        "regions/{region}/networkEndpointGroups/{in:name}"
    ),
    "gcp:dns/managedZone:ManagedZone": Recipe(
        id="projects/{project}/managedZones/{in:name}",
        outputs={"nameServers": _name_servers, "managedZoneId": "{digits:19}", "creationTime": "{time}"},
    ),
    "gcp:dns/recordSet:RecordSet": Recipe(
        id="projects/{project}/managedZones/{in:managedZone}/rrsets/{in:name}/{in:type}"
    ),
}

"""App Engine, API Gateway, Vertex AI, Workbench, Firebase, and what else serves under a host name of its own.

Sources: https://cloud.google.com/appengine/docs/standard/python3/how-requests-are-routed for hosts and regions in
short; https://cloud.google.com/api-gateway/docs/deploying-api; Google's REST references of each service.
"""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.values.subject import Subject

_WORDS = "abcdefghijklmnopqrstuvwxyz0123456789"
_DIRECTIONS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "central": "c",
    "northeast": "ne", "southeast": "se", "northwest": "nw", "southwest": "sw",
}  # fmt: skip
_CONTINENTS = {
    "africa": "b", "asia": "a", "australia": "au", "europe": "e", "me": "m", "northamerica": "nn",
    "southamerica": "r", "us": "u",
}  # fmt: skip


def project_of(it: Subject) -> str:
    return it.text("project") or it.identity.project


def _short(region: str) -> str:
    """`ue` of us-east1: how hosts of App Engine and API Gateway name a region."""
    continent, _, rest = region.rstrip("0123456789").partition("-")
    return _CONTINENTS.get(continent, continent[:1]) + _DIRECTIONS.get(rest, rest[:1])


def _engine_host(it: Subject) -> str:
    return f"{project_of(it)}.{_short(it.text('locationId'))}.r.appspot.com"


def _engine_registry(it: Subject) -> str:
    where = it.text("locationId")
    return "eu.gcr.io" if where.startswith("europe") else "asia.gcr.io" if where.startswith("asia") else "us.gcr.io"


def _version_path(it: Subject) -> str:
    return f"apps/{project_of(it)}/services/{it.text('service')}/versions/{it.text('versionId')}"


_VERSION = Recipe(id=_version_path, outputs={"name": "{in:versionId}"})


def _config_id(it: Subject) -> str:
    """A prefix that was given, with the time behind it."""
    prefix = it.text("apiConfigIdPrefix")
    return it.text("apiConfigId") or f"{prefix}{it.timestamp()[:10].replace('-', '')}{it.seed.digits(16, 'config')}"


def _managed(it: Subject) -> str:
    mark = it.seed.text(13, _WORDS, "managed")
    return f"{it.text('apiId')}-{mark}.apigateway.{project_of(it)}.cloud.goog"


def _gateway_host(it: Subject) -> str:
    own = Seed("gateway", project_of(it)).text(8, _WORDS)
    return f"{it.text('gatewayId')}-{own}.{_short(it.text('region') or it.identity.region)}.gateway.dev"


def _vertex(kind: str, **outputs: Part) -> Recipe:
    """What has a number below the region that it is in."""

    def path(it: Subject) -> str:
        region = it.text("region") or it.text("location") or it.identity.region
        return f"projects/{project_of(it)}/locations/{region}/{kind}/{it.text('name') or it.seed.digits(19, kind)}"

    return Recipe(id=path, outputs=outputs)


def _last(it: Subject) -> str:
    return it.id.rpartition("/")[2]


def _vector_host(it: Subject) -> str:
    if not it.inputs.get("publicEndpointEnabled"):
        return ""
    region = it.text("region") or it.identity.region
    return f"{it.seed.digits(9, 'host')}.{region}-{PROJECT_NUMBER}.vdb.vertexai.goog"


def _notebook(it: Subject) -> str:
    region = it.text("location").rpartition("-")[0]
    return f"{it.seed.hex(15, 'proxy')}-dot-{region}.notebooks.googleusercontent.com"


def _tenant(it: Subject) -> str:
    return f"{it.text('displayName')}-{it.seed.text(5, _WORDS, 'tenant')}"


def _site(it: Subject) -> str:
    return it.text("siteId") or project_of(it)


TYPES: Mapping[str, Recipe] = {
    "gcp:appengine/application:Application": Recipe(
        id="{project}",
        outputs={
            "appId": "{project}",
            "name": "apps/{project}",
            "defaultHostname": _engine_host,
            "defaultBucket": "{project}.appspot.com",
            "codeBucket": "staging.{project}.appspot.com",
            "gcrDomain": _engine_registry,
            "servingStatus": "SERVING",
        },
    ),
    "gcp:appengine/standardAppVersion:StandardAppVersion": _VERSION,
    "gcp:appengine/flexibleAppVersion:FlexibleAppVersion": _VERSION,
    "gcp:firebaserules/ruleset:Ruleset": Recipe(
        id="projects/{project}/rulesets/{uuid}", outputs={"name": "{uuid}", "createTime": "{time}"}
    ),
    "gcp:apigateway/api:Api": Recipe(
        id="projects/{project}/locations/global/apis/{in:apiId}", outputs={"managedService": _managed}
    ),
    "gcp:apigateway/apiConfig:ApiConfig": Recipe(
        id=lambda it: (
            f"projects/{project_of(it)}/locations/global/apis/{it.text('api').rpartition('/')[2]}/configs/"
            f"{_config_id(it)}"
        ),
        outputs={
            "apiConfigId": _config_id,
            "serviceConfigId": lambda it: f"{_config_id(it)}-{it.seed.text(13, _WORDS, 'service')}",
        },
    ),
    "gcp:apigateway/gateway:Gateway": Recipe(
        id="projects/{project}/locations/{region}/gateways/{in:gatewayId}", outputs={"defaultHostname": _gateway_host}
    ),
    "gcp:endpoints/service:Service": Recipe(
        id="{in:serviceName}",
        outputs={"configId": lambda it: f"{it.timestamp()[:10]}r0", "dnsAddress": "{in:serviceName}"},
    ),
    "gcp:sourcerepo/repository:Repository": Recipe(
        id="projects/{project}/repos/{in:name}",
        outputs={"url": "https://source.developers.google.com/p/{project}/r/{in:name}", "size": 0},
    ),
    "gcp:identityplatform/tenant:Tenant": Recipe(
        id=lambda it: f"projects/{project_of(it)}/tenants/{_tenant(it)}", outputs={"name": _tenant}
    ),
    "gcp:monitoring/slo:Slo": Recipe(
        id=lambda it: (
            f"projects/{PROJECT_NUMBER}/services/{it.text('service').rpartition('/')[2]}/serviceLevelObjectives/"
            f"{it.text('sloId') or it.seed.text(22, _WORDS, 'slo')}"
        ),
        outputs={"sloId": lambda it: it.seed.text(22, _WORDS, "slo")},
    ),
    "gcp:monitoring/customService:CustomService": Recipe(
        id=lambda it: f"projects/{PROJECT_NUMBER}/services/{it.text('serviceId') or it.seed.text(22, _WORDS, 'own')}",
        outputs={"serviceId": lambda it: it.seed.text(22, _WORDS, "own")},
    ),
    "gcp:vertex/aiDataset:AiDataset": _vertex("datasets"),
    "gcp:vertex/aiEndpoint:AiEndpoint": _vertex("endpoints", dedicatedEndpointDns=""),
    "gcp:vertex/aiIndex:AiIndex": _vertex("indexes", name=_last),
    "gcp:vertex/aiIndexEndpoint:AiIndexEndpoint": _vertex(
        "indexEndpoints", name=_last, publicEndpointDomainName=_vector_host
    ),
    "gcp:workbench/instance:Instance": Recipe(
        id="projects/{project}/locations/{location}/instances/{in:name}",
        outputs={"proxyUri": _notebook, "state": "ACTIVE", "healthState": "HEALTHY"},
    ),
    "gcp:firebase/webApp:WebApp": Recipe(
        id="projects/{project}/webApps/1:" + PROJECT_NUMBER + ":web:{hex:22}",
        outputs={"appId": "1:" + PROJECT_NUMBER + ":web:{hex:22}", "apiKeyId": "{uuid:key}", "appUrls": []},
    ),
    "gcp:firebase/hostingSite:HostingSite": Recipe(
        id=lambda it: f"projects/{project_of(it)}/sites/{_site(it)}",
        outputs={"defaultUrl": lambda it: f"https://{_site(it)}.web.app", "type": "USER_SITE"},
    ),
}

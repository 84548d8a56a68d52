"""GitHub, GitLab, Cloudflare, Entra ID, Vault, MongoDB Atlas, Confluent Cloud and their like: what they make of names.

Outputs: API references of the services and the documentation of their providers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Maker, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _repository(form: str) -> Maker:
    """`form` with the repository's `owner/name`."""
    return lambda it: form.format(_full_name(it))


def _full_name(it: Subject) -> str:
    return f"{it.identity.config.get('owner') or 'simulated-owner'}/{it.text('name')}"


def _slug(it: Subject) -> str:
    """https://docs.github.com/en/rest/teams: the name in lower case, with hyphens for all else."""
    return re.sub(r"[^a-z0-9]+", "-", it.text("name").lower()).strip("-")


def _gitlab(form: str) -> Maker:
    """`form` with the path of a group or project below that of its parent."""

    def make(it: Subject) -> str:
        parent = it.other(str(it.inputs.get("namespaceId") or it.inputs.get("parentId") or ""))
        above = str(parent.get("fullPath") or ("root" if it.kind == "Project" else ""))
        own = it.text("path") or guess.label(it.text("name"))
        return form.format(f"{above}/{own}".strip("/"))

    return make


def _object_id(it: Subject) -> str:
    """The last UUID of an id such as `/applications/<uuid>`."""
    return it.id.rpartition("/")[2]


def _mongo_nodes(it: Subject) -> str:
    name, domain = guess.label(it.text("name")), f"{it.seed.hex(5, 'host')}.mongodb.net:27017"
    return ",".join(f"{name}-shard-00-0{index}.{domain}" for index in range(3))


def _mongo_service(it: Subject) -> str:
    return f"mongodb+srv://{guess.label(it.text('name'))}.{it.seed.hex(5, 'host')}.mongodb.net"


def _mongo_strings(it: Subject) -> dict[str, Value]:
    options = f"ssl=true&authSource=admin&replicaSet=atlas-{it.seed.hex(6, 'set')}-shard-0"
    standard = f"mongodb://{_mongo_nodes(it)}/?{options}"
    return {"standard": standard, "standardSrv": _mongo_service(it), "private": "", "privateSrv": ""}


def _confluent(form: str) -> Maker:
    return lambda it: form.format(
        f"pkc-{it.seed.hex(5, 'zone')}.{it.text('region')}.{it.text('cloud').lower()}.confluent.cloud"
    )


def _kind(api: str, kind: str) -> dict[str, str]:
    return {"apiVersion": api, "kind": kind}


def _pages(it: Subject) -> str:
    return f"{guess.label(it.text('name'))}.pages.dev"


def _role_path(it: Subject) -> str:
    return f"auth/{it.text('backend', 'approle')}/role/{it.text('roleName')}"


TYPES: Mapping[str, Recipe] = {
    "auth0:index/client:Client": Recipe(outputs={"clientId": "{id}"}),
    "azuread:index/application:Application": Recipe(
        outputs={"objectId": _object_id, "publisherDomain": "simulated.onmicrosoft.com"}
    ),
    "azuread:index/applicationRegistration:ApplicationRegistration": Recipe(outputs={"objectId": _object_id}),
    "azuread:index/group:Group": Recipe(outputs={"objectId": _object_id, "mailNickname": "{in:displayName}"}),
    "azuread:index/servicePrincipal:ServicePrincipal": Recipe(
        outputs={
            "objectId": _object_id,
            "applicationTenantId": "{tenant}",
            "servicePrincipalNames": ["{in:clientId}"],
            "signInAudience": "AzureADMyOrg",
            "type": "Application",
            "logoutUrl": "",
            "homepageUrl": "",
        }
    ),
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword": Recipe(
        outputs={"value": "{hex:4:a}8Q~{hex:33:b}"}
    ),
    "azuread:index/applicationPassword:ApplicationPassword": Recipe(outputs={"value": "{hex:4:a}8Q~{hex:33:b}"}),
    "azuread:index/user:User": Recipe(outputs={"objectId": _object_id, "mail": "", "userType": "Member"}),
    "cloudflare:index/dnsRecord:DnsRecord": Recipe(outputs={"proxiable": True}),
    "cloudflare:index/pagesProject:PagesProject": Recipe(
        outputs={"subdomain": _pages, "domains": lambda it: [_pages(it)]}
    ),
    "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared": Recipe(
        id="{uuid}", outputs={"accountTag": "{in:accountId}", "status": "inactive", "tunType": "cfd_tunnel"}
    ),
    "cloudflare:index/zone:Zone": Recipe(
        outputs={
            "nameServers": ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"],
            "originalNameServers": [],
            "status": "pending",
            "type": "full",
        }
    ),
    "confluentcloud:index/environment:Environment": Recipe(
        outputs={"resourceName": "crn://confluent.cloud/organization={uuid:org}/environment={id}"}
    ),
    "confluentcloud:index/kafkaCluster:KafkaCluster": Recipe(
        outputs={
            **_kind("cmk/v2", "Cluster"),
            "bootstrapEndpoint": _confluent("SASL_SSL://{}:9092"),
            "restEndpoint": _confluent("https://{}:443"),
            "rbacCrn": lambda it: (
                f"crn://confluent.cloud/organization={it.seed.uuid('org')}"
                f"/environment={it.mapping('environment').get('id')}/cloud-cluster={it.id}"
            ),
        }
    ),
    "confluentcloud:index/serviceAccount:ServiceAccount": Recipe(outputs=_kind("iam/v2", "ServiceAccount")),
    "github:index/repository:Repository": Recipe(
        id="{in:name}",
        outputs={
            "fullName": _full_name,
            "htmlUrl": _repository("https://github.com/{}"),
            "httpCloneUrl": _repository("https://github.com/{}.git"),
            "gitCloneUrl": _repository("git://github.com/{}.git"),
            "sshCloneUrl": _repository("git@github.com:{}.git"),
            "svnUrl": _repository("https://github.com/{}"),
            "nodeId": "R_kgDO{hex:6:node}",
            "defaultBranch": "main",
            "visibility": "public",
            "primaryLanguage": "",
        },
    ),
    "github:index/repositoryFile:RepositoryFile": Recipe(
        id="{in:repository}/{in:file}",
        outputs={
            "commitSha": "{hex:40:commit}",
            "sha": "{hex:40}",
            "ref": lambda it: it.text("branch", "main"),
            "branch": "main",
        },
    ),
    "github:index/team:Team": Recipe(outputs={"slug": _slug, "nodeId": "T_kwDO{hex:6:node}", "membersCount": 0}),
    "gitlab:index/group:Group": Recipe(
        outputs={
            "fullPath": _gitlab("{}"),
            "fullName": _gitlab("{}"),
            "webUrl": _gitlab("https://gitlab.com/groups/{}"),
            "runnersToken": "GR1348941{hex:20}",
        }
    ),
    "gitlab:index/project:Project": Recipe(
        outputs={
            "pathWithNamespace": _gitlab("{}"),
            "path": "{in:name}",
            "webUrl": _gitlab("https://gitlab.com/{}"),
            "httpUrlToRepo": _gitlab("https://gitlab.com/{}.git"),
            "sshUrlToRepo": _gitlab("git@gitlab.com:{}.git"),
            "runnersToken": "GR1348941{hex:20}",
            "defaultBranch": "main",
        }
    ),
    "keycloak:index/realm:Realm": Recipe(id="{in:realm}", outputs={"internalId": "{in:realm}"}),
    "mongodbatlas:index/advancedCluster:AdvancedCluster": Recipe(
        outputs={"connectionStrings": _mongo_strings, "stateName": "IDLE", "mongoDbVersion": "8.0.4"}
    ),
    "mongodbatlas:index/cluster:Cluster": Recipe(
        outputs={
            "connectionStrings": lambda it: [_mongo_strings(it)],
            "mongoUri": lambda it: f"mongodb://{_mongo_nodes(it)}",
            "mongoUriWithOptions": lambda it: _mongo_strings(it)["standard"],
            "srvAddress": _mongo_service,
            "stateName": "IDLE",
            "mongoDbVersion": "8.0.4",
        }
    ),
    "vault:appRole/authBackendRole:AuthBackendRole": Recipe(
        id=_role_path, outputs={"roleId": "{uuid}", "backend": "approle"}
    ),
    "vault:appRole/authBackendRoleSecretId:AuthBackendRoleSecretId": Recipe(
        outputs={
            "secretId": "{uuid:secret}",
            "accessor": "{uuid:accessor}",
            "wrappingAccessor": "",
            "wrappingToken": "",
        }
    ),
    "vault:index/token:Token": Recipe(
        id="{uuid}",
        outputs={"clientToken": "hvs.{hex:90}", "leaseDuration": 86400, "wrappedToken": "", "wrappingAccessor": ""},
    ),
    "vault:kv/secretV2:SecretV2": Recipe(
        id="{in:mount}/data/{in:name}", outputs={"path": "{in:mount}/data/{in:name}", "metadata": {"version": "1"}}
    ),
}

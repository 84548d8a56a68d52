"""AWS data sources about single services: what was created here, else what AWS itself keeps there, else made up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from stackwright.errors import CloudError
from stackwright.simcloud.curated.aws import containers
from stackwright.simcloud.curated.aws.management import organization, roots
from stackwright.simcloud.curated.aws.shapes import region_of
from stackwright.simcloud.curated.recipe import make
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.seed import Seed
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Properties, Value, revealed

MANAGED_POLICIES: Final[Mapping[str, str]] = {
    # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
    "Managed-CachingOptimized": "658327ea-f89d-4fab-a63d-7e88639e58f6",
    "Managed-CachingOptimizedForUncompressedObjects": "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-CachingDisabled": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    "Managed-Elemental-MediaPackage": "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    "Managed-Amplify": "2e54312d-136d-493c-8eb9-b001f22f67d2",
    "UseOriginCacheControlHeaders": "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders-QueryStrings": "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
    # …/using-managed-origin-request-policies.html
    "Managed-AllViewer": "216adef6-5c7f-47e4-b989-5492eafa07d3",
    "Managed-AllViewerAndCloudFrontHeaders-2022-06": "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "Managed-AllViewerExceptHostHeader": "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-CORS-CustomOrigin": "59781a5b-3903-41f3-afcb-af62929ccde1",
    "Managed-CORS-S3Origin": "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-UserAgentRefererHeaders": "acba4595-bd28-49b8-b9fe-13317c0390fa",
    # …/using-managed-response-headers-policies.html
    "Managed-CORS-and-SecurityHeadersPolicy": "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "Managed-CORS-With-Preflight": "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy": "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    "Managed-SecurityHeadersPolicy": "67f7725c-6f97-4210-82d7-5512b31e9d03",
    "Managed-SimpleCORS": "60669652-455b-4ae9-85a4-c4c02393f86c",
}
_LISTED: Final = ("certificateAuthority", "kubernetesNetworkConfig", "accessConfig")
_CANONICAL: Final = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"
"""The canonical user with which CloudFront writes logs (Amazon CloudFront Developer Guide, "Standard logging")."""


def _created(it: Subject, store: Store, token: str, **wanted: Value) -> Properties:
    """The outputs of what was created here and has all of `wanted`; empty if nothing has."""
    for item in store.resources("aws"):
        outputs = revealed(item.outputs)
        if (
            item.type == token
            and item.realm == it.identity.realm
            and all(outputs.get(key) == value for key, value in wanted.items() if value)
        ):
            return {**outputs, "id": item.id}
    return {}


def _arn(it: Subject, service: str, tail: str) -> str:
    return f"arn:{it.identity.partition}:{service}:{region_of(it)}:{it.identity.account}:{tail}"


def managed_policy(it: Subject, store: Store) -> Properties:
    """A policy of CloudFront, by its name or id."""
    kind = it.kind.removeprefix("get")
    token = f"aws:cloudfront/{kind[:1].lower()}{kind[1:]}:{kind}"
    created = _created(it, store, token, name=it.text("name"), id=it.text("id"))
    names = {own: name for name, own in MANAGED_POLICIES.items()}
    own = it.text("id") or MANAGED_POLICIES.get(it.text("name"), "")
    if not created and not own and it.text("name"):
        raise CloudError(f"no matching CloudFront {kind} with name ({it.text('name')})")
    own = own or str(created.get("id") or it.seed.uuid())
    return {**created, "id": created.get("id") or own, "name": it.text("name") or names.get(own, own), "etag": "E1"}


def certificate(it: Subject, store: Store) -> Properties:
    """The issued one of a domain."""
    made = _created(it, store, "aws:acm/certificate:Certificate", domainName=it.text("domain"))
    own = made.get("arn") or _arn(it, "acm", f"certificate/{it.seed.uuid()}")
    return {"id": own, "arn": own, "domain": it.text("domain"), "status": "ISSUED", "tags": made.get("tags") or {}}


def secret(it: Subject, store: Store) -> Properties:
    """By name or ARN; one that stands elsewhere is made up."""
    wanted = it.text("arn") or it.text("name")
    by = {"arn": wanted} if wanted.startswith("arn:") else {"name": wanted}
    created = _created(it, store, "aws:secretsmanager/secret:Secret", **by)
    name = it.text("name") or (wanted.split(":")[-1].rpartition("-")[0] if wanted.startswith("arn:") else wanted)
    suffix = Seed("secret", it.identity.account, name).text(6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    own = created.get("arn") or (
        wanted if wanted.startswith("arn:") else _arn(it, "secretsmanager", f"secret:{name}-{suffix}")
    )
    base: Properties = {"name": name, "description": "", "kmsKeyId": "", "policy": "", "tags": {}}
    return {**base, **created, "id": own, "arn": own, "createdDate": it.timestamp(), "lastChangedDate": it.timestamp()}


def secret_version(it: Subject, store: Store) -> Properties:
    """What was put in here; of a secret that stands elsewhere, a JSON object with the keys that programs ask for."""
    wanted = it.text("secretId")
    owner = _created(it, store, "aws:secretsmanager/secret:Secret", name=wanted)
    name = str(owner.get("id") or wanted)
    created = _created(it, store, "aws:secretsmanager/secretVersion:SecretVersion", secretId=name)
    own = created.get("versionId") or it.seed.uuid()
    return {
        "id": f"{name}|{it.text('versionStage', 'AWSCURRENT')}",
        "arn": name if name.startswith("arn:") else _arn(it, "secretsmanager", f"secret:{name}-simula"),
        "secretId": wanted,
        "secretString": created.get("secretString") or made_up_secret(it),
        "secretBinary": created.get("secretBinary") or "",
        "versionId": own,
        "versionStages": ["AWSCURRENT"],
        "createdDate": it.timestamp(),
    }


def made_up_secret(it: Subject) -> str:
    """As RDS writes its own (AWS Secrets Manager user guide, "JSON structure of secrets")."""
    return json.dumps(
        {
            "username": "simulated",
            "password": f"Simulated-{it.seed.hex(20)}",
            "host": "simulated.example.internal",
            "port": 5432,
            "dbname": "simulated",
            "engine": "postgres",
        }
    )


def random_password(it: Subject, _store: Store) -> Properties:
    length = it.number("passwordLength", 32)
    alphabet = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    text = it.seed.text(length, alphabet + ("" if it.inputs.get("excludePunctuation") is True else "!#$%&*+-="))
    return {"id": text, "randomPassword": text}


def cluster_auth(it: Subject, _store: Store) -> Properties:
    """In the form of a presigned URL, which is what the token is."""
    return {"id": it.text("name"), "name": it.text("name"), "token": f"k8s-aws-v1.{it.seed.hex(64)}"}


def cluster(it: Subject, store: Store) -> Properties:
    """The one that was created here; else one that stands elsewhere. What a resource has once, a data source lists."""
    token, name = "aws:eks/cluster:Cluster", it.text("name")
    elsewhere = replace(it, token=token, name=name, id=name, seed=Seed(token, it.identity.account, name))
    found = _created(it, store, token, name=name) or make(containers.TYPES[token].outputs, elsewhere)
    listed: Properties = {_plural(key): [found.get(key)] for key in _LISTED if found.get(key)}
    return {**found, **listed, "id": name, "name": name}


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def canonical_user(it: Subject, _store: Store) -> Properties:
    own = Seed("canonical", it.identity.account).hex(64)
    return {"id": own, "displayName": ""}


def cloudfront_user(_it: Subject, _store: Store) -> Properties:
    return {"id": _CANONICAL}


def service(it: Subject, _store: Store) -> Properties:
    """`com.amazonaws.eu-west-1.s3`."""
    own = it.text("serviceId") or it.text("dnsName").partition(".")[0]
    dns = f"{own}.{region_of(it)}.amazonaws.com"
    reverse = ".".join(reversed(dns.split(".")))
    return {
        "id": reverse,
        "dnsName": dns,
        "partition": it.identity.partition,
        "region": region_of(it),
        "reverseDnsName": reverse,
        "reverseDnsPrefix": "com.amazonaws",
        "serviceId": own,
        "supported": True,
    }


def service_principal(it: Subject, _store: Store) -> Properties:
    name = it.text("serviceName")
    return {
        "id": f"{name}.{region_of(it)}.amazonaws.com",
        "name": f"{name}.amazonaws.com",
        "serviceName": name,
        "region": region_of(it),
        "suffix": "amazonaws.com",
    }


def managed_role_policy(it: Subject, _store: Store) -> Properties:
    """A policy by name or ARN: AWS's own lie below `aws`."""
    arn = it.text("arn") or f"arn:{it.identity.partition}:iam::aws:policy/{it.text('name')}"
    document: Value = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
    }
    own = "ANPA" + it.seed.text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    name = arn.rpartition("/")[2]
    path = arn.partition(":policy")[2].rpartition("/")[0] + "/"
    return {
        "id": arn,
        "arn": arn,
        "name": name,
        "path": path,
        "policyId": own,
        "policy": json.dumps(document),
        "description": "",
        "attachmentCount": 0,
        "tags": {},
    }


def role(it: Subject, store: Store) -> Properties:
    """One that was created here; else one that stands elsewhere."""
    name = it.text("name")
    found = _created(it, store, "aws:iam/role:Role", name=name)
    me = it.identity
    made: Properties = {
        "arn": f"arn:{me.partition}:iam::{me.account}:role/{name}",
        "assumeRolePolicy": '{"Version":"2012-10-17","Statement":[]}',
        "path": "/",
        "description": "",
        "maxSessionDuration": 3600,
        "permissionsBoundary": "",
        "createDate": it.timestamp(),
        "uniqueId": "AROA" + it.seed.text(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        "tags": {},
        "roleLastUseds": [],
    }
    return {**made, **found, "id": name, "name": name}


def this_organization(it: Subject, _store: Store) -> Properties:
    me = it.identity
    own = organization(me.account)
    base = f"arn:{me.partition}:organizations::{me.account}"
    management: Value = {
        "id": me.account,
        "arn": f"{base}:account/{own}/{me.account}",
        "email": "root@example.com",
        "name": "management",
        "status": "ACTIVE",
        "state": "ACTIVE",
        "joinedMethod": "CREATED",
        "joinedTimestamp": it.timestamp(),
    }
    return {
        "id": own,
        "arn": f"{base}:organization/{own}",
        "featureSet": "ALL",
        "masterAccountId": me.account,
        "masterAccountArn": f"{base}:account/{own}/{me.account}",
        "masterAccountEmail": "root@example.com",
        "masterAccountName": "management",
        "roots": roots(it),
        "accounts": [management],
        "nonMasterAccounts": [],
        "awsServiceAccessPrincipals": [],
        "enabledPolicyTypes": [],
    }


def alias(it: Subject, store: Store) -> Properties:
    """`alias/aws/s3` is a key that AWS keeps; others were created here or elsewhere."""
    found = _created(it, store, "aws:kms/alias:Alias", name=it.text("name"))
    key = found.get("targetKeyId") or Seed("kms", it.identity.account, region_of(it), it.text("name")).uuid()
    target = found.get("targetKeyArn") or _arn(it, "kms", f"key/{key}")
    return {
        "id": _arn(it, "kms", it.text("name")),
        "name": it.text("name"),
        "arn": _arn(it, "kms", it.text("name")),
        "targetKeyId": str(target).rpartition("/")[2],
        "targetKeyArn": target,
    }


def engine_version(it: Subject, _store: Store) -> Properties:
    """The preferred version, else the one that was asked for, else the newest known here."""
    from stackwright.simcloud.curated.aws.data import engine_family, newest_version

    preferred = it.items("preferredVersions")
    version = str(preferred[0]) if preferred else it.text("version") or newest_version(it.text("engine"))
    family = it.text("parameterGroupFamily") or engine_family(it.text("engine"), version)
    return {
        "id": version,
        "version": version,
        "versionActual": version,
        "parameterGroupFamily": family,
        "engineDescription": it.text("engine"),
        "versionDescription": f"{it.text('engine')} {version}",
        "defaultCharacterSet": "",
        "status": "available",
        "supportedCharacterSets": [],
        "supportedFeatureNames": [],
        "supportedModes": [],
        "supportedTimezones": [],
        "validUpgradeTargets": [],
        "exportableLogTypes": [],
    }


FUNCTIONS: Mapping[str, Function] = {
    "aws:acm/getCertificate:getCertificate": certificate,
    "aws:cloudfront/getCachePolicy:getCachePolicy": managed_policy,
    "aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy": managed_policy,
    "aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy": managed_policy,
    "aws:cloudfront/getLogDeliveryCanonicalUserId:getLogDeliveryCanonicalUserId": cloudfront_user,
    "aws:eks/getCluster:getCluster": cluster,
    "aws:eks/getClusterAuth:getClusterAuth": cluster_auth,
    "aws:iam/getPolicy:getPolicy": managed_role_policy,
    "aws:iam/getRole:getRole": role,
    "aws:index/getService:getService": service,
    "aws:index/getServicePrincipal:getServicePrincipal": service_principal,
    "aws:kms/getAlias:getAlias": alias,
    "aws:organizations/getOrganization:getOrganization": this_organization,
    "aws:rds/getEngineVersion:getEngineVersion": engine_version,
    "aws:s3/getCanonicalUserId:getCanonicalUserId": canonical_user,
    "aws:secretsmanager/getRandomPassword:getRandomPassword": random_password,
    "aws:secretsmanager/getSecret:getSecret": secret,
    "aws:secretsmanager/getSecretVersion:getSecretVersion": secret_version,
}

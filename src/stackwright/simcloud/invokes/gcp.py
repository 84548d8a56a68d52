"""Google Cloud data sources that programs ask for most."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.invokes.answer import Function, existing
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.zones import GOOGLE_REGIONS, zones_in
from stackwright.wire.values import Properties, Value

_GKE = ("1.34.1-gke.1293000", "1.33.5-gke.1308000", "1.32.9-gke.1548000")


def _project(it: Subject) -> str:
    return it.text("project") or it.text("projectId") or it.identity.project


def _region(it: Subject) -> str:
    return it.text("region") or it.identity.region


def project(it: Subject, _store: Store) -> Properties:
    own = _project(it)
    return {"id": f"projects/{own}", "projectId": own, "name": own, "number": PROJECT_NUMBER, "labels": {}}


def organization(it: Subject, _store: Store) -> Properties:
    number = it.text("organization").rpartition("/")[2] or "123456789012"
    domain = it.text("domain") or "example.com"
    return {
        "id": f"organizations/{number}",
        "name": f"organizations/{number}",
        "orgId": number,
        "domain": domain,
        "directoryCustomerId": f"C0{it.seed.hex(7, 'customer')}",
        "createTime": it.timestamp(),
        "lifecycleState": "ACTIVE",
    }


def client_config(it: Subject, _store: Store) -> Properties:
    me = it.identity
    return {
        "id": f"projects/{me.project}/regions/{me.region}/zones/{me.zone}",
        "project": me.project,
        "region": me.region,
        "zone": me.zone,
        "accessToken": f"ya29.{it.seed.hex(64, 'token')}",
        "defaultLabels": dict(me.tags),
    }


def zones(it: Subject, _store: Store) -> Properties:
    where = _region(it)
    return {
        "id": f"projects/{_project(it)}/regions/{where}",
        "region": where,
        "project": _project(it),
        "names": list[Value](zones_in("gcp", where)),
    }


def regions(it: Subject, _store: Store) -> Properties:
    return {"id": f"projects/{_project(it)}", "project": _project(it), "names": list[Value](GOOGLE_REGIONS)}


def image(it: Subject, _store: Store) -> Properties:
    name = it.text("name") or f"{it.text('family') or 'image'}-v20250101"
    path = f"projects/{_project(it)}/global/images/{name}"
    return {
        "id": path,
        "name": name,
        "imageId": it.seed.digits(19),
        "selfLink": f"https://www.googleapis.com/compute/v1/{path}",
        "project": _project(it),
        "status": "READY",
        "diskSizeGb": 10,
        "creationTimestamp": it.timestamp(),
    }


def default_account(it: Subject, _store: Store) -> Properties:
    email = f"{PROJECT_NUMBER}-compute@developer.gserviceaccount.com"
    return _account(it, email)


def storage_account(it: Subject, _store: Store) -> Properties:
    email = f"service-{PROJECT_NUMBER}@gs-project-accounts.iam.gserviceaccount.com"
    return {**_account(it, email), "emailAddress": email}


def _account(it: Subject, email: str) -> Properties:
    return {
        "id": f"projects/{_project(it)}/serviceAccounts/{email}",
        "name": f"projects/{_project(it)}/serviceAccounts/{email}",
        "email": email,
        "member": f"serviceAccount:{email}",
        "project": _project(it),
        "uniqueId": it.seed.digits(21),
    }


def _matching(prefix: str) -> list[str]:
    """The versions that begin so; one is made up for a minor version that is not among today's."""
    known = [version for version in _GKE if version.startswith(prefix)]
    minor = re.match(r"1\.\d{2}(?=\.|$)", prefix)
    return known or ([f"{minor[0]}.9-gke.1308000"] if minor else list(_GKE))


def engine_versions(it: Subject, _store: Store) -> Properties:
    versions = list[Value](_matching(it.text("versionPrefix")))
    return {
        "id": it.timestamp(),
        "defaultClusterVersion": _GKE[1],
        "latestMasterVersion": versions[0],
        "latestNodeVersion": versions[0],
        "validMasterVersions": versions,
        "validNodeVersions": versions,
        "releaseChannelDefaultVersion": {"RAPID": _GKE[0], "REGULAR": _GKE[1], "STABLE": _GKE[2]},
        "releaseChannelLatestVersion": {"RAPID": _GKE[0], "REGULAR": _GKE[1], "STABLE": _GKE[2]},
    }


def iam_policy(it: Subject, _store: Store) -> Properties:
    """The policy document, computed: bindings by role, members sorted."""
    bindings: list[dict[str, Value]] = []
    for item in it.items("bindings"):
        members = item.get("members") if isinstance(item, dict) else None
        if isinstance(item, dict) and isinstance(members, list):
            made: dict[str, Value] = {"members": list[Value](sorted(str(member) for member in members))}
            made["role"] = item.get("role")
            if item.get("condition"):
                made["condition"] = item["condition"]
            bindings.append(made)
    bindings.sort(key=lambda binding: str(binding["role"]))
    text = json.dumps({"bindings": bindings}, separators=(",", ":"))
    return {"id": it.seed.digits(10), "policyData": text}


def web_app_config(it: Subject, _store: Store) -> Properties:
    """https://firebase.google.com/docs/reference/firebase-management/rest/v1beta1/projects.webApps/getConfig."""
    own = _project(it)
    return {
        "id": it.text("webAppId"),
        "apiKey": f"AIzaSy{it.seed.text(33, _LETTERS, 'key')}",
        "authDomain": f"{own}.firebaseapp.com",
        "databaseUrl": "",
        "locationId": "",
        "measurementId": "",
        "messagingSenderId": PROJECT_NUMBER,
        "storageBucket": f"{own}.firebasestorage.app",
    }


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_BLOCKS: Mapping[str, tuple[str, ...]] = {
    "dns-forwarders": ("35.199.192.0/19",),
    "health-checkers": ("35.191.0.0/16", "130.211.0.0/22"),
    "iap-forwarders": ("35.235.240.0/20",),
    "legacy-health-checkers": ("35.191.0.0/16", "209.85.152.0/22", "209.85.204.0/22"),
    "private-googleapis": ("199.36.153.8/30",),
    "restricted-googleapis": ("199.36.153.4/30",),
}
"""Ranges that Google has for good (https://cloud.google.com/vpc/docs/firewalls, and "Private Google Access")."""


def netblocks(it: Subject, _store: Store) -> Properties:
    blocks = list[Value](_BLOCKS.get(it.text("rangeType"), ("34.64.0.0/10", "35.184.0.0/13")))
    return {
        "id": f"netblock-ip-ranges-{it.text('rangeType') or 'cloud-netblocks'}",
        "cidrBlocks": blocks,
        "cidrBlocksIpv4s": blocks,
        "cidrBlocksIpv6s": [],
    }


def signed_url(it: Subject, _store: Store) -> Properties:
    """In form; the signature is noise (https://cloud.google.com/storage/docs/access-control/signed-urls-v2)."""
    bucket, path = it.text("bucket"), it.text("path")
    account = quote(f"{it.identity.project}@appspot.gserviceaccount.com", safe="")
    signature = quote(base64.b64encode(it.seed.data(256, "signature")).decode(), safe="")
    query = f"GoogleAccessId={account}&Expires={it.seed.between(1800000000, 1900000000)}&Signature={signature}"
    return {"id": it.seed.hex(64), "signedUrl": f"https://storage.googleapis.com/{bucket}/{path}?{query}"}


def managed_zone(it: Subject, store: Store) -> Properties:
    """One of this cloud, else one that was there before."""
    name = it.text("name")
    path = f"projects/{_project(it)}/managedZones/{name}"
    return existing(it, store) or {
        "id": path,
        "dnsName": f"{name}.example.com.",
        "managedZoneId": it.seed.digits(19),
        "nameServers": [f"ns-cloud-a{number}.googledomains.com." for number in (1, 2, 3, 4)],
        "visibility": "public",
        "description": "",
        "project": _project(it),
    }


FUNCTIONS: Mapping[str, Function] = {
    "gcp:compute/getNetblockIPRanges:getNetblockIPRanges": netblocks,
    "gcp:dns/getManagedZone:getManagedZone": managed_zone,
    "gcp:storage/getObjectSignedUrl:getObjectSignedUrl": signed_url,
    "gcp:organizations/getProject:getProject": project,
    "gcp:organizations/getOrganization:getOrganization": organization,
    "gcp:organizations/getClientConfig:getClientConfig": client_config,
    "gcp:organizations/getIAMPolicy:getIAMPolicy": iam_policy,
    "gcp:firebase/getWebAppConfig:getWebAppConfig": web_app_config,
    "gcp:compute/getZones:getZones": zones,
    "gcp:compute/getRegions:getRegions": regions,
    "gcp:compute/getImage:getImage": image,
    "gcp:compute/getDefaultServiceAccount:getDefaultServiceAccount": default_account,
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": storage_account,
    "gcp:container/getEngineVersions:getEngineVersions": engine_versions,
}

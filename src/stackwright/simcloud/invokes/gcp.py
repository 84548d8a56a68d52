"""Google Cloud data sources that programs ask for most."""

from __future__ import annotations

import json
from collections.abc import Mapping

from stackwright.simcloud.identity import PROJECT_NUMBER
from stackwright.simcloud.invokes.answer import Function
from stackwright.simcloud.store import Store
from stackwright.simcloud.values.subject import Subject
from stackwright.simcloud.zones import zones_in
from stackwright.wire.values import Properties, Value

_REGIONS = ("europe-north1", "europe-west1", "europe-west3", "europe-west4", "us-central1", "us-east1", "us-west1")
_GKE = ("1.34.1-gke.1293000", "1.33.5-gke.1308000", "1.32.9-gke.1548000")


def _project(it: Subject) -> str:
    return it.text("project") or it.text("projectId") or it.identity.project


def _region(it: Subject) -> str:
    return it.text("region") or it.identity.region


def project(it: Subject, _store: Store) -> Properties:
    own = _project(it)
    return {"id": f"projects/{own}", "projectId": own, "name": own, "number": PROJECT_NUMBER, "labels": {}}


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
    return {"id": f"projects/{_project(it)}", "project": _project(it), "names": list[Value](_REGIONS)}


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


def engine_versions(it: Subject, _store: Store) -> Properties:
    versions = list[Value](_GKE)
    return {
        "id": it.timestamp(),
        "defaultClusterVersion": _GKE[1],
        "latestMasterVersion": _GKE[0],
        "latestNodeVersion": _GKE[0],
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


FUNCTIONS: Mapping[str, Function] = {
    "gcp:organizations/getProject:getProject": project,
    "gcp:organizations/getClientConfig:getClientConfig": client_config,
    "gcp:organizations/getIAMPolicy:getIAMPolicy": iam_policy,
    "gcp:compute/getZones:getZones": zones,
    "gcp:compute/getRegions:getRegions": regions,
    "gcp:compute/getImage:getImage": image,
    "gcp:compute/getDefaultServiceAccount:getDefaultServiceAccount": default_account,
    "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": storage_account,
    "gcp:container/getEngineVersions:getEngineVersions": engine_versions,
}

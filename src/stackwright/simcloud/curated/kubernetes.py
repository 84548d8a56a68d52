"""Kubernetes: what the API server and its controllers add to an object once it is ready.

Source: the Kubernetes API reference (fields set by the server, `status` of each kind).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from stackwright.simcloud.curated.recipe import Part, Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _spec(it: Subject, name: str, default: int) -> int:
    value = it.mapping("spec").get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _condition(kind: str, reason: str, status: str = "True") -> dict[str, Part]:
    return {"type": kind, "status": status, "reason": reason, "lastTransitionTime": "{time}"}


def _replicas(it: Subject) -> Value:
    count = _spec(it, "replicas", 1)
    return {
        "observedGeneration": 1,
        "replicas": count,
        "readyReplicas": count,
        "availableReplicas": count,
        "updatedReplicas": count,
        "conditions": [
            {"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"},
            {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"},
        ],
    }


def _stateful(it: Subject) -> Value:
    count = _spec(it, "replicas", 1)
    revision = f"{_name(it)}-{it.seed.hex(10)}"
    return {
        "observedGeneration": 1,
        "replicas": count,
        "readyReplicas": count,
        "availableReplicas": count,
        "updatedReplicas": count,
        "currentReplicas": count,
        "currentRevision": revision,
        "updateRevision": revision,
        "collisionCount": 0,
    }


def _name(it: Subject) -> str:
    return str(it.mapping("metadata").get("name") or it.name)


def _service_spec(it: Subject) -> Value:
    """A cluster address, and node ports where the type has them."""
    spec = it.mapping("spec")
    kind = spec.get("type") or "ClusterIP"
    if kind == "ExternalName":
        return {}
    first = "10.96.0.1" if it.id == "default/kubernetes" else ""  # the API server's own
    address = str(spec.get("clusterIP") or first or f"10.96.{it.seed.below(256, 'a')}.{it.seed.between(1, 254, 'b')}")
    made: dict[str, Value] = {
        "clusterIP": address,
        "clusterIPs": [address],
        "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack",
    }
    if kind == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local":
        made |= {"healthCheckNodePort": _node_port(it, "health")}
    if kind == "NodePort" or (kind == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not False):
        ports = spec.get("ports")
        listed = ports if isinstance(ports, list) else []
        made["ports"] = [{"nodePort": _node_port(it, str(index))} for index, _ in enumerate(listed)]
    return made


def _node_port(it: Subject, salt: str) -> int:
    """Of the upper band, from which ports are given that nobody asked for
    (https://kubernetes.io/blog/2023/05/11/nodeport-dynamic-and-static-allocation/).
    """
    return it.seed.between(30086, 32767, f"node port {salt}")


def _service_status(it: Subject) -> Value:
    if it.mapping("spec").get("type") != "LoadBalancer":
        return {"loadBalancer": {}}
    if it.identity.region:
        return {"loadBalancer": {"ingress": [{"hostname": _aws_balancer(it)}]}}
    address = guess.private_ip(it, "lb") if _internal(it) else f"203.0.113.{it.seed.between(1, 254, 'lb')}"
    return {"loadBalancer": {"ingress": [{"ip": address, "ipMode": "VIP"}]}}


_INSIDE = {
    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    "networking.gke.io/load-balancer-type": "internal",
    "cloud.google.com/load-balancer-type": "internal",
}
"""https://learn.microsoft.com/azure/aks/internal-lb and
https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing.
"""


def _internal(it: Subject) -> bool:
    """Whether its annotations ask for a load balancer that only the network reaches."""
    annotations = it.mapping("metadata").get("annotations")
    given = annotations if isinstance(annotations, dict) else {}
    return any(str(given.get(name)).lower() == value for name, value in _INSIDE.items())


def _ingress_status(it: Subject) -> Value:
    if it.identity.region:
        return {"loadBalancer": {"ingress": [{"hostname": _aws_balancer(it)}]}}
    return {"loadBalancer": {"ingress": [{"ip": f"203.0.113.{it.seed.between(1, 254, 'lb')}"}]}}


def _aws_balancer(it: Subject) -> str:
    """The name of a load balancer that EKS makes: a network one's where its annotations or its class ask for it, as
    the AWS Load Balancer Controller names it (`k8s-<namespace>-<name>-<hash>`), else a classic one's.
    """
    metadata = it.mapping("metadata")
    annotations, region = metadata.get("annotations"), it.identity.region
    kind = str(annotations.get(_AWS_BALANCER_KIND, "")) if isinstance(annotations, dict) else ""
    if it.kind == "Service" and not kind and not it.mapping("spec").get("loadBalancerClass"):
        return f"a{it.seed.hex(31, 'lb')}-{it.seed.digits(9, 'lb')}.{region}.elb.amazonaws.com"
    names = [str(metadata.get("namespace") or it.identity.namespace)[:8], str(metadata.get("name") or it.name)[:8]]
    name = "-".join(["k8s", *names, it.seed.hex(10, "lb")])
    if it.kind == "Service":
        return f"{name}-{it.seed.hex(16, 'lb end')}.elb.{region}.amazonaws.com"
    return f"{name}-{it.seed.digits(9, 'lb')}.{region}.elb.amazonaws.com"


_AWS_BALANCER_KIND = "service.beta.kubernetes.io/aws-load-balancer-type"


def _secret_data(it: Subject) -> Value:
    """The server stores `stringData` as base64 under `data`; a controller fills in the token of a service account."""
    texts = dict(it.mapping("stringData"))
    if it.text("type") == "kubernetes.io/service-account-token":
        namespace = str(it.mapping("metadata").get("namespace") or it.identity.namespace)
        texts |= {"ca.crt": guess.certificate(it, "authority"), "namespace": namespace, "token": _token(it, namespace)}
    return {key: base64.b64encode(str(value).encode()).decode() for key, value in texts.items()} or None


def _token(it: Subject, namespace: str) -> str:
    """In form; nothing checks its signature.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#schema-for-service-account-private-claims
    """
    annotations = it.mapping("metadata").get("annotations")
    named = annotations.get("kubernetes.io/service-account.name") if isinstance(annotations, dict) else None
    claims = {"iss": "kubernetes/serviceaccount", "sub": f"system:serviceaccount:{namespace}:{named}"}
    pieces = (json.dumps({"alg": "RS256", "kid": it.seed.hex(20, "kid")}).encode(), json.dumps(claims).encode())
    signed = (*pieces, it.seed.data(256, "signature"))
    return ".".join(base64.urlsafe_b64encode(piece).decode().rstrip("=") for piece in signed)


def _daemon_set(_it: Subject) -> Value:
    return {
        "currentNumberScheduled": 1,
        "desiredNumberScheduled": 1,
        "numberAvailable": 1,
        "numberMisscheduled": 0,
        "numberReady": 1,
        "updatedNumberScheduled": 1,
        "observedGeneration": 1,
    }


def _autoscaler(it: Subject) -> Value:
    least = _spec(it, "minReplicas", 1)
    return {
        "currentReplicas": least,
        "desiredReplicas": least,
        "observedGeneration": 1,
        "conditions": [{"type": "AbleToScale", "status": "True", "reason": "ReadyForNewScale"}],
    }


def _definition(it: Subject) -> Value:
    """Names and versions are taken as they were given."""
    spec = it.mapping("spec")
    versions = spec.get("versions")
    stored = [each.get("name") for each in (versions if isinstance(versions, list) else []) if isinstance(each, dict)]
    return {
        "acceptedNames": spec.get("names") or {},
        "conditions": [
            {"type": "NamesAccepted", "status": "True", "reason": "NoConflicts", "message": "no conflicts found"},
            {"type": "Established", "status": "True", "reason": "InitialNamesAccepted", "message": ""},
        ],
        "storedVersions": stored[:1],
    }


def _release_namespace(it: Subject) -> str:
    return it.text("namespace") or it.identity.namespace


def _release_version(it: Subject) -> str:
    return it.text("version") or "1.0.0"


def _release(it: Subject) -> Value:
    """The release as Helm lists it. What its chart makes is not known here."""
    return {
        "name": it.text("name"),
        "namespace": _release_namespace(it),
        "chart": it.text("chart").rpartition("/")[2],
        "version": _release_version(it),
        "appVersion": _release_version(it),
        "revision": 1,
        "status": "deployed",
    }


def _access_modes(it: Subject) -> Value:
    return it.mapping("spec").get("accessModes") or ["ReadWriteOnce"]


_DISRUPTION_BUDGET: dict[str, Part] = {
    "currentHealthy": 1,
    "desiredHealthy": 1,
    "disruptionsAllowed": 0,
    "expectedPods": 1,
    "observedGeneration": 1,
    "conditions": [_condition("DisruptionAllowed", "InsufficientPods", "False")],
}
_CLAIM: dict[str, Part] = {"phase": "Bound", "accessModes": _access_modes}
_POD: dict[str, Part] = {
    "phase": "Running",
    "hostIP": "10.0.0.10",
    "podIP": "{private}",
    "qosClass": "Burstable",
    "startTime": "{time}",
    "conditions": [_condition("Ready", ""), _condition("PodScheduled", "")],
}
_JOB: dict[str, Part] = {
    "succeeded": 1,
    "startTime": "{time}",
    "completionTime": "{time}",
    "conditions": [_condition("Complete", "CompletionsReached")],
}
_QUIET = (
    "core/v1:ConfigMap core/v1:ServiceAccount core/v1:LimitRange"
    " networking.k8s.io/v1:IngressClass rbac.authorization.k8s.io/v1:Role rbac.authorization.k8s.io/v1:RoleBinding"
    " rbac.authorization.k8s.io/v1:ClusterRole rbac.authorization.k8s.io/v1:ClusterRoleBinding"
    " storage.k8s.io/v1:StorageClass scheduling.k8s.io/v1:PriorityClass"
)
"""Kinds without a status."""

TYPES: Mapping[str, Recipe] = {
    **{f"kubernetes:{kind}": Recipe() for kind in _QUIET.split()},
    "kubernetes:apps/v1:Deployment": Recipe(outputs={"status": _replicas}),
    "kubernetes:apps/v1:ReplicaSet": Recipe(outputs={"status": _replicas}),
    "kubernetes:core/v1:ReplicationController": Recipe(outputs={"status": _replicas}),
    "kubernetes:apps/v1:StatefulSet": Recipe(outputs={"status": _stateful}),
    "kubernetes:apps/v1:DaemonSet": Recipe(outputs={"status": _daemon_set}),
    "kubernetes:core/v1:Namespace": Recipe(
        outputs={"spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}}
    ),
    "kubernetes:core/v1:Secret": Recipe(outputs={"data": _secret_data, "type": "Opaque"}),
    "kubernetes:core/v1:Service": Recipe(outputs={"spec": _service_spec, "status": _service_status}),
    "kubernetes:networking.k8s.io/v1:NetworkPolicy": Recipe(absent=frozenset({"status"})),
    "kubernetes:core/v1:Pod": Recipe(outputs={"status": _POD}),
    "kubernetes:core/v1:PersistentVolumeClaim": Recipe(
        outputs={"status": _CLAIM, "spec": {"volumeName": "pvc-{uuid}"}}
    ),
    "kubernetes:batch/v1:Job": Recipe(outputs={"status": _JOB}),
    "kubernetes:batch/v1:CronJob": Recipe(outputs={"status": {}}),
    "kubernetes:networking.k8s.io/v1:Ingress": Recipe(outputs={"status": _ingress_status}),
    "kubernetes:policy/v1:PodDisruptionBudget": Recipe(outputs={"status": _DISRUPTION_BUDGET}),
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": Recipe(outputs={"status": _autoscaler}),
    "kubernetes:core/v1:PersistentVolume": Recipe(outputs={"status": {"phase": "Available"}}),
    "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": Recipe(outputs={"status": _definition}),
    "kubernetes:helm.sh/v3:Release": Recipe(
        id=lambda it: f"{_release_namespace(it)}/{it.text('name')}",
        outputs={"namespace": _release_namespace, "version": _release_version, "status": _release, "resourceNames": {}},
    ),
    "kubernetes:core/v1:ResourceQuota": Recipe(outputs={"status": {}}),
}

"""What an API server fills in where an object leaves something out.

Source of the rules: Kubernetes v1.37.2 (Apache-2.0), `pkg/apis/<group>/<version>/defaults.go`, the `+default` markers
of `k8s.io/api`, and what strategies add before an object is stored (`pkg/registry`); written down by hand. How much of
what a real server was seen to add they give: `python -m tests.simcloud.apiserver.measuring`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from stackwright.simcloud.apiserver.admission import admitted
from stackwright.simcloud.catalogue.model import Properties as Declared
from stackwright.simcloud.catalogue.model import ResourceType, Shape
from stackwright.simcloud.catalogue.sdk import Catalogue
from stackwright.simcloud.seed import Seed
from stackwright.wire.values import Properties, Value, contains_unknown, is_secret

Rule: TypeAlias = "Properties | Callable[[Properties], Properties]"
"""What an object gets below what it has; mappings are joined."""
POD: Final = "core/v1:Pod"
_MODE: Final = 0o644
_MOST: Final = 2**31 - 1


def completed(kind: ResourceType, outputs: Properties, types: Catalogue, seed: Seed) -> Properties:
    """`outputs` with what the server adds to the object, and to those in it. What was given stays, secret or not."""
    token = kind.token.removeprefix("kubernetes:")
    # A patch leaves to the object what it does not say, and a chart is none.
    if token.endswith(("Patch", "List")) or token.startswith("helm.sh/"):
        return outputs

    def complete(given: Properties, name: str, known: Declared) -> Properties:
        rule = RULES.get(name)
        made = (rule(given) if callable(rule) else rule) if rule else {}
        whole = _joined(given, made)
        return {key: inside(value, known[key].shape) if key in known else value for key, value in whole.items()}

    def inside(value: Value, shape: Shape) -> Value:
        if is_secret(value):
            return value
        if isinstance(value, list) and shape.item:
            return [inside(item, shape.item) for item in value]
        if not isinstance(value, dict) or shape.kind != "object":
            return value
        return complete(value, shape.ref.replace("/outputs.py:", "/"), types.object(shape.ref).properties)

    return complete(admitted(outputs, seed) if token == POD else outputs, token, kind.outputs)


def _joined(given: Properties, made: Properties) -> Properties:
    result = dict(given)
    for key, value in made.items():
        had = given.get(key)
        if isinstance(had, dict) and isinstance(value, dict) and not is_secret(had):
            result[key] = _joined(had, value)
        elif had is None:
            result[key] = value
    return result


def _text(given: Properties, key: str, usual: str = "") -> str:
    value = given.get(key)
    return value if isinstance(value, str) else usual


def _in(given: Properties, *steps: str) -> Properties:
    for step in steps:
        value = given.get(step)
        given = value if isinstance(value, dict) and not is_secret(value) else {}
    return given


def _container(given: Properties) -> Properties:
    return {
        **_pulled("imagePullPolicy", given.get("image")),
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }


def _pulled(name: str, image: Value) -> Properties:
    """Always for `latest`, which an image without a tag and a digest is, too."""
    if not isinstance(image, str) or contains_unknown(image):
        return {}
    path, _, digest = image.partition("@")
    tag = path.rpartition("/")[2].partition(":")[2]
    return {name: "Always" if tag == "latest" or not (tag or digest) else "IfNotPresent"}


def _pod_spec(given: Properties) -> Properties:
    account = given.get("serviceAccountName") or given.get("serviceAccount")
    accounts: Properties = {"serviceAccount": account, "serviceAccountName": account} if account else {}
    return {
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": "Always",
        "securityContext": {},
        "terminationGracePeriodSeconds": 30,
        "schedulerName": "default-scheduler",
        **accounts,
    }


def _volume(given: Properties) -> Properties:
    return {} if any(value is not None for key, value in given.items() if key != "name") else {"emptyDir": {}}


def _service_spec(given: Properties) -> Properties:
    kind = _text(given, "type", "ClusterIP")
    outside = kind in {"NodePort", "LoadBalancer"} or (kind == "ClusterIP" and given.get("externalIPs"))
    times_out = given.get("sessionAffinity") == "ClientIP"
    return {
        "type": "ClusterIP",
        "sessionAffinity": "None",
        **({"internalTrafficPolicy": "Cluster"} if kind != "ExternalName" else {}),
        **({"externalTrafficPolicy": "Cluster"} if outside else {}),
        **({"allocateLoadBalancerNodePorts": True} if kind == "LoadBalancer" else {}),
        **({"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10800}}} if times_out else {}),
    }


def _service_port(given: Properties) -> Properties:
    return {"protocol": "TCP", **({"targetPort": given["port"]} if "port" in given else {})}


def _strategy(given: Properties) -> Properties:
    rolls = _text(given, "type", "RollingUpdate") == "RollingUpdate"
    return {"type": "RollingUpdate", **({"rollingUpdate": {}} if rolls else {})}


def _stateful_strategy(given: Properties) -> Properties:
    return {"type": "RollingUpdate", "rollingUpdate": {}} if not given.get("type") else {}


def _job(given: Properties) -> Properties:
    """What a job gets; the template of one in a CronJob does not."""
    spec, labels = _in(given, "spec"), _in(given, "spec", "template", "metadata", "labels")
    found: Properties = {
        "parallelism": 1,
        "backoffLimit": 6 if spec.get("backoffLimitPerIndex") is None else _MOST,
        "completionMode": "NonIndexed",
        "suspend": False,
        "manualSelector": False,
        "podReplacementPolicy": "TerminatingOrFailed" if spec.get("podFailurePolicy") is None else "Failed",
    }
    if spec.get("completions") is None and spec.get("parallelism") is None:
        found["completions"] = 1
    uid, name = _text(_in(given, "metadata"), "uid"), _text(_in(given, "metadata"), "name")
    if uid and spec.get("manualSelector") is not True:
        controlled: Properties = {"batch.kubernetes.io/controller-uid": uid}
        own: Properties = {"controller-uid": uid, "job-name": name, "batch.kubernetes.io/job-name": name, **controlled}
        found["selector"] = {"matchLabels": controlled}
        found["template"] = {"metadata": {"labels": own}}
    unlabelled = labels and not _in(given, "metadata").get("labels")
    return {"spec": found, **({"metadata": {"labels": dict(labels)}} if unlabelled else {})}


def _namespace(given: Properties) -> Properties:
    name = _text(_in(given, "metadata"), "name")
    return {"metadata": {"labels": {"kubernetes.io/metadata.name": name}}} if name else {}


def _network_policy(given: Properties) -> Properties:
    egress: list[Value] = ["Egress"] if given.get("egress") else []
    return {"policyTypes": ["Ingress", *egress], "podSelector": {}}


_PERCENT: Final[Value] = {"type": "Percent", "value": 100, "periodSeconds": 15}
_PODS: Final[Value] = {"type": "Pods", "value": 4, "periodSeconds": 15}
_SCALING: Final[Properties] = {
    "scaleUp": {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": [_PODS, _PERCENT]},
    "scaleDown": {"selectPolicy": "Max", "policies": [_PERCENT]},
}
"""Below what is said of either direction; where nothing is, the controller keeps this to itself."""
_BUSY: Final[Value] = {
    "type": "Resource",
    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
}


def _subject(given: Properties) -> Properties:
    return {"apiGroup": "rbac.authorization.k8s.io"} if given.get("kind") in {"User", "Group"} else {}


def _claim_spec(given: Properties) -> Properties:
    source = {"apiGroup": None, **_in(given, "dataSource")}
    copied = source.get("kind") in {"PersistentVolumeClaim", "VolumeSnapshot"}
    return {"volumeMode": "Filesystem", **({"dataSourceRef": source} if copied else {})}


def _definition_names(given: Properties) -> Properties:
    kind = _text(given, "kind")
    return {"listKind": f"{kind}List", "singular": kind.lower()} if kind else {}


_REFERENCE: Final[Properties] = {"apiGroup": "rbac.authorization.k8s.io"}
_MATCHED: Final[Properties] = {"matchPolicy": "Equivalent", "namespaceSelector": {}, "objectSelector": {}}
_WEBHOOK: Final[Properties] = {**_MATCHED, "failurePolicy": "Fail", "timeoutSeconds": 10}

RULES: Final[Mapping[str, Rule]] = {
    "core/v1/Container": _container,
    "core/v1/ContainerPort": {"protocol": "TCP"},
    "core/v1/Probe": {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3},
    "core/v1/HTTPGetAction": {"path": "/", "scheme": "HTTP"},
    "core/v1/GRPCAction": {"service": ""},
    "core/v1/ObjectFieldSelector": {"apiVersion": "v1"},
    "core/v1/ResourceFieldSelector": {"divisor": "0"},
    "core/v1/PodTemplateSpec": {"metadata": {}},
    "core/v1/PodSpec": _pod_spec,
    "core/v1/Volume": _volume,
    "core/v1/HostPathVolumeSource": {"type": ""},
    "core/v1/SecretVolumeSource": {"defaultMode": _MODE},
    "core/v1/ConfigMapVolumeSource": {"defaultMode": _MODE},
    "core/v1/DownwardAPIVolumeSource": {"defaultMode": _MODE},
    "core/v1/ProjectedVolumeSource": {"defaultMode": _MODE},
    "core/v1/ServiceAccountTokenProjection": {"expirationSeconds": 3600},
    "core/v1/PersistentVolumeClaimTemplate": {"metadata": {}},
    "core/v1/PersistentVolumeClaim": {
        "apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": {"phase": "Pending"},
    },
    "core/v1/PersistentVolumeClaimSpec": _claim_spec,
    "core/v1:PersistentVolumeClaim": {"metadata": {"finalizers": ["kubernetes.io/pvc-protection"]}},
    "core/v1:PersistentVolume": {"metadata": {"finalizers": ["kubernetes.io/pv-protection"]}},
    "core/v1/PersistentVolumeSpec": {"persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"},
    "core/v1/ReplicationControllerSpec": {"replicas": 1},
    "core/v1/ServiceSpec": _service_spec,
    "core/v1/ServicePort": _service_port,
    "core/v1/EndpointPort": {"protocol": "TCP"},
    "core/v1:Namespace": _namespace,
    "apps/v1/DeploymentSpec": {
        "replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600, "strategy": {},
    },
    "apps/v1/DeploymentStrategy": _strategy,
    "apps/v1/RollingUpdateDeployment": {"maxUnavailable": "25%", "maxSurge": "25%"},
    "apps/v1/ReplicaSetSpec": {"replicas": 1},
    "apps/v1:DaemonSet": {"metadata": {"annotations": {"deprecated.daemonset.template.generation": "1"}}},
    "apps/v1/DaemonSetSpec": {"revisionHistoryLimit": 10, "updateStrategy": {}},
    "apps/v1/DaemonSetUpdateStrategy": _strategy,
    "apps/v1/RollingUpdateDaemonSet": {"maxUnavailable": 1, "maxSurge": 0},
    "apps/v1/StatefulSetSpec": {
        "replicas": 1, "revisionHistoryLimit": 10, "podManagementPolicy": "OrderedReady", "updateStrategy": {},
        "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"}, "serviceName": "",
    },
    "apps/v1/StatefulSetUpdateStrategy": _stateful_strategy,
    "apps/v1/RollingUpdateStatefulSetStrategy": {"partition": 0, "maxUnavailable": 1},
    "batch/v1:Job": _job,
    "batch/v1/JobTemplateSpec": {"metadata": {}},
    "batch/v1/CronJobSpec": {
        "concurrencyPolicy": "Allow", "suspend": False, "successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1,
    },
    "autoscaling/v2/HorizontalPodAutoscalerSpec": {"minReplicas": 1, "metrics": [_BUSY]},
    "autoscaling/v2/HorizontalPodAutoscalerBehavior": _SCALING,
    "autoscaling/v1/HorizontalPodAutoscalerSpec": {"minReplicas": 1},
    "networking/v1/NetworkPolicySpec": _network_policy,
    "networking/v1/NetworkPolicyPort": {"protocol": "TCP"},
    "networking/v1/IngressClassParametersReference": {"scope": "Cluster"},
    "discovery/v1/EndpointPort": {"name": "", "protocol": "TCP"},
    "discovery/v1/Endpoint": {"conditions": {}},
    "rbac/v1/RoleRef": _REFERENCE,
    "rbac/v1/Subject": _subject,
    "storage.k8s.io/v1:StorageClass": {"reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"},
    "storage/v1/CSIDriverSpec": {
        "attachRequired": True, "podInfoOnMount": False, "storageCapacity": False, "requiresRepublish": False,
        "fsGroupPolicy": "ReadWriteOnceWithFSType", "volumeLifecycleModes": ["Persistent"], "seLinuxMount": False,
    },
    "scheduling.k8s.io/v1:PriorityClass": {"preemptionPolicy": "PreemptLowerPriority", "value": 0},
    "apiextensions/v1/CustomResourceDefinitionSpec": {"conversion": {"strategy": "None"}},
    "apiextensions/v1/CustomResourceDefinitionNames": _definition_names,
    "admissionregistration/v1/ValidatingWebhook": _WEBHOOK,
    "admissionregistration/v1/MutatingWebhook": {**_WEBHOOK, "reinvocationPolicy": "Never"},
    "admissionregistration/v1/RuleWithOperations": {"scope": "*"},
    "admissionregistration/v1/NamedRuleWithOperations": {"scope": "*"},
    "admissionregistration/v1/ServiceReference": {"port": 443},
    "admissionregistration/v1/MatchResources": _MATCHED,
    "admissionregistration/v1/ValidatingAdmissionPolicySpec": {"failurePolicy": "Fail"},
}  # fmt: skip
"""By type: `apps/v1:DaemonSet` of an object, as in tokens; `core/v1/PodSpec` of what is in one, as the SDK has it."""

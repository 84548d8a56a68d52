"""What Kubernetes cannot change in place."""

from __future__ import annotations

from stackwright.simcloud.rules.model import Rule, Table, rules

SOURCE = "pulumi-kubernetes, provider/pkg/provider/diff.go: fields that the API server does not let change"
_METADATA = "metadata.name metadata.namespace apiVersion kind"
_STATEFUL_SET = (
    "spec.podManagementPolicy spec.revisionHistoryLimit spec.selector spec.serviceName spec.volumeClaimTemplates"
)
_VOLUMES = (
    "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs"
    " hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume"
)
_CONTAINER = (
    "args command env image imagePullPolicy lifecycle livenessProbe ports readinessProbe resources securityContext"
    " stdin stdinOnce terminationMessagePath terminationMessagePolicy tty volumeDevices volumeMounts workingDir"
)
_POD_SPEC = (
    "affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC hostNetwork"
    " hostPID hostname imagePullSecrets nodeName nodeSelector overhead preemptionPolicy priority priorityClassName"
    " readinessGates restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName"
    " shareProcessNamespace subdomain terminationGracePeriodSeconds volumes"
)


def _below(prefix: str, fields: str) -> str:
    return " ".join(f"{prefix}{field}" for field in fields.split())


_POD = " ".join(
    (
        _below("spec.", _POD_SPEC),
        _below("spec.containers[].", _CONTAINER),
        _below("spec.initContainers[].", _CONTAINER),
    )
)
_JOB = "spec.completions spec.parallelism spec.selector spec.template"

TABLE: Table = {
    "kubernetes:apps/v1:StatefulSet": _STATEFUL_SET,
    "kubernetes:apps/v1:Deployment": "spec.selector",
    "kubernetes:apps/v1:DaemonSet": "spec.selector",
    "kubernetes:batch/v1:Job": _JOB,
    "kubernetes:core/v1:ConfigMap": "binaryData data",
    "kubernetes:core/v1:PersistentVolume": _below("spec.", _VOLUMES),
    "kubernetes:core/v1:PersistentVolumeClaim": (
        "spec.accessModes spec.selector spec.storageClassName spec.volumeName"
    ),
    "kubernetes:core/v1:Pod": _POD,
    "kubernetes:core/v1:ResourceQuota": "spec.scopes",
    "kubernetes:core/v1:Secret": "type stringData data",
    "kubernetes:core/v1:Service": "spec.clusterIP",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": "roleRef",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": "roleRef",
    "kubernetes:storage.k8s.io/v1:StorageClass": "parameters provisioner",
}


def known(token: str) -> list[Rule]:
    return [Rule(path, SOURCE) for path in _METADATA.split()] + rules(TABLE, token, SOURCE)

"""`Worker`: every line of docs/components/worker.md's checklist."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.worker import Worker, WorkerArgs

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import Recording, record

ARGS: WorkerArgs = {"cloud": "private", "image": "example.com/jobs@sha256:0", "tags": {"owner": "team-retail"}}
CANARY = "postgresql://app:canary@db/app"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"


def made(*, preview: bool = False, **more: Any) -> Recording:
    def program() -> dict[str, Any]:
        secrets = {name: pulumi.Output.secret(value) for name, value in more.pop("secrets", {}).items()}
        worker = Worker("shop", {**ARGS, **more, **({"secrets": secrets} if secrets else {})})  # type: ignore[typeddict-item]
        return {"namespace": worker.namespace, "deployment_name": worker.deployment_name}

    return record(program, preview=preview)


@cache
def worker() -> Recording:
    return made(
        secrets={"DATABASE_URL": CANARY},
        environment={"LOG_LEVEL": "info"},
        command=["worker", "--queue=jobs"],
        health_command=["worker", "--alive"],
        shutdown_seconds=120,
    )


def pod(recording: Recording) -> dict[str, Any]:
    return recording.one(DEPLOYMENT).inputs["spec"]["template"]["spec"]


def container(recording: Recording) -> dict[str, Any]:
    (only,) = pod(recording)["containers"]
    return only


def test_the_namespace_admits_restricted_pods_only() -> None:
    labels = worker().one("kubernetes:core/v1:Namespace").inputs["metadata"]["labels"]
    for mode in ("enforce", "audit", "warn"):
        assert labels[f"pod-security.kubernetes.io/{mode}"] == "restricted"


def test_the_pod_meets_the_restricted_standard() -> None:
    """https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""
    whole, only = pod(worker())["securityContext"], container(worker())["securityContext"]
    assert whole["runAsNonRoot"] is only["runAsNonRoot"] is True
    assert whole["runAsUser"] == 65532
    assert whole["seccompProfile"] == only["seccompProfile"] == {"type": "RuntimeDefault"}
    assert only["allowPrivilegeEscalation"] is False
    assert only["capabilities"] == {"drop": ["ALL"]}
    assert {"hostNetwork", "hostPID", "hostIPC"}.isdisjoint(pod(worker()))


def test_the_root_file_system_is_read_only_but_for_tmp() -> None:
    assert container(worker())["securityContext"]["readOnlyRootFilesystem"] is True
    assert container(worker())["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]
    assert pod(worker())["volumes"] == [{"name": "tmp", "emptyDir": {"sizeLimit": "64Mi"}}]


def test_no_token_of_the_cluster_is_mounted() -> None:
    assert worker().one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"] is False
    assert pod(worker())["automountServiceAccountToken"] is False
    assert pod(worker())["enableServiceLinks"] is False


def test_what_is_asked_for_is_what_may_be_used() -> None:
    resources = container(worker())["resources"]
    assert resources["requests"] == resources["limits"]
    assert set(resources["limits"]) == {"cpu", "memory", "ephemeral-storage"}


def test_replicas_are_spread_over_hosts_and_zones() -> None:
    spread = {it["topologyKey"]: it for it in pod(worker())["topologySpreadConstraints"]}
    assert spread["kubernetes.io/hostname"]["whenUnsatisfiable"] == "DoNotSchedule"
    assert spread["topology.kubernetes.io/zone"]["whenUnsatisfiable"] == "ScheduleAnyway"
    selector = worker().one(DEPLOYMENT).inputs["spec"]["selector"]
    assert all(it["labelSelector"] == selector and it["maxSkew"] == 1 for it in spread.values())


def test_the_autoscaler_owns_the_replicas() -> None:
    scaler = worker().one("kubernetes:autoscaling/v2:HorizontalPodAutoscaler").inputs["spec"]
    assert (scaler["minReplicas"], scaler["maxReplicas"]) == (2, 6)
    (metric,) = scaler["metrics"]
    assert metric["resource"] == {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}
    assert scaler["behavior"] == {"scaleDown": {"stabilizationWindowSeconds": 300}}
    assert scaler["scaleTargetRef"]["name"] == worker().outputs["deployment_name"]
    assert "replicas" not in worker().one(DEPLOYMENT).inputs["spec"]


def test_a_drain_takes_one_replica_at_a_time() -> None:
    budget = worker().one("kubernetes:policy/v1:PodDisruptionBudget").inputs["spec"]
    assert budget["maxUnavailable"] == 1
    assert budget["unhealthyPodEvictionPolicy"] == "AlwaysAllow"


def test_a_rollout_never_has_fewer_replicas() -> None:
    strategy = worker().one(DEPLOYMENT).inputs["spec"]["strategy"]
    assert strategy["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    spec = worker().one(DEPLOYMENT).inputs["spec"]
    assert (spec["minReadySeconds"], spec["progressDeadlineSeconds"]) == (10, 600)


def test_a_replica_may_finish_what_it_has_begun() -> None:
    assert container(worker())["lifecycle"] == {"preStop": {"sleep": {"seconds": 5}}}
    assert pod(worker())["terminationGracePeriodSeconds"] == 125


def test_a_stuck_replica_is_restarted() -> None:
    assert container(worker())["livenessProbe"]["exec"] == {"command": ["worker", "--alive"]}
    assert "livenessProbe" not in container(made())


def test_nothing_comes_in_and_only_what_is_needed_goes_out() -> None:
    policies = worker().by_name(POLICY)
    nothing, needed = (policies[f"shop-{name}"].inputs["spec"] for name in ("nothing", "needed"))
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert "ingress" not in needed
    dns, *databases = needed["egress"]
    assert {(it["protocol"], it["port"]) for it in dns["ports"]} == {("UDP", 53), ("TCP", 53)}
    service, node = dns["to"]
    assert service["podSelector"] == {"matchLabels": {"k8s-app": "kube-dns"}}
    assert node == {"ipBlock": {"cidr": "169.254.20.10/32"}}
    assert [it["to"][0]["ipBlock"]["cidr"] for it in databases] == ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
    assert all(it["ports"] == [{"protocol": "TCP", "port": 5432}] for it in databases)


def test_the_policies_are_there_before_the_first_pod() -> None:
    assert {it.urn for it in worker().all(POLICY)} <= set(worker().one(DEPLOYMENT).depends_on)


def test_egress_is_what_it_is_told() -> None:
    needed = made(egress=[{"cidr": "10.20.4.7/32", "port": 5671.0}]).by_name(POLICY)["shop-needed"].inputs["spec"]
    assert needed["egress"][1:] == [
        {"to": [{"ipBlock": {"cidr": "10.20.4.7/32"}}], "ports": [{"protocol": "TCP", "port": 5671}]}
    ]


def test_the_secret_is_in_the_secret_and_nowhere_else() -> None:
    component = "stackwright-components:index:Worker"
    holders = {it.type for it in worker().resources if "canary" in json.dumps(it.inputs)}
    assert holders == {component, "kubernetes:core/v1:Secret"}
    secret = worker().one("kubernetes:core/v1:Secret").inputs
    assert "4dabf18193072939515e22adb298388d" in json.dumps(secret["stringData"])
    assert secret["immutable"] is True
    variables = {it["name"]: it for it in container(worker())["env"]}
    assert variables["LOG_LEVEL"]["value"] == "info"
    assert variables["DATABASE_URL"]["valueFrom"]["secretKeyRef"]["key"] == "DATABASE_URL"


def test_without_secrets_there_is_no_secret() -> None:
    assert not made().all("kubernetes:core/v1:Secret")


def test_everything_is_in_its_namespace() -> None:
    namespace = worker().outputs["namespace"]
    inside = [it for it in worker().children if it.type != "kubernetes:core/v1:Namespace"]
    assert {it.inputs["metadata"]["namespace"] for it in inside} == {namespace}
    assert all(it.inputs["metadata"]["labels"]["owner"] == "team-retail" for it in inside)
    assert all("name" not in it.inputs["metadata"] for it in worker().children)


QUEUE = {
    "cloud": "aws",
    "blueprint": "queue",
    "name": "orders",
    "queue_url": "https://sqs.eu-west-1.amazonaws.com/1/orders",
    "queue_id": "arn:aws:sqs:eu-west-1:1:orders",
}
IDENTITY = {
    "cloud": "aws",
    "blueprint": "workload-identity",
    "location": "eu-west-1",
    "issuer": "https://oidc.example.com/lab",
    "audience": "sts.amazonaws.com",
    "provider_arn": "arn:aws:iam::1:oidc-provider/oidc.example.com/lab",
}


def test_a_connection_without_keys_gives_the_pod_a_token_for_its_cloud_only() -> None:
    recording = made(connections={"ORDERS": {"to": QUEUE, "access": "receive", "via": IDENTITY}})
    (volume,) = [it for it in pod(recording)["volumes"] if it["name"] == "aws-identity"]
    assert volume["projected"]["sources"] == [
        {"serviceAccountToken": {"audience": "sts.amazonaws.com", "expirationSeconds": 3600, "path": "token"}}
    ]
    (mount,) = [it for it in container(recording)["volumeMounts"] if it["name"] == "aws-identity"]
    assert mount["readOnly"] is True
    variables = {it["name"]: it.get("value") for it in container(recording)["env"]}
    assert variables["AWS_WEB_IDENTITY_TOKEN_FILE"] == f"{mount['mountPath']}/token"
    assert pod(recording)["automountServiceAccountToken"] is False


def test_with_connections_nothing_else_goes_out() -> None:
    recording = made(connections={"ORDERS": {"to": QUEUE, "access": "receive", "via": IDENTITY}})
    policies = recording.by_name(POLICY)
    assert set(policies) == {"shop-nothing", "shop-needed", "shop-orders"}
    (dns,) = policies["shop-needed"].inputs["spec"]["egress"]
    assert {it["port"] for it in dns["ports"]} == {53}
    assert policies["shop-orders"].urn in recording.one(DEPLOYMENT).depends_on


def test_a_preview_in_which_nothing_is_known_works() -> None:
    assert made(preview=True, secrets={"A": "b"}).one(DEPLOYMENT)


@pytest.mark.parametrize(
    ("more", "argument"),
    [
        ({"cloud": "azure"}, "cloud"),
        ({"environment": {"A": "1"}, "secrets": {"A": "2"}}, "environment"),
        ({"user": 0}, "user"),
        ({"replicas": 4, "max_replicas": 3}, "max_replicas"),
    ],
)
def test_what_cannot_be_is_refused_by_name(more: dict[str, Any], argument: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(**more)


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/worker.md", "## Checklist on Kubernetes")
    assert len(named) > 10
    assert named <= properties_set(worker())

"""What a cluster fills in is put out, and makes no difference to anybody. How much of it: `test_measuring.py`."""

import pulumi
import pulumi_kubernetes as k8s
import pytest

from stackwright.testing import rehearse

LABELS = {"app": "web"}


def pods(**container):
    named = {"name": "web", "image": "nginx:1.27", **container}
    return {"metadata": {"labels": LABELS}, "spec": {"containers": [named]}}


def program():
    token = k8s.core.v1.Secret("token", string_data={"token": "t0ken"})
    env = [{"name": "TOKEN", "value": token.data["token"]}]
    spec = {"selector": {"matchLabels": LABELS}, "template": pods(env=env, ports=[{"containerPort": 80}])}
    k8s.apps.v1.Deployment("web", spec=spec)
    k8s.core.v1.Pod("one", spec=pods(resources={"limits": {"cpu": 2}})["spec"])
    k8s.core.v1.Service("web", spec={"selector": LABELS, "ports": [{"port": 80}], "type": "LoadBalancer"})
    k8s.batch.v1.Job("once", spec={"template": {"spec": {**pods()["spec"], "restartPolicy": "Never"}}})
    claim = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    k8s.core.v1.PersistentVolumeClaim("disk", spec=claim)


@pytest.fixture(scope="module")
def lived():
    with rehearse(program) as it:
        yield it.whole_life()


def outputs(lived, what):
    return lived.resource(what).outputs


def test_a_deployment_is_put_out_as_the_server_completes_it(lived):
    spec = outputs(lived, "Deployment::web")["spec"]
    assert spec["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "25%", "maxSurge": "25%"}}
    [container] = spec["template"]["spec"]["containers"]
    assert container["imagePullPolicy"] == "IfNotPresent"
    assert container["ports"] == [{"containerPort": 80, "protocol": "TCP"}]
    assert "t0ken" not in str(spec)


def test_a_pod_gets_a_token_and_asks_for_what_it_is_limited_to(lived):
    spec = outputs(lived, "Pod::one")["spec"]
    [container], [volume] = spec["containers"], spec["volumes"]
    assert container["resources"]["requests"] == {"cpu": "2"}
    assert [mount["name"] for mount in container["volumeMounts"]] == [volume["name"]]
    assert {it["key"] for it in spec["tolerations"]} == {
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    }


def test_a_job_selects_its_own_pods(lived):
    job = outputs(lived, "Job::once")
    assert job["spec"]["selector"]["matchLabels"].items() <= job["spec"]["template"]["metadata"]["labels"].items()
    assert job["metadata"]["uid"] in job["spec"]["selector"]["matchLabels"].values()


def test_an_update_keeps_what_was_filled_in():
    def grown(replicas):
        spec = {"replicas": replicas, "selector": {"matchLabels": LABELS}, "template": pods()}
        k8s.apps.v1.Deployment("web", spec=spec)

    with rehearse(lambda: grown(pulumi.Config().require_int("replicas"))) as it:
        it.up(replicas=1)
        change = it.up(replicas=3).changed_only("web").one("web")
        assert list(change.diff) == ["spec.replicas"]
        assert it.resource("web").outputs["spec"]["revisionHistoryLimit"] == 10


def test_a_secret_object_is_left_alone():
    def sealed():
        spec = pulumi.Output.secret({"selector": {"matchLabels": LABELS}, "template": pods()})
        k8s.apps.v1.Deployment("web", spec=spec)

    with rehearse(sealed) as it:
        it.up()
        it.up().nothing_changed()

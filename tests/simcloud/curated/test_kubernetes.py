"""What an API server and its controllers add to objects, and programs look for."""

import base64

from stackwright.wire.values import reveal

SERVICE = "kubernetes:core/v1:Service"


def test_a_service_on_nodes_has_ports_there(make):
    own = {"name": "tls", "port": 443, "nodePort": 30443, "targetPort": "https"}
    ports = [{"name": "http", "port": 80}, own]
    spec = {"type": "LoadBalancer", "externalTrafficPolicy": "Local", "ports": ports}
    made = make(SERVICE, {"metadata": {"name": "web"}, "spec": spec}).outputs["spec"]
    assert 30086 <= made["ports"][0]["nodePort"] <= 32767
    assert (made["ports"][0]["targetPort"], made["ports"][0]["protocol"]) == (80, "TCP")
    assert made["ports"][1] == {**own, "protocol": "TCP"}
    assert made["healthCheckNodePort"] not in {None, made["ports"][0]["nodePort"]}
    inside = make(SERVICE, {"metadata": {"name": "db"}, "spec": {"ports": [{"port": 5432}]}}).outputs["spec"]
    assert inside["ports"] == [{"port": 5432, "targetPort": 5432, "protocol": "TCP"}]


def test_a_secret_for_a_service_account_gets_its_token(make):
    metadata = {"name": "ci", "namespace": "ops", "annotations": {"kubernetes.io/service-account.name": "deployer"}}
    made = make("kubernetes:core/v1:Secret", {"metadata": metadata, "type": "kubernetes.io/service-account-token"})
    data = {key: base64.b64decode(str(text)).decode() for key, text in reveal(made.outputs["data"]).items()}
    assert data.keys() == {"ca.crt", "namespace", "token"}
    assert data["namespace"] == "ops"
    claims = data["token"].split(".")[1]
    assert b"system:serviceaccount:ops:deployer" in base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4))


def test_a_balancer_inside_of_a_network_has_an_address_there(make):
    metadata = {"name": "api", "annotations": {"networking.gke.io/load-balancer-type": "Internal"}}
    made = make(SERVICE, {"metadata": metadata, "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}})
    assert made.outputs["status"]["loadBalancer"]["ingress"][0]["ip"].startswith("10.")


def test_every_kind_with_a_status_has_one(make):
    made = make("kubernetes:core/v1:ReplicationController", {"metadata": {"name": "old"}, "spec": {"replicas": 2}})
    review = make("kubernetes:resource.k8s.io/v1beta1:ResourceClaim", {"metadata": {"name": "one"}, "spec": {}})
    policy = make("kubernetes:networking.k8s.io/v1:NetworkPolicy", {"metadata": {"name": "none"}, "spec": {}})
    assert made.outputs["status"]["readyReplicas"] == 2
    assert review.outputs["status"] == {}
    assert "status" not in policy.outputs


def test_finalizers_of_custom_resources_need_no_domain(make):
    metadata = {"name": "shop", "finalizers": ["resources-finalizer.argocd.argoproj.io"]}
    assert make("kubernetes:argoproj.io/v1alpha1:Application", {"metadata": metadata, "spec": {}}).id

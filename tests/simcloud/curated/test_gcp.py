"""Values that programs on Google Cloud export, hand on, or take apart."""

import base64
import ipaddress

from stackwright.wire.values import UNKNOWN, reveal

HERE = {"project": "shop-dev", "region": "europe-west1", "zone": "europe-west1-b"}


def test_a_machine_has_an_address_of_its_subnetwork_and_a_public_one_where_it_is_asked_for(make):
    inputs = {"ipCidrRange": "10.0.1.0/24", "network": "main", "name": "web"}
    subnetwork = make("gcp:compute/subnetwork:Subnetwork", inputs, config=HERE)
    interfaces = [{"subnetwork": subnetwork.id, "accessConfigs": [{}]}, {"network": "default"}]
    machine = {"name": "vm", "machineType": "e2-micro", "bootDisk": {}, "networkInterfaces": interfaces}
    made = make("gcp:compute/instance:Instance", machine, config=HERE)
    first, second = made.outputs["networkInterfaces"]
    assert ipaddress.ip_address(first["networkIp"]) in ipaddress.ip_network("10.0.1.0/24")
    assert ipaddress.ip_address(first["accessConfigs"][0]["natIp"])
    assert first["subnetwork"] == subnetwork.id, "what was given stays"
    assert second["accessConfigs"] == []
    preview = made.provider.create(made.urn, made.inputs, preview=True).outputs["networkInterfaces"][0]
    assert preview["accessConfigs"][0]["natIp"] == UNKNOWN
    assert not made.diff().detailed, "nothing of it is a change"


def test_a_reserved_address_is_given_on(make):
    interfaces = [{"network": "default", "accessConfigs": [{"natIp": "203.0.113.7"}]}]
    machine = {"name": "vm", "machineType": "e2-micro", "bootDisk": {}, "networkInterfaces": interfaces}
    made = make("gcp:compute/instance:Instance", machine, config=HERE)
    assert made.outputs["networkInterfaces"][0]["accessConfigs"][0]["natIp"] == "203.0.113.7"


def test_a_cluster_has_what_a_kubeconfig_is_made_of(make):
    made = make("gcp:container/cluster:Cluster", {"name": "main", "initialNodeCount": 1}, config=HERE)
    authority = base64.b64decode(made.outputs["masterAuth"]["clusterCaCertificate"]).decode()
    assert authority.startswith("-----BEGIN CERTIFICATE-----")
    assert ipaddress.ip_address(made.outputs["endpoint"])
    assert made.id == "projects/shop-dev/locations/europe-west1-b/clusters/main"
    pool = make("gcp:container/nodePool:NodePool", {"name": "one", "cluster": "main"}, config=HERE)
    assert pool.id == f"{made.id}/nodePools/one"


def test_services_and_functions_have_the_urls_of_their_region(make):
    image = {"containers": [{"image": "nginx"}]}
    at = {"name": "api", "location": "europe-west1"}
    run = make("gcp:cloudrunv2/service:Service", {**at, "template": image}, config=HERE)
    old = make("gcp:cloudrun/service:Service", {**at, "name": "old"}, config=HERE)
    first = {"name": "fn", "runtime": "python311", "triggerHttp": True}
    function = make("gcp:cloudfunctions/function:Function", first, config=HERE)
    second = make("gcp:cloudfunctionsv2/function:Function", {**at, "serviceConfig": {}}, config=HERE)
    assert run.outputs["uri"].startswith("https://api-")
    assert run.outputs["uri"].endswith("-ew.a.run.app")
    assert old.outputs["statuses"][0]["url"].startswith("https://old-")
    assert function.outputs["httpsTriggerUrl"] == "https://europe-west1-shop-dev.cloudfunctions.net/fn"
    assert second.outputs["serviceConfig"]["uri"].endswith("-ew.a.run.app")


def test_a_database_says_its_addresses_and_its_certificate(make):
    private = {"ipConfiguration": {"privateNetwork": "projects/shop-dev/global/networks/main"}}
    inputs = {"name": "db", "databaseVersion": "POSTGRES_17", "settings": {"tier": "db-f1-micro", **private}}
    outputs = make("gcp:sql/databaseInstance:DatabaseInstance", inputs, config=HERE).outputs
    assert [each["type"] for each in outputs["ipAddresses"]] == ["PRIMARY", "PRIVATE"]
    assert outputs["privateIpAddress"] == outputs["ipAddresses"][1]["ipAddress"]
    assert outputs["connectionName"] == "shop-dev:europe-west1:db"


def test_ids_of_the_compute_engine_are_spelt_as_it_spells_them(make):
    made = make("gcp:compute/regionUrlMap:RegionUrlMap", {"name": "web"}, config=HERE)
    assert made.id == "projects/shop-dev/regions/europe-west1/urlMaps/web"
    certificate = make(
        "gcp:compute/sSLCertificate:SSLCertificate", {"name": "web", "certificate": "", "privateKey": ""}
    )
    assert "/sslCertificates/" in certificate.id


def test_the_default_network_is_supposed_to_be_there(host):
    provider = host.connect("gcp")
    provider.configure(HERE)
    found = provider.invoke("gcp:compute/getNetwork:getNetwork", {"name": "default"}).value
    assert found["selfLink"] == "https://www.googleapis.com/compute/v1/projects/shop-dev/global/networks/default"
    assert isinstance(found["networkId"], int)


def test_a_machine_finds_its_subnetwork_by_link_and_by_name_too(make):
    inputs = {"ipCidrRange": "10.0.7.0/24", "network": "main", "name": "back"}
    subnetwork = make("gcp:compute/subnetwork:Subnetwork", inputs, config=HERE)
    interfaces = [{"subnetwork": subnetwork.outputs["selfLink"]}, {"subnetwork": "back"}]
    machine = {"name": "vm", "machineType": "e2-micro", "bootDisk": {}, "networkInterfaces": interfaces}
    made = make("gcp:compute/instance:Instance", machine, config=HERE)
    for interface in made.outputs["networkInterfaces"]:
        assert ipaddress.ip_address(interface["networkIp"]) in ipaddress.ip_network("10.0.7.0/24")


def test_folders_and_projects_have_numbers(make):
    folder = make("gcp:organizations/folder:Folder", {"displayName": "Team", "parent": "organizations/1"}, config=HERE)
    assert folder.id == folder.outputs["name"] == f"folders/{folder.outputs['folderId']}"
    assert folder.outputs["folderId"].isdigit()
    project = make("gcp:organizations/project:Project", {"projectId": "acme-1", "folderId": folder.id}, config=HERE)
    assert project.outputs["number"].isdigit()


def test_an_airflow_says_where_its_graphs_go(make):
    made = make("gcp:composer/environment:Environment", {"name": "flow", "config": {"nodeCount": 4}}, config=HERE)
    assert made.outputs["config"]["dagGcsPrefix"].startswith("gs://europe-west1-flow-")
    assert made.outputs["config"]["nodeCount"] == 4


def test_a_cache_has_a_password_where_it_is_asked_for(make):
    plain = make("gcp:redis/instance:Instance", {"name": "a", "memorySizeGb": 1}, config=HERE)
    guarded = make("gcp:redis/instance:Instance", {"name": "b", "memorySizeGb": 1, "authEnabled": True}, config=HERE)
    assert (reveal(plain.outputs["authString"]), bool(reveal(guarded.outputs["authString"]))) == ("", True)


def test_functions_answer_as_google_does(make):
    provider = make("gcp:pubsub/topic:Topic", {"name": "topic"}, config=HERE).provider
    blocks = provider.invoke("gcp:compute/getNetblockIPRanges:getNetblockIPRanges", {"rangeType": "health-checkers"})
    assert blocks.value["cidrBlocks"] == ["35.191.0.0/16", "130.211.0.0/22"]
    where = {"bucket": "b", "path": "a/b.txt"}
    url = provider.invoke("gcp:storage/getObjectSignedUrl:getObjectSignedUrl", where).value["signedUrl"]
    assert str(url).startswith("https://storage.googleapis.com/b/a/b.txt?GoogleAccessId=")
    zone = provider.invoke("gcp:dns/getManagedZone:getManagedZone", {"name": "prod"}).value
    assert zone["dnsName"] == "prod.example.com."

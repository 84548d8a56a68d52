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


def test_an_internal_rule_is_reached_in_its_subnetwork(make):
    inputs = {"ipCidrRange": "10.0.9.0/24", "network": "main", "name": "inner"}
    subnetwork = make("gcp:compute/subnetwork:Subnetwork", inputs, config=HERE)
    rule, token = {"name": "l4", "subnetwork": subnetwork.id}, "gcp:compute/forwardingRule:ForwardingRule"
    inside = make(token, {**rule, "loadBalancingScheme": "INTERNAL", "serviceLabel": "db"}, config=HERE).outputs
    outside = make(token, {"name": "out"}, config=HERE).outputs
    own = {"name": "own", "addressType": "INTERNAL", "subnetwork": subnetwork.outputs["selfLink"]}
    address = make("gcp:compute/address:Address", own, config=HERE).outputs["address"]
    assert inside["ipAddress"].startswith("10.0.9.")
    assert inside["serviceName"] == "db.l4.il4.europe-west1.lb.shop-dev.internal"
    assert not ipaddress.ip_address(outside["ipAddress"]).is_global, "one of those for documentation"
    assert address.startswith("10.0.9.")


def test_a_cluster_has_the_ranges_of_its_subnetwork_and_a_control_plane_in_its_own(make):
    ranges = [{"rangeName": "pods", "ipCidrRange": "10.20.0.0/14"}, {"rangeName": "svc", "ipCidrRange": "10.30.0.0/20"}]
    inputs = {"ipCidrRange": "10.0.0.0/20", "network": "main", "name": "gke", "secondaryIpRanges": ranges}
    make("gcp:compute/subnetwork:Subnetwork", inputs, config=HERE)
    policy = {"clusterSecondaryRangeName": "pods", "servicesSecondaryRangeName": "svc"}
    private = {"masterIpv4CidrBlock": "172.16.0.0/28", "enablePrivateNodes": True}
    cluster = {"name": "c", "subnetwork": "gke", "ipAllocationPolicy": policy, "privateClusterConfig": private}
    made = make("gcp:container/cluster:Cluster", cluster, config=HERE)
    assert (made.outputs["clusterIpv4Cidr"], made.outputs["servicesIpv4Cidr"]) == ("10.20.0.0/14", "10.30.0.0/20")
    assert made.outputs["privateClusterConfig"]["privateEndpoint"] == "172.16.0.2"
    asked = {"versionPrefix": "1.31."}
    versions = made.provider.invoke("gcp:container/getEngineVersions:getEngineVersions", asked).value
    assert versions["latestMasterVersion"].startswith("1.31.")


def test_versions_of_a_secret_are_counted(make):
    token, secret = "gcp:secretmanager/secretVersion:SecretVersion", "projects/shop-dev/secrets/key"
    first, second = (make(token, {"secret": secret, "secretData": data}, config=HERE) for data in "ab")
    assert [reveal(each.outputs["version"]) for each in (first, second)] == ["1", "2"]


def test_a_name_that_nobody_chooses_is_the_whole_path(make):
    made = make("gcp:dataplex/glossary:Glossary", {"glossaryId": "words", "location": "europe-west1"}, config=HERE)
    assert made.outputs["name"] == made.id
    assert made.id.endswith("/words"), "the id that was chosen in place of a name"


def test_services_have_the_hosts_that_google_gives_them(make):
    engine = make("gcp:appengine/application:Application", {"locationId": "us-east1"}, config=HERE).outputs
    assert (engine["defaultHostname"], engine["gcrDomain"]) == ("shop-dev.ue.r.appspot.com", "us.gcr.io")
    gateway = {"gatewayId": "gw", "apiConfig": "a", "region": "europe-west1"}
    host = make("gcp:apigateway/gateway:Gateway", gateway, config=HERE).outputs["defaultHostname"]
    assert host.startswith("gw-")
    assert host.endswith(".ew.gateway.dev")
    sink = {"name": "all", "orgId": "42", "destination": "storage.googleapis.com/logs"}
    writer = make("gcp:logging/organizationSink:OrganizationSink", sink, config=HERE).outputs["writerIdentity"]
    assert writer == "serviceAccount:service-org-42@gcp-sa-logging.iam.gserviceaccount.com"


def test_what_the_cloud_adds_inside_of_what_was_given_is_there(make):
    cluster = {"name": "spark", "clusterConfig": {"masterConfig": {"numInstances": 1}}}
    machines = make("gcp:dataproc/cluster:Cluster", cluster, config=HERE).outputs["clusterConfig"]
    assert machines["masterConfig"]["instanceNames"] == ["spark-m"]
    connection = {"connectionId": "lake", "location": "EU", "cloudResource": {}}
    made = make("gcp:bigquery/connection:Connection", connection, config=HERE).outputs["cloudResource"]
    assert made["serviceAccountId"].endswith("@gcp-sa-bigquery-condel.iam.gserviceaccount.com")
    tls = {"name": "c", "memorySizeGb": 1, "transitEncryptionMode": "SERVER_AUTHENTICATION"}
    authorities = make("gcp:redis/instance:Instance", tls, config=HERE).outputs["serverCaCerts"]
    assert reveal(authorities)[0]["cert"].startswith("-----BEGIN CERTIFICATE-----")

"""What Google and Kubernetes refuse, a scene for each kind at least."""

from __future__ import annotations

from tests.simcloud.refusing.scenes import Scene, create, delete, scene

COMPUTE = "gcp:compute/"
NETWORK, SUBNET = f"{COMPUTE}network:Network", f"{COMPUTE}subnetwork:Subnetwork"
INSTANCE, ADDRESS = f"{COMPUTE}instance:Instance", f"{COMPUTE}address:Address"
BUCKET, CLUSTER = "gcp:storage/bucket:Bucket", "gcp:container/cluster:Cluster"
FIREWALL, ACCOUNT = f"{COMPUTE}firewall:Firewall", "gcp:serviceaccount/account:Account"
network = create("net", NETWORK, {"name": "main", "autoCreateSubnetworks": False})


def _subnet(name, block, **more):
    return create(
        name, SUBNET, {"name": name, "network": "${net}", "ipCidrRange": block, "region": "europe-west1", **more}
    )


def _vm(name, **more):
    disk = {"initializeParams": {"image": "debian-cloud/debian-12"}}
    return create(
        name,
        INSTANCE,
        {
            "name": name,
            "machineType": "e2-small",
            "zone": "europe-west1-b",
            "bootDisk": disk,
            "networkInterfaces": [{"network": "default"}],
            **more,
        },
    )


web = _subnet("web", "10.0.0.0/24")
check = create("check", f"{COMPUTE}healthCheck:HealthCheck", {"tcpHealthCheck": {"port": 80}})
service = create("service", f"{COMPUTE}backendService:BackendService", {"healthChecks": "${check.selfLink}"})
urls = create("urls", f"{COMPUTE}uRLMap:URLMap", {"defaultService": "${service.selfLink}"})
SCENES: list[Scene] = [
    scene(
        "gcp-subnet-conflict",
        "googleapi: Error 400: Invalid IPCidrRange: 10.0.0.128/25 conflicts with existing subnetwork"
        " 'web' in region 'europe-west1'., invalid",
        network,
        web,
        _subnet("two", "10.0.0.128/25"),
    ),
    scene(
        "gcp-subnet-conflict",
        "Invalid IPCidrRange: 10.0.0.0/24 conflicts",
        network,
        _subnet("pods", "10.8.0.0/24", secondaryIpRanges=[{"rangeName": "p", "ipCidrRange": "10.0.0.0/16"}]),
        web,
    ),
    scene("gcp-name", "Must be a match of regex", create("n", NETWORK, {"name": "my_network"})),
    scene("gcp-name", '"account_id" ("ci") doesn\'t match regexp', create("a", ACCOUNT, {"accountId": "ci"})),
    scene("gcp-name", "Invalid bucket name: 'Files'", create("b", BUCKET, {"name": "Files", "location": "EU"})),
    scene(
        "gcp-name",
        "Invalid resource name: Web",
        create("s", "gcp:cloudrunv2/service:Service", {"name": "Web", "location": "europe-west1", "template": {}}),
    ),
    scene(
        "gcp-exists",
        "googleapi: Error 409: The resource 'projects/shop/global/networks/main' already exists, alreadyExists",
        network,
        create("again", NETWORK, {"name": "main"}),
    ),
    scene(
        "gcp-exists",
        "you already own it., conflict",
        create("a", BUCKET, {"name": "files", "location": "EU"}),
        create("b", BUCKET, {"name": "files", "location": "EU"}),
    ),
    scene(
        "gcp-bucket-taken",
        "The requested bucket name is not available.",
        create("a", BUCKET, {"name": "files", "location": "EU"}),
        create("b", BUCKET, {"name": "files", "location": "EU"}, project="other"),
    ),
    scene(
        "gcp-place",
        "Invalid value for field 'zone': 'europe-west1'. Unknown zone., invalid",
        _vm("vm", zone="europe-west1"),
    ),
    scene("gcp-place", "Invalid value for field 'region': 'eu-west-1'", create("a", ADDRESS, {"region": "eu-west-1"})),
    scene("gcp-place", "Unknown region., invalid", create("a", ADDRESS, {"region": "europe-west99"})),
    scene("gcp-place", "'europe-west1-a'. Unknown zone., invalid", _vm("vm", zone="europe-west1-a")),
    scene("gcp-place", 'Location "uk-south1" does not exist.', create("c", CLUSTER, {"location": "uk-south1"})),
    scene(
        "gcp-place",
        "The specified location constraint is not valid., invalid",
        create("b", BUCKET, {"name": "files", "location": "MARS"}),
    ),
    scene(
        "gcp-place",
        "googleapi: Error 403: Permission denied on 'locations/us-east-1' (or it may not exist)., forbidden",
        create("s", "gcp:cloudrunv2/service:Service", {"location": "us-east-1", "template": {}}),
    ),
    scene(
        "gcp-value",
        'expected routing_mode to be one of ["REGIONAL" "GLOBAL"], got ZONAL. Examine values at \'n.routingMode\'.',
        create("n", NETWORK, {"name": "main", "routingMode": "ZONAL"}),
    ),
    scene(
        "gcp-value",
        "expected port_specification to be one of",
        create("h", f"{COMPUTE}healthCheck:HealthCheck", {"httpHealthCheck": {"portSpecification": "USE_ANY"}}),
    ),
    scene("gcp-firewall", "one of `allow,deny` must be specified", create("f", FIREWALL, {"network": "default"})),
    scene(
        "gcp-reference",
        "googleapi: Error 404: The resource 'projects/shop/global/networks/main' was not found, notFound",
        network,
        delete("net"),
        web,
    ),
    scene(
        "gcp-in-use",
        "The network resource 'projects/shop/global/networks/main' is already being used by"
        " 'projects/shop/regions/europe-west1/subnetworks/web', resourceInUseByAnotherResource",
        network,
        web,
        delete("net"),
    ),
    scene(
        "gcp-in-use",
        "The subnetwork resource",
        network,
        web,
        _vm("vm", networkInterfaces=[{"subnetwork": "${web.selfLink}"}]),
        delete("web"),
    ),
    scene(
        "gcp-in-use",
        "The address resource",
        create("ip", ADDRESS, {"region": "europe-west1"}),
        _vm("vm", networkInterfaces=[{"network": "default", "accessConfigs": [{"natIp": "${ip.address}"}]}]),
        delete("ip"),
    ),
    scene(
        "gcp-in-use",
        "The disk resource",
        create("d", f"{COMPUTE}disk:Disk", {"zone": "europe-west1-b", "size": 10}),
        _vm("vm", attachedDisks=[{"source": "${d.selfLink}"}]),
        delete("d"),
    ),
    scene("gcp-in-use", "The health_check resource", check, service, delete("check")),
    scene("gcp-in-use", "The backend_service resource", check, service, urls, delete("service")),
    scene(
        "gcp-in-use",
        "The url_map resource",
        check,
        service,
        urls,
        create("p", f"{COMPUTE}targetHttpProxy:TargetHttpProxy", {"urlMap": "${urls.selfLink}"}),
        delete("urls"),
    ),
    scene(
        "gcp-bucket-not-empty",
        "containing objects without `force_destroy` set to true",
        create("b", BUCKET, {"name": "files", "location": "EU"}),
        create("o", "gcp:storage/bucketObject:BucketObject", {"bucket": "${b}", "name": "o", "content": "c"}),
        delete("b"),
    ),
    scene(
        "gcp-protected",
        "Cannot destroy cluster because deletion_protection is set to true.",
        create("c", CLUSTER, {"name": "apps", "location": "europe-west1", "initialNodeCount": 1}),
        delete("c"),
    ),
    scene(
        "kubernetes-exists",
        'namespaces "shop" already exists',
        create("a", "kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}}),
        create("b", "kubernetes:core/v1:Namespace", {"metadata": {"name": "shop"}}),
    ),
]

"""Values that hang together over several resources: hosts of one account, the first of several, records of one name."""

import re

import pytest

from stackwright.simcloud.curated.aws import places

REGION = {"region": "eu-west-1"}
CLUSTER = {"engine": "aurora-postgresql", "clusterIdentifier": "shop"}


def test_all_databases_of_an_account_have_its_mark_in_a_region(make):
    one = make("aws:rds/cluster:Cluster", CLUSTER, config=REGION).outputs
    other = make(
        "aws:rds/instance:Instance",
        {"engine": "mysql", "instanceClass": "db.t3.micro", "identifier": "a"},
        config=REGION,
    ).outputs
    mark = re.fullmatch(r"shop\.cluster-(c\w{11})\.eu-west-1\.rds\.amazonaws\.com", one["endpoint"])[1]
    assert other["address"] == f"a.{mark}.eu-west-1.rds.amazonaws.com"
    assert one["readerEndpoint"].startswith(f"shop.cluster-ro-{mark}.")


def test_the_first_instance_of_a_cluster_writes_and_goes_on_writing(make):
    make("aws:rds/cluster:Cluster", CLUSTER, config=REGION)
    given = {"clusterIdentifier": "shop", "engine": "aurora-postgresql", "instanceClass": "db.r6g.large"}
    kind = "aws:rds/clusterInstance:ClusterInstance"
    first, second = (make(kind, {**given, "identifier": f"shop-{n}"}, name=f"i{n}", config=REGION) for n in (1, 2))
    assert (first.outputs["writer"], second.outputs["writer"]) == (True, False)
    news = {**first.inputs, "promotionTier": 1}
    assert first.provider.update(first.urn, first.id, first.inputs, first.outputs, news)["writer"] is True


def test_a_replica_is_of_its_source(make):
    database = {"instanceClass": "db.t3.micro", "identifier": "main"}
    kind = "aws:rds/instance:Instance"
    make(
        kind, {**database, "engine": "mysql", "engineVersion": "8.0", "dbName": "shop", "username": "me"}, config=REGION
    )
    inputs = {"instanceClass": "db.t3.micro", "identifier": "copy", "replicateSourceDb": "main"}
    copy = make(kind, inputs, name="copy", config=REGION).outputs
    assert [copy[name] for name in ("engine", "dbName", "username", "port")] == ["mysql", "shop", "me", 3306]
    assert copy["engineVersionActual"] == "8.0.42"


def test_a_wildcard_is_validated_with_the_record_of_its_domain(make):
    names = {"domainName": "shop.example", "subjectAlternativeNames": ["*.shop.example", "www.shop.example"]}
    plain, wildcard, other = make("aws:acm/certificate:Certificate", names, config=REGION).outputs[
        "domainValidationOptions"
    ]
    assert wildcard["resourceRecordName"] == plain["resourceRecordName"] != other["resourceRecordName"]


def test_a_record_at_the_apex_is_called_like_its_zone(make):
    zone = make("aws:route53/zone:Zone", {"name": "shop.example"}, config=REGION)
    record = {"zoneId": zone.id, "name": "", "type": "A", "ttl": 60, "records": ["203.0.113.1"]}
    assert make("aws:route53/record:Record", record, config=REGION).outputs["fqdn"] == "shop.example"


@pytest.mark.parametrize(
    ("dimension", "service", "role"),
    [
        ("dynamodb:table:ReadCapacityUnits", "dynamodb", "DynamoDBTable"),
        ("sagemaker:variant:DesiredInstanceCount", "sagemaker", "SageMakerEndpoint"),
        ("rds:cluster:ReadReplicaCount", "rds", "RDSCluster"),
    ],
)
def test_each_service_is_scaled_with_a_role_of_its_own(make, dimension, service, role):
    inputs = {"scalableDimension": dimension, "serviceNamespace": service, "resourceId": "r"}
    made = make("aws:appautoscaling/target:Target", {**inputs, "minCapacity": 1, "maxCapacity": 2}, config=REGION)
    ending = f"{service}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_{role}"
    assert made.outputs["roleArn"].endswith(ending)


def test_a_network_out_of_a_pool_has_a_range_of_it_that_no_other_has(make):
    make("aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr", {"ipamPoolId": "pool", "cidr": "10.128.0.0/12"}, config=REGION)
    inputs = {"ipv4IpamPoolId": "pool", "ipv4NetmaskLength": 20}
    made = [make("aws:ec2/vpc:Vpc", inputs, name=f"v{n}", config=REGION).outputs["cidrBlock"] for n in (1, 2)]
    assert made == ["10.128.0.0/20", "10.128.16.0/20"]


@pytest.mark.parametrize(
    ("region", "endpoint"), [("eu-west-1", "b.s3-website-eu-west-1"), ("eu-central-1", "b.s3-website.eu-central-1")]
)
def test_older_regions_write_the_host_of_a_website_with_a_hyphen(make, region, endpoint):
    kind = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"
    made = make(kind, {"bucket": "b", "indexDocument": {"suffix": "i"}}, config={"region": region}).outputs
    assert made["websiteEndpoint"] == f"{endpoint}.amazonaws.com"


def test_zones_are_those_that_aws_lists():
    assert places.zone("network load balancers", "ap-southeast-2") == "ZCT6FZBF4DROD"
    assert places.zone("S3 websites", "ap-southeast-1") == "Z3O0J2DXBE1FTB"
    assert re.fullmatch(r"Z[A-Z0-9]{13}", places.zone("S3 websites", "xx-new-1"))


def test_a_bucket_with_a_website_of_its_own_says_where_that_is(make):
    plain = make("aws:s3/bucket:Bucket", {"bucket": "plain"}, name="plain", config=REGION).outputs
    site = make("aws:s3/bucket:Bucket", {"bucket": "site", "website": {"indexDocument": "i"}}, config=REGION).outputs
    assert site["websiteEndpoint"] == "site.s3-website-eu-west-1.amazonaws.com"
    assert "websiteEndpoint" not in plain


def test_nodes_run_the_version_of_their_cluster(make):
    network = {"vpcConfig": {"subnetIds": []}, "roleArn": "arn:aws:iam::123456789012:role/r"}
    make("aws:eks/cluster:Cluster", {"name": "c", "version": "1.31", **network}, config=REGION)
    nodes = {
        "clusterName": "c",
        "nodeRoleArn": "arn:aws:iam::123456789012:role/n",
        "scalingConfig": {},
        "subnetIds": [],
    }
    inputs = {**nodes, "scalingConfig": {"minSize": 1, "maxSize": 1, "desiredSize": 1}}
    made = make("aws:eks/nodeGroup:NodeGroup", inputs, config=REGION).outputs
    assert (made["version"], made["releaseVersion"].partition("-")[0]) == ("1.31", "1.31.1")


@pytest.mark.parametrize("body", ['{"Outputs": {"Arn": {}}}', "Resources: {}\nOutputs:\n  Arn:\n    Value: !Ref T\n"])
def test_a_stack_of_cloudformation_has_the_outputs_of_its_template(make, body):
    made = make("aws:cloudformation/stack:Stack", {"name": "s", "templateBody": body}, config=REGION)
    assert list(made.outputs["outputs"]) == ["Arn"]
    assert re.fullmatch(r"arn:aws:cloudformation:eu-west-1:\d{12}:stack/s/[0-9a-f-]{36}", made.id)


def test_a_service_on_capacity_providers_has_no_launch_type(make):
    service = {"cluster": "c", "taskDefinition": "t:1"}
    made = make("aws:ecs/service:Service", {**service, "capacityProviderStrategies": [{"capacityProvider": "FARGATE"}]})
    assert made.outputs["launchType"] == ""

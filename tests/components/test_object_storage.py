"""`ObjectStorage`, line by line of the checklist in docs/components/object-storage.md."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.object_storage import ObjectStorage, ObjectStorageArgs

from tests.components.recording import Recording, record

TAGS = {"owner": "team-retail", "service": "Shop"}
PLACES = {"aws": ("pulumi_aws", ""), "azure": ("pulumi_azure_native", "westeurope"), "gcp": ("pulumi_gcp", "EU")}
CLOUDS = sorted(PLACES)
BUCKETS = {
    "aws": "aws:s3/bucket:Bucket",
    "azure": "azure-native:storage:StorageAccount",
    "gcp": "gcp:storage/bucket:Bucket",
}


def storage(cloud: str, **changes: Any) -> Recording:
    """Recorded once: the SDK takes its time, on Azure above all, with an alias per API version."""
    return _storage(cloud, json.dumps(changes))


@cache
def _storage(cloud: str, changes: str) -> Recording:
    package, location = PLACES[cloud]

    def program() -> dict[str, Any]:
        provider = import_module(package).Provider("explicit")
        args: ObjectStorageArgs = {"cloud": cloud, "location": location, "tags": TAGS, **json.loads(changes)}
        built = ObjectStorage("shop", args, pulumi.ResourceOptions(providers=[provider]))
        return {"bucket_name": built.bucket_name, "bucket_id": built.bucket_id, "url": built.url}

    return record(program)


def default(cloud: str) -> Recording:
    return storage(cloud)


@pytest.mark.parametrize("cloud", CLOUDS)
class TestEveryCloud:
    def test_outputs_have_one_interface(self, cloud: str) -> None:
        outputs = default(cloud).outputs
        assert set(outputs) == {"bucket_name", "bucket_id", "url"}
        scheme = {"aws": "s3://", "azure": "https://", "gcp": "gs://"}[cloud]
        assert outputs["url"].startswith(scheme)

    def test_children_inherit_the_components_parent_and_provider(self, cloud: str) -> None:
        component = default(cloud).one("stackwright-components:index:ObjectStorage")
        for child in default(cloud).children:
            assert child.parent == component.urn
            assert "::explicit::" in child.provider
            assert child.name.startswith("shop")

    def test_everything_that_holds_data_is_tagged(self, cloud: str) -> None:
        for bucket in default(cloud).all(BUCKETS[cloud]):
            tags = bucket.inputs.get("tags") or bucket.inputs["labels"]
            assert tags["owner"] == "team-retail"

    def test_access_logs_can_be_switched_off(self, cloud: str) -> None:
        assert not [it for it in storage(cloud, access_logs=False).children if "access-logs" in it.name]


def test_the_private_cloud_has_none() -> None:
    with pytest.raises(ArgumentError, match="'private' is not one of aws, azure, gcp"):
        record(lambda: {"url": ObjectStorage("shop", {"cloud": "private"}).url})


@pytest.mark.parametrize("cloud", ["azure", "gcp"])
def test_a_location_is_needed(cloud: str) -> None:
    with pytest.raises(ArgumentError, match="location"):
        storage(cloud, location="")


class TestAws:
    BOTH = ("shop-objects", "shop-access-logs")

    @pytest.mark.parametrize("name", BOTH)
    def test_no_public_access(self, name: str) -> None:
        block = default("aws").one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", name).inputs
        flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
        assert all(block[flag] is True for flag in flags)

    @pytest.mark.parametrize("name", BOTH)
    def test_access_lists_are_off(self, name: str) -> None:
        controls = default("aws").one("aws:s3/bucketOwnershipControls:BucketOwnershipControls", name).inputs
        assert controls["rule"] == {"objectOwnership": "BucketOwnerEnforced"}

    @pytest.mark.parametrize("name", BOTH)
    def test_only_tls_1_2_or_newer(self, name: str) -> None:
        policy = default("aws").one("aws:s3/bucketPolicy:BucketPolicy", name)
        denied = {it["Sid"]: it for it in json.loads(policy.inputs["policy"])["Statement"] if it["Effect"] == "Deny"}
        assert denied["DenyPlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert denied["DenyOldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
        for statement in denied.values():
            assert (statement["Principal"], statement["Action"]) == ("*", "s3:*")
            assert len(statement["Resource"]) == 2
        block = default("aws").one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", name)
        assert block.urn in policy.depends_on

    @pytest.mark.parametrize(("name", "algorithm"), [("shop-objects", "aws:kms"), ("shop-access-logs", "AES256")])
    def test_encryption(self, name: str, algorithm: str) -> None:
        type_ = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
        (rule,) = default("aws").one(type_, name).inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": algorithm}
        assert rule["bucketKeyEnabled"] is True
        assert rule["blockedEncryptionTypes"] == ["SSE-C"]

    def test_a_key_of_ones_own(self) -> None:
        type_ = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
        (rule,) = storage("aws", encryption_key="arn:aws:kms:key").one(type_, "shop-objects").inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"]["kmsMasterKeyId"] == "arn:aws:kms:key"

    @pytest.mark.parametrize(("versioning", "status"), [(True, "Enabled"), (False, "Suspended")])
    def test_versioning(self, versioning: bool, status: str) -> None:
        found = (
            storage("aws", versioning=versioning).one("aws:s3/bucketVersioning:BucketVersioning", "shop-objects").inputs
        )
        assert found["versioningConfiguration"] == {"status": status}

    def test_old_versions_and_broken_uploads_go(self) -> None:
        type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
        (rule,) = default("aws").one(type_, "shop-objects").inputs["rules"]
        assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 30}
        assert rule["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
        assert rule["expiration"] == {"expiredObjectDeleteMarker": True}

    def test_age_moves_and_deletes_only_if_asked(self) -> None:
        type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
        rules = storage("aws", cold_after_days=30.0, expire_days=365.0).one(type_, "shop-objects").inputs["rules"]
        by_id = {rule["id"]: rule for rule in rules}
        assert by_id["cold"]["transitions"] == [{"days": 30, "storageClass": "GLACIER_IR"}]
        assert by_id["expire"]["expiration"] == {"days": 365}

    def test_access_logs_are_delivered_from_this_bucket_only(self) -> None:
        recording = default("aws")
        log = recording.one("aws:s3/bucketLogging:BucketLogging")
        assert log.inputs["targetBucket"].startswith("shop-access-logs")
        policy = recording.one("aws:s3/bucketPolicy:BucketPolicy", "shop-access-logs")
        assert policy.urn in log.depends_on
        (allowed,) = [it for it in json.loads(policy.inputs["policy"])["Statement"] if it["Effect"] == "Allow"]
        assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
        assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": recording.outputs["bucket_id"]}}

    def test_access_logs_end_after_a_year(self) -> None:
        type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
        (rule,) = default("aws").one(type_, "shop-access-logs").inputs["rules"]
        assert rule["expiration"] == {"days": 365}

    def test_access_logs_that_are_destroyed_can_be_brought_back_for_a_week(self) -> None:
        versioning = default("aws").one("aws:s3/bucketVersioning:BucketVersioning", "shop-access-logs")
        assert versioning.inputs["versioningConfiguration"] == {"status": "Enabled"}
        type_ = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
        (rule,) = default("aws").one(type_, "shop-access-logs").inputs["rules"]
        assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 7}

    def test_a_bucket_with_objects_is_not_deleted(self) -> None:
        assert all(not it.inputs.get("forceDestroy") for it in default("aws").all("aws:s3/bucket:Bucket"))


class TestGcp:
    def test_access_is_uniform_and_never_public(self) -> None:
        for bucket in default("gcp").all("gcp:storage/bucket:Bucket"):
            assert bucket.inputs["uniformBucketLevelAccess"] is True
            assert bucket.inputs["publicAccessPrevention"] == "enforced"
            assert bucket.inputs["forceDestroy"] is False
            assert bucket.inputs["location"] == "EU"
            assert bucket.inputs["labels"] == {"owner": "team-retail", "service": "shop"}

    def test_soft_delete_and_versions(self) -> None:
        bucket = storage("gcp", soft_delete_days=10.0).one("gcp:storage/bucket:Bucket", "shop-objects").inputs
        assert bucket["softDeletePolicy"] == {"retentionDurationSeconds": 10 * 24 * 60 * 60}
        assert bucket["versioning"] == {"enabled": True}

    def test_the_life_of_objects(self) -> None:
        recording = storage("gcp", cold_after_days=30, expire_days=3650)
        rules = recording.one("gcp:storage/bucket:Bucket", "shop-objects").inputs["lifecycleRules"]
        assert [(it["action"], it["condition"]) for it in rules] == [
            ({"type": "AbortIncompleteMultipartUpload"}, {"age": 7}),
            ({"type": "Delete"}, {"daysSinceNoncurrentTime": 30, "withState": "ARCHIVED"}),
            ({"type": "SetStorageClass", "storageClass": "ARCHIVE"}, {"age": 30, "withState": "LIVE"}),
            ({"type": "Delete"}, {"age": 3650, "withState": "LIVE"}),
        ]

    def test_a_key_of_ones_own(self) -> None:
        bucket = storage("gcp", encryption_key="projects/p/locations/eu/keyRings/r/cryptoKeys/k")
        encryption = bucket.one("gcp:storage/bucket:Bucket", "shop-objects").inputs["encryption"]
        assert encryption["defaultKmsKeyName"].endswith("/k")

    def test_usage_logs(self) -> None:
        recording = default("gcp")
        logging = recording.one("gcp:storage/bucket:Bucket", "shop-objects").inputs["logging"]
        assert logging["logBucket"].startswith("shop-access-logs-")
        member = recording.one("gcp:storage/bucketIAMMember:BucketIAMMember").inputs
        assert member["role"] == "roles/storage.objectCreator"
        assert member["member"] == "group:cloud-storage-analytics@google.com"


class TestAzure:
    def test_the_account_has_no_keys_and_no_public_blobs(self) -> None:
        account = default("azure").one("azure-native:storage:StorageAccount").inputs
        assert account["allowSharedKeyAccess"] is False
        assert account["allowBlobPublicAccess"] is False
        assert account["isLocalUserEnabled"] is False
        assert account["defaultToOAuthAuthentication"] is True
        assert account["allowCrossTenantReplication"] is False
        assert account["enableHttpsTrafficOnly"] is True
        assert account["minimumTlsVersion"] == "TLS1_2"
        assert account["encryption"]["requireInfrastructureEncryption"] is True
        assert account["sku"] == {"name": "Standard_ZRS"}

    def test_soft_delete_and_versions(self) -> None:
        service = default("azure").one("azure-native:storage:BlobServiceProperties").inputs
        assert service["isVersioningEnabled"] is True
        assert service["deleteRetentionPolicy"] == {"enabled": True, "days": 7}
        assert service["containerDeleteRetentionPolicy"] == {"enabled": True, "days": 7}

    def test_the_container_is_private(self) -> None:
        container = default("azure").one("azure-native:storage:BlobContainer").inputs
        assert container["publicAccess"] == "None"

    def test_the_life_of_objects(self) -> None:
        recording = storage("azure", cold_after_days=90, expire_days=365)
        (rule,) = recording.one("azure-native:storage:ManagementPolicy").inputs["policy"]["rules"]
        assert rule["definition"]["actions"] == {
            "baseBlob": {
                "tierToCold": {"daysAfterModificationGreaterThan": 90},
                "delete": {"daysAfterModificationGreaterThan": 365},
            },
            "version": {"delete": {"daysAfterCreationGreaterThan": 30}},
            "snapshot": {"delete": {"daysAfterCreationGreaterThan": 30}},
        }

    def test_every_access_is_logged(self) -> None:
        setting = default("azure").one("azure-native:monitor:DiagnosticSetting").inputs
        assert [it["category"] for it in setting["logs"]] == ["StorageRead", "StorageWrite", "StorageDelete"]
        assert setting["resourceUri"].endswith("/blobServices/default")
        workspace = default("azure").one("azure-native:operationalinsights:Workspace").inputs
        assert workspace["retentionInDays"] == 365
        assert workspace["features"] == {"disableLocalAuth": True, "enableLogAccessUsingOnlyResourcePermissions": True}

    def test_nobody_connects_but_those_named(self) -> None:
        rules = default("azure").one("azure-native:storage:StorageAccount").inputs["networkRuleSet"]
        assert rules == {"defaultAction": "Deny", "bypass": "AzureServices", "ipRules": [], "virtualNetworkRules": []}
        subnet = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/a"
        recording = storage("azure", allowed_cidrs=["203.0.113.0/28", "198.51.100.7/32"], allowed_subnet_ids=[subnet])
        rules = recording.one("azure-native:storage:StorageAccount").inputs["networkRuleSet"]
        assert [it["iPAddressOrRange"] for it in rules["ipRules"]] == ["203.0.113.0/28", "198.51.100.7"]
        assert [it["virtualNetworkResourceId"] for it in rules["virtualNetworkRules"]] == [subnet]
        with pytest.raises(ArgumentError, match="allowed_cidrs: only Azure's storage has a firewall"):
            storage("gcp", allowed_cidrs=["203.0.113.0/28"])

    def test_a_key_per_container_is_refused(self) -> None:
        with pytest.raises(ArgumentError, match="encryption_key"):
            storage("azure", encryption_key="https://vault/keys/k")

    def test_the_accounts_name_is_legal_whatever_the_service_is_called(self) -> None:
        def program() -> dict[str, Any]:
            args: ObjectStorageArgs = {"cloud": "azure", "location": "westeurope"}
            return {"url": ObjectStorage("a-very-long-service-name-indeed", args).url}

        name = record(program).one("azure-native:storage:StorageAccount").name
        assert name == "averylongobjects"
        assert len(name) + 8 <= 24

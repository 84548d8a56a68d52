"""`Backup`: every line of docs/components/backup.md's checklist."""

from __future__ import annotations

import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stackwright_components.backup import Backup, BackupArgs, needed
from stackwright_components.backup.interface import NEEDS, BackupOutputs, settle
from stackwright_components.conventions import ArgumentError

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, record

TAGS = {"owner": "team-retail", "service": "shop", "environment": "dev"}
MINE = {"service": "shop", "environment": "dev"}
PLACES = {
    "aws": ("pulumi_aws", "eu-west-1"),
    "azure": ("pulumi_azure_native", "westeurope"),
    "gcp": ("pulumi_gcp", "europe-west1"),
}
CLOUDS = sorted(PLACES)
COMPONENT = "stackwright-components:index:Backup"
VAULTS = {
    "aws": "aws:backup/vault:Vault",
    "azure": "azure-native:dataprotection:BackupVault",
    "gcp": "gcp:storage/bucket:Bucket",
}
GROUP = "/subscriptions/s/resourceGroups/shop"
SERVER = f"{GROUP}/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders"
STORE = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/files"
PARTS: dict[str, dict[str, Any]] = {
    "aws": {
        "orders": {"blueprint": "database", "outputs": {"server_id": "arn:aws:rds:eu-west-1:1:db:orders"}},
        "files": {"blueprint": "object-storage", "outputs": {"bucket_id": "arn:aws:s3:::files"}},
    },
    "azure": {
        "orders": {"blueprint": "database", "outputs": {"server_id": SERVER}},
        "files": {
            "blueprint": "object-storage",
            "outputs": {"bucket_id": f"{STORE}/blobServices/default/containers/papers"},
        },
    },
    "gcp": {"files": {"blueprint": "object-storage", "outputs": {"bucket_name": "files"}}},
}


def backup(cloud: str, **changes: Any) -> Recording:
    """Recorded once: the SDK takes its time, on Azure above all, with an alias per API version."""
    return _backup(cloud, json.dumps(changes))


@cache
def _backup(cloud: str, changes: str) -> Recording:
    package, location = PLACES[cloud]

    def program() -> dict[str, Any]:
        provider = import_module(package).Provider("explicit")
        args: BackupArgs = {"cloud": cloud, "location": location, "tags": TAGS, **json.loads(changes)}
        built = Backup("shop", args, pulumi.ResourceOptions(providers=[provider]))
        return {name: getattr(built, name) for name in BackupOutputs.__annotations__}

    return record(program)


def whole(cloud: str) -> Recording:
    target = f"arn:aws:sns:eu-west-1:{ACCOUNT}:alarms" if cloud == "aws" else "target"
    more = {"aws": {"select": MINE, "copy_location": "eu-central-1"}, "azure": {}, "gcp": {"copy_location": "EU"}}[
        cloud
    ]
    return backup(cloud, protect=PARTS[cloud], alarm_target=target, **more)


@pytest.mark.parametrize("cloud", CLOUDS)
class TestEveryCloud:
    def test_children_inherit_the_components_parent_and_provider(self, cloud: str) -> None:
        component = whole(cloud).one(COMPONENT)
        for child in whole(cloud).children:
            assert child.parent == component.urn
            assert "::explicit::" in child.provider
            assert child.name.startswith("shop")

    def test_the_vaults_are_protected_unless_somebody_says_not(self, cloud: str) -> None:
        assert all(it.protect for it in whole(cloud).all(VAULTS[cloud]))
        assert not any(it.protect for it in backup(cloud, deletion_protection=False).children)

    def test_a_part_taken_out_takes_its_own_and_nothing_else(self, cloud: str) -> None:
        gone, *rest = PARTS[cloud]
        before = backup(cloud, protect=PARTS[cloud])
        after = backup(cloud, protect={name: PARTS[cloud][name] for name in rest})
        names = {(it.type, it.name) for it in before.children} - {(it.type, it.name) for it in after.children}
        kinds = {PARTS[cloud][gone]["blueprint"]}  # Azure and GCP: what only parts of this kind need
        mine = {name for _, name in names if gone in name or any(kind in name for kind in kinds)}
        assert mine
        assert {name for _, name in names} - mine <= {"shop-vault-objectViewer", "shop-vault-legacyBucketWriter"}
        assert {it.name for it in after.children} <= {it.name for it in before.children}

    def test_what_cannot_be_enrolled_is_said(self, cloud: str) -> None:
        with pytest.raises(ArgumentError, match="is backed up, not a queue"):
            backup(cloud, protect={"jobs": {"blueprint": "queue", "outputs": {}}})
        with pytest.raises(ArgumentError, match="it cannot be enrolled"):
            backup(cloud, protect={"files": {"blueprint": "object-storage", "outputs": {}}})
        with pytest.raises(ArgumentError, match="up to 31 letters"):
            backup(cloud, protect={"no name": PARTS[cloud]["files"]})

    def test_a_given_target_is_told_and_none_is_made(self, cloud: str) -> None:
        recording = whole(cloud)
        assert not [it for it in recording.children if it.type.endswith((":Topic", ":ActionGroup"))]
        told = [it for it in recording.children if recording.outputs["alarm_target"] in json.dumps(dict(it.inputs))]
        assert told

    def test_the_page_names_only_what_is_set(self, cloud: str, repository: Path) -> None:
        named = properties_named(repository / "docs" / "components" / "backup.md")
        assert named
        assert named - properties_set(*(whole(name) for name in CLOUDS), backup("aws", lock="compliance")) == set()

    def test_every_kind_says_what_it_needs(self, cloud: str) -> None:
        assert all(len(outputs) == 1 for outputs in NEEDS[cloud].values())
        assert needed(cloud, "object-storage") == NEEDS[cloud]["object-storage"]
        assert needed(cloud, "network") == ()


def test_the_private_cloud_has_none() -> None:
    with pytest.raises(ArgumentError, match="'private' is not one of aws, azure, gcp"):
        record(lambda: {"vault": Backup("shop", {"cloud": "private"}).vault_id})


@pytest.mark.parametrize("cloud", ["azure", "gcp"])
def test_elsewhere_than_on_aws_parts_are_named(cloud: str) -> None:
    with pytest.raises(ArgumentError, match="enrols no data by its tags"):
        backup(cloud, select=MINE)
    with pytest.raises(ArgumentError, match="location"):
        backup(cloud, location="")


@given(daily=st.integers(1, 100), weekly=st.integers(1, 400), monthly=st.integers(0, 4000), continuous=st.booleans())
@settings(max_examples=50)
def test_the_lock_asks_for_nothing_that_the_plan_does_not_give(
    daily: int, weekly: int, monthly: int, continuous: bool
) -> None:
    """AWS refuses a job whose backup would live shorter than the lock's least, or longer than its most."""
    it = settle(
        {"cloud": "aws", "daily_days": daily, "weekly_days": weekly, "monthly_days": monthly, "continuous": continuous}
    )
    lives = [daily, weekly] + [monthly] * bool(monthly) + [it.continuous_days] * continuous
    assert all(it.shortest_days <= days <= it.longest_days for days in lives)
    assert it.continuous_days <= 35
    assert not it.cold_after_days or it.monthly_days - it.cold_after_days >= 90


class TestAws:
    @pytest.mark.parametrize(("name", "region"), [("shop-vault", None), ("shop-copy", "eu-central-1")])
    def test_a_vault_is_encrypted_locked_and_lets_nobody_delete(self, name: str, region: str | None) -> None:
        recording = whole("aws")
        vault = recording.one(VAULTS["aws"], name).inputs
        assert vault.get("region") == region
        assert vault["kmsKeyArn"].startswith("arn:aws:kms:")
        assert vault["forceDestroy"] is False
        key = recording.one("aws:kms/key:Key", "shop-copy-key" if region else "shop-backup-key").inputs
        assert (key.get("region"), key["enableKeyRotation"]) == (region, True)
        lock = recording.one("aws:backup/vaultLockConfiguration:VaultLockConfiguration", name).inputs
        assert (lock["minRetentionDays"], lock["maxRetentionDays"]) == (35, 365)
        assert "changeableForDays" not in lock
        assert lock.get("region") == region
        (deny,) = json.loads(recording.one("aws:backup/vaultPolicy:VaultPolicy", name).inputs["policy"])["Statement"]
        assert (deny["Effect"], deny["Principal"]) == ("Deny", "*")
        assert {"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"} <= set(deny["Action"])

    def test_the_copys_key_has_a_policy_of_its_own_region(self) -> None:
        policy = whole("aws").one("aws:kms/keyPolicy:KeyPolicy", "shop-copy-key")
        assert policy.inputs["region"] == "eu-central-1"

    def test_compliance_has_a_time_to_think(self) -> None:
        lock = backup("aws", lock="compliance").one("aws:backup/vaultLockConfiguration:VaultLockConfiguration").inputs
        assert lock["changeableForDays"] == 14
        with pytest.raises(ArgumentError, match="fewer than the 3"):
            backup("aws", lock="compliance", cooling_off_days=2)

    def test_no_lock_is_none(self) -> None:
        assert backup("aws", lock="none").all("aws:backup/vaultLockConfiguration:VaultLockConfiguration") == []

    def test_the_plan(self) -> None:
        rules = {it["ruleName"]: it for it in whole("aws").one("aws:backup/plan:Plan", "shop-backup").inputs["rules"]}
        assert {name: it["lifecycle"] for name, it in rules.items()} == {
            "daily": {"deleteAfter": 35},
            "weekly": {"deleteAfter": 90},
            "monthly": {"deleteAfter": 365, "coldStorageAfter": 30},
        }
        for rule in rules.values():
            (copied,) = rule["copyActions"]
            assert copied["lifecycle"] == rule["lifecycle"]
            assert rule["recoveryPointTags"]["service"] == "shop"
            assert int(rule["schedule"].split()[1]) >= 6  # after RDS's own windows
        rules = backup("aws", monthly_days=0).one("aws:backup/plan:Plan", "shop-backup").inputs["rules"]
        assert [it["ruleName"] for it in rules] == ["daily", "weekly"]
        assert all("copyActions" not in it for it in rules)

    def test_cold_storage_keeps_for_ninety_days(self) -> None:
        with pytest.raises(ArgumentError, match="cold storage keeps for 90 days"):
            backup("aws", monthly_days=100, cold_after_days=30)
        rules = backup("aws", monthly_days=100).one("aws:backup/plan:Plan", "shop-backup").inputs["rules"]
        assert "coldStorageAfter" not in rules[-1]["lifecycle"]

    def test_continuous_backups_are_of_buckets_only(self) -> None:
        recording = whole("aws")
        (rule,) = recording.one("aws:backup/plan:Plan", "shop-continuous").inputs["rules"]
        assert (rule["enableContinuousBackup"], rule["lifecycle"]) == (True, {"deleteAfter": 35})
        selected = recording.by_name("aws:backup/selection:Selection")
        assert selected["shop-continuous-tagged"].inputs["resources"] == ["arn:aws:s3:::*"]
        assert "shop-continuous-orders" not in selected
        off = backup("aws", select=MINE, continuous=False)
        assert not [it for it in off.children if "continuous" in it.name]

    def test_what_carries_all_tags_is_selected(self) -> None:
        selection = whole("aws").one("aws:backup/selection:Selection", "shop-backup-tagged").inputs
        assert selection["resources"] == ["*"]
        (condition,) = selection["conditions"]
        assert condition["stringEquals"] == [
            {"key": "aws:ResourceTag/environment", "value": "dev"},
            {"key": "aws:ResourceTag/service", "value": "shop"},
        ]
        assert "selectionTags" not in selection  # any of those would do

    def test_a_protected_part_is_selected_by_its_arn(self) -> None:
        selection = whole("aws").one("aws:backup/selection:Selection", "shop-backup-orders").inputs
        assert selection["resources"] == ["arn:aws:rds:eu-west-1:1:db:orders"]
        assert "conditions" not in selection

    def test_who_backs_up_cannot_restore(self) -> None:
        recording = whole("aws")
        for role in recording.all("aws:iam/role:Role"):
            (trust,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
            assert trust["Principal"] == {"Service": "backup.amazonaws.com"}
            assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        attached = recording.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        for it in attached:
            restores = "Restore" in it.inputs["policyArn"]
            assert restores == it.name.startswith("shop-restore-")
        assert len(attached) == 4

    def test_backups_are_restored_every_week(self) -> None:
        recording = whole("aws")
        plan = recording.one("aws:backup/restoreTestingPlan:RestoreTestingPlan").inputs
        assert plan["name"].replace("_", "").isalnum()
        assert plan["scheduleExpression"] == "cron(0 9 ? * MON *)"
        assert plan["recoveryPointSelection"]["algorithm"] == "LATEST_WITHIN_WINDOW"
        tests = recording.by_name("aws:backup/restoreTestingSelection:RestoreTestingSelection")
        assert {it.inputs["protectedResourceType"] for it in tests.values()} == {"RDS", "S3"}
        assert all(it.inputs["name"].replace("_", "").isalnum() for it in tests.values())
        tagged = tests["shop-restore-tagged-database"].inputs
        assert tagged["protectedResourceArns"] == ["*"]
        assert len(tagged["protectedResourceConditions"]["stringEquals"]) == 2
        assert tests["shop-restore-files"].inputs["protectedResourceArns"] == ["arn:aws:s3:::files"]
        off = backup("aws", select=MINE, restore_tests=False)
        assert not [it for it in off.children if "restore" in it.name]

    def test_failures_are_told(self) -> None:
        recording = whole("aws")
        pattern = json.loads(recording.one("aws:cloudwatch/eventRule:EventRule").inputs["eventPattern"])
        assert len(pattern["detail-type"]) == 3
        assert len(pattern["detail"]["iamRoleArn"]) == 2
        assert all("FAILED" in one for it in pattern["detail"]["$or"] for one in it.values())
        target = recording.one("aws:cloudwatch/eventTarget:EventTarget").inputs
        assert target["arn"] == recording.outputs["alarm_target"]
        assert "docs/components/backup.md#runbook" in target["inputTransformer"]["inputTemplate"]

    def test_a_target_of_its_own_is_encrypted(self) -> None:
        recording = backup("aws")
        assert recording.one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"].startswith("arn:aws:kms:")
        publish, _ = json.loads(recording.one("aws:sns/topicPolicy:TopicPolicy").inputs["policy"])["Statement"]
        assert publish["Principal"] == {"Service": ["events.amazonaws.com"]}


class TestAzure:
    @pytest.mark.parametrize(
        ("lock", "immutable", "soft"),
        [("governance", "Unlocked", "On"), ("compliance", "Locked", "AlwaysOn"), ("none", "Disabled", "On")],
    )
    def test_the_vault(self, lock: str, immutable: str, soft: str) -> None:
        vault = backup("azure", lock=lock).one(VAULTS["azure"]).inputs
        security = vault["properties"]["securitySettings"]
        assert security["immutabilitySettings"] == {"state": immutable}
        assert security["softDeleteSettings"] == {"state": soft, "retentionDurationInDays": 14}
        assert vault["properties"]["storageSettings"] == [{"datastoreType": "VaultStore", "type": "GeoRedundant"}]
        assert vault["properties"]["featureSettings"]["crossRegionRestoreSettings"] == {"state": "Enabled"}
        assert vault["identity"] == {"type": "SystemAssigned"}

    def test_policies_are_there_in_any_case_and_named_after_their_content(self) -> None:
        only = backup("azure")
        assert len(only.all("azure-native:dataprotection:BackupPolicy")) == 2
        policy = only.one("azure-native:dataprotection:BackupPolicy", "shop-database").inputs
        assert policy["properties"]["datasourceTypes"] == ["Microsoft.DBforPostgreSQL/flexibleServers"]
        other = backup("azure", weekly_days=100)
        renamed = other.one("azure-native:dataprotection:BackupPolicy", "shop-database").inputs
        assert renamed["backupPolicyName"] != policy["backupPolicyName"]

    @pytest.mark.parametrize(
        ("blueprint", "every", "kept"),
        [
            ("database", "P1W", {"Default": "P90D", "Monthly": "P365D"}),
            ("object-storage", "P1D", {"Default": "P35D", "Weekly": "P90D", "Monthly": "P365D"}),
        ],
    )
    def test_how_often_and_for_how_long(self, blueprint: str, every: str, kept: dict[str, str]) -> None:
        policy = whole("azure").one("azure-native:dataprotection:BackupPolicy", f"shop-{blueprint}").inputs
        rule, *retention = policy["properties"]["policyRules"]
        (interval,) = rule["trigger"]["schedule"]["repeatingTimeIntervals"]
        assert interval.endswith(every)
        assert {it["name"]: it["lifecycles"][0]["deleteAfter"]["duration"] for it in retention} == kept
        assert [it["isDefault"] for it in retention].count(True) == 1
        assert {it["tagInfo"]["tagName"] for it in rule["trigger"]["taggingCriteria"]} == set(kept)
        assert rule["dataStore"]["dataStoreType"] == "VaultStore"

    def test_the_vault_may_do_what_it_must_and_no_more(self) -> None:
        recording = whole("azure")
        grants = recording.by_name("azure-native:authorization:RoleAssignment")
        assert {name: it.inputs["scope"] for name, it in grants.items()} == {
            "shop-orders-source": SERVER,
            "shop-orders-group": GROUP,
            "shop-files-source": STORE,
        }
        for it in grants.values():
            assert it.inputs["principalType"] == "ServicePrincipal"
            assert it.inputs["principalId"] == recording.outputs["role_id"]
        instance = recording.one("azure-native:dataprotection:BackupInstance", "shop-orders")
        assert grants["shop-orders-source"].urn in instance.depends_on

    def test_a_container_is_enrolled_with_its_account(self) -> None:
        enrolled = whole("azure").one("azure-native:dataprotection:BackupInstance", "shop-files").inputs["properties"]
        assert enrolled["dataSourceInfo"]["resourceID"] == STORE
        (chosen,) = enrolled["policyInfo"]["policyParameters"]["backupDatasourceParametersList"]
        assert chosen["containersList"] == ["papers"]

    def test_the_vault_keeps_what_pulumi_lets_go(self) -> None:
        """It is immutable: to delete an enrolment with backups would be refused, and end the `up`."""
        kept = {it.type.rpartition(":")[2] for it in whole("azure").children if it.retain}
        assert kept == {"BackupInstance"}
        assert not any(it.retain for it in backup("azure", protect=PARTS["azure"], deletion_protection=False).children)

    def test_failures_are_told(self) -> None:
        recording = whole("azure")
        vault = recording.one(VAULTS["azure"]).inputs["properties"]
        assert vault["monitoringSettings"]["azureMonitorAlertSettings"] == {"alertsForAllJobFailures": "Enabled"}
        rule = recording.one("azure-native:alertsmanagement:AlertProcessingRuleByName").inputs["properties"]
        assert rule["scopes"] == [recording.outputs["vault_id"]]
        assert rule["actions"][0]["actionGroupIds"] == ["target"]

    def test_the_other_region_is_azures_choice(self) -> None:
        with pytest.raises(ArgumentError, match="paired region"):
            backup("azure", copy_location="northeurope")


class TestGcp:
    def test_the_bucket_forgets_nothing(self) -> None:
        vault = whole("gcp").one(VAULTS["gcp"]).inputs
        assert vault["location"] == "EU"
        assert vault["versioning"] == {"enabled": True}
        assert vault["softDeletePolicy"] == {"retentionDurationSeconds": 35 * 24 * 60 * 60}
        assert vault["publicAccessPrevention"] == "enforced"
        assert vault["uniformBucketLevelAccess"] is True
        (rule,) = vault["lifecycleRules"]
        assert rule["condition"] == {"daysSinceNoncurrentTime": 365, "withState": "ARCHIVED"}

    @pytest.mark.parametrize(
        ("changes", "days"), [({"daily_days": 1}, 7), ({"daily_days": 365}, 90), ({"lock": "none"}, 0)]
    )
    def test_soft_delete_is_what_google_takes(self, changes: dict[str, Any], days: int) -> None:
        vault = backup("gcp", **changes).one(VAULTS["gcp"]).inputs
        assert vault["softDeletePolicy"] == {"retentionDurationSeconds": days * 24 * 60 * 60}

    def test_a_lock_for_good_is_refused(self) -> None:
        with pytest.raises(ArgumentError, match="takes no changed objects"):
            backup("gcp", lock="compliance")

    def test_every_day_what_changed_is_copied_and_nothing_deleted(self) -> None:
        job = whole("gcp").one("gcp:storage/transferJob:TransferJob").inputs
        assert job["schedule"]["repeatInterval"] == "86400s"
        spec = job["transferSpec"]
        assert spec["gcsDataSource"]["bucketName"] == "files"
        assert spec["gcsDataSink"]["path"] == "shop-files/"
        assert spec["transferOptions"]["deleteObjectsUniqueInSink"] is False

    def test_the_agent_reads_there_and_writes_here(self) -> None:
        recording = whole("gcp")
        grants = recording.by_name("gcp:storage/bucketIAMMember:BucketIAMMember")
        there = {it.inputs["role"] for it in grants.values() if it.inputs["bucket"] == "files"}
        assert there == {"roles/storage.objectViewer", "roles/storage.legacyBucketReader"}
        agent = f"serviceAccount:project-{ACCOUNT}@storage-transfer-service.iam.gserviceaccount.com"
        assert {it.inputs["member"] for it in grants.values()} == {agent}

    def test_failures_are_told_to_whom_there_is(self) -> None:
        alarm = whole("gcp").one("gcp:monitoring/alertPolicy:AlertPolicy").inputs
        assert alarm["notificationChannels"] == ["target"]
        assert "storage_transfer_job" in alarm["conditions"][0]["conditionMatchedLog"]["filter"]
        assert backup("gcp", protect=PARTS["gcp"]).all("gcp:monitoring/alertPolicy:AlertPolicy") == []

"""`Database`: every line of docs/components/database.md's checklist, on both clouds."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pulumi
import pytest
from stackwright_components.conventions import ArgumentError
from stackwright_components.database import Database, DatabaseArgs

from tests.components.checklists import properties_named, properties_set
from tests.components.recording import ACCOUNT, Recording, Registered, record

AWS: DatabaseArgs = {
    "cloud": "aws",
    "network_id": "vpc-1",
    "network_cidr": "10.10.0.0/16",
    "subnet_ids": {"eu-west-1b": "subnet-b", "eu-west-1a": "subnet-a"},
    "tags": {"owner": "team-retail"},
}
AZURE: DatabaseArgs = {"cloud": "azure", "location": "westeurope", "tags": {"owner": "team-retail"}}
ADMINISTRATOR = {"object_id": "o", "name": "dba", "tenant_id": "t"}
INSTANCE = "aws:rds/instance:Instance"
SERVER = "azure-native:dbforpostgresql:Server"
OUTPUTS = ("host", "port", "database_name", "username", "password", "password_secret", "url", "network_id", "key_arn")


def made(args: DatabaseArgs, *, preview: bool = False, **more: Any) -> Recording:
    def program() -> dict[str, Any]:
        database = Database("shop", {**args, **more})  # type: ignore[typeddict-item]
        secrets = {
            f"{name}_is_secret": pulumi.Output.from_input(getattr(database, name).is_secret()) for name in OUTPUTS
        }
        return {name: getattr(database, name) for name in OUTPUTS} | secrets

    return record(program, preview=preview)


@cache
def aws() -> Recording:
    return made(AWS)


@cache
def azure() -> Recording:
    return made(AZURE)


def policy(resource: Registered) -> dict[str, Any]:
    return json.loads(resource.inputs["policy"])


def secret(value: Any) -> bool:
    return isinstance(value, dict) and value.get("4dabf18193072939515e22adb298388d") is not None


class TestRds:
    """On AWS."""

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("manageMasterUserPassword", True),
            ("multiAz", True),
            ("deletionProtection", True),
            ("backupRetentionPeriod", 14),
            ("deleteAutomatedBackups", False),
            ("skipFinalSnapshot", False),
            ("copyTagsToSnapshot", True),
            ("storageEncrypted", True),
            ("allocatedStorage", 64),
            ("maxAllocatedStorage", 256),
            ("enabledCloudwatchLogsExports", ["postgresql", "upgrade"]),
            ("publiclyAccessible", False),
            ("iamDatabaseAuthenticationEnabled", True),
            ("performanceInsightsEnabled", True),
            ("monitoringInterval", 60),
            ("autoMinorVersionUpgrade", True),
            ("applyImmediately", False),
            ("maintenanceWindow", "sun:03:30-sun:04:30"),
            ("performanceInsightsRetentionPeriod", 7),
            ("engine", "postgres"),
            ("engineVersion", "17"),
            ("instanceClass", "db.m7g.large"),
        ],
    )
    def test_the_instance_says_so_itself(self, argument: str, value: object) -> None:
        assert aws().one(INSTANCE).inputs[argument] == value

    def test_blue_green_update_cannot_be_had_with_a_managed_password(self) -> None:
        assert "blueGreenUpdate" not in aws().one(INSTANCE).inputs

    def test_the_servers_parameters_force_tls_and_scram(self) -> None:
        group = aws().one("aws:rds/parameterGroup:ParameterGroup")
        parameters = {it["name"]: it["value"] for it in group.inputs["parameters"]}
        assert group.inputs["family"] == "postgres17"
        assert parameters["rds.force_ssl"] == "1"
        assert parameters["ssl_min_protocol_version"] == "TLSv1.2"
        assert parameters["rds.accepted_password_auth_method"] == "scram"

    def test_only_carriers_of_the_clients_group_may_connect(self) -> None:
        groups = {it.name: it for it in aws().all("aws:ec2/securityGroup:SecurityGroup")}
        assert set(groups) == {"shop-guard", "shop-clients"}
        assert not any({"ingress", "egress"} & set(it.inputs) for it in groups.values())
        rule = aws().one("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs
        assert {"cidrIpv4", "cidrIpv6"}.isdisjoint(rule)
        assert (rule["fromPort"], rule["toPort"], rule["ipProtocol"]) == (5432, 5432, "tcp")
        assert rule["referencedSecurityGroupId"] != rule["securityGroupId"]

    def test_an_allowed_range_adds_one_rule(self) -> None:
        rules = made(AWS, allowed_cidrs=["10.9.0.0/16"]).by_name(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
        )
        assert rules["shop-allowed-10.9.0.0/16"].inputs["cidrIpv4"] == "10.9.0.0/16"
        assert len(rules) == 2

    def test_subnets_are_in_the_order_of_their_zones(self) -> None:
        assert aws().one("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"] == ["subnet-a", "subnet-b"]

    def test_the_log_groups_are_there_before_rds_makes_its_own(self) -> None:
        groups = aws().by_name("aws:cloudwatch/logGroup:LogGroup")
        instance = aws().one(INSTANCE)
        identifier = instance.inputs["identifier"]
        assert {it.inputs["name"] for it in groups.values()} == {
            f"/aws/rds/instance/{identifier}/{export}" for export in ("postgresql", "upgrade")
        }
        assert all(it.inputs["retentionInDays"] == 90 and it.inputs["kmsKeyId"] for it in groups.values())
        assert {it.urn for it in groups.values()} <= set(instance.depends_on)

    def test_one_key_of_its_own_encrypts_everything_and_outlives_the_data(self) -> None:
        key, inputs = aws().one("aws:kms/key:Key"), aws().one(INSTANCE).inputs
        assert key.inputs["enableKeyRotation"] is True
        assert key.inputs["deletionWindowInDays"] == 30
        assert key.retain
        assert inputs["kmsKeyId"] == inputs["performanceInsightsKmsKeyId"] == inputs["masterUserSecretKmsKeyId"]
        assert all(
            statement["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"} or statement["Condition"]
            for statement in policy(key)["Statement"]
        )

    def test_roles_are_assumed_for_this_account_only(self) -> None:
        role = aws().one("aws:iam/role:Role")
        (statement,) = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
        assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}

    def test_alarms_choose_what_silence_means_and_name_the_runbook(self) -> None:
        alarms = aws().by_name("aws:cloudwatch/metricAlarm:MetricAlarm")
        assert {name: it.inputs["treatMissingData"] for name, it in alarms.items()} == {
            "shop-cpu": "missing",
            "shop-storage": "breaching",
            "shop-memory": "missing",
            "shop-disk-queue": "notBreaching",
            "shop-wraparound": "notBreaching",
        }
        topic = aws().one("aws:rds/eventSubscription:EventSubscription").inputs["snsTopic"]
        for alarm in alarms.values():
            assert "Runbook: docs/components/database.md#runbook" in alarm.inputs["alarmDescription"]
            assert alarm.inputs["alarmActions"] == alarm.inputs["okActions"] == [topic]

    def test_the_owners_topic_is_encrypted_and_takes_news_of_this_account_only(self) -> None:
        assert aws().one("aws:sns/topic:Topic").inputs["kmsMasterKeyId"]
        allow, deny = policy(aws().one("aws:sns/topicPolicy:TopicPolicy"))["Statement"]
        assert allow["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
        assert deny["Effect"] == "Deny"
        assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}

    def test_a_topic_that_exists_is_used_instead(self) -> None:
        recording = made(AWS, alarm_target="arn:aws:sns:eu-west-1:1:t")
        assert not recording.all("aws:sns/topic:Topic")
        assert recording.one("aws:rds/eventSubscription:EventSubscription").inputs["snsTopic"].endswith(":t")

    def test_pulumi_guards_the_instance_too(self) -> None:
        assert aws().one(INSTANCE).protect

    def test_disposable_data_goes_without_a_trace(self) -> None:
        recording = made(AWS, deletion_protection=False)
        instance = recording.one(INSTANCE)
        assert not instance.protect
        assert instance.inputs["skipFinalSnapshot"] is True
        assert instance.inputs["deleteAutomatedBackups"] is True
        assert not recording.one("aws:kms/key:Key").retain

    def test_a_managed_password_is_nowhere_here(self) -> None:
        assert not aws().all("random:index/randomPassword:RandomPassword")
        assert "password" not in aws().one(INSTANCE).inputs
        assert aws().outputs["password"] == ""
        assert aws().outputs["password_secret"].startswith("arn:aws:secretsmanager:")
        assert ":" not in aws().outputs["url"].removeprefix("postgresql://").split("@")[0]

    def test_a_generated_password_is_in_the_url_and_secret(self) -> None:
        recording = made(AWS, credentials="generated")
        instance = recording.one(INSTANCE)
        assert secret(instance.inputs["password"])
        assert "manageMasterUserPassword" not in instance.inputs
        password = recording.outputs["password"]
        assert recording.outputs["url"] == (
            f"postgresql://app_owner:{password}@{recording.outputs['host']}:5432/app?sslmode=require"
        )
        assert recording.outputs["url_is_secret"]
        assert recording.outputs["password_is_secret"]

    def test_without_a_network_it_makes_a_closed_one(self) -> None:
        recording = made({"cloud": "aws", "location": "eu-west-1", "zones": ["eu-west-1a", "eu-west-1b"]})
        assert recording.one("aws:ec2/vpc:Vpc").inputs["cidrBlock"] == "10.250.0.0/23"
        assert not recording.all("aws:ec2/natGateway:NatGateway")
        assert recording.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs["ingress"] == []
        assert len(recording.one("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"]) == 2


class TestFlexibleServer:
    """On Azure."""

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("version", "17"),
            ("sku", {"name": "Standard_D2ds_v5", "tier": "GeneralPurpose"}),
            ("storage", {"storageSizeGB": 64, "autoGrow": "Enabled"}),
            ("highAvailability", {"mode": "ZoneRedundant"}),
            ("backup", {"backupRetentionDays": 14, "geoRedundantBackup": "Enabled"}),
            ("maintenanceWindow", {"customWindow": "Enabled", "dayOfWeek": 0, "startHour": 3, "startMinute": 30}),
            ("authConfig", {"passwordAuth": "Enabled", "activeDirectoryAuth": "Disabled"}),
        ],
    )
    def test_the_server_says_so_itself(self, argument: str, value: object) -> None:
        assert azure().one(SERVER).inputs[argument] == value

    def test_it_is_in_a_subnet_delegated_to_it_and_has_no_public_address(self) -> None:
        server, subnet = azure().one(SERVER).inputs["network"], azure().one("azure-native:network:Subnet").inputs
        assert server["publicNetworkAccess"] == "Disabled"
        assert server["delegatedSubnetResourceId"].endswith("/shop-subnet")
        assert subnet["delegations"] == [
            {"name": "postgres", "serviceName": "Microsoft.DBforPostgreSQL/flexibleServers"}
        ]
        assert subnet["defaultOutboundAccess"] is False

    def test_its_name_is_in_a_private_zone_that_the_network_sees_first(self) -> None:
        zone = azure().one("azure-native:privatedns:PrivateZone").inputs["privateZoneName"]
        link = azure().one("azure-native:privatedns:VirtualNetworkLink")
        assert zone.endswith(".private.postgres.database.azure.com")
        assert link.inputs["registrationEnabled"] is False
        assert link.urn in azure().one(SERVER).depends_on

    def test_nobody_comes_in_uninvited_and_only_what_it_needs_goes_out(self) -> None:
        assert "securityRules" not in azure().one("azure-native:network:NetworkSecurityGroup").inputs
        rules = [it.inputs for it in azure().all("azure-native:network:SecurityRule")]
        allowed = {
            (it["direction"], it["destinationAddressPrefix"], it["destinationPortRange"])
            for it in rules
            if it["access"] == "Allow"
        }
        assert allowed == {
            ("Inbound", "10.250.0.0/23", "5432"),
            ("Outbound", "10.250.0.0/23", "5432"),
            ("Outbound", "Storage", "443"),
            ("Outbound", "AzureActiveDirectory", "443"),
        }
        denied = {it["direction"]: it for it in rules if it["access"] == "Deny"}
        assert set(denied) == {"Inbound", "Outbound"}
        for rule in denied.values():
            assert rule["priority"] > max(it["priority"] for it in rules if it["access"] == "Allow")

    def test_an_allowed_range_adds_one_rule_and_leaves_room_for_those_of_connections(self) -> None:
        recording = made(AZURE, allowed_cidrs=["10.9.0.0/16"])
        rules = recording.by_name("azure-native:network:SecurityRule")
        assert rules["shop-allowed-10.9.0.0-16"].inputs["sourceAddressPrefix"] == "10.9.0.0/16"
        assert all(not 200 <= it.inputs["priority"] < 4000 for it in rules.values())

    def test_the_subnet_is_never_without_its_rules(self) -> None:
        rules = {it.urn for it in azure().all("azure-native:network:SecurityRule")}
        assert rules <= set(azure().one("azure-native:network:Subnet").depends_on)

    def test_the_configuration_demands_tls_and_scram_one_change_after_another(self) -> None:
        changes = azure().all("azure-native:dbforpostgresql:Configuration")
        values = {it.inputs["configurationName"]: it.inputs["value"] for it in changes}
        assert values["require_secure_transport"] == "on"
        assert values["ssl_min_protocol_version"] == "TLSv1.2"
        assert values["password_encryption"] == "scram-sha-256"
        before = azure().one("azure-native:dbforpostgresql:Database")
        for change in changes:
            assert before.urn in change.depends_on
            before = change

    def test_logs_and_metrics_go_to_log_analytics(self) -> None:
        setting = azure().one("azure-native:monitor:DiagnosticSetting").inputs
        assert setting["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
        assert setting["metrics"] == [{"category": "AllMetrics", "enabled": True}]
        workspace = azure().one("azure-native:operationalinsights:Workspace").inputs
        assert workspace["retentionInDays"] == 90
        assert workspace["features"]["disableLocalAuth"] is True

    def test_a_silent_server_is_an_alarm_and_each_names_the_runbook(self) -> None:
        alarms = azure().by_name("azure-native:monitor:MetricAlert")
        (criterion,) = alarms["shop-down"].inputs["criteria"]["allOf"]
        assert (criterion["metricName"], criterion["operator"], criterion["threshold"]) == (
            "is_db_alive",
            "LessThan",
            1,
        )
        assert set(alarms) == {f"shop-{name}" for name in ("down", "cpu", "memory", "storage", "wraparound")}
        for alarm in alarms.values():
            assert "Runbook: docs/components/database.md#runbook" in alarm.inputs["description"]
            assert alarm.inputs["actions"][0]["actionGroupId"].endswith("/shop-alarms")

    def test_a_lock_and_pulumi_guard_the_data(self) -> None:
        assert azure().one("azure-native:authorization:ManagementLockByScope").inputs["level"] == "CanNotDelete"
        assert azure().one(SERVER).protect
        assert azure().one("azure-native:dbforpostgresql:Database").protect

    def test_disposable_data_has_neither(self) -> None:
        recording = made(AZURE, deletion_protection=False, size="S")
        assert not recording.all("azure-native:authorization:ManagementLockByScope")
        assert not any(it.protect for it in recording.resources)
        assert recording.one(SERVER).inputs["highAvailability"] == {"mode": "Disabled"}

    def test_the_generated_password_is_secret_everywhere(self) -> None:
        assert secret(azure().one(SERVER).inputs["administratorLoginPassword"])
        assert azure().outputs["url_is_secret"]
        assert azure().outputs["password_is_secret"]
        assert azure().outputs["password"] in azure().outputs["url"]
        made_with = azure().one("random:index/randomPassword:RandomPassword").inputs
        assert (made_with["length"], made_with["special"]) == (40, False)

    def test_identity_switches_passwords_off(self) -> None:
        recording = made(AZURE, credentials="identity", entra_administrator=ADMINISTRATOR)
        server = recording.one(SERVER).inputs
        assert server["authConfig"] == {"passwordAuth": "Disabled", "activeDirectoryAuth": "Enabled", "tenantId": "t"}
        assert {"administratorLogin", "administratorLoginPassword"}.isdisjoint(server)
        assert not recording.all("random:index/randomPassword:RandomPassword")
        administrator = recording.one("azure-native:dbforpostgresql:AdministratorsMicrosoftEntra").inputs
        assert (administrator["objectId"], administrator["principalType"]) == ("o", "Group")
        assert recording.outputs["username"] == "dba"
        assert recording.outputs["url"].startswith("postgresql://dba@")

    def test_in_a_given_network_it_makes_its_own_subnet_only(self) -> None:
        given = "/subscriptions/s/resourceGroups/net-rg/providers/Microsoft.Network/virtualNetworks/shop-net"
        recording = made(AZURE, network_id=given, network_cidr="10.30.9.0/28")
        assert not recording.all("azure-native:network:VirtualNetwork")
        subnet = recording.one("azure-native:network:Subnet").inputs
        assert (subnet["resourceGroupName"], subnet["virtualNetworkName"]) == ("net-rg", "shop-net")
        assert subnet["addressPrefix"] == "10.30.9.0/28"


@pytest.mark.parametrize("args", [AWS, AZURE], ids=["aws", "azure"])
class TestEverywhere:
    """On every cloud."""

    def test_a_preview_in_which_nothing_is_known_works(self, args: DatabaseArgs) -> None:
        recording = made(args, preview=True)
        assert recording.one(INSTANCE if args["cloud"] == "aws" else SERVER)

    def test_everything_is_the_components_child_and_asks_no_cloud(self, args: DatabaseArgs) -> None:
        recording = aws() if args is AWS else azure()
        assert all("stackwright-components:index:Database" in it.parent for it in recording.children)
        assert not recording.calls

    def test_references_may_be_outputs(self, args: DatabaseArgs) -> None:
        def program() -> None:
            later: dict[str, Any] = {"storage_gb": 128.0, "version": "16", "backup_retention_days": 7}
            Database("shop", {**args, **{name: pulumi.Output.from_input(it) for name, it in later.items()}})  # type: ignore[typeddict-item]

        (server,) = [it for it in record(program).children if it.type in (INSTANCE, SERVER)]
        assert 128 in (server.inputs.get("allocatedStorage"), server.inputs.get("storage", {}).get("storageSizeGB"))

    def test_no_name_of_a_stack_is_in_a_name(self, args: DatabaseArgs) -> None:
        assert not [it.name for it in (aws() if args is AWS else azure()).resources if "dev" in it.name]


@pytest.mark.parametrize(
    ("args", "argument"),
    [
        ({**AZURE, "size": "XL"}, "size"),
        ({**AZURE, "size": "S", "high_availability": True}, "high_availability"),
        ({**AZURE, "credentials": "managed"}, "credentials"),
        ({**AZURE, "credentials": "identity"}, "entra_administrator"),
        ({**AWS, "credentials": "identity"}, "credentials"),
        ({"cloud": "aws", "network_id": "vpc-1"}, "subnet_ids"),
        ({"cloud": "aws", "network_id": "vpc-1", "subnet_ids": {"a": "b"}}, "network_cidr"),
        ({**AZURE, "network_id": "vnet-1"}, "network_cidr"),
        ({**AZURE, "allowed_cidrs": [f"10.0.{index}.0/24" for index in range(101)]}, "allowed_cidrs"),
        ({"cloud": "aws", "zones": ["eu-west-1a"]}, "zones"),
        ({"cloud": "gcp"}, "cloud"),
    ],
)
def test_what_cannot_be_is_refused_by_name(args: DatabaseArgs, argument: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(args)


def test_the_page_names_properties_that_are_set(repository: Path) -> None:
    named = properties_named(repository / "docs/components/database.md")
    assert len(named) > 25
    assert named <= properties_set(aws(), azure())

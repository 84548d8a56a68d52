"""`WebService` on Azure: every line of docs/components/web-service.md's checklist."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from typing import Any

import pulumi
import pytest
from stackwright_components.azure_expiry import expiry, today
from stackwright_components.conventions import ArgumentError
from stackwright_components.web_service import WebService, WebServiceArgs

from tests.components.recording import Recording, record

GROUP = "/subscriptions/s/resourceGroups/net-rg/providers/Microsoft.Network"
INTERNAL: WebServiceArgs = {
    "cloud": "azure",
    "location": "westeurope",
    "image": "example.com/web@sha256:0",
    "network_id": f"{GROUP}/virtualNetworks/shop-net",
    "network_cidr": "10.10.0.0/16",
    "nat_gateway_ids": {"2": "nat-2", "1": "nat-1"},
    "egress_addresses": ["198.51.100.7", "198.51.100.8"],
    "tags": {"owner": "team-retail"},
}
ZONE = f"{GROUP}/dnszones/example.com"
PUBLIC: WebServiceArgs = {**INTERNAL, "domain": "shop.example.com", "zone_id": ZONE}
VAULT = "/subscriptions/s/resourceGroups/pay/providers/Microsoft.KeyVault/vaults/Payments"
REGISTRY = "/subscriptions/s/resourceGroups/images/providers/Microsoft.ContainerRegistry/registries/acme"
CANARY = "postgresql://app:canary@db/app"
APP = "azure-native:app:ContainerApp"
ENVIRONMENT = "azure-native:app:ManagedEnvironment"
SUBNET = "azure-native:network:Subnet"
RULE = "azure-native:network:SecurityRule"
SECRET = "azure-native:keyvault:Secret"
KEY_VAULT = "azure-native:keyvault:Vault"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
RECORD = "azure-native:dns:RecordSet"
CERTIFICATE = "azure-native:app:ManagedCertificate"
OUTPUTS = ("url", "hostname", "load_balancer_dns_name", "identity", "subnet_cidr", "service_name", "guard_id")
SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6"
ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"


def made(
    args: WebServiceArgs, *, preview: bool = False, name: str = "shop", later: Any = None, **more: Any
) -> Recording:
    def program() -> dict[str, Any]:
        more.update({key: pulumi.Output.from_input(value) for key, value in (later or {}).items()})
        secrets = {key: pulumi.Output.secret(value) for key, value in more.pop("secrets", {}).items()}
        service = WebService(name, {**args, **more, **({"secrets": secrets} if secrets else {})})  # type: ignore[typeddict-item]
        return {output: getattr(service, output) for output in OUTPUTS}

    return record(program, preview=preview)


@cache
def public() -> Recording:
    return made(
        PUBLIC,
        image="acme.azurecr.io/web@sha256:0",
        registry_id=REGISTRY,
        secrets={"DATABASE_URL": CANARY},
        secret_references={"PAYMENT_KEY": "https://payments.vault.azure.net/secrets/payment-key/0a1b"},
        secret_vault_ids=[VAULT],
        environment={"LOG_LEVEL": "info"},
    )


@cache
def internal() -> Recording:
    return made(INTERNAL)


def container(recording: Recording) -> dict[str, Any]:
    (only,) = recording.one(APP).inputs["template"]["containers"]
    return only


def variables(recording: Recording) -> dict[str, Any]:
    return {it["name"]: it.get("value", it.get("secretRef")) for it in container(recording)["env"]}


class TestEnvironment:
    """What the app runs in."""

    @pytest.mark.parametrize(
        ("argument", "value"),
        [
            ("zoneRedundant", True),
            ("publicNetworkAccess", "Disabled"),
            ("workloadProfiles", [{"name": "Consumption", "workloadProfileType": "Consumption"}]),
            ("peerTrafficConfiguration", {"encryption": {"enabled": True}}),
            ("appLogsConfiguration", {"destination": "azure-monitor"}),
            ("location", "westeurope"),
        ],
    )
    def test_the_environment_says_so_itself(self, argument: str, value: object) -> None:
        assert internal().one(ENVIRONMENT).inputs[argument] == value

    def test_it_is_in_its_own_subnet_and_internal_unless_it_has_a_domain(self) -> None:
        network = internal().one(ENVIRONMENT).inputs["vnetConfiguration"]
        assert network["internal"] is True
        assert network["infrastructureSubnetId"].endswith("/Subnet/shop-web")
        assert public().one(ENVIRONMENT).inputs["vnetConfiguration"]["internal"] is False
        assert public().one(ENVIRONMENT).inputs["publicNetworkAccess"] == "Enabled"

    def test_inside_the_network_its_names_resolve(self) -> None:
        recording = internal()
        zone = recording.one("azure-native:privatedns:PrivateZone")
        assert recording.outputs["hostname"] == f"shop.{zone.inputs['privateZoneName']}"
        record = recording.one("azure-native:privatedns:PrivateRecordSet").inputs
        assert (record["recordType"], record["relativeRecordSetName"]) == ("A", "*")
        assert record["aRecords"] == [{"ipv4Address": "10.10.63.250"}]
        link = recording.one("azure-native:privatedns:VirtualNetworkLink")
        assert link.inputs["virtualNetwork"] == {"id": INTERNAL["network_id"]}
        assert link.urn in recording.one(APP).depends_on
        assert not public().all("azure-native:privatedns:PrivateZone")

    def test_inside_the_network_it_is_https_too(self) -> None:
        assert internal().outputs["url"] == f"https://{internal().outputs['hostname']}"

    def test_pulumi_guards_it_unless_it_is_disposable(self) -> None:
        guarded = {it.type for it in public().resources if it.protect}
        assert guarded == {ENVIRONMENT, "azure-native:operationalinsights:Workspace"}
        assert not any(it.protect for it in made(INTERNAL, deletion_protection=False).resources)


class TestSubnet:
    """Where it is in the network, and what passes."""

    def test_it_takes_the_range_that_the_network_reserves(self) -> None:
        subnet = internal().one(SUBNET).inputs
        assert subnet["addressPrefix"] == internal().outputs["subnet_cidr"] == "10.10.56.0/21"
        assert (subnet["resourceGroupName"], subnet["virtualNetworkName"]) == ("net-rg", "shop-net")
        assert [it["serviceName"] for it in subnet["delegations"]] == ["Microsoft.App/environments"]

    def test_or_the_one_that_it_is_given(self) -> None:
        assert made(INTERNAL, subnet_cidr="10.10.88.0/24").one(SUBNET).inputs["addressPrefix"] == "10.10.88.0/24"

    def test_it_leaves_through_the_networks_nat_gateway_only(self) -> None:
        subnet = internal().one(SUBNET).inputs
        assert subnet["natGateway"] == {"id": "nat-1"}
        assert subnet["defaultOutboundAccess"] is False

    def test_its_rules_stand_alone_and_are_there_before_it(self) -> None:
        recording = internal()
        assert "securityRules" not in recording.one("azure-native:network:NetworkSecurityGroup").inputs
        assert {it.urn for it in recording.all(RULE)} <= set(recording.one(SUBNET).depends_on)

    def test_only_the_network_may_call(self) -> None:
        rules = {name: it.inputs for name, it in internal().by_name(RULE).items()}
        inbound = {
            name: (it["access"], it["sourceAddressPrefix"], it.get("destinationPortRange"))
            for name, it in rules.items()
            if it["direction"] == "Inbound"
        }
        assert inbound == {
            "shop-callers": ("Allow", "10.10.0.0/16", None),
            "shop-balancer": ("Allow", "AzureLoadBalancer", "30000-32767"),
            "shop-inside-in": ("Allow", "10.10.56.0/21", "*"),
            "shop-nothing-else-in": ("Deny", "VirtualNetwork", "*"),
        }
        assert rules["shop-callers"]["destinationPortRanges"] == ["80", "443", "31080", "31443"]

    def test_it_reaches_https_dns_and_private_databases_only(self) -> None:
        rules = {name: it.inputs for name, it in internal().by_name(RULE).items()}
        outbound = {
            name: (
                it["access"],
                it.get("destinationAddressPrefix") or it["destinationAddressPrefixes"],
                it.get("destinationPortRange") or it["destinationPortRanges"],
            )
            for name, it in rules.items()
            if it["direction"] == "Outbound"
        }
        assert outbound == {
            "shop-https": ("Allow", "*", "443"),
            "shop-dns": ("Allow", "168.63.129.16", "53"),
            "shop-inside-out": ("Allow", "10.10.56.0/21", "*"),
            "shop-private": ("Allow", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], ["5432"]),
            "shop-nothing-else-out": ("Deny", "*", "*"),
        }

    def test_no_two_rules_of_a_direction_have_one_priority_nor_a_connections(self) -> None:
        used = [(it.inputs["direction"], int(it.inputs["priority"])) for it in internal().all(RULE)]
        assert len(set(used)) == len(used)
        assert not [priority for _, priority in used if 200 <= priority < 4000]


class TestApp:
    """The container app."""

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (("configuration", "activeRevisionsMode"), "Single"),
            (("configuration", "revisionTransitionThreshold"), 100),
            (("configuration", "ingress", "external"), True),
            (("configuration", "ingress", "allowInsecure"), False),
            (("configuration", "ingress", "targetPort"), 8080),
            (("configuration", "ingress", "traffic"), [{"latestRevision": True, "weight": 100}]),
            (("configuration", "registries"), []),
            (("template", "scale", "minReplicas"), 2),
            (("template", "scale", "maxReplicas"), 6),
            (("template", "terminationGracePeriodSeconds"), 60),
            (("workloadProfileName",), "Consumption"),
            (("containerAppName",), "shop"),
        ],
    )
    def test_the_app_says_so_itself(self, path: tuple[str, ...], value: object) -> None:
        found: Any = internal().one(APP).inputs
        for key in path:
            found = found[key]
        assert found == value

    def test_it_scales_by_requests_processor_and_memory(self) -> None:
        rules = {it["name"]: it for it in internal().one(APP).inputs["template"]["scale"]["rules"]}
        assert rules["requests"]["http"] == {"metadata": {"concurrentRequests": "50"}}
        assert rules["cpu"]["custom"] == {"type": "cpu", "metadata": {"type": "Utilization", "value": "60"}}
        assert rules["memory"]["custom"]["metadata"]["value"] == "75"

    def test_it_is_probed_and_slow_to_start_is_not_dead(self) -> None:
        probes = {it["type"]: it for it in container(made(INTERNAL, health_path="/ready", port=3000.0))["probes"]}
        assert set(probes) == {"Startup", "Readiness", "Liveness"}
        for probe in probes.values():
            assert probe["httpGet"] == {"path": "/ready", "port": 3000, "scheme": "HTTP"}

        def patience(probe: dict[str, Any]) -> float:
            return probe["periodSeconds"] * probe["failureThreshold"]

        assert patience(probes["Startup"]) > patience(probes["Liveness"]) > patience(probes["Readiness"])
        assert all(1 <= it["failureThreshold"] <= 10 for it in probes.values())  # Azure's limits

    def test_sizes_are_azures(self) -> None:
        assert container(internal())["resources"] == {"cpu": 0.5, "memory": "1Gi"}
        assert container(made(INTERNAL, cpu=256, memory=512))["resources"] == {"cpu": 0.25, "memory": "0.5Gi"}

    def test_it_acts_as_an_identity_of_its_own(self) -> None:
        recording = internal()
        given = recording.one(APP).inputs["identity"]
        assert given["type"] == "UserAssigned"
        (identity,) = given["userAssignedIdentities"]
        assert identity.endswith("/UserAssignedIdentity/shop-web")
        assert variables(recording)["AZURE_CLIENT_ID"].count("-") == 4
        assert not recording.all(ASSIGNMENT)

    def test_it_pulls_as_that_identity_from_its_own_registry_only(self) -> None:
        (registry,) = public().one(APP).inputs["configuration"]["registries"]
        assert registry["server"] == "acme.azurecr.io"
        pulls = public().by_name(ASSIGNMENT)["shop-pulls"]
        assert pulls.inputs["scope"] == REGISTRY
        assert pulls.inputs["roleDefinitionId"].endswith(ACR_PULL)
        assert pulls.urn in public().one(APP).depends_on

    def test_a_long_or_odd_name_becomes_a_legal_one(self) -> None:
        names = {"retail-customer-accounts-and-orders": "retail-customer-accounts-and-ord", "2nd_Shop": "app-2nd-shop"}
        for name, legal in names.items():
            assert made(INTERNAL, name=name).one(APP).inputs["containerAppName"] == legal


class TestSecrets:
    """By reference to a vault, never in the template."""

    def test_the_vault(self) -> None:
        vault = public().one(KEY_VAULT).inputs["properties"]
        assert vault["enableRbacAuthorization"] is vault["enablePurgeProtection"] is vault["enableSoftDelete"] is True
        assert vault["softDeleteRetentionInDays"] == 90
        rules = vault["networkAcls"]
        assert (rules["defaultAction"], rules["bypass"]) == ("Deny", "AzureServices")
        assert [it["value"] for it in rules["ipRules"]] == INTERNAL["egress_addresses"]
        assert [it["id"].rpartition("/")[2] for it in rules["virtualNetworkRules"]] == ["shop-web"]
        assert public().one(SUBNET).inputs["serviceEndpoints"] == [{"service": "Microsoft.KeyVault"}]

    def test_without_secrets_there_is_none(self) -> None:
        assert not internal().all(KEY_VAULT)
        assert not internal().all(SECRET)
        assert internal().one(APP).inputs["configuration"]["secrets"] == []

    def test_the_app_refers_to_the_vault_as_its_identity(self) -> None:
        secrets = {it["name"]: it for it in public().one(APP).inputs["configuration"]["secrets"]}
        assert set(secrets) == {"database-url", "payment-key"}
        for secret in secrets.values():
            assert "value" not in secret
            assert secret["identity"].endswith("/UserAssignedIdentity/shop-web")
        assert secrets["database-url"]["keyVaultUrl"].startswith("https://shopweb-")
        assert secrets["payment-key"]["keyVaultUrl"] == "https://payments.vault.azure.net/secrets/payment-key/0a1b"
        assert variables(public())["DATABASE_URL"] == "database-url"
        assert variables(public())["PAYMENT_KEY"] == "payment-key"

    def test_another_value_is_another_secret_and_a_variable_of_the_container(self) -> None:
        recording = public()
        generation = recording.one("random:index/randomId:RandomId")
        assert CANARY in str(generation.inputs["keepers"])
        name = recording.one(SECRET).inputs["secretName"]
        assert name.startswith("database-url-")
        assert variables(recording)["SECRET_GENERATIONS"] == name.removeprefix("database-url-")
        assert recording.one(SECRET).retain
        assert "SECRET_GENERATIONS" not in variables(internal())

    def test_a_value_expires(self) -> None:
        expires = public().one(SECRET).inputs["properties"]["value"]["attributes"]["expires"]  # all of it is a secret
        assert expires in (expiry(today()), expiry(today() - timedelta(days=1)))  # on New Year's Eve too

    def test_the_secret_is_where_it_must_be_and_nowhere_else(self) -> None:
        component = "stackwright-components:index:WebService"
        holders = {it.type for it in public().resources if "canary" in json.dumps(it.inputs)}
        assert holders == {component, SECRET, "random:index/randomId:RandomId"}
        for type_, key in (
            (component, "secrets"),
            (SECRET, "properties"),
            ("random:index/randomId:RandomId", "keepers"),
        ):
            assert "4dabf18193072939515e22adb298388d" in json.dumps(public().one(type_).inputs[key])  # Pulumi's mark

    def test_the_identity_reads_these_secrets_and_no_others(self) -> None:
        reads = public().by_name(ASSIGNMENT)
        assert set(reads) == {"shop-vault", "shop-reads-payment-key", "shop-pulls"}
        assert reads["shop-vault"].inputs["scope"].endswith("/Vault/shopweb")
        assert reads["shop-reads-payment-key"].inputs["scope"] == f"{VAULT}/secrets/payment-key"
        for name in ("shop-vault", "shop-reads-payment-key"):
            assert reads[name].inputs["roleDefinitionId"].endswith(SECRETS_USER)
            assert reads[name].inputs["principalType"] == "ServicePrincipal"
            assert reads[name].urn in public().one(APP).depends_on


class TestDomain:
    """Its own name, and a certificate that is issued and renewed by itself."""

    def test_the_domain_is_proved_and_points_at_the_app_before_the_app_has_it(self) -> None:
        records = public().by_name(RECORD)
        proof, alias = records["shop-proof"].inputs, records["shop-alias"].inputs
        assert (proof["recordType"], proof["relativeRecordSetName"]) == ("TXT", "asuid.shop")
        assert len(proof["txtRecords"][0]["value"][0]) == 64
        assert (alias["recordType"], alias["relativeRecordSetName"]) == ("CNAME", "shop")
        assert alias["cnameRecord"] == {"cname": public().outputs["load_balancer_dns_name"]}
        assert "aRecords" not in alias
        assert (alias["resourceGroupName"], alias["zoneName"]) == ("net-rg", "example.com")
        assert {it.urn for it in records.values()} <= set(public().one(APP).depends_on)

    def test_the_certificate_comes_after_and_is_bound_by_azure(self) -> None:
        certificate = public().one(CERTIFICATE)
        assert certificate.inputs["properties"] == {
            "subjectName": "shop.example.com",
            "domainControlValidation": "CNAME",
        }
        assert public().one(APP).urn in certificate.depends_on
        domains = public().one(APP).inputs["configuration"]["ingress"]["customDomains"]
        assert domains == [{"name": "shop.example.com", "bindingType": "Auto"}]
        assert public().outputs["url"] == "https://shop.example.com"

    def test_a_zones_own_name_points_at_the_address(self) -> None:
        recording = made({**PUBLIC, "domain": "example.com"})
        records = recording.by_name(RECORD)
        assert records["shop-proof"].inputs["relativeRecordSetName"] == "asuid"
        alias = records["shop-alias"].inputs
        assert (alias["recordType"], alias["relativeRecordSetName"]) == ("A", "@")
        assert alias["aRecords"] == [{"ipv4Address": "10.10.63.250"}]
        assert "cnameRecord" not in alias
        assert recording.one(CERTIFICATE).inputs["properties"]["domainControlValidation"] == "HTTP"

    def test_without_a_domain_there_is_nothing_of_it(self) -> None:
        assert not internal().all(RECORD)
        assert not internal().all(CERTIFICATE)
        assert "customDomains" not in internal().one(APP).inputs["configuration"]["ingress"]


class TestWatch:
    """Logs and alarms."""

    def test_everything_is_logged_and_kept(self) -> None:
        workspace = public().one("azure-native:operationalinsights:Workspace").inputs
        assert workspace["retentionInDays"] == 90
        assert workspace["features"]["disableLocalAuth"] is True
        settings = public().by_name("azure-native:monitor:DiagnosticSetting")
        assert set(settings) == {"shop-environment", "shop-vault", "shop-app"}
        assert settings["shop-environment"].inputs["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
        assert all(it.inputs["metrics"] == [{"category": "AllMetrics", "enabled": True}] for it in settings.values())

    def test_alarms(self) -> None:
        alarms = public().by_name("azure-native:monitor:MetricAlert")
        said = {name: it.inputs["criteria"]["allOf"][0] for name, it in alarms.items()}
        assert {
            name.removeprefix("shop-"): (it["metricName"], it["operator"], it["threshold"], it["timeAggregation"])
            for name, it in said.items()
        } == {
            "errors": ("Requests", "GreaterThan", 50, "Total"),
            "restarts": ("RestartCount", "GreaterThan", 3, "Maximum"),
            "replicas": ("Replicas", "LessThan", 2, "Maximum"),
            "latency": ("ResponseTime", "GreaterThan", 2000, "Average"),
            "cpu": ("CpuPercentage", "GreaterThan", 90, "Average"),
            "memory": ("MemoryPercentage", "GreaterThan", 90, "Average"),
        }
        assert said["shop-errors"]["dimensions"] == [
            {"name": "statusCodeCategory", "operator": "Include", "values": ["5xx"]}
        ]
        for alarm in alarms.values():
            assert "Runbook: docs/components/web-service.md#runbook" in alarm.inputs["description"]
            assert [it.rpartition("/providers/")[2] for it in alarm.inputs["scopes"]] == ["app/ContainerApp/shop"]
            assert alarm.inputs["actions"][0]["actionGroupId"].endswith("/shop-alarms")

    def test_alarms_may_go_to_a_given_group(self) -> None:
        recording = made(INTERNAL, alarm_target="/group")
        assert not recording.all("azure-native:monitor:ActionGroup")
        assert {
            it.inputs["actions"][0]["actionGroupId"] for it in recording.all("azure-native:monitor:MetricAlert")
        } == {"/group"}


def test_a_connection_opens_its_own_way_out_and_comes_before_the_app() -> None:
    guard = f"{GROUP}/networkSecurityGroups/db-guard"
    database = {
        "cloud": "azure",
        "blueprint": "database",
        "host": "db",
        "port": 5432,
        "name": "app",
        "username": "app_owner",
        "url": CANARY,
        "guard_id": guard,
        "network_cidr": "10.250.0.0/23",
    }
    recording = made(INTERNAL, connections={"DATABASE": {"to": database}})
    rules = {name: it for name, it in recording.by_name(RULE).items() if name.startswith("shop-database-")}
    assert set(rules) == {"shop-database-from", "shop-database-to"}
    assert rules["shop-database-from"].inputs["sourceAddressPrefix"] == "10.10.56.0/21"
    assert rules["shop-database-from"].inputs["networkSecurityGroupName"] == "db-guard"
    assert rules["shop-database-to"].inputs["destinationAddressPrefix"] == "10.250.0.0/23"
    assert "shop-private" not in recording.by_name(RULE)
    assert {it.urn for it in rules.values()} <= set(recording.one(APP).depends_on)
    assert variables(recording)["DATABASE_HOST"] == "db"
    assert variables(recording)["DATABASE_URL"] == "database-url"


@pytest.mark.parametrize("args", [INTERNAL, PUBLIC], ids=["internal", "public"])
def test_a_preview_in_which_nothing_is_known_works(args: WebServiceArgs) -> None:
    assert made(args, preview=True, secrets={"DATABASE_URL": CANARY}).one(APP)


def test_references_may_be_outputs() -> None:
    later: dict[str, Any] = {"replicas": 4.0, "cpu": 1024.0, "memory": 2048.0, "nat_gateway_ids": {"3": "nat-3"}}
    recording = made(INTERNAL, later=later)
    scale = recording.one(APP).inputs["template"]["scale"]
    assert (scale["minReplicas"], scale["maxReplicas"]) == (4, 12)
    assert container(recording)["resources"] == {"cpu": 1, "memory": "2Gi"}
    assert recording.one(SUBNET).inputs["natGateway"] == {"id": "nat-3"}


def test_everything_is_the_components_child_and_asks_no_cloud() -> None:
    assert all("stackwright-components:index:WebService" in it.parent for it in public().children)
    assert not public().calls
    assert not [it.name for it in public().resources if "dev" in it.name]


@pytest.mark.parametrize(
    ("more", "argument"),
    [
        ({"task_policy": "{}"}, "task_policy"),
        ({"certificate_arn": "arn"}, "certificate_arn"),
        ({"secret_key_arns": ["arn"]}, "secret_key_arns"),
        ({"security_group_ids": ["sg"]}, "security_group_ids"),
        ({"user": "65532"}, "user"),
        ({"location": None}, "location"),
        ({"nat_gateway_ids": None}, "nat_gateway_ids"),
        ({"nat_gateway_ids": {}}, "nat_gateway_ids"),
        ({"network_cidr": "10.10.0.0/23"}, "cidr"),
        ({"architecture": "ARM64"}, "architecture"),
        ({"cpu": 8192, "memory": 16384}, "cpu"),
        ({"memory": 2048}, "memory"),
        ({"image": "acme.azurecr.io/web@sha256:0"}, "registry_id"),
        ({"public": True}, "domain"),
        ({"domain": "shop.example.com"}, "zone_id"),
        ({"domain": "shop.example.org", "zone_id": ZONE}, "zone_id"),
        ({"domain": "shop.example.com", "zone_id": "Z0123456789"}, "zone_id"),
        ({"domain": "shop.example.com", "zone_id": ZONE, "public": False}, "public"),
        ({"secret_references": {"A": "https://payments.vault.azure.net/secrets/a"}}, "secret_vault_ids"),
        (
            {"secret_references": {"A": "https://other.vault.azure.net/secrets/a"}, "secret_vault_ids": [VAULT]},
            "secret_vault_ids",
        ),
        (
            {"secret_references": {"A": "arn:aws:secretsmanager:x"}, "secret_vault_ids": [VAULT]},
            "secret_references",
        ),
    ],
)
def test_what_azure_cannot_honour_is_refused_by_name(more: dict[str, Any], argument: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(INTERNAL, **more)


@pytest.mark.parametrize("argument", ["subnet_cidr", "registry_id", "secret_vault_ids"])
def test_what_only_azure_has_is_refused_on_aws(argument: str) -> None:
    aws: WebServiceArgs = {
        "cloud": "aws",
        "image": "example.com/web",
        "network_id": "vpc-1",
        "network_cidr": "10.10.0.0/16",
        "public_subnet_ids": {"a": "a", "b": "b"},
        "private_subnet_ids": {"a": "a", "b": "b"},
    }
    with pytest.raises(ArgumentError, match=f"^{argument}: "):
        made(aws, **{argument: "x"})

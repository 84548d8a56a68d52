"""Values that programs on Azure export, hand on, or take apart."""

import base64
import ipaddress
import json

import pytest

from stackwright.wire.values import UNKNOWN, contains_unknown, reveal, secret
from tests.simcloud.made import urn_of

GROUP = {"resourceGroupName": "shop"}
LOCATION = {"location": "West Europe"}


def test_apps_and_their_slots_have_the_host_names_of_app_service(make):
    app = make("azure-native:web:WebApp", {**GROUP, **LOCATION, "name": "shop-web", "serverFarmId": "plan"})
    slot = make("azure-native:web:WebAppSlot", {**GROUP, "name": "shop-web", "slot": "staging", "serverFarmId": "plan"})
    assert app.id.endswith("/providers/Microsoft.Web/sites/shop-web")
    assert app.outputs["defaultHostName"] == "shop-web.azurewebsites.net"
    assert slot.outputs["defaultHostName"] == "shop-web-staging.azurewebsites.net"
    assert slot.outputs["outboundIpAddresses"] == app.outputs["outboundIpAddresses"]
    assert [ipaddress.ip_address(each) for each in app.outputs["outboundIpAddresses"].split(",")]


def test_parts_of_a_load_balancer_have_ids_of_their_own(make):
    made = make("azure-native:network:LoadBalancer", {
        **GROUP, "loadBalancerName": "front", "backendAddressPools": [{"name": "web"}],
        "frontendIPConfigurations": [{"name": "public", "publicIPAddress": {"id": "/an/address"}}],
    })  # fmt: skip
    front = made.outputs["frontendIPConfigurations"][0]
    assert made.outputs["backendAddressPools"][0]["id"] == f"{made.id}/backendAddressPools/web"
    assert front["id"] == f"{made.id}/frontendIPConfigurations/public"
    assert front["publicIPAddress"] == {"id": "/an/address"}, "a mere reference stays one"
    preview = made.provider.create(made.urn, made.inputs, preview=True).outputs
    assert preview["backendAddressPools"][0]["id"] == UNKNOWN
    assert preview["backendAddressPools"][0]["name"] == "web"
    changed = {**made.inputs, "tags": {"team": "retail"}}
    again = made.provider.update(made.urn, made.id, made.inputs, made.outputs, changed, preview=True)
    assert again["backendAddressPools"] == made.outputs["backendAddressPools"]


def test_an_interface_takes_its_address_from_its_subnet(make):
    network = {**GROUP, "virtualNetworkName": "main", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}
    inside = make("azure-native:network:VirtualNetwork", {
        **network, "subnets": [{"name": "web", "addressPrefix": "10.0.1.0/24"}],
    })  # fmt: skip
    subnet = make("azure-native:network:Subnet", {
        **GROUP, "virtualNetworkName": "main", "subnetName": "data", "addressPrefix": "10.0.2.0/24",
    })  # fmt: skip
    for where, prefix in ((inside.outputs["subnets"][0]["id"], "10.0.1.0/24"), (subnet.id, "10.0.2.0/24")):
        interface = make("azure-native:network:NetworkInterface", {
            **GROUP, "networkInterfaceName": f"nic{prefix[5]}",
            "ipConfigurations": [{"name": "one", "subnet": {"id": where}}],
        })  # fmt: skip
        address = interface.outputs["ipConfigurations"][0]["privateIPAddress"]
        assert ipaddress.ip_address(address) in ipaddress.ip_network(prefix)


def test_a_public_address_with_a_label_has_a_full_name(make):
    made = make(
        "azure-native:network:PublicIPAddress", {**GROUP, **LOCATION, "dnsSettings": {"domainNameLabel": "web"}}
    )
    assert made.outputs["dnsSettings"] == {"domainNameLabel": "web", "fqdn": "web.westeurope.cloudapp.azure.com"}


def test_a_cluster_has_the_identity_that_pulls_images_and_a_kubeconfig(make):
    made = make("azure-native:containerservice:ManagedCluster", {
        **GROUP, **LOCATION, "resourceName": "aks", "dnsPrefix": "shop", "kubernetesVersion": "1.33",
        "oidcIssuerProfile": {"enabled": True}, "agentPoolProfiles": [{"name": "system", "count": 2}],
    })  # fmt: skip
    assert made.outputs["fqdn"].endswith(".hcp.westeurope.azmk8s.io")
    assert made.outputs["identityProfile"]["kubeletidentity"]["objectId"]
    assert made.outputs["nodeResourceGroup"] == "MC_shop_aks_westeurope"
    assert made.outputs["agentPoolProfiles"][0]["currentOrchestratorVersion"] == "1.33.1"
    assert made.outputs["oidcIssuerProfile"]["issuerURL"].startswith("https://westeurope.oic.")
    token = "azure-native:containerservice:listManagedClusterUserCredentials"
    answer = made.provider.invoke(token, {**GROUP, "resourceName": "aks"}).value
    config = json.loads(base64.b64decode(reveal(answer["kubeconfigs"])[0]["value"]))
    assert config["kind"] == "Config"


HUB = {"namespaceName": "n", "eventHubName": "h", "authorizationRuleName": "send"}
COSMOS = "AccountEndpoint=https://a.documents.azure.com:443/;AccountKey="
BUS = "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=send;"
SIGNALR = "Endpoint=https://s.service.signalr.net;AccessKey="


@pytest.mark.parametrize(
    ("token", "args", "name", "form"),
    [
        ("cosmosdb:listDatabaseAccountConnectionStrings", {"accountName": "a"}, "connectionStrings", COSMOS),
        ("eventhub:listEventHubKeys", HUB, "primaryConnectionString", BUS),
        ("web:listWebAppHostKeys", {"name": "fn"}, "functionKeys", "'default'"),
        ("signalrservice:listSignalRKeys", {"resourceName": "s"}, "primaryConnectionString", SIGNALR),
    ],
)
def test_keys_and_connection_strings_have_the_form_of_their_service(host, token, args, name, form):
    provider = host.connect("azure-native")
    provider.configure({})
    answer = provider.invoke(f"azure-native:{token}", {**GROUP, **args}).value
    assert form in str(reveal(answer[name]))
    assert answer[name] != reveal(answer[name]), "it is secret"


def test_a_connection_string_of_cosmos_db_has_the_key_that_the_keys_have(host):
    provider = host.connect("azure-native")
    provider.configure({})
    args = {**GROUP, "accountName": "orders"}
    keys = reveal(provider.invoke("azure-native:cosmosdb:listDatabaseAccountKeys", args).value)
    strings = reveal(provider.invoke("azure-native:cosmosdb:listDatabaseAccountConnectionStrings", args).value)
    assert f"AccountKey={keys['primaryMasterKey']};" in strings["connectionStrings"][0]["connectionString"]


def test_the_keys_of_a_cache_are_those_that_it_says(make):
    made = make(
        "azure-native:redis:Redis", {**GROUP, "name": "cache", "sku": {"name": "Basic", "family": "C", "capacity": 0}}
    )
    listed = made.provider.invoke("azure-native:redis:listRedisKeys", {**GROUP, "name": "cache"}).value
    assert reveal(listed) == reveal(made.outputs["accessKeys"])
    assert (made.outputs["hostName"], made.outputs["sslPort"]) == ("cache.redis.cache.windows.net", 6380)


def test_what_a_getter_asks_for_and_is_not_here_is_supposed_to_be_there(host):
    provider = host.connect("azure-native")
    provider.configure({})
    found = provider.invoke("azure-native:network:getVirtualNetwork", {**GROUP, "virtualNetworkName": "old"}).value
    assert found["id"].endswith("/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/old")
    assert found["name"] == "old"
    assert not contains_unknown(found)


def test_what_azure_takes_and_does_not_give_back_is_not_among_the_outputs(make):
    """A secret that a container app is given, unlike its name: what is exported of the app is then no secret either."""
    configuration = {"secrets": [{"name": "pw", "value": secret("hunter2")}], "ingress": {"targetPort": 80}}
    made = make("azure-native:app:ContainerApp", {**GROUP, "containerAppName": "web", "configuration": configuration})
    assert made.outputs["configuration"]["secrets"] == [{"name": "pw"}]
    assert not made.diff().detailed, "nothing of it is a change"


def test_a_network_interface_that_is_in_no_use_says_nothing_of_one(make):
    made = make("azure-native:network:NetworkInterface", {**GROUP, **LOCATION, "networkInterfaceName": "nic"})
    assert "virtualMachine" not in made.outputs
    assert made.outputs["tapConfigurations"] == []


def test_services_by_themselves_have_their_endpoints(make):
    databricks = make("azure-native:databricks:Workspace", {
        **GROUP, **LOCATION, "workspaceName": "lab", "managedResourceGroupId": "/g", "sku": {"name": "standard"},
    })  # fmt: skip
    number = databricks.outputs["workspaceId"]
    assert databricks.outputs["workspaceUrl"] == f"adb-{number}.{int(number) % 20}.azuredatabricks.net"
    flow = make("azure-native:logic:Workflow", {**GROUP, **LOCATION, "workflowName": "flow"})
    assert ".westeurope.logic.azure.com:443/workflows/" in flow.outputs["accessEndpoint"]


def test_firewalls_gateways_and_balancers_have_addresses_of_their_subnets(make):
    network = make("azure-native:network:VirtualNetwork", {
        **GROUP, "virtualNetworkName": "hub", "addressSpace": {"addressPrefixes": ["10.0.0.0/20"]},
        "subnets": [{"name": "AzureFirewallSubnet", "addressPrefix": "10.0.3.0/26"}],
    })  # fmt: skip
    inside = {"name": "one", "subnet": {"id": f"{network.id}/subnets/AzureFirewallSubnet"}}
    firewall = make("azure-native:network:AzureFirewall", {
        **GROUP, "azureFirewallName": "fw", "ipConfigurations": [inside],
    })  # fmt: skip
    gateway = make("azure-native:network:VirtualNetworkGateway", {
        **GROUP, "virtualNetworkGatewayName": "vpn", "ipConfigurations": [inside],
    })  # fmt: skip
    balancer = make("azure-native:network:LoadBalancer", {
        **GROUP, "loadBalancerName": "lb", "frontendIPConfigurations": [inside, {"name": "two"}],
    })  # fmt: skip
    assert firewall.outputs["ipConfigurations"][0]["privateIPAddress"] == "10.0.3.4"
    assert gateway.outputs["bgpSettings"]["bgpPeeringAddress"].startswith("10.0.3.")
    private, public = balancer.outputs["frontendIPConfigurations"]
    assert private["privateIPAddress"].startswith("10.0.3.")
    assert "privateIPAddress" not in public


def test_an_app_that_only_its_environment_reaches_says_so_in_its_name(make):
    environment = make("azure-native:app:ManagedEnvironment", {**GROUP, **LOCATION, "environmentName": "env"})
    app = {**GROUP, "containerAppName": "api", "managedEnvironmentId": environment.id}
    inside = make("azure-native:app:ContainerApp", {**app, "configuration": {"ingress": {"targetPort": 80}}})
    fqdn = inside.outputs["configuration"]["ingress"]["fqdn"]
    assert fqdn == f"api.internal.{environment.outputs['defaultDomain']}"


def test_a_hub_for_devices_has_its_policies_and_says_where_its_events_are(make):
    made = make("azure-native:iothub:IotHubResource", {**GROUP, "resourceName": "hub", "sku": {"name": "S1"}})
    events = made.outputs["properties"]["eventHubEndpoints"]["events"]
    assert (events["partitionIds"], events["path"]) == (["0", "1", "2", "3"], "hub")
    asked = {**GROUP, "resourceName": "hub"}
    keys = made.provider.invoke("azure-native:iothub:listIotHubResourceKeys", asked).value
    owner = made.provider.invoke(
        "azure-native:iothub:listIotHubResourceKeysForKeyName", {**asked, "keyName": "iothubowner"}
    ).value
    assert [each["keyName"] for each in reveal(keys["value"])][:2] == ["iothubowner", "service"]
    assert reveal(owner["primaryKey"]) == reveal(keys["value"])[0]["primaryKey"], (
        "the same key, however it is asked for"
    )


def test_what_is_read_by_its_id_is_known_by_the_names_in_it(host):
    provider = host.connect("azure-native")
    provider.configure({})
    token, group = "azure-native:storage:StorageAccount", "/subscriptions/1/resourceGroups/shop"
    there = f"{group}/providers/Microsoft.Storage/storageAccounts/shopfiles"
    found = provider.suppose(urn_of(token, "old"), there, {}).outputs
    assert found["primaryEndpoints"]["blob"] == "https://shopfiles.blob.core.windows.net/"


def test_what_has_no_location_is_where_its_resource_group_is(make):
    make("azure-native:resources:ResourceGroup", {**GROUP, "location": "centralus"})
    made = make("azure-native:network:PublicIPAddress", {
        **GROUP, "publicIpAddressName": "ip", "dnsSettings": {"domainNameLabel": "shop"},
    })  # fmt: skip
    assert made.outputs["location"] == "centralus"
    assert made.outputs["dnsSettings"]["fqdn"] == "shop.centralus.cloudapp.azure.com"


def test_a_subnet_that_was_there_before_has_a_range_and_what_is_in_it_an_address_of_that(make):
    asked = {**GROUP, "virtualNetworkName": "old", "subnetName": "apps"}
    subnet = "/virtualNetworks/old/subnets/apps"
    group = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/shop/providers/Microsoft.Network"
    interface = make("azure-native:network:NetworkInterface", {
        **GROUP, "networkInterfaceName": "nic", "ipConfigurations": [{"name": "a", "subnet": {"id": group + subnet}}],
    })  # fmt: skip
    found = interface.provider.invoke("azure-native:network:getSubnet", asked).value
    address = interface.outputs["ipConfigurations"][0]["privateIPAddress"]
    assert ipaddress.ip_address(address) in ipaddress.ip_network(found["addressPrefix"])


def test_a_name_that_may_be_given_but_is_not_is_the_one_that_was_chosen(make):
    profile = {**GROUP, "profileName": "shop-tm", "dnsConfig": {"relativeName": "shop"}}
    assert make("azure-native:trafficmanager:Profile", profile).outputs["name"] == "shop-tm"


def test_properties_that_nobody_gave_are_there_too(make):
    made = make("azure-native:dashboard:Grafana", {**GROUP, **LOCATION, "workspaceName": "graf"})
    assert made.outputs["properties"]["endpoint"].endswith(".westeurope.grafana.azure.com")


def test_the_name_of_its_own_ends_the_path_of_a_type_that_nobody_described(make):
    made = make("azure-native:digitaltwins:DigitalTwin", {**GROUP, "resourceName": "twins"})
    assert made.id.endswith("/digitalTwins/twins")
    assert "/resources/" not in made.id

"""Endpoints of services that stand by themselves: analytics, integration, messaging to browsers and devices."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value


def _location(it: Subject) -> str:
    return it.place.replace(" ", "").lower()


def _workflow(it: Subject) -> str:
    number = it.seed.between(10, 99, "stamp")
    return f"https://prod-{number}.{_location(it)}.logic.azure.com:443/workflows/{it.seed.hex(32, 'workflow')}"


def _adb(it: Subject) -> str:
    """The number of the workspace, and its remainder.

    Source: https://learn.microsoft.com/azure/databricks/workspace/workspace-details
    """
    number = it.seed.digits(16, "workspace")
    return f"adb-{number}.{int(number) % 20}.azuredatabricks.net"


def _cognitive(it: Subject) -> Value:
    domain = it.mapping("properties").get("customSubDomainName")
    host = f"{domain}.cognitiveservices.azure.com" if domain else f"{_location(it)}.api.cognitive.microsoft.com"
    return {"endpoint": f"https://{host}/", "provisioningState": "Succeeded", "isMigrated": False}


def _hub(it: Subject) -> Value:
    """A hub is an event hub inside, of as many partitions as it was given, 4 by itself
    (https://learn.microsoft.com/rest/api/iothub/iot-hub-resource/get).
    """
    name, given = it.text("resourceName"), it.mapping("properties").get("eventHubEndpoints")
    events = given.get("events") if isinstance(given, dict) else None
    count = events.get("partitionCount") if isinstance(events, dict) else None
    number = count if isinstance(count, int) else 4
    endpoint = f"sb://iothub-ns-{name[:10]}-{it.seed.digits(8, 'bus')}-{it.seed.hex(10, 'bus')}.servicebus.windows.net/"
    inside: Value = {
        "endpoint": endpoint,
        "partitionIds": [str(index) for index in range(number)],
        "partitionCount": number,
        "retentionTimeInDays": 1,
        "path": name,
    }
    return {"hostName": f"{name}.azure-devices.net", "state": "Active", "eventHubEndpoints": {"events": inside}}


def _lab_account(it: Subject) -> str:
    group = f"/subscriptions/{it.identity.subscription}/resourceGroups/{it.text('resourceGroupName')}"
    return f"{group}/providers/Microsoft.Storage/storageAccounts/a{it.text('name').lower()[:10]}{it.seed.digits(4)}"


def _sender(it: Subject) -> str:
    """A domain that Azure manages has a name that it chose."""
    managed = it.text("domainManagement") == "AzureManaged"
    return f"{it.seed.uuid('domain')}.azurecomm.net" if managed else it.text("domainName")


def _traffic(it: Subject) -> Value:
    return {"fqdn": f"{it.mapping('dnsConfig').get('relativeName') or it.physical_name}.trafficmanager.net"}


TYPES: Mapping[str, Recipe] = {
    "azure-native:cognitiveservices:Account": arm(
        "Microsoft.CognitiveServices/accounts/{in:accountName}", properties=_cognitive
    ),
    "azure-native:databricks:Workspace": arm(
        "Microsoft.Databricks/workspaces/{in:workspaceName}",
        workspaceUrl=_adb,
        workspaceId="{digits:16:workspace}",
        createdDateTime="{time}",
        isUcEnabled=True,
        privateEndpointConnections=[],
        absent=frozenset(
            {"createdBy", "diskEncryptionSetId", "managedDiskIdentity", "storageAccountIdentity", "updatedBy"}
        ),
    ),
    "azure-native:datafactory:Factory": arm(
        "Microsoft.DataFactory/factories/{in:factoryName}", version="2018-06-01", createTime="{time}"
    ),
    "azure-native:iothub:IotHubResource": arm(
        "Microsoft.Devices/IotHubs/{in:resourceName}",
        properties=_hub,
    ),
    "azure-native:deviceprovisioningservices:IotDpsResource": arm(
        "Microsoft.Devices/provisioningServices/{in:provisioningServiceName}",
        properties={
            "deviceProvisioningHostName": "global.azure-devices-provisioning.net",
            "serviceOperationsHostName": "{in:provisioningServiceName}.azure-devices-provisioning.net",
            "idScope": lambda it: f"0ne{it.seed.hex(8, 'scope').upper()}",
            "state": "Active",
        },
    ),
    "azure-native:machinelearningservices:Workspace": arm(
        "Microsoft.MachineLearningServices/workspaces/{in:workspaceName}",
        discoveryUrl=lambda it: f"https://{_location(it)}.api.azureml.ms/discovery",
        mlFlowTrackingUri=lambda it: f"azureml://{_location(it)}.api.azureml.ms/mlflow/v1.0{it.id}",
        workspaceId="{uuid:workspace}",
        notebookInfo={
            "fqdn": "ml-{in:workspaceName}-{uuid:notebook}.notebooks.azure.net",
            "isPrivateLinkEnabled": False,
        },
        serviceProvisionedResourceGroup="",
        storageHnsEnabled=False,
    ),
    "azure-native:batch:BatchAccount": arm(
        "Microsoft.Batch/batchAccounts/{in:accountName}",
        accountEndpoint=lambda it: f"{it.text('accountName')}.{_location(it)}.batch.azure.com",
        nodeManagementEndpoint=lambda it: f"{it.seed.uuid('node')}.{_location(it)}.service.batch.azure.com",
    ),
    "azure-native:dashboard:Grafana": arm(
        "Microsoft.Dashboard/grafana/{in:workspaceName}",
        properties={
            "endpoint": lambda it: (
                f"https://{it.text('workspaceName')}-{it.seed.hex(4)}.{_location(it)}.grafana.azure.com"
            ),
            "grafanaVersion": "11.6.1",
            "privateEndpointConnections": [],
            "outboundIPs": [],
        },
    ),
    "azure-native:webpubsub:WebPubSub": arm(
        "Microsoft.SignalRService/webPubSub/{in:resourceName}",
        hostName="{in:resourceName}.webpubsub.azure.com",
        publicPort=443,
        serverPort=443,
        externalIP="{ip}",
        version="1.0",
    ),
    "azure-native:sql:FailoverGroup": arm(
        "Microsoft.Sql/servers/{in:serverName}/failoverGroups/{in:failoverGroupName}",
        replicationRole="Primary",
        replicationState="CATCH_UP",
    ),
    "azure-native:devtestlab:Lab": arm(
        "Microsoft.DevTestLab/labs/{in:name}",
        defaultStorageAccount=_lab_account,
        artifactsStorageAccount=_lab_account,
        premiumDataDiskStorageAccount="",
        uniqueIdentifier="{uuid:lab}",
    ),
    "azure-native:communication:Domain": arm(
        "Microsoft.Communication/emailServices/{in:emailServiceName}/domains/{in:domainName}",
        fromSenderDomain=_sender,
        mailFromSenderDomain=_sender,
        dataLocation="Europe",
    ),
    "azure-native:kusto:Cluster": arm(
        "Microsoft.Kusto/clusters/{in:clusterName}",
        uri=lambda it: f"https://{it.text('clusterName')}.{_location(it)}.kusto.windows.net",
        dataIngestionUri=lambda it: f"https://ingest-{it.text('clusterName')}.{_location(it)}.kusto.windows.net",
        state="Running",
        stateReason="",
        privateEndpointConnections=[],
    ),
    "azure-native:logic:Workflow": arm(
        "Microsoft.Logic/workflows/{in:workflowName}",
        accessEndpoint=_workflow,
        createdTime="{time}",
        changedTime="{time}",
        version="08584{digits:15:version}CU00",
        absent=frozenset({"sku"}),
    ),
    "azure-native:network:BastionHost": arm(
        "Microsoft.Network/bastionHosts/{in:bastionHostName}", dnsName="bst-{uuid:bastion}.bastion.azure.com"
    ),
    "azure-native:signalrservice:SignalR": arm(
        "Microsoft.SignalRService/signalR/{in:resourceName}",
        hostName="{in:resourceName}.service.signalr.net",
        externalIP="{ip}",
        publicPort=443,
        serverPort=443,
        version="1.0",
        privateEndpointConnections=[],
        sharedPrivateLinkResources=[],
    ),
    "azure-native:synapse:Workspace": arm(
        "Microsoft.Synapse/workspaces/{in:workspaceName}",
        connectivityEndpoints={
            "web": "https://web.azuresynapse.net?workspace=%2f{id}",
            "dev": "https://{in:workspaceName}.dev.azuresynapse.net",
            "sql": "{in:workspaceName}.sql.azuresynapse.net",
            "sqlOnDemand": "{in:workspaceName}-ondemand.sql.azuresynapse.net",
        },
        workspaceUID="{uuid:workspace}",
        extraProperties={"WorkspaceType": "Normal"},
        absent=frozenset({"adlaResourceId"}),
    ),
    "azure-native:trafficmanager:Profile": arm(
        "Microsoft.Network/trafficmanagerprofiles/{in:profileName}", dnsConfig=_traffic
    ),
}

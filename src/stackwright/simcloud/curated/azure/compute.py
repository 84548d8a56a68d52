"""Virtual machines, scale sets, disks, Kubernetes clusters, container groups and registries."""

from __future__ import annotations

from collections.abc import Mapping

from stackwright.simcloud.curated.azure.paths import arm
from stackwright.simcloud.curated.azure.places import place
from stackwright.simcloud.curated.recipe import Recipe
from stackwright.simcloud.values import guess
from stackwright.simcloud.values.subject import Subject
from stackwright.wire.values import Value

_CLUSTER = "Microsoft.ContainerService/managedClusters/{in:resourceName}"


def _cluster_host(it: Subject, domain: str) -> str:
    prefix = it.text("dnsPrefix") or it.text("resourceName")
    return f"{prefix}-{it.seed.hex(8, 'host')}.{domain}"


def _node_group(it: Subject) -> str:
    """Where AKS puts what nodes are made of, unless told otherwise."""
    return f"MC_{it.text('resourceGroupName')}_{it.text('resourceName')}_{place(it)}"[:80]


def _identities(it: Subject) -> Value:
    """The identity with which nodes pull images. AKS makes it in the group of the nodes."""
    group = it.text("nodeResourceGroup") or _node_group(it)
    own = (
        f"/subscriptions/{it.identity.subscription}/resourcegroups/{group}/providers/Microsoft.ManagedIdentity"
        f"/userAssignedIdentities/{it.text('resourceName')}-agentpool"
    )
    made: dict[str, Value] = {
        "resourceId": own,
        "clientId": it.seed.uuid("kubelet client"),
        "objectId": it.seed.uuid("kubelet object"),
    }
    return {"kubeletidentity": made}


def _issuer(it: Subject) -> Value:
    if it.mapping("oidcIssuerProfile").get("enabled") is not True:
        return None
    own = it.seed.uuid("issuer")
    return {"issuerURL": f"https://{place(it)}.oic.prod-aks.azure.com/{it.identity.tenant}/{own}/"}


def _pools(it: Subject) -> Value:
    version = it.text("kubernetesVersion") or "1.34"
    made: dict[str, Value] = {
        "currentOrchestratorVersion": f"{version}.1" if version.count(".") == 1 else version,
        "nodeImageVersion": "AKSUbuntu-2204gen2containerd-202510.19.1",
        "provisioningState": "Succeeded",
        "osType": "Linux",
        "powerState": {"code": "Running"},
    }
    return [made for _ in it.items("agentPoolProfiles")]


def _running(it: Subject) -> Value:
    version = it.text("kubernetesVersion") or "1.34"
    return f"{version}.1" if version.count(".") == 1 else version


def _group_address(it: Subject) -> Value:
    given = it.mapping("ipAddress")
    if not given:
        return None
    private = given.get("type") == "Private"
    made: dict[str, Value] = {"ip": guess.private_ip(it, "group") if private else guess.public_ip(it, "group")}
    if given.get("dnsNameLabel"):
        made["fqdn"] = f"{given['dnsNameLabel']}.{place(it)}.azurecontainer.io"
    return made


def _containers(it: Subject) -> Value:
    running: dict[str, Value] = {"state": "Running", "startTime": it.timestamp(), "detailStatus": ""}
    view: dict[str, Value] = {"restartCount": 0, "currentState": running, "events": []}
    return [{"instanceView": view} for _ in it.items("containers")]


def _tier(it: Subject) -> Value:
    return {"tier": it.mapping("sku").get("name")}


TYPES: Mapping[str, Recipe] = {
    "azure-native:compute:VirtualMachine": arm(
        "Microsoft.Compute/virtualMachines/{in:vmName}",
        vmId="{uuid:vm}",
        timeCreated="{time}",
        etag='"1"',
        resources=[],
        managedBy="",
        instanceView={},
        absent=frozenset({"managedBy", "instanceView"}),
    ),
    "azure-native:compute:VirtualMachineScaleSet": arm(
        "Microsoft.Compute/virtualMachineScaleSets/{in:vmScaleSetName}",
        uniqueId="{uuid:set}",
        timeCreated="{time}",
        etag='"1"',
        overprovision=True,
        singlePlacementGroup=True,
        platformFaultDomainCount=5,
    ),
    "azure-native:compute:Disk": arm(
        "Microsoft.Compute/disks/{in:diskName}",
        uniqueId="{uuid:disk}",
        timeCreated="{time}",
        diskState="Unattached",
        diskSizeBytes=lambda it: it.number("diskSizeGB", 30) * 1024**3,
        managedBy="",
        managedByExtended=[],
        shareInfo=[],
        burstingEnabledTime="",
        lastOwnershipUpdateTime="",
        absent=frozenset({"managedBy", "burstingEnabledTime", "lastOwnershipUpdateTime"}),
    ),
    "azure-native:containerservice:ManagedCluster": arm(
        _CLUSTER,
        fqdn=lambda it: _cluster_host(it, f"hcp.{place(it)}.azmk8s.io"),
        azurePortalFQDN=lambda it: _cluster_host(it, f"portal.hcp.{place(it)}.azmk8s.io"),
        privateFQDN="",
        kubernetesVersion="1.34",
        currentKubernetesVersion=_running,
        nodeResourceGroup=_node_group,
        identityProfile=_identities,
        oidcIssuerProfile=_issuer,
        agentPoolProfiles=_pools,
        resourceUID="{hex:24:uid}",
        enableRBAC=True,
        maxAgentPools=100,
        powerState={"code": "Running"},
        absent=frozenset({"privateFQDN"}),
    ),
    "azure-native:containerservice:AgentPool": arm(
        f"{_CLUSTER}/agentPools/{{in:agentPoolName}}",
        currentOrchestratorVersion="1.34.1",
        nodeImageVersion="AKSUbuntu-2204gen2containerd-202510.19.1",
        type="VirtualMachineScaleSets",
        powerState={"code": "Running"},
    ),
    "azure-native:containerregistry:Registry": arm(
        "Microsoft.ContainerRegistry/registries/{in:registryName}",
        loginServer=lambda it: f"{it.text('registryName').lower()}.azurecr.io",
        creationDate="{time}",
        sku=_tier,
        adminUserEnabled=False,
        publicNetworkAccess="Enabled",
        zoneRedundancy="Disabled",
        dataEndpointHostNames=[],
        privateEndpointConnections=[],
        status={},
        absent=frozenset({"status"}),
    ),
    "azure-native:containerinstance:ContainerGroup": arm(
        "Microsoft.ContainerInstance/containerGroups/{in:containerGroupName}",
        ipAddress=_group_address,
        containers=_containers,
        instanceView={"state": "Running", "events": []},
    ),
}

"""What Azure refuses, a scene for each kind at least."""

from __future__ import annotations

from tests.simcloud.refusing.scenes import Scene, change, create, delete, scene

NET = "azure-native:network:"
VNET, SUBNET, NIC = f"{NET}VirtualNetwork", f"{NET}Subnet", f"{NET}NetworkInterface"
RULE, SECURITY = f"{NET}SecurityRule", f"{NET}NetworkSecurityGroup"
STORAGE, VAULT = "azure-native:storage:StorageAccount", "azure-native:keyvault:Vault"
PLAN, SITE = "azure-native:web:AppServicePlan", "azure-native:web:WebApp"
GROUP, ASSIGNMENT = "azure-native:resources:ResourceGroup", "azure-native:authorization:RoleAssignment"
RG = {"resourceGroupName": "shop"}
group = create("group", GROUP, {**RG, "location": "westeurope"})
vnet = create("vnet", VNET, {**RG, "virtualNetworkName": "main", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}})
STANDARD = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
PROPERTIES = {"tenantId": "t", "sku": {"family": "A", "name": "standard"}}


def _subnet(name, prefix, **more):
    return create(
        name, SUBNET, {**RG, "virtualNetworkName": "main", "subnetName": name, "addressPrefix": prefix, **more}
    )


def _nic(name, **more):
    return create(name, NIC, {**RG, "networkInterfaceName": name, **more})


def _rule(name, priority):
    return {"name": name, "priority": priority, "direction": "Inbound", "access": "Allow", "protocol": "Tcp"}


def _single(name, priority):
    said = {key: value for key, value in _rule(name, priority).items() if key != "name"}
    return create(name, RULE, {**RG, "networkSecurityGroupName": "web", "securityRuleName": name, **said})


def _grant(name):
    said = {"scope": "/subscriptions/s", "principalId": "p", "roleDefinitionId": "d", "principalType": "User"}
    return create(name, ASSIGNMENT, said)


def _vault(name):
    return create(name, VAULT, {**RG, "vaultName": "shop-secrets", "properties": PROPERTIES})


subnet = _subnet("web", "10.0.0.0/24")
in_subnet = _nic("nic", ipConfigurations=[{"name": "a", "subnet": {"id": "${web}"}}])
SCENES: list[Scene] = [
    scene(
        "azure-move",
        "already exists in location 'westeurope' in resource group 'shop'. A resource with the same name cannot be",
        create(
            "vault", VAULT, {**RG, "vaultName": "shop-secrets", "location": "West Europe", "properties": PROPERTIES}
        ),
        change("vault", {"location": "northeurope"}),
    ),
    scene(
        "azure-subnet-range",
        'Code="NetcfgSubnetRangeOutsideVnet" Message="Subnet \'far\' is not valid because',
        vnet,
        _subnet("far", "10.1.0.0/24"),
    ),
    scene(
        "azure-subnet-range",
        "outside the IP address range of virtual network 'main'.",
        create(
            "v",
            VNET,
            {
                **RG,
                "virtualNetworkName": "main",
                "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
                "subnets": [{"name": "far", "addressPrefix": "192.168.0.0/24"}],
            },
        ),
    ),
    scene(
        "azure-subnet-conflict",
        'Code="NetcfgSubnetRangesOverlap" Message="Subnet \'two\' is not valid because its IP'
        " address range overlaps with that of an existing subnet in virtual network 'main'.",
        vnet,
        subnet,
        _subnet("two", "10.0.0.128/25"),
    ),
    scene(
        "azure-subnet-conflict",
        "NetcfgSubnetRangesOverlap",
        vnet,
        subnet,
        _subnet("two", "10.0.1.0/24"),
        change("two", {"addressPrefix": "10.0.0.0/25"}),
    ),
    scene(
        "azure-peering-conflict",
        'Code="VnetAddressSpacesOverlap"',
        vnet,
        create(
            "other", VNET, {**RG, "virtualNetworkName": "other", "addressSpace": {"addressPrefixes": ["10.0.128.0/17"]}}
        ),
        create(
            "p",
            f"{NET}VirtualNetworkPeering",
            {**RG, "virtualNetworkName": "main", "remoteVirtualNetwork": {"id": "${other}"}},
        ),
    ),
    scene(
        "azure-rule-conflict",
        "Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction.",
        create("g", SECURITY, {**RG, "securityRules": [_rule("a", 100), _rule("b", 100)]}),
    ),
    scene("azure-rule-conflict", 'Code="SecurityRuleConflict"', _single("a", 100), _single("b", 100)),
    scene(
        "azure-rule-priority",
        "Security rule has invalid Priority. Value provided: 50 Allowed range 100-4096",
        _single("a", 50),
    ),
    scene(
        "azure-value",
        "Values for request parameters are invalid: kind, sku. For more information",
        create(
            "s",
            "azure-native:storage:StorageAccount",
            {"resourceGroupName": "shop", "accountName": "shop", "kind": "StorageV9", "sku": {"name": "Standard_XRS"}},
        ),
    ),
    scene(
        "azure-value",
        "Cannot parse the request. Error converting value \"In\". Path 'properties.direction'.",
        create(
            "r",
            "azure-native:network:SecurityRule",
            {
                "resourceGroupName": "shop",
                "networkSecurityGroupName": "web",
                "priority": 100,
                "access": "allow",
                "direction": "In",
                "protocol": "Tcp",
            },
        ),
    ),
    scene(
        "azure-name",
        "The specified resource name length is not within the permissible limits.",
        create(
            "c",
            "azure-native:storage:BlobContainer",
            {"resourceGroupName": "shop", "accountName": "shop", "containerName": "c0"},
        ),
    ),
    scene("azure-name", 'Code="AccountNameInvalid"', create("my-files", STORAGE, {**RG, **STANDARD})),
    scene("azure-name", 'Code="ContainerAppInvalidName"', create("Web", "azure-native:app:ContainerApp", RG)),
    scene(
        "azure-name-taken",
        'Code="StorageAccountAlreadyTaken" Message="The storage account named shopfiles is already taken."',
        create("a", STORAGE, {**RG, **STANDARD, "accountName": "shopfiles"}),
        create("b", STORAGE, {**RG, **STANDARD, "resourceGroupName": "other", "accountName": "shopfiles"}),
    ),
    scene(
        "azure-vault-deleted",
        "A vault with the same name already exists in deleted state",
        _vault("a"),
        delete("a"),
        _vault("b"),
    ),
    scene("azure-exists", "cannot create already existing resource", group, create("again", GROUP, RG)),
    scene(
        "azure-location",
        'Code="LocationNotAvailableForResourceGroup" Message="The provided location \'eu-west-1\' is not',
        create("g", GROUP, {"location": "eu-west-1"}),
    ),
    scene(
        "azure-location",
        "The provided location 'westeurop' is not available for resource type 'Microsoft.Network/virtualNetworks'",
        create("v", VNET, {**RG, "location": "westeurop", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}}),
    ),
    scene(
        "azure-role-assigned",
        'Code="RoleAssignmentExists" Message="The role assignment already exists."',
        _grant("a"),
        _grant("b"),
    ),
    scene("azure-group", "Resource group 'shop' could not be found.", group, delete("group"), vnet),
    scene(
        "azure-parent",
        "Failed to perform 'write' on resource(s) of type 'virtualNetworks/subnets', because the parent resource",
        group,
        _subnet("web", "10.0.0.0/24"),
    ),
    scene("azure-reference", 'Code="InvalidResourceReference"', group, vnet, subnet, delete("web"), in_subnet),
    scene(
        "azure-reference",
        "was not found. Please make sure that the referenced resource exists",
        group,
        _nic("n", networkSecurityGroup={"id": "${group}/providers/Microsoft.Network/networkSecurityGroups/web"}),
    ),
    scene(
        "azure-reference",
        "/subnets/nope referenced by resource",
        group,
        vnet,
        _nic("n", ipConfigurations=[{"name": "a", "subnet": {"id": "${vnet}/subnets/nope"}}]),
    ),
    scene("azure-subnet-in-use", "Subnet web is in use by /subscriptions/", vnet, subnet, in_subnet, delete("web")),
    scene("azure-subnet-in-use", 'Code="InUseSubnetCannotBeDeleted"', vnet, subnet, in_subnet, delete("vnet")),
    scene(
        "azure-in-use",
        "cannot be deleted because it is in use by the following resources:",
        create("g", SECURITY, RG),
        _nic("n", networkSecurityGroup={"id": "${g}"}),
        delete("g"),
    ),
    scene(
        "azure-in-use",
        'Code="NicInUse"',
        _nic("n"),
        create(
            "vm",
            "azure-native:compute:VirtualMachine",
            {**RG, "networkProfile": {"networkInterfaces": [{"id": "${n}"}]}},
        ),
        delete("n"),
    ),
    scene(
        "azure-in-use",
        "can not be deleted since it is still allocated to resource",
        create("ip", f"{NET}PublicIPAddress", RG),
        _nic("n", ipConfigurations=[{"name": "a", "publicIPAddress": {"id": "${ip}"}}]),
        delete("ip"),
    ),
    scene(
        "azure-in-use",
        "Route table ",
        vnet,
        create("r", f"{NET}RouteTable", RG),
        _subnet("web", "10.0.0.0/24", routeTable={"id": "${r}"}),
        delete("r"),
    ),
    scene(
        "azure-in-use",
        'Code="InUseNatGatewayCannotBeDeleted"',
        vnet,
        create("nat", f"{NET}NatGateway", {**RG, "sku": {"name": "Standard"}}),
        _subnet("web", "10.0.0.0/24", natGateway={"id": "${nat}"}),
        delete("nat"),
    ),
    scene(
        "azure-in-use",
        " is attached to VM ",
        create("d", "azure-native:compute:Disk", {**RG, "diskSizeGB": 8, "creationData": {"createOption": "Empty"}}),
        create(
            "vm",
            "azure-native:compute:VirtualMachine",
            {
                **RG,
                "storageProfile": {"dataDisks": [{"lun": 0, "createOption": "Attach", "managedDisk": {"id": "${d}"}}]},
            },
        ),
        delete("d"),
    ),
    scene(
        "azure-in-use",
        "cannot be deleted because it has web app(s) site assigned to it.",
        create("plan", PLAN, RG),
        create("site", SITE, {**RG, "name": "site", "serverFarmId": "${plan}"}),
        delete("plan"),
    ),
]

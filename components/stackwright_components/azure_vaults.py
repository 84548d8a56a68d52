"""A key vault on Azure that nobody can empty for good, and that answers to nobody who is not named."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi_azure_native import keyvault, resources

from stackwright_components.azure_names import account_name
from stackwright_components.conventions import child


def key_vault(
    component: pulumi.ComponentResource,
    name: str,
    purpose: str,
    *,
    group: resources.ResourceGroup,
    location: str | None,
    tenant_id: pulumi.Input[str],
    tags: Mapping[str, str],
    subnet_ids: Sequence[pulumi.Input[str]] = (),
    addresses: pulumi.Input[list[str]] | None = None,
) -> keyvault.Vault:
    """A vault of the component's own, for its `purpose` (a short word: vaults' names are short).

    What is deleted comes back for 90 days. Who may do what is a role, not an access policy. It is
    reached from `subnet_ids`, from public IPv4 `addresses`, and by services that Azure trusts (Service Bus is one):
    https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
    """
    return keyvault.Vault(
        account_name(name, purpose),
        resource_group_name=group.name,
        location=location,
        properties=keyvault.VaultPropertiesArgs(
            tenant_id=tenant_id,
            sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
            enable_rbac_authorization=True,
            enable_soft_delete=True,
            enable_purge_protection=True,
            soft_delete_retention_in_days=90,
            network_acls=keyvault.NetworkRuleSetArgs(
                default_action=keyvault.NetworkRuleAction.DENY,
                bypass=keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
                virtual_network_rules=[keyvault.VirtualNetworkRuleArgs(id=subnet) for subnet in subnet_ids] or None,
                ip_rules=None
                if addresses is None
                else pulumi.Output.from_input(addresses).apply(
                    lambda known: [keyvault.IPRuleArgs(value=address) for address in known]
                ),
            ),
        ),
        tags=tags,
        opts=child(component),
    )

"""The end on OpenStack: VPNaaS on the network's router.

A router has one public address, and VPNaaS matches packets by policy: strongSwan and Libreswan, which it drives,
install what was agreed last with any peer for a pair of ranges, and drop what comes through another tunnel. So exactly
one tunnel carries the traffic. It is agreed on for the halves of the peer's range, narrower than the whole one of those
that stand by, and this end begins with it alone: the peers only answer (`startup_action: add`, `ResponderOnly`), but
for Google, whose routes prefer the same tunnel. (Read in Neutron's own code:
neutron_vpnaas/services/vpn/device_drivers/template.)

When the carrying tunnel's far end is lost, dead-peer detection begins it anew until it answers. To go over to another
one for good, pause it: `paused_tunnels`.

GCM and Diffie-Hellman group 20 are there since OpenStack 2025.1. Which ports are open, Neutron's security groups say.
"""

import pulumi
from pulumi_openstack import vpnaas

from stackwright_components.conventions import child
from stackwright_components.hybrid_link.tunnels import (
    DPD_SECONDS,
    IKE_SECONDS,
    IPSEC_SECONDS,
    Gateway,
    Site,
    Tunnel,
    selectors,
)
from stackwright_components.labels import described

_MTU = 1400
"""What fits with GCM through any of the clouds' gateways, whose packets have 1446 bytes (AWS) or more."""


def gateway(site: Site) -> Gateway:
    """The VPN service on the router. Its address is the router's own, in the provider network."""
    service = vpnaas.Service(
        site.name,
        description=described(site.settings.tags),
        router_id=site.here.router_id,
        admin_state_up=True,
        opts=child(site.link),
    )
    return Gateway(ids=(service.id,), addresses=(service.external_v4_ip,), alarm_target=None, made=service)


def connect(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[pulumi.Output[str]]:
    """A site connection for each tunnel that is not paused. Neutron routes into them by itself."""
    link, name = site.link, site.name
    description = described(site.settings.tags)
    ike = vpnaas.IkePolicy(
        name,
        description=description,
        ike_version="v2",
        encryption_algorithm="aes-256-gcm-16",
        auth_algorithm="sha384",  # with GCM the PRF
        pfs="group20",
        lifetimes=[vpnaas.IkePolicyLifetimeArgs(units="seconds", value=IKE_SECONDS)],
        opts=child(link),
    )
    ipsec = vpnaas.IpSecPolicy(
        name,
        description=description,
        transform_protocol="esp",
        encapsulation_mode="tunnel",
        encryption_algorithm="aes-256-gcm-16",
        auth_algorithm="sha384",  # GCM has its own; the API wants a value
        pfs="group20",
        lifetimes=[vpnaas.IpSecPolicyLifetimeArgs(units="seconds", value=IPSEC_SECONDS)],
        opts=child(link),
    )
    subnets = pulumi.Output.all(site.here.private_subnet_ids, site.here.public_subnet_ids)
    local = vpnaas.EndpointGroup(
        f"{name}-local",
        description=description,
        type="subnet",
        endpoints=subnets.apply(lambda them: sorted({*them[0].values(), *them[1].values()})),
        opts=child(link),
    )
    for tunnel, peer in zip(site.tunnels, peers, strict=True):
        if not tunnel.paused:
            _connection(site, gateway, tunnel, peer, keys[tunnel.key], (ike, ipsec, local))
    return [gateway.addresses[0] for _ in site.tunnels]


def _connection(
    site: Site,
    gateway: Gateway,
    tunnel: Tunnel,
    peer: pulumi.Output[str],
    key: pulumi.Output[str],
    agreed: tuple[vpnaas.IkePolicy, vpnaas.IpSecPolicy, vpnaas.EndpointGroup],
) -> None:
    ike, ipsec, local = agreed
    label, description = f"{site.name}-{tunnel.number}", described(site.settings.tags)
    remote = vpnaas.EndpointGroup(
        f"{label}-peer",
        description=description,
        type="cidr",
        endpoints=site.there.cidr.apply(lambda cidr: selectors(cidr, carries=tunnel.carries)),
        opts=child(site.link),
    )
    vpnaas.SiteConnection(
        label,
        description=description,
        vpnservice_id=gateway.ids[0],
        ikepolicy_id=ike.id,
        ipsecpolicy_id=ipsec.id,
        local_ep_group_id=local.id,
        peer_ep_group_id=remote.id,
        peer_address=peer,
        peer_id=peer,
        psk=key,
        initiator="bi-directional" if tunnel.carries else "response-only",
        dpds=[vpnaas.SiteConnectionDpdArgs(action="restart", interval=DPD_SECONDS // 3, timeout=DPD_SECONDS)],
        mtu=_MTU,
        admin_state_up=True,
        opts=child(site.link, additional_secret_outputs=["psk"]),
    )

"""The end on GCP: HA VPN with a Cloud Router where the peer speaks BGP, else two classic gateways with static routes.

"HA VPN does not support static routing", and Classic VPN with static routes is what Google names for peers without BGP:
https://cloud.google.com/network-connectivity/docs/vpn/how-to/creating-static-vpns
"""

import pulumi
from pulumi_gcp import compute

from stackwright_components.hybrid_link import gcp_dynamic, gcp_static
from stackwright_components.hybrid_link.gcp_watch import watch
from stackwright_components.hybrid_link.tunnels import Gateway, Site


def gateway(site: Site) -> Gateway:
    """The gateway with its two addresses, or two gateways with one each."""
    return gcp_static.gateway(site) if site.asn is None else gcp_dynamic.gateway(site)


def connect(
    site: Site, gateway: Gateway, peers: list[pulumi.Output[str]], keys: dict[int, pulumi.Output[str]]
) -> list[pulumi.Output[str]]:
    """The tunnels, and what routes into them."""
    build = gcp_static.tunnels if site.asn is None else gcp_dynamic.tunnels
    made: list[compute.VPNTunnel] = build(site, gateway, peers, keys)
    watch(site, made)
    return [gateway.addresses[tunnel.local] for tunnel in site.tunnels]

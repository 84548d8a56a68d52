"""Connecting to a web service: its URL, and a way to where it answers."""

from stackwright_components.connection.firewall import open_way
from stackwright_components.connection.interface import Connected, Link


def connect_web_service(link: Link) -> Connected:
    """`CATALOGUE_URL`."""
    url, network_cidr, port = link.needs("url", "network_cidr", "port")
    return Connected(environment={f"{link.name}_URL": url}, prerequisites=open_way(link, network_cidr, port))

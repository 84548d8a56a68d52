"""A package of one component."""

from pulumi.provider.experimental import component_provider_host
from site_component import Site

component_provider_host(name="sites", components=[Site])

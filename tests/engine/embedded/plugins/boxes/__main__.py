"""A package of one component, as an author writes it."""

from box import Box
from pulumi.provider.experimental import component_provider_host

component_provider_host(name="boxes", components=[Box])

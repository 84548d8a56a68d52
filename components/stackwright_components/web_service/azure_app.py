"""The app itself: its container, and how it is released, scaled and reached."""

from collections.abc import Mapping, Sequence
from typing import Final

import pulumi
from pulumi_azure_native import app as containers
from pulumi_azure_native import managedidentity, resources

from stackwright_components.conventions import child
from stackwright_components.web_service.azure_checks import fitting_size, runnable_image
from stackwright_components.web_service.azure_environment import PROFILE, Around
from stackwright_components.web_service.azure_secrets import Kept, secret_name
from stackwright_components.web_service.interface import Settings

CONTAINER: Final = "app"
STOP_SECONDS: Final = 60
"""From SIGTERM to SIGKILL."""
_CONCURRENT: Final = 50
"""How many requests a replica answers at once before there is another one."""
_CLIENT_ID: Final = "AZURE_CLIENT_ID"
"""Where Azure's SDKs look for which identity they are."""
_GENERATIONS: Final = "SECRET_GENERATIONS"


def container_app(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    *,
    group: resources.ResourceGroup,
    around: Around,
    identity: managedidentity.UserAssignedIdentity,
    kept: Kept,
    first: Sequence[pulumi.Resource],
    tags: Mapping[str, str],
) -> containers.ContainerApp:
    """Make the app. What is `first` is there before it starts."""
    image = pulumi.Output.all(settings.image, settings.architecture).apply(
        lambda it: runnable_image(it[0], it[1], settings.registry_id is not None)
    )
    return containers.ContainerApp(
        name,
        container_app_name=around.app_name,
        resource_group_name=group.name,
        location=settings.location,
        environment_id=around.environment.id,
        workload_profile_name=PROFILE,
        identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
        configuration={
            # One revision serves. The next one gets the traffic when all of its replicas are ready, and if they never
            # are, it stays where it is: https://learn.microsoft.com/azure/container-apps/revisions#revision-modes
            "active_revisions_mode": "Single",
            "revision_transition_threshold": 100,
            "ingress": _ingress(settings),
            "registries": _registries(settings, identity),
            "secrets": [
                {"name": secret_name(variable), "key_vault_url": url, "identity": identity.id}
                for variable, url in sorted(_references(settings, kept).items())
            ],
        },
        template={
            "containers": [
                {
                    "name": CONTAINER,
                    "image": image,
                    "env": _variables(settings, identity, kept),
                    "resources": _resources(settings),
                    "probes": _probes(settings),
                }
            ],
            "scale": _scale(settings),
            "termination_grace_period_seconds": STOP_SECONDS,
        },
        tags=tags,
        opts=child(service, depends_on=first),
    )


def _ingress(settings: Settings) -> containers.IngressArgsDict:
    """`external` is: from outside of the environment. Whether that is the internet, the environment says."""
    ingress: containers.IngressArgsDict = {
        "external": True,
        "target_port": settings.port,
        "transport": "Auto",
        "allow_insecure": False,
        "traffic": [{"latest_revision": True, "weight": 100}],
    }
    if settings.domain is not None:
        # The certificate can only be asked for once the app has the domain; Azure then binds it by itself.
        ingress["custom_domains"] = [{"name": settings.domain, "binding_type": "Auto"}]
    return ingress


def _references(settings: Settings, kept: Kept) -> dict[str, pulumi.Output[str]]:
    foreign = {variable: pulumi.Output.from_input(url) for variable, url in settings.secret_references.items()}
    return {**kept.urls, **foreign}


def _registries(
    settings: Settings, identity: managedidentity.UserAssignedIdentity
) -> list[containers.RegistryCredentialsArgsDict]:
    if settings.registry_id is None:
        return []
    server = pulumi.Output.from_input(settings.image).apply(lambda image: image.partition("/")[0])
    return [{"server": server, "identity": identity.id}]


def _variables(
    settings: Settings, identity: managedidentity.UserAssignedIdentity, kept: Kept
) -> list[containers.EnvironmentVarArgsDict]:
    """In the order of their names.

    An app's secrets are outside of its revisions: with another value alone no replica would be replaced. So the values'
    names are in a variable.
    """
    plain = {_CLIENT_ID: identity.client_id, **settings.environment}
    if kept.generations:
        plain[_GENERATIONS] = pulumi.Output.all(*kept.generations).apply(" ".join)
    variables: dict[str, containers.EnvironmentVarArgsDict] = {
        **{variable: {"name": variable, "value": value} for variable, value in plain.items()},
        **{
            variable: {"name": variable, "secret_ref": secret_name(variable)}
            for variable in _references(settings, kept)
        },
    }
    return [variables[variable] for variable in sorted(variables)]


def _resources(settings: Settings) -> containers.ContainerResourcesArgsDict:
    """In vCPUs and GiB: `0.5` and `1Gi`."""
    size = pulumi.Output.all(settings.cpu, settings.memory).apply(lambda it: fitting_size(*it))
    return {
        "cpu": size.apply(lambda it: it[0] / 1024),
        "memory": size.apply(lambda it: f"{it[1] / 1024:g}Gi"),
    }


def _probes(settings: Settings) -> list[containers.ContainerAppProbeArgsDict]:
    """Slow to start is not dead: until the startup probe is content, which may take 150 s, the others wait."""
    ask: containers.ContainerAppProbeHttpGetArgsDict = {
        "path": settings.health_path,
        "port": settings.port,
        "scheme": "HTTP",
    }
    return [
        {"type": "Startup", "http_get": ask, "period_seconds": 15, "timeout_seconds": 5, "failure_threshold": 10},
        {"type": "Readiness", "http_get": ask, "period_seconds": 5, "timeout_seconds": 5, "failure_threshold": 3},
        # Longer than readiness: what is only overloaded gets no requests for a while, and is not restarted.
        {"type": "Liveness", "http_get": ask, "period_seconds": 15, "timeout_seconds": 5, "failure_threshold": 4},
    ]


def _scale(settings: Settings) -> containers.ScaleArgsDict:
    """By requests, processor and memory, whichever wants most; quickly up and slowly down."""

    def by(metric: str, goal: int) -> containers.ScaleRuleArgsDict:
        return {"name": metric, "custom": {"type": metric, "metadata": {"type": "Utilization", "value": str(goal)}}}

    return {
        "min_replicas": settings.replicas,
        "max_replicas": settings.max_replicas,
        "polling_interval": 30,
        "cooldown_period": 300,
        "rules": [
            {"name": "requests", "http": {"metadata": {"concurrentRequests": str(_CONCURRENT)}}},
            by("cpu", 60),
            by("memory", 75),
        ],
    }

"""`WebService`: a container behind a load balancer, spread over zones, scaled by load, rolled back when it fails."""

import pulumi

from stackwright_components.connection import described
from stackwright_components.conventions import implementation, masked, type_token
from stackwright_components.web_service.interface import CLOUDS, WebServiceArgs, WebServiceOutputs, settle

__all__ = ["WebService", "WebServiceArgs", "WebServiceOutputs"]


class WebService(pulumi.ComponentResource):
    """A container behind a load balancer: TLS 1.2 or newer, two zones, autoscaled, rolled back when a release fails."""

    url: pulumi.Output[str]
    """Where it answers."""
    hostname: pulumi.Output[str]
    """The name in `url`."""
    guard_id: pulumi.Output[str]
    """What decides who may call it: the load balancer's security group, or the subnet's network security group."""
    load_balancer_dns_name: pulumi.Output[str]
    """The load balancer's own name, for a record in a zone elsewhere."""
    load_balancer_zone_id: pulumi.Output[str]
    """The hosted zone of that name, for an alias record (aws); else empty."""
    security_group_id: pulumi.Output[str]
    """What the tasks carry: give it access to whatever they need (aws); else empty."""
    cluster_name: pulumi.Output[str]
    """The ECS cluster or the Container Apps environment."""
    service_name: pulumi.Output[str]
    """The ECS service or the container app."""
    service_id: pulumi.Output[str]
    """Its ARN or resource id."""
    load_balancer_arn: pulumi.Output[str]
    """What its requests are counted by (aws); else empty."""
    identity: pulumi.Output[str]
    """Who the application is, to grant it something: the task role's ARN, or the managed identity's principal id."""
    task_role_arn: pulumi.Output[str]
    """`identity` (aws); else empty."""
    log_group_name: pulumi.Output[str]
    """Where the container's output goes (aws); else empty."""
    log_workspace_id: pulumi.Output[str]
    """The Log Analytics workspace where the container's output goes (azure); else empty."""
    subnet_cidr: pulumi.Output[str]
    """The range that it calls private addresses from (azure); else empty."""
    alarm_target: pulumi.Output[str]
    """Where alarms go."""

    def __init__(self, name: str, args: WebServiceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cloud = implementation("web_service", args["cloud"], CLOUDS)
        settings = settle(args)
        told = {"connections": described(settings.connections)} if settings.connections else {}
        super().__init__(type_token("WebService"), name, masked(args, "secrets") | told, opts)
        built: WebServiceOutputs = cloud.build(self, name, settings)
        self.url = built["url"]
        self.hostname = built["hostname"]
        self.guard_id = built["guard_id"]
        self.load_balancer_dns_name = built["load_balancer_dns_name"]
        self.load_balancer_zone_id = built["load_balancer_zone_id"]
        self.security_group_id = built["security_group_id"]
        self.cluster_name = built["cluster_name"]
        self.service_name = built["service_name"]
        self.service_id = built["service_id"]
        self.load_balancer_arn = built["load_balancer_arn"]
        self.identity = built["identity"]
        self.task_role_arn = built["task_role_arn"]
        self.log_group_name = built["log_group_name"]
        self.log_workspace_id = built["log_workspace_id"]
        self.subnet_cidr = built["subnet_cidr"]
        self.alarm_target = built["alarm_target"]
        self.register_outputs(dict(built))

"""The load balancer: who may call it, how it speaks TLS, where it sends requests, and what it writes down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from stackwright_components.aws_policies import Place
from stackwright_components.conventions import child
from stackwright_components.web_service.aws_access_logs import access_logs
from stackwright_components.web_service.aws_certificate import alias, certificate
from stackwright_components.web_service.interface import PRIVATE_RANGES, Settings

TLS_POLICY: Final = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.2 with forward secrecy, TLS 1.3, post-quantum key exchange. The API's default is of 2016, with TLS 1.0.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
"""


@dataclass(frozen=True, slots=True)
class Balancer:
    """What the ECS service is attached to."""

    load_balancer: aws.lb.LoadBalancer
    target_group: aws.lb.TargetGroup
    listeners: list[pulumi.Resource]
    guard: aws.ec2.SecurityGroup
    task_group: aws.ec2.SecurityGroup
    hostname: pulumi.Output[str]
    url: pulumi.Output[str]


def balancer(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    place: pulumi.Output[Place],
    tags: Mapping[str, str],
) -> Balancer:
    """Make the balancer. With a domain it is reached over HTTPS only; without one it is internal, and speaks HTTP."""
    front_group, task_group = _security_groups(service, name, settings, tags)
    logs = access_logs(service, name, settings, place, tags)
    # ELB's names have at most 32 characters, and the autoname appends a hyphen and seven.
    short = name[:24].rstrip("-")
    load_balancer = aws.lb.LoadBalancer(
        short,
        load_balancer_type="application",
        internal=not settings.public,
        subnets=settings.public_subnet_ids if settings.public else settings.private_subnet_ids,
        security_groups=[front_group.id],
        drop_invalid_header_fields=True,
        desync_mitigation_mode="defensive",
        xff_header_processing_mode="append",
        enable_cross_zone_load_balancing=True,
        enable_zonal_shift=True,
        enable_deletion_protection=settings.deletion_protection,
        access_logs={"enabled": True, "bucket": logs.bucket, "prefix": "access"},
        connection_logs={"enabled": True, "bucket": logs.bucket, "prefix": "connection"},
        tags=tags,
        opts=child(
            service,
            protect=settings.deletion_protection,
            # ELB tries the bucket when logging is switched on, so the policy comes first.
            depends_on=[logs],
            # A target group belongs to one balancer only: a new one cannot stand beside the old one.
            delete_before_replace=True,
        ),
    )
    target_group = aws.lb.TargetGroup(
        short,
        vpc_id=settings.network_id,
        target_type="ip",
        port=settings.port,
        protocol="HTTP",
        load_balancing_algorithm_type="least_outstanding_requests",
        deregistration_delay=30,
        health_check={
            "enabled": True,
            "path": settings.health_path,
            "protocol": "HTTP",
            "matcher": "200-299",
            "interval": 15,
            "timeout": 5,
            "healthy_threshold": 2,
            "unhealthy_threshold": 3,
        },
        tags=tags,
        opts=child(service),
    )
    listeners = _listeners(service, name, settings, load_balancer, target_group, tags)
    if settings.domain is None:
        hostname, scheme = load_balancer.dns_name, "http"
    else:
        hostname, scheme = pulumi.Output.from_input(settings.domain), "https"
    if settings.domain is not None and settings.zone_id is not None:
        alias(service, name, settings.domain, settings.zone_id, load_balancer)
    url = pulumi.Output.concat(f"{scheme}://", hostname)
    return Balancer(load_balancer, target_group, listeners, front_group, task_group, hostname, url)


def _security_groups(
    service: pulumi.ComponentResource, name: str, settings: Settings, tags: Mapping[str, str]
) -> tuple[aws.ec2.SecurityGroup, aws.ec2.SecurityGroup]:
    """The balancer's and the tasks'. Only the balancer reaches the tasks, and only on the container's port."""
    front, tasks = (
        aws.ec2.SecurityGroup(
            f"{name}-{role}",
            description=f"{what} of {name}",
            vpc_id=settings.network_id,
            tags=dict(tags) | {"Name": f"{name}-{role}"},
            opts=child(service),
        )
        for role, what in (("balancer", "Load balancer"), ("tasks", "Tasks"))
    )

    def ingress(role: str, group: aws.ec2.SecurityGroup, port: pulumi.Input[int], why: str, **source: object) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{name}-{role}",
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=why,
            tags=tags,
            opts=child(service),
            **source,  # pyright: ignore[reportArgumentType] - one of the rule's sources
        )

    def egress(role: str, group: aws.ec2.SecurityGroup, port: pulumi.Input[int], why: str, **target: object) -> None:
        aws.vpc.SecurityGroupEgressRule(
            f"{name}-{role}",
            security_group_id=group.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=why,
            tags=tags,
            opts=child(service),
            **target,  # pyright: ignore[reportArgumentType] - one of the rule's targets
        )

    callers = "0.0.0.0/0" if settings.public else settings.network_cidr
    ingress("balancer-http", front, 80, "Callers, to be sent on to HTTPS if there is a domain", cidr_ipv4=callers)
    if settings.domain is not None:
        ingress("balancer-https", front, 443, "Callers", cidr_ipv4=callers)
    egress("balancer-tasks", front, settings.port, "The tasks", referenced_security_group_id=tasks.id)
    ingress("tasks-balancer", tasks, settings.port, "The balancer", referenced_security_group_id=front.id)
    egress("tasks-https", tasks, 443, "Registry, AWS and other HTTPS services", cidr_ipv4="0.0.0.0/0")
    for port in settings.private_ports:
        for index, cidr in enumerate(PRIVATE_RANGES):
            egress(f"tasks-{port}-{index}", tasks, port, "Private addresses", cidr_ipv4=cidr)
    return front, tasks


def _listeners(
    service: pulumi.ComponentResource,
    name: str,
    settings: Settings,
    load_balancer: aws.lb.LoadBalancer,
    target_group: aws.lb.TargetGroup,
    tags: Mapping[str, str],
) -> list[pulumi.Resource]:
    forward: aws.lb.ListenerDefaultActionArgsDict = {"type": "forward", "target_group_arn": target_group.arn}
    redirect: aws.lb.ListenerDefaultActionArgsDict = {
        "type": "redirect",
        "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"},
    }
    http = aws.lb.Listener(
        f"{name}-http",
        load_balancer_arn=load_balancer.arn,
        port=80,
        protocol="HTTP",
        default_actions=[forward if settings.domain is None else redirect],
        tags=tags,
        opts=child(service),
    )
    if settings.domain is None:
        return [http]
    https = aws.lb.Listener(
        f"{name}-https",
        load_balancer_arn=load_balancer.arn,
        port=443,
        protocol="HTTPS",
        ssl_policy=TLS_POLICY,
        certificate_arn=certificate(service, name, settings.domain, settings, tags),
        routing_http_response_server_enabled=False,
        routing_http_response_strict_transport_security_header_value="max-age=31536000",
        default_actions=[forward],
        tags=tags,
        opts=child(service),
    )
    return [http, https]

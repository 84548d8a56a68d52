"""Surveys a whole Terraform provider: of every argument of every resource, whether a change replaces the resource."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import grpc

from stackwright.simcloud.rules.distilling.plugin import Message, Plugin, Terms, running
from stackwright.simcloud.rules.distilling.probing import Verdict, base, leaves, probe

CONFIGURATION: Mapping[str, Mapping[str, Terms]] = {
    "aws": {
        "region": "us-east-1",
        "access_key": "none",
        "secret_key": "none",
        "max_retries": 1,
        "skip_credentials_validation": True,
        "skip_requesting_account_id": True,
        "skip_metadata_api_check": "true",
        "skip_region_validation": True,
    }
}
"""What a provider must be told before it plans; none of it names an account."""
CALLED: Mapping[str, str] = {
    "codeartifact_domain_permissions_policy": "aws:codeartifact/domainPermissions:DomainPermissions",
    "codedeploy_app": "aws:codedeploy/application:Application",
    "cognito_identity_pool_roles_attachment": "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment",
    "config_aggregate_authorization": "aws:cfg/aggregateAuthorization:AggregateAuthorization",
    "datasync_location_fsx_lustre_file_system": "aws:datasync/locationFsxLustre:LocationFsxLustre",
    "db_subnet_group": "aws:rds/subnetGroup:SubnetGroup",
    "dx_hosted_transit_virtual_interface_accepter": "aws:directconnect/hostedTransitVirtualInterfaceAcceptor"
    ":HostedTransitVirtualInterfaceAcceptor",
    "lb_cookie_stickiness_policy": "aws:elb/loadBalancerCookieStickinessPolicy:LoadBalancerCookieStickinessPolicy",
    "licensemanager_grant": "aws:licensemanager/licenseGrant:LicenseGrant",
    "licensemanager_grant_accepter": "aws:licensemanager/licenseGrantAccepter:LicenseGrantAccepter",
    "lightsail_disk_attachment": "aws:lightsail/disk_attachment:Disk_attachment",
    "location_route_calculator": "aws:location/routeCalculation:RouteCalculation",
    "network_interface_sg_attachment": "aws:ec2/networkInterfaceSecurityGroupAttachment"
    ":NetworkInterfaceSecurityGroupAttachment",
    "route53recoverycontrolconfig_cluster": "aws:route53recoverycontrol/cluster:Cluster",
    "s3_bucket_replication_configuration": "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    "vpc_endpoint_service_allowed_principal": "aws:ec2/vpcEndpointServiceAllowedPrinciple"
    ":VpcEndpointServiceAllowedPrinciple",
}
"""What pulumi-aws calls resources whose names say too little, without the prefix `aws_`."""
_RECURSIVE = ("aws_quicksight_", "aws_wafv2_")
"""Their blocks nest into each other without end; only their own arguments are asked about."""
_FAILURES = 5
Survey = dict[str, dict[str, Verdict]]
"""Resource → dotted path of an argument → verdict."""


def survey(program: Path, package: str) -> Survey:
    """Ask the provider `program` about all that it has. One that dies of a question is started again."""
    found: Survey = {}
    failed: Counter[str] = Counter()
    names: list[str] | None = None
    while names is None or names:
        with running(program) as plugin:
            provider, blocks = plugin.schema()
            plugin.configure(base(provider, "nothing") | dict(CONFIGURATION.get(package, {})))
            names = sorted(blocks) if names is None else names
            while names:
                if not _ask(plugin, names[0], blocks[names[0]], found.setdefault(names[0], {}), failed):
                    break
                names.pop(0)
    return found


def _ask(plugin: Plugin, name: str, block: Message, found: dict[str, Verdict], failed: Counter[str]) -> bool:
    """Fill `found`; False if the provider died. What a question that fails is about stays unknown."""
    for leaf in leaves(block):
        path = ".".join(leaf.path)
        if path in found or (len(leaf.path) > 1 and name.startswith(_RECURSIVE)):
            continue
        found[path] = "unknown"
        if failed[name] > _FAILURES:
            continue
        try:
            found[path] = probe(plugin, name, block, leaf)
        except grpc.RpcError as error:
            failed[name] += 1
            if error.code() is grpc.StatusCode.UNAVAILABLE:
                return False
    return True
